"""The packages of models and wizards as their code is written, read without running it: for a test and a command."""

import ast
from pathlib import Path

ADDON = Path(__file__).resolve().parents[2]
# from the bottom up: each package may know those before it
ORDER = (
    "core", "agencies", "access", "printing", "catalogue", "work", "reporting", "offline_form", "consolidation",
    "package", "papers", "exports", "digest", "demo",
)  # fmt: skip
RELATIONS = ("Many2one", "One2many", "Many2many")


class Layout:
    """`trees`: the syntax tree of each file; `homes`: the package that defines each model."""

    def __init__(self, addon=ADDON):
        self.addon = addon
        paths = [path for top in ("models", "wizards") for path in sorted((addon / top).glob("*/*.py"))]
        self.trees = {path: ast.parse(path.read_text(encoding="utf-8")) for path in paths}
        self.homes = {
            defined: path.parent.name
            for path, tree in self.trees.items()
            for _inherited, defined in read_classes(tree)
            if defined
        }

    def read_known(self):
        """Yield (file, the model or package that it names, the package where that is) for what lies elsewhere."""
        for path, tree in self.trees.items():
            here, name = path.parent.name, path.relative_to(self.addon).as_posix()
            known = [(model, self.homes[model]) for model in read_models(tree) if model in self.homes]
            known += [(package, package) for package in read_packages(tree)]
            yield from ((name, what, there) for what, there in known if there != here)

    def read_arrows(self):
        """Return {package: the packages that it knows}, both in the order from the bottom up."""
        known = {package: set() for package in ORDER}
        for name, _what, there in self.read_known():
            known[name.split("/")[1]].add(there)
        return {package: sorted(known[package], key=ORDER.index) for package in ORDER}

    def read_files(self):
        """Yield (file, the model that it defines or extends)."""
        for path, tree in self.trees.items():
            for inherited, defined in read_classes(tree):
                model = defined or next(iter(inherited), None)
                if model:
                    yield path.relative_to(self.addon), model

    def read_suffixes(self):
        """Yield (file, model, suffix): the suffix is what a file's name has beyond the model's, empty in most."""
        for path, model in self.read_files():
            stem = model.replace(".", "_")
            if path.stem == stem or path.stem.startswith(stem + "_"):
                yield path.as_posix(), model, path.stem[len(stem) + 1 :]


def draw(arrows):
    """Return the arrows as a Mermaid graph, without those that a longer way replaces."""
    reached = {}
    for package, known in arrows.items():
        reached[package] = set(known).union(*(reached[one] for one in known))
    count = sum(map(len, arrows.values()))
    lines = ["graph TD", f"    %% {count} arrows; not drawn: from a package to one that it also reaches through others"]
    for package, known in reversed(arrows.items()):
        drawn = [one for one in known if not any(one in reached[other] for other in known)]
        lines += [f"    {package} --> {one}" for one in drawn] or [f"    {package}"]
    return "\n".join(lines)


def words(node):
    """Return the texts of a constant or a list of constants."""
    if isinstance(node, (ast.List, ast.Tuple)):
        return [word for one in node.elts for word in words(one)]
    return [node.value] if isinstance(node, ast.Constant) and isinstance(node.value, str) else []


def read_classes(tree):
    """Yield (the models that a class extends or inherits, the model that it defines or None)."""
    for node in tree.body:
        if isinstance(node, ast.ClassDef):
            said = {one.targets[0].id: words(one.value) for one in node.body if isinstance(one, ast.Assign)}
            inherited = said.get("_inherit", [])
            defined = [name for name in said.get("_name", []) if name not in inherited]
            yield inherited, next(iter(defined), None)


def is_environment(node):
    return (isinstance(node, ast.Attribute) and node.attr == "env") or (isinstance(node, ast.Name) and node.id == "env")


def read_models(tree):
    """Yield the models that a file names: env[...], the other side of a relation, what it extends or inherits."""
    for inherited, _defined in read_classes(tree):
        yield from inherited
    for node in ast.walk(tree):
        if isinstance(node, ast.Subscript) and is_environment(node.value):
            yield from words(node.slice)
        elif isinstance(node, ast.Call) and getattr(node.func, "attr", None) in RELATIONS:
            named = [one.value for one in node.keywords if one.arg == "comodel_name"] or node.args[:1]
            yield from words(named[0]) if named else ()


def read_packages(tree):
    """Yield the packages beside its own from which a file imports."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.level == 2:
            yield from [node.module.split(".")[0]] if node.module else [one.name for one in node.names]
