import json

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tools import SQL

from ..grammars.similar import group_similar
from .plan_consolidation_item import ITEM_KINDS, SOURCES
from .plan_document_mixin import in_vietnamese

# what people say in their own words: those that say nearly the same stand side by side
SPOKEN = ("direction", "shortcoming", "obstacle", "next", "proposal", "other")
RANKS = {kind: rank for rank, (kind, _label) in enumerate(ITEM_KINDS)}
# what drawing up writes on a row again, with the column's type
WRITTEN = {
    "sequence": "int",
    "similar_group": "int",
    "section_id": "int",
    "heading": "text",
    "agency_name": "text",
    "text": "text",
    "source_text": "text",
    **dict.fromkeys(SOURCES, "int"),
}


class PlanConsolidationBuild(models.Model):
    """How a consolidation is drawn up, and drawn up again: a fixed number of statements, however many reports."""

    _inherit = "plan.consolidation"

    def action_build(self):
        """Take in what was accepted since; texts that were edited and rows that were left out stay as they are."""
        self._check_actors("desk")
        self._check_may_build()
        self._hold()
        self._check_may_build()
        for one in in_vietnamese(self):  # what the rows say is printed, whoever's language drew it up
            one._build()
        return True

    def _check_may_build(self):
        for one in self:
            if one.state != "draft":
                raise UserError(one._get_locked_reason())
            if one.kind != "desk":
                raise UserError(
                    self.env._(
                        "“%(paper)s” is made from the desk's consolidation once: edit its rows.", paper=one.display_name
                    )
                )

    def _build(self):
        reports = self._get_accepted()
        rows = self._get_source_rows(reports)
        items = self.env["plan.consolidation.item"].search([("consolidation_id", "=", self.id)])
        item_of = {item.source_key or item.id: item for item in items}
        for row in rows:
            item = item_of.pop(row["source_key"], None)
            row["id"] = item and item.id
            if item and item.is_edited:
                row["text"] = item.text
        own = [item for item in item_of.values() if not item.source_key]
        gone = items.browse(item.id for item in item_of.values() if item.source_key)
        gone.sudo()._unguarded_unlink()  # sudo: what comes from reports goes with them, by this step alone
        self._save_rows(self._arrange([*rows, *(item._get_own_row() for item in own)]))
        # sudo: protected; the step has been checked
        self.sudo()._unguarded_write({"report_ids": [Command.set(reports.ids)], "date_built": fields.Datetime.now()})

    @api.model
    def _arrange(self, rows):
        """Put the rows in order, number them, and set those side by side that say nearly the same.

        :param rows: dicts; `order` is the row's place within its kind
        """
        rows = sorted(rows, key=lambda row: (RANKS[row["kind"]], row["order"]))
        spoken = [row for row in rows if row["kind"] in SPOKEN]
        groups, first_of, number = {}, {}, 0
        for kind, heading in dict.fromkeys((row["kind"], row["question"]) for row in spoken):
            alike = [row for row in spoken if (row["kind"], row["question"]) == (kind, heading)]
            for row, group in zip(alike, group_similar([row["text"] or "" for row in alike]), strict=True):
                groups[id(row)] = group and number + group
            number = max([number, *groups.values()])
        for place, row in enumerate(rows):
            row["similar_group"] = groups.get(id(row), 0)
            row["place"] = first_of.setdefault(row["similar_group"] or id(row), place)
        rows.sort(key=lambda row: row["place"])  # stable: a group stands where its first member stands
        for sequence, row in enumerate(rows, 1):
            row["sequence"] = sequence
        return rows

    def _save_rows(self, rows):
        """Write the rows that are there in one statement, and insert the new ones in one."""
        self._update_rows([{name: row[name] or None for name in ("id", *WRITTEN)} for row in rows if row["id"]])
        names = ("kind", "agency_id", "source_key", *WRITTEN)
        self.env["plan.consolidation.item"]._insert(
            [
                {"consolidation_id": self.id, "is_kept": True, **{name: row[name] for name in names}}
                for row in rows
                if not row["id"]
            ]
        )

    def _update_rows(self, rows):
        items = self.env["plan.consolidation.item"]
        items.flush_model()
        names = {name: SQL.identifier(name) for name in WRITTEN}
        self.env.cr.execute(
            SQL(
                "UPDATE plan_consolidation_item item SET %(values)s FROM jsonb_to_recordset(%(rows)s::jsonb) "
                "AS new(id int, %(columns)s) WHERE item.id = new.id",
                values=SQL(", ").join(SQL("%s = new.%s", name, name) for name in names.values()),
                rows=json.dumps(rows),
                columns=SQL(", ").join(SQL("%s %s", names[name], SQL(kind)) for name, kind in WRITTEN.items()),
            )
        )
        items.invalidate_model(flush=False)

    # -- which reports count ------------------------------------------------------------------------------------------

    def _get_accepted(self, fresh=True):
        """Return the accepted reports that speak for the period: its own, and those that satisfy them.

        :param bool fresh: without those that the period's issued consolidations count already
        """
        self.ensure_one()
        self.env["plan.report"].flush_model(["period_id", "agency_id", "state", "covered_by_id"])
        self.env["plan.consolidation"].flush_model(["state", "report_ids"])
        found = self.env.execute_query(
            SQL(
                """
                WITH RECURSIVE chain AS (
                    SELECT agency_id, period_id, covered_by_id
                      FROM plan_report WHERE period_id = %(period)s
                     UNION
                    SELECT covering.agency_id, covering.period_id, covering.covered_by_id
                      FROM chain JOIN plan_report covering ON covering.id = chain.covered_by_id
                )
                SELECT DISTINCT counted.id
                  FROM chain
                  JOIN plan_report counted
                    ON counted.period_id = chain.period_id AND counted.agency_id = chain.agency_id
                 WHERE counted.state = 'accepted'
                   AND NOT (%(fresh)s AND EXISTS (
                        SELECT FROM plan_consolidation_report_rel rel
                          JOIN plan_consolidation issued ON issued.id = rel.plan_consolidation_id
                         WHERE rel.plan_report_id = counted.id AND issued.period_id = %(period)s
                           AND issued.kind = 'desk' AND issued.state = 'issued' AND issued.id != %(own)s
                       ))
                """,
                period=self.period_id.id,
                fresh=fresh,
                own=self.id,
            )
        )
        return self.env["plan.report"].browse(row[0] for row in found)
