from odoo import models
from odoo.exceptions import UserError

from ...papers.offline_form.marks import VERSION
from .plan_report_layout import NIL


class PlanReportRefusals(models.Model):
    """The reasons for refusing a form, or a row of it: said before anything is saved."""

    _inherit = "plan.report"

    def _check_offline_form_key(self, key):
        """Refuse in words what is not the form of this report."""
        if key is None:
            raise UserError(
                self.env._(
                    "This workbook is not an offline form: its first worksheet does not say which report it belongs "
                    "to. Download the offline form of this report and copy your completed cells into it."
                )
            )
        if key.get("database") != self._get_offline_form_database():
            raise UserError(
                self.env._(
                    "This offline form was downloaded from another system (such as a trial system). Download it "
                    "here and copy your completed cells into it."
                )
            )
        own = self._get_offline_form_key()
        if key.get("agency_id") != own["agency_id"]:
            raise UserError(
                self.env._(
                    "This is the offline form of %(agency)s, but the report belongs to %(own)s. Choose the form of "
                    "this report.",
                    agency=key.get("agency"),
                    own=own["agency"],
                )
            )
        if key.get("period_id") != own["period_id"]:
            raise UserError(
                self.env._(
                    "This is the offline form for “%(period)s”, but the report is for “%(own)s”. Open the report "
                    "for that period and upload the form there, or choose another file.",
                    period=key.get("period"),
                    own=own["period"],
                )
            )
        if key.get("report") != own["report"] or key.get("version") != VERSION:
            raise UserError(
                self.env._(
                    "This offline form belongs to an earlier revision of the report. Download it again and copy "
                    "your completed cells into it."
                )
            )

    def _get_offline_form_reasons(self, section, known, record, cells, changed, page):
        """Yield in words why a row cannot be saved with these changes."""
        reason = record._get_locked_reason()
        if reason:
            yield reason
            return
        values = {name: changed.get(name, cell.value) for name, cell in cells.items()}
        if changed.get("is_nil") == NIL and any(
            value is not None for name, value in changed.items() if name != "is_nil"
        ):
            yield self.env._("“Nothing New” is ticked, but the row contains news. Clear one of them.")
        if values.get("denominator") == 0 and values["numerator"] is not None:
            yield self.env._("“%(row)s”: the denominator is zero.", row=record.display_name)
        if section == "lines" and known["assignment_id"]:
            yield from self._get_offline_form_assignment_reasons(known, record.assignment_id, values, changed, page)

    def _get_offline_form_assignment_reasons(self, known, assignment, values, changed, page):
        if changed.keys() & {"next_step", "date_next_step"}:
            if bool(values["next_step"]) != bool(values["date_next_step"]) or not values["next_step"]:
                yield self.env._("“%(task)s”: enter the next step and its date.", task=known["code"])
            elif assignment.result_state != "none":
                yield self.env._(
                    "The result of “%(task)s” has been submitted: its steps cannot be changed until it is returned.",
                    task=known["code"],
                )
        if "stage_id" in changed:
            options = {label: key for key, label in self._get_offline_form_options("stage_id", known, page)}
            if not changed["stage_id"]:
                yield self.env._("The stage cannot be empty. Choose one of: %(options)s.", options=", ".join(options))
                return
            stage = self.env["plan.stage"].browse(options[changed["stage_id"]])
            reason = assignment._get_cannot_move_reason(stage)
            if not reason and stage.kind == "review" and assignment.result_state == "none":
                reason = assignment._get_cannot_submit_reason()
            if reason:
                yield reason
