from odoo import api, fields, models
from odoo.exceptions import UserError

from ..reporting.plan_report_row_mixin import LONGEST

# in the order of the paper
ITEM_KINDS = [
    ("direction", "Leadership and Direction"),
    ("result", "Results"),
    ("figure", "Figures"),
    ("shortcoming", "Shortcomings and Causes"),
    ("obstacle", "Obstacles"),
    ("next", "Main Tasks of the Coming Period"),
    ("proposal", "Proposals"),
    ("other", "Other Question"),
    ("missing", "Missing Agencies"),
]
# origin of a row
SOURCES = ("report_id", "line_id", "measurement_id", "narrative_id", "value_id")


class PlanConsolidationItem(models.Model):
    """A row of a consolidation: what one agency says about one thing, in the words that the desk gives it.

    Rows come from reports, or are the desk's own. Of the first, text and whether it is kept are the desk's to write;
    the report's own text is kept beside it (`source_text`), and a click leads there.
    """

    _name = "plan.consolidation.item"
    _description = "Row of a Consolidation"
    _inherit = ["plan.guard.mixin", "plan.bulk.insert.mixin", "plan.lock.mixin"]
    _order = "consolidation_id, sequence, id"
    _rec_name = "heading"

    consolidation_id = fields.Many2one(comodel_name="plan.consolidation", required=True, index=True, ondelete="cascade")
    sequence = fields.Integer(readonly=True, default=1_000_000)
    kind = fields.Selection(selection=ITEM_KINDS, required=True, default="other")
    section_id = fields.Many2one(comodel_name="plan.section", index="btree_not_null", ondelete="restrict")
    heading = fields.Text()
    agency_id = fields.Many2one(comodel_name="plan.agency", readonly=True, index="btree_not_null", ondelete="restrict")
    agency_name = fields.Char(string="Agency's Name Then", readonly=True)
    text = fields.Text(string="Content")
    source_text = fields.Text(string="As Reported", readonly=True)
    is_kept = fields.Boolean(string="Kept", default=True, help="Rows that are not kept are left out of the report.")
    is_edited = fields.Boolean(string="Edited", readonly=True)
    similar_group = fields.Integer(
        string="Similar", readonly=True, aggregator=None, help="Rows with the same number are nearly the same."
    )
    # origin
    source_key = fields.Char(readonly=True, export_string_translation=False)
    report_id = fields.Many2one(comodel_name="plan.report", readonly=True, index="btree_not_null", ondelete="restrict")
    line_id = fields.Many2one(
        comodel_name="plan.report.line", readonly=True, index="btree_not_null", ondelete="restrict"
    )
    measurement_id = fields.Many2one(
        comodel_name="plan.measurement", readonly=True, index="btree_not_null", ondelete="restrict"
    )
    narrative_id = fields.Many2one(
        comodel_name="plan.narrative", readonly=True, index="btree_not_null", ondelete="restrict"
    )
    value_id = fields.Many2one(comodel_name="plan.value", readonly=True, index="btree_not_null", ondelete="restrict")

    _source_unique = models.UniqueIndex(
        "(consolidation_id, source_key) WHERE source_key IS NOT NULL", "This row already exists: reload the page."
    )

    # fields that people edit: on their own rows, and on rows from a report
    _WRITABLE = frozenset({"consolidation_id", "kind", "section_id", "heading", "text", "is_kept"})
    _WRITABLE_OF_SOURCE = frozenset({"text", "is_kept"})
    _FIXED = frozenset({"consolidation_id", "kind"})

    @api.depends("heading", "agency_name", "kind")
    def _compute_display_name(self):
        labels = dict(self._fields["kind"]._description_selection(self.env))
        for item in self:
            item.display_name = (item.heading or item.agency_name or labels.get(item.kind, ""))[:80]

    # -- access -------------------------------------------------------------------------------------------------------

    def _get_locked_reason(self):
        return self.sudo().consolidation_id._get_locked_reason()  # sudo: asked for users who may read the row

    @api.model_create_multi
    def create(self, vals_list):
        items = super().create([self._clean_vals(vals) for vals in vals_list])
        # a user's own defaults get past the protection of the fields
        if any(item[name] for item in items.sudo() for name in (*SOURCES, "source_key", "agency_id")):
            raise UserError(
                self.env._(
                    "The agencies' own reports cannot be entered here: draw up the consolidation again to include them."
                )
            )
        items.consolidation_id._bump()
        return items

    def write(self, vals):
        vals = self._clean_vals(vals)
        self._check_writes(vals)
        self.check_access("write")
        self._check_guard(vals)
        self.consolidation_id._bump()
        result = super().write(vals)
        if "text" in vals:
            for item in self.sudo():  # sudo: the row's own account of what was done to it
                item._unguarded_write({"is_edited": bool(item.source_key) and item.text != item.source_text})
        return result

    @api.model
    def _clean_vals(self, vals):
        clean_text = self.env["plan.workflow.mixin"]._clean_text
        return {
            name: clean_text(value, LONGEST) if name in ("text", "heading") and isinstance(value, str) else value
            for name, value in vals.items()
        }

    def _check_writes(self, vals):
        """Refuse to carry a row elsewhere, and to change of a report's row anything but its text."""
        of_reports = any(item.source_key for item in self.sudo())
        fixed = self._WRITABLE - self._WRITABLE_OF_SOURCE if of_reports else self._FIXED
        if fixed & vals.keys():
            raise UserError(
                self.env._("Only the text of this row can be edited: leave it out, and add your own row instead.")
            )

    def _check_create(self, vals_list):
        for vals in vals_list:
            self._check_guarded_names(self._get_guarded_names(vals))

    def _check_unlink(self):
        if any(item.source_key for item in self):
            raise UserError(self.env._("Reports of agencies cannot be deleted: untick “Kept” to leave one out."))
        self.consolidation_id._bump()

    # -- what it is asked ---------------------------------------------------------------------------------------------

    def action_open_report(self):
        """Open the report that says it."""
        self.ensure_one()
        return self.report_id._get_form_action()

    def _get_own_row(self):
        """Return a row of the desk's own as drawing up arranges it: at the end of its kind."""
        names = ("kind", "heading", "agency_name", "text", "source_text", "source_key")
        links = ("section_id", "agency_id", *SOURCES)
        return {
            "id": self.id,
            **{name: self[name] for name in names},
            **{name: self[name].id for name in links},
            "question": False,
            "order": (2_000_000, self.id),
        }
