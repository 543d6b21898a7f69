import re

from odoo.tests import BaseCase, tagged
from odoo.tests.loader import get_test_modules

from .layout import ADDON, ORDER, Layout, draw

# what runs upward, (file, model): why; nothing may be added without a reason, and what is corrected goes
UPWARD = {}
# files of one model inside a package
MOST_FILES = 6
# what a further file of a model holds; nothing may be added that one of these says as well, and what is unused goes
SUFFIXES = {
    "action": "what people do with a record, and who may",
    "annex": "the tables behind a paper",
    "board": "reading of the kanban board",
    "brief": "the page for the leadership",
    "build": "how its rows are drawn up",
    "catalogue": "the worksheets that every plan workbook shares",
    "collect": "how the open points are found",
    "create": "how records come from others",
    "days": "days and periods that follow from a rule",
    "details": "what hangs on a record",
    "facts": "what a list reads for many records at once",
    "freeze": "how content is copied for good",
    "late_list": "the table of agencies and periods",
    "letterhead": "head and signature of papers",
    "lock": "what nobody writes, and when",
    "mail": "the text of a mail",
    "missing": "who has not reported, as a text",
    "open": "how periods and their reports are opened",
    "page": "a record as the report's page shows it",
    "reminder": "who is reminded, and when",
    "result": "the steps of a result",
    "upward": "the draft of the province's own report",
    "workbook": "the same as an XLSX",
}


@tagged("post_install", "-at_install")
class TestLayout(BaseCase):
    """The packages know each other from the top down, and every test is where Odoo's own runner finds it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.layout = Layout()

    def test_packages_are_named(self):
        for top in ("models", "wizards", "views", "security", "static/src", "static/tests/tours", "tests"):
            found = {path.name for path in (ADDON / top).iterdir() if path.is_dir() and path.name != "__pycache__"}
            with self.subTest(folder=top):
                self.assertLessEqual(found, {*ORDER, "pytest_only"} if top == "tests" else set(ORDER))

    def test_packages_know_those_below(self):
        found = {
            (name, what)
            for name, what, there in self.layout.read_known()
            if ORDER.index(there) > ORDER.index(name.split("/")[1])
        }
        self.assertEqual(found, set(UPWARD), "what a lower package knows of an upper one, and the list of it")

    def test_the_picture_is_current(self):
        text = (ADDON / "docs" / "architecture.md").read_text(encoding="utf-8")
        picture = text.partition("```mermaid\n")[2].partition("\n```")[0]
        self.assertEqual(picture, draw(self.layout.read_arrows()), "put the output of scripts/packages there")

    def test_the_guides_name_files_and_models_that_are_there(self):
        guides = [ADDON / "README.md", ADDON / "CONTRIBUTING.md", ADDON / "data" / "packages" / "README.md"]
        for guide in [*guides, *sorted((ADDON / "docs").glob("*.md"))]:
            text = guide.read_text(encoding="utf-8")
            named = [(ADDON, name) for name in re.findall(r"`([\w-]+/[\w./-]+\.(?:py|js|xml|csv|txt|toml))`", text)]
            named += [(guide.parent, name) for name in re.findall(r"\]\(([^)#:]+)\)", text)]
            with self.subTest(guide=guide.name):
                self.assertEqual([name for folder, name in named if not (folder / name).exists()], [])
                models = set(re.findall(r"`(plan\.[a-z.]+)`", text))
                self.assertEqual([name for name in models - set(self.layout.homes) if not name.endswith(".csv")], [])

    def test_a_model_has_few_files_in_a_package(self):
        files = {}
        for path, model in self.layout.read_files():
            files.setdefault((path.parent, model), set()).add(path.name)
        self.assertEqual({key: names for key, names in files.items() if len(names) > MOST_FILES}, {})

    def test_further_files_say_what_they_hold(self):
        found = {suffix for _name, _model, suffix in self.layout.read_suffixes()}
        self.assertEqual(found - {""}, set(SUFFIXES), "the suffixes of files, and the list of them")

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
