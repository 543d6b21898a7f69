from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL, str2bool

# the system parameter that turns this way of reading off
SWITCH = "plan_tracking.fast_board"


class PlanAssignmentBoard(models.Model):
    """Reading of a board: the assignments of all its columns at once, and field by field instead of assignment by
    assignment.

    Odoo asks the database for every column by itself and reads every field of every assignment for itself, which costs
    five times as much as the rows do; a board of hundreds of assignments is what people open all day. What the web
    client gets is the same, and whatever is not plain goes Odoo's way. So does everything where the system parameter
    `plan_tracking.fast_board` is False: this way goes through private methods, which a later Odoo may change.
    """

    _inherit = "plan.assignment"

    # computed, but known to the database as well: read along with the assignments
    _BOARD_SQL = ("task_code", "task_name", "timeliness", "needs_steps", "evidence_count")
    _BOARD_PLAIN = frozenset({"boolean", "char", "date", "integer", "selection", "text"})

    @api.model
    def _has_fast_board(self):
        # sudo: a switch of the system, which nobody else may read
        return str2bool(self.env["ir.config_parameter"].sudo().get_param(SWITCH, "True"), True)

    @api.model
    @api.readonly
    def web_read_group(self, domain, groupby, *args, unfold_read_specification=None, **kwargs):
        board = self.with_context(plan_board_fields=self._has_fast_board() and unfold_read_specification)
        return super(PlanAssignmentBoard, board).web_read_group(
            domain, groupby, *args, unfold_read_specification=unfold_read_specification, **kwargs
        )

    def _open_groups(self, **kwargs):
        result = super()._open_groups(**kwargs)
        specification = self.env.context.get("plan_board_fields")
        if specification:
            self._open_columns(specification, **kwargs)
        return result

    @api.model
    def _open_columns(self, specification, *, records_opening_info, domain, groupby, dict_order, **_others):
        """Put the assignments into the columns here, where all open alike; what is left over is read by the caller."""
        alike = len({(info["limit"], info["offset"]) for info in records_opening_info}) == 1
        columns = {self._board_column(info): info for info in records_opening_info}
        if alike and groupby == ["stage_id"] and not dict_order and None not in columns:
            self._read_columns(domain, columns, specification)
            records_opening_info.clear()

    @api.model
    def _board_column(self, info):
        """Return the id of the stage whose whole column is asked for; None where it is asked for in part."""
        value = info["group"].get("stage_id")
        return value[0] if value and info["domain"] == Domain("stage_id", "=", value[0]) else None

    @api.model
    def _read_columns(self, domain, columns, specification):
        """Set the assignments of all `columns`, {stage id: what is asked for}, in the model's order."""
        info = next(iter(columns.values()))
        # checks the access to each; whose activities show depends on the plan, too
        to_fetch = self._determine_fields_to_fetch([*specification, "plan_id"])
        known = [self._fields[name] for name in self._BOARD_SQL if name in specification]
        query = self._search(domain, offset=info["offset"], limit=info["limit"], order=self._order)
        stage_id = self._field_to_sql(self._table, "stage_id", query)
        query.add_where(SQL("%s = board.stage_id", stage_id))
        values = [self._board_sql(field, query) for field in known]
        rows = self.env.execute_query(
            SQL(
                "SELECT board.stage_id, card.* FROM unnest(%s) AS board (stage_id) CROSS JOIN LATERAL (%s) AS card",
                list(columns),
                query.select(
                    SQL.identifier(self._table, "id"),
                    *(SQL("%s AS %s", value, SQL.identifier(field.name)) for field, value in zip(known, values)),
                ),
            )
        )
        assignments = self.browse(row[1] for row in rows)
        # the search has applied the rules; asking again would double its price
        assignments._fetch_query(assignments._as_query(ordered=False), to_fetch)
        for number, field in enumerate(known, start=2):
            field._insert_cache(assignments, [row[number] for row in rows])
        answers = assignments._read_board(specification)
        for info in columns.values():
            info["group"]["__records"] = []
        for row, answer in zip(rows, answers):
            columns[row[0]]["group"]["__records"].append(answer)

    @api.model
    def _board_sql(self, field, query):
        """Return the SQL of a computed field's value; of one that says yes or no, its own search is that."""
        if field.name == "evidence_count":
            evidence = self.env["plan.evidence"]
            evidence.flush_model(["assignment_id", "replaced_by_id"])
            # no rules: everybody who can read the assignment can read its evidence
            return SQL(
                "(SELECT count(*) FROM plan_evidence WHERE assignment_id = %s AND replaced_by_id IS NULL)",
                SQL.identifier(self._table, "id"),
            )
        if field.type != "boolean":
            return self._field_to_sql(self._table, field.name, query)
        domain = Domain(field.name, "=", True).optimize_full(self)
        return SQL("COALESCE(%s, FALSE)", domain._to_sql(self, self._table, query))

    def _read_board(self, specification):
        """Return what `web_read` returns for these assignments, whose stored fields are in the cache."""
        answers = [{"id": assignment_id} for assignment_id in self._ids]
        others = {}
        for name, asked in specification.items():
            if name == "id":  # there already, and in no cache
                continue
            values = self._read_board_field(self._fields[name], asked)
            if values is None:
                others[name] = asked
                continue
            for answer, value in zip(answers, values):
                answer[name] = value
        if others:
            for answer, more in zip(answers, self.web_read(others)):
                answer.update(more)
        return answers

    def _read_board_field(self, field, asked):
        """Return the field's values for the web client, assignment by assignment; None where it is not a plain one."""
        plain = field.type in self._BOARD_PLAIN and not field.translate
        named = field.type == "many2one" and asked == {"fields": {"display_name": {}}}
        listed = field.type in ("one2many", "many2many") and asked == {"fields": {}}
        if not (plain or named or listed):
            return None
        self._fill_cache(field)
        cache = field._get_cache(self.env)
        if plain:
            empty = 0 if field.type == "integer" else False
            return [empty if cache[assignment_id] is None else cache[assignment_id] for assignment_id in self._ids]
        if listed:
            # sudo: the cache holds what the user may see; as the user, Odoo would read their groups again for every
            # assignment
            assignments = self.sudo()
            return [
                [{"id": line_id} for line_id in assignment[field.name]._ids] if cache[assignment.id] else []
                for assignment in assignments
            ]
        # sudo: as in `web_read`, everybody who sees the assignment may see the name
        records = (
            self.env[field.comodel_name].sudo().browse({cache[assignment_id] for assignment_id in self._ids} - {None})
        )
        names = {record.id: {"id": record.id, "display_name": record.display_name} for record in records}
        return [names.get(cache[assignment_id], False) for assignment_id in self._ids]

    def _fill_cache(self, field):
        """Have the field's values in the cache, read or computed as the user for all of the assignments at once."""
        for assignment_id in field._cache_missing_ids(self):
            self.browse(assignment_id).with_prefetch(self._prefetch_ids)[field.name]

    @api.depends("activity_ids.state")
    def _compute_activity_state(self):
        if not self._has_fast_board():
            return super()._compute_activity_state()
        self._fill_cache(self._fields["activity_ids"])
        # sudo: `activity_ids` holds but what the user may see; read as the user, the access to each is asked again
        assignments = self.sudo()
        busy = assignments.filtered("activity_ids")
        (assignments - busy).activity_state = False
        return super(PlanAssignmentBoard, busy)._compute_activity_state()
