from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ...grammars.typed_number import TypedNumberError, read_typed_number
from .plan_report import OPEN_TO_DESK

NUMBERS = ("actual", "estimate", "settled", "numerator", "denominator")
VERDICTS = [("met", "Met"), ("on_track", "On Track"), ("not_met", "Not Met")]


class PlanMeasurement(models.Model):
    """An agency's report of one metric: a draft figure, which only acceptance carries into the ledger.

    A report is due before its period ends, so there are two figures: the actual up to the cut-off, and the estimate up
    to the end. The next report asks what the estimated end came to (`settled`). Zero is a figure; empty is none: each
    number has a Boolean beside it that says whether there is one. What cannot be counted gets a verdict with a reason.
    """

    _name = "plan.measurement"
    _description = "Measurement"
    _inherit = ["plan.report.row.mixin"]
    _rec_names_search = ["metric_id", "metric_id.indicator_id"]

    metric_id = fields.Many2one(
        comodel_name="plan.metric", required=True, readonly=True, index=True, ondelete="restrict"
    )
    actual = fields.Float(digits=(16, 4), aggregator=None)
    has_actual = fields.Boolean(readonly=True, export_string_translation=False)
    estimate = fields.Float(string="Estimate to Period End", digits=(16, 4), aggregator=None)
    has_estimate = fields.Boolean(readonly=True, export_string_translation=False)
    settled = fields.Float(string="Actual of the Last Period", digits=(16, 4), aggregator=None)
    has_settled = fields.Boolean(readonly=True, export_string_translation=False)
    numerator = fields.Float(digits=(16, 4), aggregator=None)
    has_numerator = fields.Boolean(readonly=True, export_string_translation=False)
    denominator = fields.Float(digits=(16, 4), aggregator=None)
    has_denominator = fields.Boolean(readonly=True, export_string_translation=False)
    verdict = fields.Selection(selection=VERDICTS, string="Judgement")
    note = fields.Text(string="Reason or Note")
    source = fields.Char()
    # the estimate that this report settles
    estimate_before_id = fields.Many2one(comodel_name="plan.value", readonly=True, ondelete="restrict")
    # copies as they were sent
    indicator_number = fields.Char(string="Number Then", readonly=True)
    indicator_name = fields.Text(string="Indicator Then", readonly=True)
    metric_name = fields.Char(string="Metric Then", readonly=True)
    unit = fields.Char(string="Unit Then", readonly=True)
    target_text = fields.Char(string="Target Then", readonly=True)

    _one_each = models.UniqueIndex("(report_id, metric_id)", "The report already has this figure.")
    _history = models.Index("(agency_id, metric_id, id DESC)")
    # NaN compares greater than every number in PostgreSQL, so one check keeps it out together with infinity
    _numbers_are_finite = models.Constraint(
        "CHECK (abs(COALESCE(actual, 0)) < 1e12 AND abs(COALESCE(estimate, 0)) < 1e12 "
        "AND abs(COALESCE(settled, 0)) < 1e12 AND abs(COALESCE(numerator, 0)) < 1e12 "
        "AND abs(COALESCE(denominator, 0)) < 1e12)",
        "A figure must be a number below 1,000,000,000,000.",
    )

    _WRITABLE = frozenset({"is_nil", "user_id", "verdict", "note", "source", *NUMBERS})
    _TEXTS = ("note", "source")

    @api.depends("metric_id")
    def _compute_display_name(self):
        for row in self:
            indicator = row.metric_id.indicator_id
            row.display_name = f"{indicator.number}. {row.metric_id.name}"

    @api.model
    def _clean_vals(self, vals):
        """Read numbers as people type them; an empty cell is not a figure."""
        vals = super()._clean_vals(vals)
        for name in NUMBERS:
            if name in vals:
                value = self._read_number(name, vals[name])
                vals[name], vals[f"has_{name}"] = value or 0.0, value is not None
        return vals

    @api.model
    def _read_number(self, name, value, cell=None):
        """Return the number that was typed into the cell of the field `name`, or None where nothing was typed.

        :param str cell: what people see the cell called, where it is not the field's name
        """
        if value is None or value is False or value == "":
            return None
        try:
            return read_typed_number(value if isinstance(value, str) else repr(float(value)).replace(".", ","))
        except (TypedNumberError, TypeError, ValueError) as error:
            if cell:  # a question, which has no note
                raise UserError(
                    self.env._(
                        "“%(value)s” in the cell “%(cell)s” is not a number. Enter it as 85,75 or 1.234,5, or leave "
                        "it empty.",
                        value=str(value)[:40],
                        cell=cell,
                    )
                ) from error
            raise UserError(
                self.env._(
                    "“%(value)s” in the cell “%(cell)s” is not a number. Enter it as 85,75 or 1.234,5; write "
                    "uncountable results into the note.",
                    value=str(value)[:40],
                    cell=self._fields[name]._description_string(self.env),
                )
            ) from error

    def _after_typing(self):
        """Work the actual out where it is a ratio of two numbers."""
        for row in self:
            if row.metric_id.aggregation == "ratio" and row.has_numerator and row.has_denominator:
                if not row.denominator:
                    raise UserError(self.env._("“%(row)s”: the denominator is zero.", row=row.display_name))
                scale = 100 if (row.metric_id.unit or "").startswith("%") else 1
                row._unguarded_write({"actual": scale * row.numerator / row.denominator, "has_actual": True})

    # -- made when a period opens -------------------------------------------------------------------------------------

    @api.model
    def _make(self, period, reports):
        """Give each report a row for every figure that is due and that its agency answers for.

        What an approved report of the agency gives for the same cut-off is taken over; one that is sent later offers
        its figures itself. What a report of the same kind has estimated is settled by the next of its kind alone: two
        kinds of reports estimate up to the same day, of other spans. Nothing comes from a draft: see
        `plan.report.line`.
        """
        metrics = self.env["plan.metric"].sudo()._search(period._metric_domain())
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO plan_measurement
                       (report_id, period_id, agency_id, desk_agency_id, metric_id, sequence, user_id, source,
                        actual, has_actual, estimate, has_estimate, settled, has_settled,
                        numerator, has_numerator, denominator, has_denominator, verdict, note, estimate_before_id,
                        is_nil, is_typed, is_returned, revision, create_uid, create_date, write_uid, write_date)
                SELECT report.id, report.period_id, report.agency_id, report.desk_agency_id, metric.id,
                       row_number() OVER (PARTITION BY report.id ORDER BY indicator.sequence, indicator.id,
                                          metric.sequence, metric.id),
                       last.user_id, last.source,
                       twin.actual, COALESCE(twin.has_actual, FALSE), twin.estimate,
                       COALESCE(twin.has_estimate, FALSE), twin.settled, COALESCE(twin.has_settled, FALSE),
                       twin.numerator, COALESCE(twin.has_numerator, FALSE), twin.denominator,
                       COALESCE(twin.has_denominator, FALSE), twin.verdict, twin.note, estimated.id,
                       FALSE, FALSE, FALSE, 0, %(uid)s, %(now)s, %(uid)s, %(now)s
                  FROM plan_report report
                  JOIN plan_indicator indicator ON indicator.responsible_agency_id = report.agency_id
                  JOIN plan_metric metric ON metric.indicator_id = indicator.id
                  LEFT JOIN LATERAL (
                        SELECT row.user_id, row.source
                          FROM plan_measurement row
                          JOIN plan_report sent ON sent.id = row.report_id
                         WHERE sent.state IN %(sent)s
                           AND row.metric_id = metric.id AND row.agency_id = report.agency_id
                         ORDER BY row.id DESC LIMIT 1
                       ) last ON TRUE
                  LEFT JOIN LATERAL (
                        SELECT row.*
                          FROM plan_measurement row
                          JOIN plan_period other ON other.id = row.period_id
                          JOIN plan_report sent ON sent.id = row.report_id
                         WHERE sent.state IN %(sent)s
                           AND row.metric_id = metric.id AND row.agency_id = report.agency_id
                           AND other.date_cutoff = %(cutoff)s AND other.id != report.period_id
                         ORDER BY row.id DESC LIMIT 1
                       ) twin ON TRUE
                  LEFT JOIN LATERAL (
                        SELECT value.id
                          FROM plan_value value
                          JOIN plan_report sent ON sent.id = value.report_id AND sent.kind = report.kind
                         WHERE value.metric_id = metric.id AND value.agency_id = report.agency_id
                           AND value.replaced_by_id IS NULL AND value.kind = 'estimate'
                           AND value.date_to < %(start)s
                         ORDER BY value.date_to DESC LIMIT 1
                       ) estimated ON TRUE
                 WHERE report.id IN %(reports)s
                   AND metric.id IN %(metrics)s
                ON CONFLICT DO NOTHING  -- what is there stays
                """,
                reports=tuple(reports.ids),
                metrics=metrics.subselect(),
                cutoff=period.date_cutoff,
                start=period.date_cutoff,
                sent=OPEN_TO_DESK,
                uid=self.env.uid,
                now=self.env.cr.now(),
            )
        )
        reports.invalidate_recordset(["measurement_ids"], flush=False)
