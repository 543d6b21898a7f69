import psycopg2.errors

from odoo import api, fields, models
from odoo.exceptions import ConcurrencyError, UserError
from odoo.tools import SQL, format_date

from ...tools.number import format_number
from .plan_measurement import VERDICTS

# the subject of a value
KEY = ("metric_id", "agency_id", "date_from", "date_to")


class PlanValue(models.Model):
    """The ledger of figures: what was accepted, or published, for a metric, an agency and a span of days.

    Only ever added to. A value that is known better later is replaced by a new row, which the old one points to; the
    new row says by how much an estimate was wrong. Current values have no `replaced_by_id`. Dashboards, judgements and
    consolidations read this and no draft.
    """

    _name = "plan.value"
    _description = "Value of the Ledger"
    _inherit = ["plan.append.only.mixin", "plan.reporting.scope.mixin", "plan.bulk.insert.mixin"]
    _order = "date_to desc, id desc"

    metric_id = fields.Many2one(comodel_name="plan.metric", required=True, readonly=True, ondelete="restrict")
    unit = fields.Char(related="metric_id.unit", related_sudo=False)
    plan_id = fields.Many2one(comodel_name="plan.plan", required=True, readonly=True, index=True, ondelete="restrict")
    agency_id = fields.Many2one(
        comodel_name="plan.agency", required=True, readonly=True, index=True, ondelete="restrict"
    )
    desk_agency_id = fields.Many2one(
        comodel_name="plan.agency", string="Desk", required=True, readonly=True, index=True, ondelete="restrict"
    )
    date_from = fields.Date(string="From", required=True, readonly=True)
    date_to = fields.Date(string="To", required=True, readonly=True)
    kind = fields.Selection(selection=[("actual", "Actual"), ("estimate", "Estimate")], required=True, readonly=True)
    value = fields.Float(digits=(16, 4), readonly=True, aggregator=None)
    has_value = fields.Boolean(readonly=True, export_string_translation=False)
    numerator = fields.Float(digits=(16, 4), readonly=True, aggregator=None)
    denominator = fields.Float(digits=(16, 4), readonly=True, aggregator=None)
    verdict = fields.Selection(selection=VERDICTS, string="Judgement", readonly=True)
    note = fields.Text(readonly=True)
    source = fields.Char(readonly=True)
    # origin
    report_id = fields.Many2one(comodel_name="plan.report", readonly=True, index="btree_not_null", ondelete="restrict")
    measurement_id = fields.Many2one(
        comodel_name="plan.measurement", readonly=True, index="btree_not_null", ondelete="restrict"
    )
    publication = fields.Char(readonly=True, help="The published statistic that the desk has posted.")
    user_name = fields.Char(string="Posted By", required=True, readonly=True, help="The name at that time.")
    # its fate
    replaced_by_id = fields.Many2one(
        comodel_name="plan.value", readonly=True, index="btree_not_null", ondelete="restrict"
    )
    error = fields.Float(
        string="Error of the Estimate",
        digits=(16, 4),
        readonly=True,
        aggregator="avg",
        help="This actual minus the estimate that it replaces.",
    )
    has_error = fields.Boolean(readonly=True, export_string_translation=False)

    _one_stands = models.UniqueIndex(
        "(metric_id, agency_id, date_from, date_to, kind) WHERE replaced_by_id IS NULL",
        "This value already exists: it will be replaced, not duplicated.",
    )
    _latest = models.Index("(metric_id, agency_id, date_to DESC, id DESC) WHERE replaced_by_id IS NULL")
    _is_finite = models.Constraint(
        "CHECK (abs(COALESCE(value, 0)) < 1e12)", "A figure must be a number below 1,000,000,000,000."
    )
    _dates_in_order = models.Constraint("CHECK (date_from <= date_to)", "A value must not end before it begins.")

    @api.depends("metric_id", "date_to", "value")
    def _compute_display_name(self):
        for row in self:
            row.display_name = f"{row.metric_id.name}: {row._get_page_text()}"

    def _get_refusal(self):
        return self.env._("Ledger entries cannot be changed: post a new value to replace the old one.")

    def _get_page_text(self):
        """Return the value in words: 85,75 (up to 19/06/2026)."""
        labels = dict(self._fields["verdict"]._description_selection(self.env))
        text = format_number(self.env, self.value) if self.has_value else labels.get(self.verdict, "")
        day = format_date(self.env, self.date_to, date_format="dd/MM/yyyy")
        if self.kind == "estimate":
            return self.env._("%(value)s (estimated up to %(day)s)", value=text, day=day)
        return self.env._("%(value)s (up to %(day)s)", value=text, day=day)

    @api.model
    def _get_last(self, measurements):
        """Return {row: the latest actual before its report}; the report's own values are left out."""
        pairs = self.env.execute_query(
            SQL(
                """
                SELECT row.id, last.id
                  FROM plan_measurement row
                  JOIN plan_period period ON period.id = row.period_id
                 CROSS JOIN LATERAL (
                        SELECT value.id
                          FROM plan_value value
                         WHERE value.metric_id = row.metric_id AND value.agency_id = row.agency_id
                           AND value.replaced_by_id IS NULL AND value.kind = 'actual'
                           AND (value.has_value OR value.verdict IS NOT NULL)
                           AND value.date_to < period.date_cutoff
                           AND value.report_id IS DISTINCT FROM row.report_id
                         ORDER BY value.date_to DESC, value.id DESC
                         LIMIT 1
                       ) last
                 WHERE row.id = ANY(%s)
                """,
                measurements.ids,
            )
        )
        last = self.browse(value_id for _id, value_id in pairs)
        return {measurements.browse(id_): value for (id_, _value_id), value in zip(pairs, last, strict=True)}

    def action_open_report(self):
        """Open the report from which the value comes."""
        self.ensure_one()
        return self.report_id._get_form_action()

    # -- posting ------------------------------------------------------------------------------------------------------

    @api.model
    def _post_reports(self, reports):
        """Post the figures of reports that have just been accepted."""
        rows = []
        for row in reports.sudo().measurement_ids:  # sudo: the step has been checked
            rows += self._get_measurement_rows(row)
        withdrawn = self._get_withdrawn_rows(reports, {tuple(row[name] for name in KEY) for row in rows})
        posted = self._post(rows + withdrawn)
        self._ask_to_settle(posted.sudo().filtered(lambda value: value.kind == "estimate"))  # sudo: as above
        return posted

    @api.model
    def _get_measurement_rows(self, measurement):
        """Return what acceptance posts of a figure: the actual, the estimate to the period's end, and what the last
        estimate came to.
        """
        if measurement.is_nil:
            return []
        period, before = measurement.period_id, measurement.estimate_before_id
        span = {"date_from": period.date_from, "date_to": period.date_cutoff}
        rows = []
        if measurement.has_actual or measurement.verdict:
            ratio = {
                name: measurement[name] if measurement[f"has_{name}"] else None for name in ("numerator", "denominator")
            }
            actual = {"value": measurement.actual, "has_value": measurement.has_actual}
            rows.append({**span, "kind": "actual", **actual, "verdict": measurement.verdict, **ratio})
        if measurement.has_estimate and period.date_cutoff < period.date_to:
            estimate = {"value": measurement.estimate, "has_value": True}
            rows.append({**span, "date_to": period.date_to, "kind": "estimate", **estimate})
        if measurement.has_settled and before:
            span = {"date_from": before.date_from, "date_to": before.date_to}
            rows.append({**span, "kind": "actual", "value": measurement.settled, "has_value": True})
        common = self._get_common_values(measurement)
        return [{**common, **row} for row in rows]

    @api.model
    def _get_common_values(self, measurement):
        """Return the values that all rows of a figure share: its subject and its origin."""
        return {
            "metric_id": measurement.metric_id.id,
            "plan_id": measurement.metric_id.plan_id.id,
            "agency_id": measurement.agency_id.id,
            "desk_agency_id": measurement.desk_agency_id.id,
            "note": measurement.note,
            "source": measurement.source,
            "report_id": measurement.report_id.id,
            "measurement_id": measurement.id,
        }

    @api.model
    def _ask_to_settle(self, estimates):
        """Let the next drafts of the same kind ask what these estimates came to, where they opened before."""
        if not estimates:
            return
        self.env["plan.measurement"].flush_model()
        self.env.cr.execute(
            SQL(
                """
                UPDATE plan_measurement row
                   SET estimate_before_id = value.id
                  FROM plan_value value
                  JOIN plan_report given ON given.id = value.report_id,
                       plan_report report
                  JOIN plan_period period ON period.id = report.period_id
                 WHERE value.id IN %s
                   AND report.id = row.report_id AND report.state = 'draft' AND report.kind = given.kind
                   AND row.metric_id = value.metric_id AND row.agency_id = value.agency_id
                   AND row.estimate_before_id IS NULL
                   AND value.date_to < period.date_cutoff
                """,
                tuple(estimates.ids),
            )
        )
        self.env["plan.measurement"].invalidate_model(["estimate_before_id"], flush=False)

    @api.model
    def _get_withdrawn_rows(self, reports, given):
        """Return empty rows for what an earlier revision of these reports gave and they give no more.

        :param set given: the keys of what they give
        """
        revised = reports.filtered(lambda report: report.revision > 1)
        names = ("metric_id", "plan_id", "agency_id", "desk_agency_id")
        rows = []
        for report in revised:
            domain = [
                ("report_id.period_id", "=", report.period_id.id),
                ("agency_id", "=", report.agency_id.id),
                ("replaced_by_id", "=", False),
            ]
            for old in self.sudo().search(domain):  # sudo: the step has been checked
                row = {name: old[name].id for name in names}
                row |= {name: old[name] for name in ("date_from", "date_to", "kind")}
                if tuple(row[name] for name in KEY) not in given:
                    rows.append({**row, "value": 0.0, "has_value": False, "report_id": report.id})
        return rows

    @api.model
    def _post(self, rows):
        """Add rows to the ledger; each replaces the current value of the same metric, agency and days.

        An actual replaces the estimate too and keeps its error; an estimate never replaces an actual.
        """
        posted, waiting = self.browse(), rows
        while waiting:
            batch, later = {}, []
            for row in waiting:  # of two for the same days, the second finds the first standing
                key = tuple(row[name] for name in KEY)
                later.append(row) if key in batch else batch.setdefault(key, row)
            posted |= self._post_batch(batch)
            waiting = later
        return posted

    @api.model
    def _post_batch(self, row_of):
        ledger = self.sudo()  # sudo: nobody writes here by hand; who posts has been checked
        standing = {}
        for one in ledger.search(
            [
                ("metric_id", "in", [row["metric_id"] for row in row_of.values()]),
                ("agency_id", "in", [row["agency_id"] for row in row_of.values()]),
                ("replaced_by_id", "=", False),
            ]
        ):
            key = (one.metric_id.id, one.agency_id.id, one.date_from, one.date_to)
            standing.setdefault(key, ledger.browse())
            standing[key] |= one
        new_rows, replaced = [], []
        for key, row in row_of.items():
            old = standing.get(key, ledger)
            if row["kind"] == "estimate" and "actual" in old.mapped("kind"):
                continue
            if not row.get("publication") and any(one.publication for one in old):
                continue  # a published statistic takes precedence over reports for the same days
            estimate = old.filtered(lambda one: one.kind == "estimate" and one.has_value)[:1]
            if estimate and row["kind"] == "actual" and row["has_value"]:
                row = {**row, "error": row["value"] - estimate.value, "has_error": True}
            new_rows.append({"user_name": self.env.user.name, **row})
            replaced.append(old)
        # one row is current for the same days: the old one is replaced before the new one is created
        self._point((one, one) for old in replaced for one in old)
        try:
            new = ledger._insert(new_rows)
        except psycopg2.errors.UniqueViolation as error:
            # somebody has posted for the same days meanwhile: Odoo runs the request again, and it replaces their value
            raise ConcurrencyError("The ledger has changed meanwhile") from error
        self._point((one, after) for old, after in zip(replaced, new, strict=True) for one in old)
        return new.with_env(self.env)

    @api.model
    def _point(self, pairs):
        """Say of old values by which new one they are replaced: the one thing that is ever written in the ledger."""
        values = [SQL("(%s, %s)", old.id, new.id) for old, new in pairs]
        if values:
            self.env.execute_query(
                SQL(
                    "UPDATE plan_value SET replaced_by_id = pair.new FROM (VALUES %s) AS pair(old, new) "
                    "WHERE id = pair.old RETURNING id",
                    SQL(", ").join(values),
                )
            )
            self.invalidate_model(["replaced_by_id"], flush=False)

    @api.model
    def _publish(self, metric, agency, date_from, date_to, value, publication):
        """Post a published statistic: it takes precedence over the agency's reports for the same days."""
        plan = metric.plan_id
        if plan.desk_agency_id.id not in self.env.user._plan_agency_ids("desk"):
            raise UserError(self.env._("Published statistics are posted by the plan's desk."))
        self.env["plan.log"]._record(plan, "publish", members=plan._get_acting_members("desk"), note=publication[:200])
        return self._post(
            [
                {
                    "metric_id": metric.id,
                    "plan_id": plan.id,
                    "agency_id": agency.id,
                    "desk_agency_id": plan.desk_agency_id.id,
                    "date_from": date_from,
                    "date_to": date_to,
                    "kind": "actual",
                    "value": value,
                    "has_value": True,
                    "publication": publication,
                    "source": publication,
                }
            ]
        )
