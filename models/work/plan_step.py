from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ...tools.clock import vietnam_today
from ...tools.years import FIRST_DAY, LAST_DAY


class PlanStep(models.Model):
    """A step of an agency's way to its result: what, by when, with which product, done or not."""

    _name = "plan.step"
    _description = "Step of the Roadmap"
    _order = "assignment_id, date_due, sequence, id"

    assignment_id = fields.Many2one(comodel_name="plan.assignment", required=True, index=True, ondelete="cascade")
    sequence = fields.Integer(default=10)
    name = fields.Char(string="Step", required=True)
    date_due = fields.Date(string="Step Due", required=True)
    product = fields.Char(string="Step's Product")
    is_done = fields.Boolean(string="Done")
    date_done = fields.Date(
        string="Done On",
        compute="_compute_date_done",
        store=True,
        readonly=False,
        help="The day on which it was ticked, or another one.",
    )

    @api.depends("is_done")
    def _compute_date_done(self):
        for step in self:
            step.date_done = (step.date_done or vietnam_today()) if step.is_done else False

    @api.constrains("name", "date_due", "is_done", "date_done")
    def _check_step(self):
        for step in self:
            if not (step.name or "").strip():
                raise ValidationError(self.env._("Describe the step in a few words."))
            if not FIRST_DAY <= step.date_due <= LAST_DAY:
                raise ValidationError(self.env._("The due date of a step must be between the years 2000 and 2099."))
            # not a constraint of the database: the day is computed after the tick is written
            if step.is_done != bool(step.date_done):
                raise ValidationError(self.env._("A step needs a completion date when it is done, and only then."))
            if step.date_done and step.date_done > vietnam_today():
                raise ValidationError(self.env._("A step cannot be done on a day in the future."))

    @api.model_create_multi
    def create(self, vals_list):
        steps = super().create([self._clean_vals(vals) for vals in vals_list])
        steps._check_not_handed_in()
        return steps

    def write(self, vals):
        if "assignment_id" in vals and any(step.assignment_id.id != vals["assignment_id"] for step in self):
            raise UserError(self.env._("A step cannot be moved to another assignment. Create a new one there instead."))
        self._check_not_handed_in()
        return super().write(self._clean_vals(vals))

    @api.ondelete(at_uninstall=False)
    def _unlink_except_handed_in(self):
        self._check_not_handed_in()

    def _check_not_handed_in(self):
        """Keep the way to a result as it was when the result was handed in, also while it is being handed in."""
        assignments = self.assignment_id if not self.env.su else self.env["plan.assignment"]
        for assignment in assignments:
            if assignment.result_state != "none":
                raise UserError(
                    self.env._(
                        "The result of “%(task)s” has been submitted: its steps cannot be changed until it is "
                        "returned.",
                        task=assignment.task_id.code,
                    )
                )
        assignments._bump_revision()

    @api.model
    def _clean_vals(self, vals):
        return {
            **vals,
            **{
                name: self.env["plan.workflow.mixin"]._clean_text(vals[name], 300, multiline=False)
                for name in ("name", "product")
                if isinstance(vals.get(name), str)
            },
        }
