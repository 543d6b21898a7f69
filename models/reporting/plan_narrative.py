import hashlib

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ...grammars.text import clean
from ...tools.upload import decode_upload
from .plan_reporting_question import PURPOSES, QUESTION_KINDS, split_choices
from .row_column import RowColumn


class PlanNarrative(models.Model):
    """An answer of a report to one heading of the desk's outline, or to one question of an ad hoc request.

    The question is copied when the period opens, so an outline that is edited later changes no report.
    """

    _name = "plan.narrative"
    _description = "Narrative of a Report"
    _inherit = ["plan.report.row.mixin"]
    _rec_name = "name"

    question_id = fields.Many2one(
        comodel_name="plan.reporting.question", readonly=True, index="btree_not_null", ondelete="set null"
    )
    question_key = fields.Integer(required=True, readonly=True, default=0, export_string_translation=False)
    name = fields.Char(string="Heading or Question", required=True, readonly=True)
    kind = fields.Selection(selection=QUESTION_KINDS, required=True, readonly=True, default="text")
    purpose = fields.Selection(selection=PURPOSES, required=True, readonly=True, default="other")
    choices = fields.Text(readonly=True)
    is_required = fields.Boolean(readonly=True)
    # the answer
    text = fields.Text()
    number = fields.Float(digits=(16, 4), aggregator=None)
    has_number = fields.Boolean(readonly=True, export_string_translation=False)
    choice = fields.Char()
    yes_no = fields.Selection(selection=[("yes", "Yes"), ("no", "No")])
    file = fields.Binary(attachment=True)
    file_name = fields.Char()
    sha256 = fields.Char(string="SHA-256", readonly=True)

    _one_each = models.UniqueIndex("(report_id, question_key)", "The report already has this question.")
    _history = models.Index("(agency_id, question_key, id DESC)")
    _number_is_finite = models.Constraint(
        "CHECK (abs(COALESCE(number, 0)) < 1e12)", "A figure must be a number below 1,000,000,000,000."
    )

    _WRITABLE = frozenset({"is_nil", "user_id", "text", "number", "choice", "yes_no", "file", "file_name"})
    _TEXTS = ("text",)

    @api.model
    def _clean_vals(self, vals):
        vals = super()._clean_vals(vals)
        if "number" in vals:
            value = self.env["plan.measurement"]._read_number("actual", vals["number"], cell=self[:1].name)
            vals["number"], vals["has_number"] = value or 0.0, value is not None
        if "file" not in vals:
            vals.pop("file_name", None)  # a name goes with its file and the file's SHA-256
        else:
            name = clean(vals.get("file_name") or "") or self.env._("File")
            raw = decode_upload(self.env, vals["file"], name)
            vals["sha256"] = hashlib.sha256(raw).hexdigest() if raw else False
            vals["file_name"] = vals["file"] and name
        return vals

    def _after_typing(self):
        """Refuse an answer that the question does not offer."""
        for row in self.filtered(lambda row: row.kind == "choice" and row.choice):
            if row.choice not in split_choices(row.choices):
                raise UserError(self.env._("“%(row)s”: choose one of the answers.", row=row.name))

    # -- made when a period opens -------------------------------------------------------------------------------------

    @api.model
    def _make(self, period, reports):
        """Give each report every question of the schedule."""
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO plan_narrative
                       (report_id, period_id, agency_id, desk_agency_id, question_id, question_key, sequence,
                        name, kind, purpose, choices, is_required, user_id, is_nil, is_typed, is_returned, has_number,
                        revision, create_uid, create_date, write_uid, write_date)
                SELECT report.id, report.period_id, report.agency_id, report.desk_agency_id, question.id, question.id,
                       question.sequence, question.name, question.kind, question.purpose, question.choices,
                       question.is_required, last.user_id, FALSE, FALSE, FALSE, FALSE,
                       0, %(uid)s, %(now)s, %(uid)s, %(now)s
                  FROM plan_report report
                  JOIN plan_reporting_question question ON question.schedule_id = %(schedule)s
                  LEFT JOIN LATERAL (
                        SELECT row.user_id FROM plan_narrative row
                         WHERE row.agency_id = report.agency_id AND row.question_key = question.id
                         ORDER BY row.id DESC LIMIT 1
                       ) last ON TRUE
                 WHERE report.id IN %(reports)s
                ON CONFLICT DO NOTHING  -- what is there stays
                """,
                reports=tuple(reports.ids),
                schedule=period.schedule_id.id,
                uid=self.env.uid,
                now=self.env.cr.now(),
            )
        )
        reports.invalidate_recordset(["narrative_ids"], flush=False)

    # -- the page -----------------------------------------------------------------------------------------------------

    def _get_before(self):
        """Return {answer: the agency's last one to the same question}, as far as the user may read it."""
        readable = self._search([("agency_id", "in", self.agency_id.ids)])
        pairs = self.env.execute_query(
            SQL(
                """
                SELECT row.id, max(old.id)
                  FROM plan_narrative row
                  JOIN plan_narrative old ON old.agency_id = row.agency_id AND old.question_key = row.question_key
                                         AND old.id < row.id
                 WHERE row.id = ANY(%s) AND old.id IN %s
                 GROUP BY row.id
                """,
                self.ids,
                readable.subselect(),
            )
        )
        before = self.browse(old_id for _id, old_id in pairs)
        return {self.browse(id_): old for (id_, _old_id), old in zip(pairs, before, strict=True)}

    @api.model
    def _get_columns(self):
        # each question asks one of the answers, which are one column of the worksheet
        answer = {"width": 70, "label": self.env._("Answer"), "place": "answer"}
        return (
            RowColumn("sequence", "count", 6, label=self.env._("No."), place="number"),
            RowColumn("name", "shown", 40, label=self.env._("Heading or Question")),
            RowColumn("before", "shown", 40, label=self.env._("Last Answer")),
            RowColumn("text", "text", asked="text", **answer),
            RowColumn("number", "number", asked="number", **answer),
            RowColumn("choice", "select", asked="choice", options="choices", **answer),
            RowColumn("yes_no", "select", asked="yes_no", **answer),
            RowColumn("file_name", "file", asked="file", **answer),
        )

    def _get_page_row(self, before):
        return {
            "name": self.name,
            "asks": [self.kind],
            "choices": split_choices(self.choices),
            "is_required": self.is_required,
            "before": (before and before.text) or "",
        }

    # -- what a report needs of its answers ---------------------------------------------------------------------------

    def _is_filled(self):
        return not self.is_required or self.is_nil or self._has_answer()

    def _has_answer(self):
        return bool((self.text or "").strip() or self.has_number or self.choice or self.yes_no or self.sha256)

    def _get_key(self):
        return self.question_key

    def _says_same(self, old):
        return self.is_nil or all(self[name] == old[name] for name in ("text", "number", "choice", "yes_no", "sha256"))

    def _offer_to(self, others):
        """Give these words to headings of the same purpose that nobody has written into."""
        words = {row.purpose: row.text for row in self if row.kind == "text" and row.purpose != "other" and row.text}
        for other in others:
            if other.kind == "text" and other.purpose in words:
                other._unguarded_write({"text": words[other.purpose]})
