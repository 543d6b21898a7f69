from odoo import api, fields, models
from odoo.exceptions import ValidationError

QUESTION_KINDS = [
    ("text", "Text"),
    ("number", "A Number"),
    ("yes_no", "Yes or No"),
    ("choice", "One of Several"),
    ("file", "File"),
]
PURPOSES = [
    ("direction", "Leadership and Direction"),
    ("result", "Results"),
    ("shortcoming", "Shortcomings and Causes"),
    ("obstacle", "Obstacles"),
    ("next", "Main Tasks of the Coming Period"),
    ("proposal", "Proposals"),
    ("other", "Other Question"),
]


def split_choices(text):
    """Return the choices, one per line, as a list of texts."""
    return [line.strip() for line in (text or "").splitlines() if line.strip()]


class PlanReportingQuestion(models.Model):
    """A question that a schedule asks besides assignments and figures: a heading of the desk's outline, or a question
    with its type.

    The purpose says where the answers go in the consolidation, whatever the desk calls the heading.
    """

    _name = "plan.reporting.question"
    _description = "Question of a Reporting Schedule"
    _order = "schedule_id, sequence, id"

    schedule_id = fields.Many2one(comodel_name="plan.reporting.schedule", required=True, index=True, ondelete="cascade")
    sequence = fields.Integer(default=10)
    name = fields.Char(string="Heading or Question", required=True)
    kind = fields.Selection(selection=QUESTION_KINDS, string="Type of Answer", required=True, default="text")
    purpose = fields.Selection(selection=PURPOSES, required=True, default="other")
    choices = fields.Text(help="The available choices, one per line.")
    is_required = fields.Boolean(string="Must Be Answered")

    @api.constrains("name", "kind", "choices")
    def _check_question(self):
        for question in self:
            if not (question.name or "").strip():
                raise ValidationError(self.env._("Describe what you need."))
            if question.kind == "choice" and len(split_choices(question.choices)) < 2:
                raise ValidationError(
                    self.env._(
                        "“%(question)s” is a multiple-choice question: enter at least two choices, one per line.",
                        question=question.name,
                    )
                )

    def write(self, vals):
        result = super().write(vals)
        if not self.env.su and "schedule_id" in vals:
            self.check_access("write")  # the rules have checked only whose it was before
        return result
