import itertools
from collections import Counter
from datetime import date, timedelta

from odoo.tests.common import freeze_time

from ...models.work.plan_assignment_timeliness import TIMELINESS
from ...tools.clock import vietnam_today
from ..core.common import PlanCase

KEYS = [key for key, _label in TIMELINESS]
TODAY = date(2026, 5, 20)
SOON = 15
# days from today, None where there is none: long past, yesterday, today, tomorrow, the last soon day, the next, far
STAGES = ("todo", "draft", "review", "done", "paused", "cancelled")
DEADLINES = (None, -40, -1, 0, 1, SOON, SOON + 1, 400)
PAST = (None, -40, -1, 0)


def expected(stage, deadline, done, submitted):
    """Return the rule, said plainly once more."""
    if stage in ("paused", "cancelled"):
        return "stopped"
    if stage == "done":
        return "done_late" if None not in (deadline, done) and done > deadline else "done_on_time"
    if deadline is None:
        return "no_deadline"
    if stage == "review" and submitted is not None and submitted <= deadline:
        return "handed_in"
    if deadline < 0:
        return "overdue"
    return "due_soon" if deadline <= SOON else "not_due"


@freeze_time("2026-05-20 03:00:00")
class TestTimeliness(PlanCase):
    """The timeliness of an assignment: said by Python of one assignment and by SQL of all."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        grid = list(itertools.product(STAGES, DEADLINES, PAST, PAST))
        # the unique key wants every assignment to differ
        tasks = [cls.tasks["one_lead"], cls.tasks["two_leads"]]
        slots = itertools.product(tasks, [cls.snv, cls.stc], ["lead", "support"], range(2000, 2100))
        cls.assignments = cls.env["plan.assignment"].create(
            [
                {
                    "task_id": task.id,
                    "agency_id": agency.id,
                    "role": role,
                    "year": year,
                    "stage_id": cls.stage(stage).id,
                    "date_deadline": cls.day(deadline),
                    "product_date": cls.day(done),
                    "date_submitted": cls.day(submitted),
                }
                for (stage, deadline, done, submitted), (task, agency, role, year) in zip(grid, slots)
            ]
        )
        cls.expected = {assignment.id: expected(*case) for assignment, case in zip(cls.assignments, grid, strict=True)}
        cls.case_of = dict(zip(cls.assignments.ids, grid, strict=True))

    @staticmethod
    def day(offset):
        return offset is not None and TODAY + timedelta(days=offset)

    def search(self, operator, value):
        domain = [("id", "in", self.assignments.ids), ("timeliness", operator, value)]
        found = self.env["plan.assignment"].search(domain)
        self.assertEqual(self.assignments.filtered_domain(domain), found, "Python filters as SQL searches")
        return set(found.ids)

    def having(self, *keys):
        return {assignment_id for assignment_id, key in self.expected.items() if key in keys}

    def test_grid_is_whole(self):
        """Every standing occurs, so that the comparisons below compare something."""
        self.assertEqual(set(self.expected.values()), set(KEYS))

    def test_python(self):
        wrong = {
            self.case_of[assignment.id]: assignment.timeliness
            for assignment in self.assignments
            if assignment.timeliness != self.expected[assignment.id]
        }
        self.assertEqual(wrong, {})

    def test_sql(self):
        """Searching each standing finds exactly its assignments."""
        for key in KEYS:
            with self.subTest(key=key):
                self.assertEqual(self.search("=", key), self.having(key))

    def test_operators(self):
        everything = set(self.assignments.ids)
        self.assertEqual(self.search("in", ["overdue", "stopped"]), self.having("overdue", "stopped"))
        self.assertEqual(self.search("not in", ["overdue", "stopped"]), everything - self.having("overdue", "stopped"))
        self.assertEqual(self.search("!=", "done_late"), everything - self.having("done_late"))
        self.assertEqual(self.search("in", []), set())
        self.assertEqual(self.search("not in", []), everything)
        self.assertEqual(self.search("=", False), set())
        self.assertEqual(self.search("!=", False), everything)

    def test_grouping(self):
        """It groups, sorts and feeds a board's progress bars like a stored field."""
        domain = [("id", "in", self.assignments.ids)]
        assignments = self.env["plan.assignment"]
        counts = Counter(self.expected.values())
        self.assertEqual(dict(assignments._read_group(domain, ["timeliness"], ["__count"])), counts)
        bar = {"field": "timeliness", "colors": {"overdue": "danger", "done_on_time": "success"}}
        bars = assignments.read_progress_bar(domain, "stage_id", bar)
        for stage in ("todo", "done"):
            expected_bar = Counter(
                self.expected[assignment] for assignment, case in self.case_of.items() if case[0] == stage
            )
            found = bars[str(self.stage(stage).id)]
            for color in bar["colors"]:
                self.assertEqual(found[color], expected_bar[color], (stage, color))
        ordered = assignments.search(domain, order="timeliness, id").mapped("timeliness")
        self.assertEqual(len(ordered), len(self.assignments))
        self.assertEqual(ordered, sorted(ordered))

    def test_side_panel_shows_the_late_first(self):
        panel = self.env["plan.assignment"].search_panel_select_range("timeliness")
        self.assertEqual([value["id"] for value in panel["values"]], KEYS)

    def test_what_is_soon_is_a_setting(self):
        self.env["ir.config_parameter"].set_param("plan_tracking.due_soon_days", "1")
        assignments = self.assignments.filtered(lambda assignment: self.case_of[assignment.id][0] == "todo")
        assignments.invalidate_recordset(["timeliness"])
        soon = {self.case_of[assignment.id][1] for assignment in assignments if assignment.timeliness == "due_soon"}
        self.assertEqual(soon, {0, 1})
        self.assertEqual(
            self.search("=", "due_soon") & set(assignments.ids),
            {assignment.id for assignment in assignments if assignment.timeliness == "due_soon"},
        )


class TestDayInVietnam(PlanCase):
    """The day is Việt Nam's, whatever the server's clock and the user's time zone say."""

    def standing(self, assignment, user):
        assignment.invalidate_recordset(["timeliness"])
        assignment = assignment.with_user(user).with_context(tz=user.tz)
        found = assignment.search([("id", "=", assignment.id), ("timeliness", "=", assignment.timeliness)])
        self.assertEqual(found, assignment, "SQL takes the same day")
        return assignment.timeliness

    def test_new_year_begins_at_17_utc(self):
        """An assignment due on 31/12 is due until midnight in Việt Nam, 17:00 UTC, for every user wherever they are."""
        with freeze_time("2026-03-10 03:00:00"):
            self.activate()
        assignment = self.assignment_of("one_lead", self.snv)
        self.assertEqual(assignment.date_deadline, date(2026, 12, 31))
        for tz in ("Asia/Ho_Chi_Minh", "UTC", "America/Los_Angeles", "Pacific/Kiritimati", False):
            self.officer_snv.tz = tz
            for now, today, standing in (
                ("2026-12-31 16:59:59", date(2026, 12, 31), "due_soon"),
                ("2026-12-31 17:30:00", date(2027, 1, 1), "overdue"),
                ("2026-12-30 18:00:00", date(2026, 12, 31), "due_soon"),
            ):
                with self.subTest(tz=tz, now=now), freeze_time(now):
                    self.assertEqual(vietnam_today(), today)
                    self.assertEqual(self.standing(assignment, self.officer_snv), standing)
