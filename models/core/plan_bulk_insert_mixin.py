from odoo import api, models
from odoo.tools import SQL


class PlanBulkInsertMixin(models.AbstractModel):
    """Rows that come by the thousand: inserted with one statement.

    Odoo takes one statement for every hundred and fills a cache that nobody reads. Nothing is computed from such a
    row, and neither the context nor a user's own defaults have a say in it. Only for models without stored computes.
    """

    _name = "plan.bulk.insert.mixin"
    _description = "Bulk Inserted Rows"

    @api.model
    def _insert(self, rows):
        """Add `rows`, dicts of column values; a column that a row leaves out stays empty.

        :return: the new records, in the order of the rows
        """
        if not rows:
            return self.browse()
        stamp = {"create_uid": self.env.uid, "write_uid": self.env.uid}
        stamp |= dict.fromkeys(("create_date", "write_date"), self.env.cr.now())
        columns = [field for field in self._fields.values() if field.store and field.column_type and field.name != "id"]
        values = []
        for row in rows:
            full = {**row, **stamp}
            values.append(tuple(field.convert_to_column_insert(full.get(field.name), self) for field in columns))
        # the records that a row refers to are in the database before it
        self.env.flush_all()
        ids = self.env.execute_query(
            SQL(
                "INSERT INTO %s (%s) VALUES %s RETURNING id",
                SQL.identifier(self._table),
                SQL(", ").join(SQL.identifier(field.name) for field in columns),
                SQL(", ").join(values),
            )
        )
        self._forget_lists()
        return self.browse(row[0] for row in ids)

    @api.model
    def _forget_lists(self):
        """Drop what was read of lists that the new rows belong to."""
        for field in self._fields.values():
            if field.type == "many2one" and field.store:
                for inverse in self.env.registry.field_inverses[field]:
                    self.env[inverse.model_name].invalidate_model([inverse.name], flush=False)
