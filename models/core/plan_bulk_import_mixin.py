import io

from odoo import api, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tools import SQL

# characters that COPY would read otherwise
_ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})


class PlanBulkImportMixin(models.AbstractModel):
    """Rows of a file that come by the thousand: laid ready with COPY, checked as a set, inserted with one statement.

    The rules are the model's own: its CHECK constraints, its `@api.constrains` and the user's right to create what the
    rows are. The caller has looked up the records that the rows refer to, and has checked that their keys are new.
    Neither the context nor a user's own defaults have a say.
    """

    _name = "plan.bulk.import.mixin"
    _description = "Bulk Inserted Rows of a File"

    @api.model
    def _import_rows(self, vals_list):
        """Insert what is faultless of `vals_list`.

        :return: {position in the list: exception} of what is not
        """
        self.check_access("create")
        self.env.flush_all()  # the records that a row refers to are in the database before it
        rows, links = self._get_import_values(vals_list)
        ids = self._take_ids(len(rows))
        columns = self._lay_ready(rows, ids)
        position = {id_: number for number, id_ in enumerate(ids)}
        faults = {position[id_]: error for id_, error in self._check_laid_ready().items()}
        self._insert_laid_ready(columns, [ids[number] for number in faults])
        kept = [
            (relation, [(ids[number], id_) for number, id_ in pairs if number not in faults])
            for relation, pairs in links
        ]
        for relation, pairs in kept:
            self._copy(SQL("%s (%s, %s)", *map(SQL.identifier, relation)), pairs)
        self.env.invalidate_all(flush=False)
        records = self.browse(id_ for number, id_ in enumerate(ids) if number not in faults)
        wrong = records._check_inserted()
        if wrong:
            self.env.execute_query(SQL("DELETE FROM %s WHERE id = ANY(%s)", SQL.identifier(self._table), list(wrong)))
            self.env.invalidate_all(flush=False)
        return faults | {position[id_]: error for id_, error in wrong.items()}

    @api.model
    def _get_import_values(self, vals_list):
        """Return the stored values of each row, computed ones included, and the links that it has.

        :return: ([{field: value}], [((table, column of this model, column of the other), [(position, id)])])
        """
        raise NotImplementedError

    @api.model
    def _take_ids(self, count):
        sequence = f"{self._table}_id_seq"
        rows = self.env.execute_query(SQL("SELECT nextval(%s) FROM generate_series(1, %s)", sequence, count))
        return [row[0] for row in rows]

    @api.model
    def _lay_ready(self, rows, ids):
        """Copy the rows into a table without constraints, and return its columns."""
        stamp = {"create_uid": self.env.uid, "write_uid": self.env.uid}
        stamp |= dict.fromkeys(("create_date", "write_date"), self.env.cr.now())
        fields = [field for field in self._fields.values() if field.store and field.column_type and field.name != "id"]
        given = rows[0].keys() if rows else ()
        # the model's own defaults; a value is the same for all rows that leave it out
        stamp |= {
            field.name: field.default(self) for field in fields if field.default and field.name not in (*given, *stamp)
        }
        named = [field for field in fields if field.name in given or field.name in stamp]
        constant = {
            field.name: field.convert_to_column_insert(stamp[field.name], self)
            for field in named
            if field.name in stamp
        }
        lines = (
            (
                id_,
                *(
                    constant[field.name] if field.name in constant else self._column_value(field, row[field.name])
                    for field in named
                ),
            )
            for id_, row in zip(ids, rows, strict=True)
        )
        names = ["id", *(field.name for field in named)]
        columns = SQL(", ").join(map(SQL.identifier, names))
        self.env.execute_query(SQL("DROP TABLE IF EXISTS plan_laid_ready"))
        self.env.execute_query(
            SQL(
                "CREATE TEMP TABLE plan_laid_ready ON COMMIT DROP AS SELECT %s FROM %s WITH NO DATA",
                columns,
                SQL.identifier(self._table),
            )
        )
        self._copy(SQL("plan_laid_ready (%s)", columns), lines)
        return columns

    @api.model
    def _column_value(self, field, value):
        # most values by far: nothing is done to them
        if field.type == "text" and isinstance(value, str):
            return value
        return field.convert_to_column_insert(value, self)

    @api.model
    def _copy(self, place, lines):
        text = "".join("\t".join(map(_copied, line)) + "\n" for line in lines)
        self.env.cr.copy_expert(f"COPY {place.code} FROM STDIN", io.StringIO(text))

    @api.model
    def _check_laid_ready(self):
        """Return {id: exception} of the rows that a CHECK constraint of the model refuses."""
        faults = {}
        for constraint in self._table_objects.values():
            definition = constraint.get_definition(self.pool) or ""
            if not definition.upper().startswith("CHECK"):
                continue
            # an unknown answer passes, as it does where the constraint itself is asked
            query = SQL("SELECT id FROM plan_laid_ready WHERE %s IS FALSE", SQL(definition[5:].strip()))
            error = ValidationError(constraint.get_error_message(self))
            faults |= {id_: faults.get(id_, error) for (id_,) in self.env.execute_query(query)}
        return faults

    @api.model
    def _insert_laid_ready(self, columns, faulty_ids):
        self.env.execute_query(
            SQL(
                "INSERT INTO %s (%s) SELECT %s FROM plan_laid_ready WHERE id != ALL(%s) ORDER BY id",
                SQL.identifier(self._table),
                columns,
                columns,
                faulty_ids,
            )
        )

    def _check_inserted(self):
        """Return {id: exception} of the records that the user may not create or a check in Python refuses."""
        allowed = self._filtered_access("create")
        sentence = AccessError(self.env._("You are not allowed to create this row."))
        return dict.fromkeys((self - allowed).ids, sentence) | allowed._check_in_python()

    def _check_in_python(self):
        """Run the model's checks on all records, and by halves where one of them fails, to learn whose fault it is."""
        try:
            self._validate_fields(self._fields)
        except UserError as error:
            if len(self) == 1:
                return {self.id: error}
            middle = len(self) // 2
            return self[:middle]._check_in_python() | self[middle:]._check_in_python()
        return {}


def _copied(value):
    """A value as COPY reads it."""
    if value is None:
        return "\\N"
    if isinstance(value, str):
        # nearly no text has one of them, and asking is faster than replacing
        return value if value.isprintable() and "\\" not in value else value.translate(_ESCAPES)
    return str(value)
