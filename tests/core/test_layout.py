import ast
from pathlib import Path

from odoo.tests import BaseCase, tagged
from odoo.tests.loader import get_test_modules

ADDON = Path(__file__).parents[2]
# the packages from the bottom up: each may know those before it
ORDER = (
    "core", "agencies", "access", "printing", "catalogue", "work", "reporting", "offline_form", "consolidation",
    "package", "papers", "exports", "digest", "demo",
)  # fmt: skip
# what runs upward, (file, model): why; nothing may be added without a reason, and what is corrected goes
UPWARD = {}
RELATIONS = ("Many2one", "One2many", "Many2many")
# files of one model inside a package
MOST_FILES = 6


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


def read_packages(tree, package):
    """Yield the packages beside `package` from which a file imports."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.level == 2:
            yield from [node.module.split(".")[0]] if node.module else [one.name for one in node.names]


@tagged("post_install", "-at_install")
class TestLayout(BaseCase):
    """The packages know each other from the top down, and every test is where Odoo's own runner finds it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        paths = [path for top in ("models", "wizards") for path in sorted((ADDON / top).glob("*/*.py"))]
        cls.trees = {path: ast.parse(path.read_text(encoding="utf-8")) for path in paths}
        cls.homes = {
            defined: path.parent.name
            for path, tree in cls.trees.items()
            for _inherited, defined in read_classes(tree)
            if defined
        }

    def test_packages_are_named(self):
        for top in ("models", "wizards", "views", "security", "static/src", "static/tests/tours", "tests"):
            found = {path.name for path in (ADDON / top).iterdir() if path.is_dir() and path.name != "__pycache__"}
            with self.subTest(folder=top):
                self.assertLessEqual(found, {*ORDER, "pytest_only"} if top == "tests" else set(ORDER))

    def test_packages_know_those_below(self):
        found = set()
        for path, tree in self.trees.items():
            here, name = path.parent.name, path.relative_to(ADDON).as_posix()
            known = [(model, self.homes[model]) for model in read_models(tree) if model in self.homes]
            known += [(package, package) for package in read_packages(tree, here)]
            found |= {(name, what) for what, there in known if ORDER.index(there) > ORDER.index(here)}
        self.assertEqual(found, set(UPWARD), "what a lower package knows of an upper one, and the list of it")

    def test_a_model_has_few_files_in_a_package(self):
        files = {}
        for path, tree in self.trees.items():
            for inherited, defined in read_classes(tree):
                model = defined or next(iter(inherited), None)
                files.setdefault((path.parent, model), set()).add(path.name)
        self.assertEqual({key: names for key, names in files.items() if len(names) > MOST_FILES}, {})

    def test_every_test_is_collected(self):
        collected = {module.__name__.split(".tests.")[1] for module in get_test_modules("plan_tracking")}
        there = {
            ".".join(path.relative_to(ADDON / "tests").with_suffix("").parts)
            for path in (ADDON / "tests").rglob("test_*.py")
            if "pytest_only" not in path.parts
        }
        self.assertEqual(collected, there)

    def test_names_of_tests_are_unique(self):
        """Odoo keeps one of two modules of the same name and says nothing."""
        found = [path.name for path in (ADDON / "tests").rglob("test_*.py")]
        self.assertEqual(sorted(found), sorted(set(found)))
