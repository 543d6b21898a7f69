from odoo import models
from odoo.exceptions import UserError

from ...papers.report_form.marks import VERSION
from .plan_report_layout import NIL


class PlanReportRefusals(models.Model):
    """Why a form, or a row of it, cannot be taken: said before anything is saved."""

    _inherit = "plan.report"

    def _check_form_key(self, key):
        """Refuse in words what is not the form of this report."""
        if key is None:
            raise UserError(
                self.env._(
                    "This workbook is no report form: its first sheet lacks what says whose it is. Download the form "
                    "of this report and copy the cells that you have filled in into it."
                )
            )
        if key.get("database") != self._get_form_database():
            raise UserError(
                self.env._(
                    "This form was downloaded from another system (a trial one, for instance). Download it here and "
                    "copy the cells that you have filled in into it."
                )
            )
        own = self._get_form_key()
        if key.get("agency_id") != own["agency_id"]:
            raise UserError(
                self.env._(
                    "This is the form of %(agency)s; the report is that of %(own)s. Choose the form of this report.",
                    agency=key.get("agency"),
                    own=own["agency"],
                )
            )
        if key.get("period_id") != own["period_id"]:
            raise UserError(
                self.env._(
                    "This is the form for “%(period)s”; the report is that for “%(own)s”. Open that report and upload "
                    "the form there, or choose another file.",
                    period=key.get("period"),
                    own=own["period"],
                )
            )
        if key.get("report") != own["report"] or key.get("version") != VERSION:
            raise UserError(
                self.env._(
                    "This form is of an earlier revision of the report. Download the form anew and copy the cells that "
                    "you have filled in into it."
                )
            )

    def _get_form_reasons(self, section, known, record, cells, changed, page):
        """Yield in words why a row cannot be saved with these changes."""
        reason = record._get_locked_reason()
        if reason:
            yield reason
            return
        values = {name: changed.get(name, cell.value) for name, cell in cells.items()}
        if changed.get("is_nil") == NIL and any(
            value is not None for name, value in changed.items() if name != "is_nil"
        ):
            yield self.env._("“Nothing New” is marked, and yet the row says something new. Empty one of them.")
        if values.get("denominator") == 0 and values["numerator"] is not None:
            yield self.env._("“%(row)s”: the denominator is nought.", row=record.display_name)
        if section == "lines" and known["assignment_id"]:
            yield from self._get_form_card_reasons(known, record.assignment_id, values, changed, page)

    def _get_form_card_reasons(self, known, card, values, changed, page):
        if changed.keys() & {"next_step", "date_next_step"}:
            if bool(values["next_step"]) != bool(values["date_next_step"]) or not values["next_step"]:
                yield self.env._("“%(task)s”: say what the next step is and by when.", task=known["code"])
            elif card.result_state != "none":
                yield self.env._(
                    "The result of “%(task)s” has been handed in: its steps stay as they are until it comes back.",
                    task=known["code"],
                )
        if "stage_id" in changed:
            options = {label: key for key, label in self._get_form_options("stage_id", known, page)}
            if not changed["stage_id"]:
                yield self.env._("A stage is not emptied. Choose one of: %(options)s.", options=", ".join(options))
                return
            stage = self.env["plan.stage"].browse(options[changed["stage_id"]])
            reason = card._get_cannot_move_reason(stage)
            if not reason and stage.kind == "review" and card.result_state == "none":
                reason = card._get_cannot_submit_reason()
            if reason:
                yield reason
