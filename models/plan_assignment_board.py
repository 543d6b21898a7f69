from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL


class PlanAssignmentBoard(models.Model):
    """How a board is read: the cards of all its columns with one query, and the colour of their activities with few.

    Odoo asks for every column by itself and for every activity twice; a board of a dozen columns is what people open
    all day.
    """

    _inherit = "plan.assignment"

    @api.model
    @api.readonly
    def web_read_group(self, domain, groupby, *args, unfold_read_specification=None, **kwargs):
        board = self.with_context(plan_board_fields=unfold_read_specification)
        return super(PlanAssignmentBoard, board).web_read_group(
            domain, groupby, *args, unfold_read_specification=unfold_read_specification, **kwargs
        )

    def _open_groups(self, *, records_opening_info, domain, groupby, dict_order, **kwargs):
        """Put the cards into the columns here, where all open alike; what is left over is read by the caller."""
        super()._open_groups(
            records_opening_info=records_opening_info, domain=domain, groupby=groupby, dict_order=dict_order, **kwargs
        )
        fields = self.env.context.get("plan_board_fields")
        alike = len({(info["limit"], info["offset"]) for info in records_opening_info}) == 1
        columns = {self._board_column(info): info for info in records_opening_info}
        if fields and alike and groupby == ["stage_id"] and not dict_order and None not in columns:
            self._read_columns(domain, columns, fields)
            records_opening_info.clear()

    @api.model
    def _board_column(self, info):
        """Return the id of the stage whose whole column is asked for; None where it is asked for in part."""
        value = info["group"]["stage_id"]
        stage_id = value[0] if value else None
        return stage_id if stage_id and info["domain"] == Domain("stage_id", "=", stage_id) else None

    @api.model
    def _read_columns(self, domain, columns, fields):
        """Set the cards of all `columns`, {stage id: what is asked for}, in the model's order."""
        info = next(iter(columns.values()))
        query = self._search(domain, offset=info["offset"], limit=info["limit"], order=self._order)
        query.add_where(SQL("%s = board.stage_id", self._field_to_sql(self._table, "stage_id", query)))
        rows = self.env.execute_query(
            SQL(
                "SELECT board.stage_id, card.id FROM unnest(%s) AS board (stage_id) CROSS JOIN LATERAL (%s) AS card",
                list(columns),
                query.select(),
            )
        )
        cards = self.browse(card_id for _stage_id, card_id in rows)
        read = dict(zip(cards.ids, cards.web_read(fields)))
        for info in columns.values():
            info["group"]["__records"] = []
        for stage_id, card_id in rows:
            columns[stage_id]["group"]["__records"].append(read[card_id])

    @api.depends("activity_ids.state")
    def _compute_activity_state(self):
        # sudo: `activity_ids` holds but what the user may see; read as the user, the access to each is asked again
        self.activity_ids.sudo().mapped("date_deadline")
        return super()._compute_activity_state()
