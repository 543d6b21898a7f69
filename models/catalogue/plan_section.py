from odoo import api, fields, models

SECTION_CONTENTS = [("indicator", "Indicators"), ("task", "Tasks"), ("duty", "Duties")]


class PlanSection(models.Model):
    """A group of a plan's annex or part ("I. Phát triển hạ tầng"), and the agencies that may look at all work in it."""

    _name = "plan.section"
    _description = "Plan Section"
    _inherit = ["plan.search.mixin", "plan.desk.scope.mixin"]
    _order = "plan_id, content, sequence, id"
    _search_key_fields = ("code", "name")
    _clean_fields = ()
    _printed_fields = frozenset({"content", "code", "name"})

    plan_id = fields.Many2one(comodel_name="plan.plan", required=True, index=True, ondelete="cascade")
    content = fields.Selection(selection=SECTION_CONTENTS, required=True, default="task")
    code = fields.Char(required=True)
    name = fields.Char(required=True)
    sequence = fields.Integer(default=10)
    watcher_ids = fields.Many2many(
        comodel_name="plan.agency",
        relation="plan_section_watcher_rel",
        string="Watching Agencies",
        help="Members of these agencies can read all work in this section, but not change it.",
    )
    task_ids = fields.One2many(comodel_name="plan.task", inverse_name="section_id", string="Tasks")
    indicator_ids = fields.One2many(comodel_name="plan.indicator", inverse_name="section_id", string="Indicators")

    _code_unique = models.UniqueIndex(
        "(plan_id, content, code)", "The plan already has a section with this code. Choose another code."
    )

    @api.depends("code", "name")
    def _compute_display_name(self):
        for section in self:
            section.display_name = f"{section.code}. {section.name}"
