from odoo.tests import tagged

from .access_matrix import ASSIGNMENT, ASSIGNMENTS, MatrixCase
from .access_table import ACTIONS, MODELS, WIZARD_ACTIONS, WIZARDS, WORK

# a state of the result, and the assignment's stage in it
STAGES = {"none": "doing", "submitted": "review", "approved": "review", "confirmed": "done", "paused": "paused"}


@tagged("post_install", "-at_install")
class TestActions(MatrixCase):
    """Every step of a result x every identity x every assignment: who may, does; who may not, leaves no trace."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for assignment in cls.samples[ASSIGNMENT].values():
            assignment.product_date = "2026-02-01"

    def put(self, assignment, state):
        """Bring an assignment into a state, as if it had been led there."""
        stage = self.env["plan.stage"].search([("kind", "=", STAGES[state])], limit=1)
        before = self.env["plan.stage"].search([("kind", "=", "doing")], limit=1)
        assignment.write(
            {
                "stage_id": stage.id,
                "stage_before_id": before.id,
                "result_state": "none" if state == "paused" else state,
            }
        )
        self.env.flush_all()

    def trace(self, assignment, *others):
        """Return what an action could leave behind: the row, the log, assignments and files."""
        tables = ("plan.log", "plan.extension", "plan.evidence", ASSIGNMENT)
        return self.row_of(assignment), *map(self.row_of, others), *map(self.count_of, tables)

    def each_assignment(self):
        for identity in self.each():
            for sample in ASSIGNMENTS:
                yield identity, sample, self.samples[ASSIGNMENT][sample]
        self.assert_no_faults()

    def test_every_action_of_a_assignment_is_tried(self):
        found = {name for name in dir(self.env[ASSIGNMENT]) if name.startswith("action_")}
        ours = {
            name
            for name in found
            if getattr(type(self.env[ASSIGNMENT]), name).__module__.startswith("odoo.addons.plan")
        }
        self.assertEqual(ours - {"action_my_work"}, set(ACTIONS))

    def test_every_wizard_of_assignments_is_tried(self):
        wizards = {
            model
            for model, row in MODELS.items()
            if row.circle is WIZARDS
            and {"assignment_ids", "assignment_id", "extension_ids"} & {*self.env[model]._fields}
        }
        self.assertEqual(
            wizards - {"plan.assignment.import.line"}, {model for model, _method, _state in WIZARD_ACTIONS}
        )

    def test_steps_of_a_result(self):
        for identity, sample, assignment in self.each_assignment():
            for method, (state, allowed) in ACTIONS.items():
                with self.trying(ASSIGNMENT, method, sample), self.undone():
                    self.put(assignment, state)
                    before = self.trace(assignment)
                    answer = self.call(ASSIGNMENT, method, assignment.ids)
                    may = sample in allowed.get(identity, ())
                    self.judged(answer, may, method)
                    self.assertEqual(self.trace(assignment) != before, may, f"{method} leaves a trace")

    def test_steps_are_not_taken_out_of_their_turn(self):
        """Users who may take a step can take it only from its own state."""
        for identity, sample, assignment in self.each_assignment():
            for method, (state, allowed) in ACTIONS.items():
                if sample not in allowed.get(identity, ()):
                    continue
                for other in {"none", "submitted", "approved", "confirmed"} - {state}:
                    if method == "action_spot_check" and other == "confirmed":
                        continue
                    with self.trying(ASSIGNMENT, f"{method} from {other}", sample), self.undone():
                        self.put(assignment, other)
                        before = self.trace(assignment)
                        self.judged(self.call(ASSIGNMENT, method, assignment.ids), False, method)
                        self.assertEqual(self.trace(assignment), before)

    def test_wizards_of_assignments(self):
        for identity, sample, assignment in self.each_assignment():
            for (model, method, state), allowed in WIZARD_ACTIONS.items():
                with self.trying(model, f"{method} from {state}", sample), self.undone():
                    self.put(assignment, state)
                    extension = self.samples["plan.extension"][sample]
                    if model == "plan.extension.ask":
                        extension._unguarded_write({"state": "withdrawn"})
                        self.env.flush_all()
                    before = self.trace(assignment, extension)
                    answer = self._use(identity, model, method, assignment, extension)
                    may = sample in allowed.get(identity, ())
                    self.judged(answer, may, method)
                    self.assertEqual(self.trace(assignment, extension) != before, may, f"{method} leaves a trace")

    def _use(self, identity, model, method, assignment, extension):
        """Open a wizard about an assignment and press its button; what is refused at once is refused."""
        user = self.identities.get(identity, self.env.user)
        values = self.wizard_values(model, user, "x", assignment, extension)
        made = self.call(model, "create", [values])
        return made if made.error else self.call(model, method, made.result)

    def test_wizards_about_several_assignments(self):
        """A foreign assignment among one's own stops the step for all of them."""
        for identity in self.each("officer_snv", "leader_snv", "desk", "watcher", "reader_officer"):
            for (model, method, state), allowed in WIZARD_ACTIONS.items():
                mine = [sample for sample in ASSIGNMENTS if sample in allowed.get(identity, ())]
                if not mine or "assignment_ids" not in self.env[model]._fields:
                    continue
                for sample in set(ASSIGNMENTS) - set(mine):
                    with self.trying(model, method, sample), self.undone():
                        own, other = self.samples[ASSIGNMENT][mine[0]], self.samples[ASSIGNMENT][sample]
                        self.put(own, state)
                        self.put(other, state)
                        self.samples["plan.extension"][sample]._unguarded_write({"state": "withdrawn"})
                        self.samples["plan.extension"][mine[0]]._unguarded_write({"state": "withdrawn"})
                        self.env.flush_all()
                        before = self.trace(own, other)
                        extension = self.samples["plan.extension"]["own"]
                        self.judged(self._use(identity, model, method, own | other, extension), False, method)
                        self.assertEqual(self.trace(own, other), before)
        self.assert_no_faults()

    def test_another_ones_wizard(self):
        """Nobody presses the button of a wizard that somebody else has filled in, or fills it in for them."""
        for _identity in self.each():
            for model, method, state in WIZARD_ACTIONS:
                with self.trying(model, method), self.undone():
                    self.put(self.own, state)
                    wizard = self.samples[model]["others"]
                    before = self.trace(self.own, wizard)
                    self.judged(self.call(model, method, wizard.ids), False, method)
                    self.judged(self.call(model, "write", wizard.ids, {}), False, "write")
                    self.assertEqual(self.trace(self.own, wizard), before)
        self.assert_no_faults()

    def test_taking_a_request_back(self):
        for identity, sample, assignment in self.each_assignment():
            with self.trying("plan.extension", "action_withdraw", sample), self.undone():
                extension = self.samples["plan.extension"][sample]
                before = self.trace(assignment, extension)
                may = "w" in WORK.get(identity, {}).get(sample, "")
                self.judged(self.call("plan.extension", "action_withdraw", extension.ids), may, "action_withdraw")
                self.assertEqual(self.trace(assignment, extension) != before, may)

    def test_giving_a_duty(self):
        """A duty is given by the desk of its plan, and by no other desk."""
        for identity in self.each():
            with self.trying("plan.task.give", "action_give"), self.undone():
                user = self.identities.get(identity, self.env.user)
                values = self.wizard_values("plan.task.give", user, "x", self.own, self.env["plan.extension"])
                values["lead_ids"] = [(6, 0, self.xa_cao.ids)]
                values["recurrence"] = "ongoing"
                before = self.trace(self.own, self.duty)
                made = self.call("plan.task.give", "create", [values])
                answer = made if made.error else self.call("plan.task.give", "action_give", made.result)
                self.judged(answer, identity == "desk", "action_give")
                self.assertEqual(self.trace(self.own, self.duty) != before, identity == "desk")
        self.assert_no_faults()
