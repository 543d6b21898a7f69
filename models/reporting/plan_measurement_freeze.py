from odoo import models

# an estimate that the actual misses by more than this share is worth a look
TOLERANCE = 0.1
JUMP = 10


class PlanMeasurementFreeze(models.Model):
    """Freezing of a figure when its report is sent: its names, what has changed in it, and what looks odd about it."""

    _inherit = "plan.measurement"

    def _copy_names(self):
        """Copy what the plan calls things now into the rows."""
        for row in self:
            metric = row.metric_id
            row._unguarded_write(
                {
                    "indicator_number": metric.indicator_id.number,
                    "indicator_name": metric.indicator_id.name,
                    "metric_name": metric.name,
                    "unit": metric.unit,
                    "target_text": row._get_target()._get_page_text(),
                }
            )

    def _get_key(self):
        return self.metric_id.id

    def _says_same(self, old):
        numbers = ("actual", "estimate")
        same = all(self[f"has_{name}"] == old[f"has_{name}"] and self[name] == old[name] for name in numbers)
        return self.is_nil or (same and self.verdict == old.verdict)

    def _get_warning_codes(self, before):
        """Return the codes of what looks odd about the figures, against the last value of the ledger."""
        return [*self._get_growth_codes(before), *self._get_bound_codes()]

    def _get_growth_codes(self, last):
        if not (self.has_actual and last and last.has_value):
            return
        if self.metric_id.aggregation == "sum" and self.metric_id.direction == "up" and self.actual < last.value:
            yield "falls"
        if last.value and self.actual and not 1 / JUMP < abs(self.actual / last.value) < JUMP:
            yield "jumps"

    def _get_bound_codes(self):
        values = [self[name] for name in ("actual", "estimate") if self[f"has_{name}"]]
        if (self.metric_id.unit or "").strip() == "%" and any(value > 100 for value in values):
            yield "over_100"
        before = self.estimate_before_id.sudo()  # sudo: the agency's own estimate
        if before and self.has_settled and abs(self.settled - before.value) > TOLERANCE * abs(before.value):
            yield "missed_estimate"
