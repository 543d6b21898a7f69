from odoo.fields import Command
from odoo.tests import tagged

from ..core.common import DECISION
from .access_matrix import MatrixCase
from .access_table import HOLDS, KEEPS_SCHEDULES, LEAVES_NO_TRACE, OWNS, REPORT_ACTIONS, REPORT_WIZARDS

REPORT, LINE = "plan.report", "plan.report.line"
# one of each circle is enough: whose report it is decides, not what it is about
SAMPLES = ("own", "foreign", "elsewhere")
STATES = ("draft", "submitted", "approved", "accepted", "superseded")


class ReportActionCase(MatrixCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # somebody to be reminded of a row, who presses no button here
        for sample in SAMPLES:
            owner = cls.colleague if sample == "own" else cls.officer_stc
            cls.samples[LINE][sample]._unguarded_write({"user_id": owner.id})

    def put(self, report, state):
        """Bring a report into a state, as if it had been led there."""
        behalf = state == "behalf"
        report._unguarded_write({"state": "draft" if behalf else state, "is_on_behalf": behalf, "date_changed": False})
        report.line_ids._unguarded_write({"is_typed": False, "is_nil": False})
        self.env.flush_all()

    def trace(self, report):
        """Return what an action could leave behind: rows, decisions, papers, figures, reminders."""
        tables = ("plan.log", REPORT, "plan.value", "plan.report.signed.copy", "mail.activity")
        return self.row_of(report), *map(self.row_of, report.line_ids), *map(self.count_of, tables)

    def each_report(self):
        for identity in self.each():
            for sample in SAMPLES if HOLDS[identity] else SAMPLES[:1]:
                yield identity, sample, self.samples[REPORT][sample]
        self.assert_no_faults()

    def use(self, model, method, values):
        """Open a wizard and press its button; what is refused at once is refused."""
        made = self.call(model, "create", [values])
        return made if made.error else self.call(model, method, made.result)

    def wizard_of(self, model, report):
        values = {"report_ids": [Command.set(report.ids)]}
        if model == "plan.report.return":
            return {**values, "reason": "x", "date_resubmit": "2089-01-01"}
        paper = {**DECISION, "file": DECISION["file"].decode()}
        return {**values, **paper, "signer": "Nguyễn Văn A", "date_received": "2026-03-03"}


@tagged("post_install", "-at_install")
class TestReportActions(ReportActionCase):
    """Every step of a report x every identity: who may, does; who may not is told so and leaves no trace."""

    def test_every_action_is_tried(self):
        found = {
            name
            for name in dir(self.env[REPORT])
            if name.startswith("action_")
            and getattr(type(self.env[REPORT]), name).__module__.startswith("odoo.addons.plan_tracking")
        }
        self.assertEqual(found, {method for method, _state, _who in REPORT_ACTIONS})

    def test_steps(self):
        for identity, sample, report in self.each_report():
            for method, state, allowed in REPORT_ACTIONS:
                with self.trying(REPORT, f"{method} from {state}", sample), self.undone():
                    self.put(report, state)
                    before = self.trace(report)
                    answer = self.call(REPORT, method, report.ids)
                    may = sample in allowed.get(identity, ())
                    self.judged(answer, may, method)
                    changes = may and method not in LEAVES_NO_TRACE
                    self.assertEqual(self.trace(report) != before, changes, f"{method} leaves a trace")

    def test_wizards(self):
        for identity, sample, report in self.each_report():
            for model, method, state, allowed in REPORT_WIZARDS:
                with self.trying(model, f"{method} from {state}", sample), self.undone():
                    self.put(report, state)
                    before = self.trace(report)
                    answer = self.use(model, method, self.wizard_of(model, report))
                    may = sample in allowed.get(identity, ())
                    self.judged(answer, may, method)
                    self.assertEqual(self.trace(report) != before, may, f"{method} leaves a trace")

    def test_steps_are_not_taken_out_of_their_turn(self):
        """Users who may take a step can take it only from its own state."""
        report = self.samples[REPORT]["own"]
        for identity in self.each("officer_snv", "leader_snv", "desk"):
            steps = [(REPORT, *step) for step in REPORT_ACTIONS if step[0] != "action_remind_colleagues"]
            for model, method, _state, allowed in steps + REPORT_WIZARDS:
                if "own" not in allowed.get(identity, ()):
                    continue
                both = [step for step in steps + REPORT_WIZARDS if step[:2] == (model, method)]
                own_states = {state for _model, _method, state, who in both if "own" in who.get(identity, ())}
                for state in {*STATES, "behalf"} - own_states:
                    with self.trying(model, f"{method} from {state}"), self.undone():
                        self.put(report, state)
                        before = self.trace(report)
                        if model == REPORT:
                            answer = self.call(REPORT, method, report.ids)
                        else:
                            answer = self.use(model, method, self.wizard_of(model, report))
                        self.judged(answer, False, method)
                        self.assertEqual(self.trace(report), before)
        self.assert_no_faults()

    def test_another_ones_report_among_ones_own(self):
        """A foreign report among one's own stops the step for all of them."""
        own, other = self.samples[REPORT]["own"], self.samples[REPORT]["foreign"]
        for identity in self.each("officer_snv", "leader_snv", "desk_stc"):
            steps = [(REPORT, *step) for step in REPORT_ACTIONS if step[0] != "action_remind_colleagues"]
            for model, method, state, allowed in steps + REPORT_WIZARDS:
                mine = self.samples[REPORT]["elsewhere"] if identity == "desk_stc" else own
                if not {"own", "elsewhere"} & set(allowed.get(identity, ())):
                    continue
                with self.trying(model, method), self.undone():
                    self.put(mine, state)
                    self.put(other, state)
                    before = self.trace(mine), self.trace(other)
                    if model == REPORT:
                        answer = self.call(REPORT, method, (mine | other).ids)
                    else:
                        answer = self.use(model, method, self.wizard_of(model, mine | other))
                    self.judged(answer, False, method)
                    self.assertEqual((self.trace(mine), self.trace(other)), before)
        self.assert_no_faults()

    def test_terms_that_are_over(self):
        """Members out of office decide nothing, though they still have their groups."""
        report = self.samples[REPORT]["own"]
        for identity, method, state in (
            ("leader_snv", "action_approve", "submitted"),
            ("officer_snv", "action_submit", "draft"),
            ("desk", "action_accept", "approved"),
            ("desk", "action_begin_entry", "draft"),
        ):
            with self.trying(REPORT, method), self.undone():
                self.put(report, state)
                self.become(identity)
                self.env.cr.execute(
                    "UPDATE plan_member SET date_to = '2025-12-31' WHERE user_id = %s", [self.identities[identity].id]
                )
                self.env.invalidate_all()
                before = self.trace(report)
                self.judged(self.call(REPORT, method, report.ids), False, method)
                self.assertEqual(self.trace(report), before)
        self.assert_no_faults()

    def test_saving_a_row(self):
        """A row is saved in a draft of one's own and nowhere else, and in part of it once that part came back."""
        report, line = self.samples[REPORT]["own"], self.samples[LINE]["own"]
        sent, closed = self.samples[REPORT]["sent"], self.samples["plan.period"]["kept"]
        for identity in self.each("officer_snv", "leader_snv", "desk"):
            self.marks = set()  # the desk is shown what it enters itself
            for name, state, period, more, row, who in (
                ("draft", "draft", "open", {}, {}, "agency"),
                ("entered", "behalf", "open", {}, {}, "desk"),
                ("submitted", "submitted", "open", {}, {}, ""),
                ("approved", "approved", "open", {}, {}, ""),
                ("accepted", "accepted", "open", {}, {}, ""),
                ("superseded", "superseded", "open", {}, {}, ""),
                ("closed", "draft", "closed", {}, {}, ""),
                ("covered", "draft", "open", {"covered_by_id": sent.id}, {}, ""),
                ("another row returned", "draft", "open", {"is_partly_returned": True}, {}, ""),
                ("returned", "draft", "open", {"is_partly_returned": True}, {"is_returned": True}, "agency"),
            ):
                may = who == ("desk" if identity == "desk" else "agency")
                for method, args in (("save_row", [{"text": "x"}, line.revision]), ("write", [{"text": "x"}])):
                    with self.trying(LINE, f"{method}: {name}"), self.undone():
                        self.put(report, state)
                        report._unguarded_write(more)
                        line._unguarded_write(row)
                        closed.state = period
                        self.env.flush_all()
                        before = self.row_of(line)
                        self.judged(self.call(LINE, method, line.ids, *args), may, method)
                        self.assertEqual(self.row_of(line) != before, may)
        self.assert_no_faults()


@tagged("post_install", "-at_install")
class TestScheduleActions(ReportActionCase):
    """Schedules, periods and published figures are the desk's of their plan."""

    def trace(self, *records):
        return *map(self.row_of, records), *map(self.count_of, ("plan.log", "plan.period", REPORT, "plan.value"))

    def each_schedule(self):
        for identity in self.each():
            for sample in ("kept", "elsewhere") if HOLDS[identity] else ("kept",):
                yield identity, sample, sample in KEEPS_SCHEDULES.get(identity, ())
        self.assert_no_faults()

    def test_schedules(self):
        for _identity, sample, may in self.each_schedule():
            schedule = self.samples["plan.reporting.schedule"][sample]
            for method, state in (("action_start", "draft"), ("action_stop", "running")):
                with self.trying(schedule._name, method, sample), self.undone():
                    schedule.state = state
                    self.env.flush_all()
                    before = self.trace(schedule)
                    self.judged(self.call(schedule._name, method, schedule.ids), may, method)
                    self.assertEqual(self.trace(schedule) != before, may)
            with self.trying("plan.reporting.backfill", "action_open", sample), self.undone():
                before = self.trace(schedule)
                values = {"schedule_id": schedule.id, "date_from": "2089-11-01", "date_to": "2089-12-31"}
                self.judged(self.use("plan.reporting.backfill", "action_open", values), may, "action_open")
                self.assertEqual(self.trace(schedule) != before, may)

    def test_periods(self):
        for identity, sample, may in self.each_schedule():
            period = self.samples["plan.period"][sample]
            with self.trying("plan.period", "action_close", sample), self.undone():
                before = self.trace(period)
                self.judged(self.call("plan.period", "action_close", period.ids), may, "action_close")
                self.assertEqual(self.trace(period) != before, may)
            with self.trying("plan.period.reopen", "action_reopen", sample), self.undone():
                period.state = "closed"
                self.env.flush_all()
                before = self.trace(period)
                values = {"period_ids": [Command.set(period.ids)], "reason": "x"}
                self.judged(self.use("plan.period.reopen", "action_reopen", values), may, "action_reopen")
                self.assertEqual(self.trace(period) != before, may)
            with self.trying("plan.period", "get_missing_text", sample):
                names_all = may or {"reader", "manager"} & {*HOLDS[identity]}
                self.judged(self.call("plan.period", "get_missing_text", period.ids), names_all, "get_missing_text")

    def test_accepting_all_that_is_clean(self):
        """It is refused, or finds nothing, for who is not the desk: in either case nothing is accepted."""
        report = self.samples[REPORT]["sent"]
        for identity in self.each():
            with self.trying("plan.period", "action_accept_clean"), self.undone():
                before = self.trace(report)
                answer = self.call("plan.period", "action_accept_clean", report.period_id.ids)
                may = identity == "desk"
                self.assertLessEqual(may, not answer.error)
                self.assertEqual(self.trace(report) != before, may)
                self.assertTrue(answer.error or identity not in OWNS, "an agency is not told that it may not")
        self.assert_no_faults()

    def test_publishing(self):
        metrics = {"kept": self.indicators["2"].metric_ids[:1], "elsewhere": self.other_indicator.metric_ids[:1]}
        for _identity, sample, may in self.each_schedule():
            with self.trying("plan.value.publish", "action_publish", sample), self.undone():
                values = {
                    "metric_id": metrics[sample].id,
                    "agency_id": self.snv.id,
                    "date_from": "2026-01-01",
                    "date_to": "2026-02-01",
                    "value": "85,75",
                    "publication": "Niên giám",
                }
                before = self.trace()
                self.judged(self.use("plan.value.publish", "action_publish", values), may, "action_publish")
                self.assertEqual(self.trace() != before, may)

    def test_another_ones_wizard(self):
        """Nobody presses the button of a wizard that somebody else has filled in."""
        buttons = {
            "plan.report.return": ("action_return", "action_revise"),
            "plan.report.sign": ("action_add", "action_approve", "action_enter"),
            "plan.period.reopen": ("action_reopen",),
            "plan.reporting.backfill": ("action_open",),
            "plan.value.publish": ("action_publish",),
        }
        for _identity in self.each("officer_snv", "leader_snv", "desk", "reader_deputy"):
            for model, methods in buttons.items():
                wizard = self.samples[model]["others"]
                for method in methods:
                    with self.trying(model, method), self.undone():
                        before = self.trace(wizard)
                        self.judged(self.call(model, method, wizard.ids), False, method)
                        self.assertEqual(self.trace(wizard), before)
        self.assert_no_faults()
