from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

from ...grammars import text as grammar


class PlanSearchMixin(models.AbstractModel):
    """Names that are found without accents and sort as a Vietnamese dictionary does.

    Odoo's databases collate as C and do not unaccent, so both keys are stored: `search_key` ("so khoa hoc" for
    "Sở Khoa học") and `sort_key` (an ASCII string whose byte order is the dictionary's). A model names what is searched
    in `_search_key_fields`, what sorts in `_sort_key_field`, and what is cleaned on the way in in `_clean_fields`.
    """

    _name = "plan.search.mixin"
    _description = "Search and sort in Vietnamese"

    _search_key_fields = ("name",)
    _sort_key_field = "name"
    _clean_fields = ("name",)

    search_key = fields.Char(
        compute="_compute_search_key", store=True, index="trigram", export_string_translation=False
    )
    sort_key = fields.Char(compute="_compute_sort_key", store=True, export_string_translation=False)

    @api.depends(lambda self: self._search_key_fields)
    def _compute_search_key(self):
        for record in self:
            values = (record[name] for name in self._search_key_fields)
            record.search_key = grammar.search_key(" ".join(value for value in values if value))

    @api.depends(lambda self: (self._sort_key_field,))
    def _compute_sort_key(self):
        for record in self:
            record.sort_key = grammar.sort_key(record[self._sort_key_field] or "")

    @api.model
    def _get_keys(self, vals):
        """Return both keys of a row that is inserted without them being computed."""
        values = (vals[name] for name in self._search_key_fields)
        return {
            "search_key": grammar.search_key(" ".join(value for value in values if value)),
            "sort_key": grammar.sort_key(vals[self._sort_key_field] or ""),
        }

    @api.constrains(lambda self: (self._sort_key_field,))
    def _check_name_not_blank(self):
        for record in self:
            if not (record[self._sort_key_field] or "").strip():
                raise ValidationError(
                    self.env._(
                        "%(field)s must not be empty.",
                        field=self._fields[self._sort_key_field]._description_string(self.env),
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        return super().create([self._clean_vals(vals) for vals in vals_list])

    def write(self, vals):
        return super().write(self._clean_vals(vals))

    @api.model
    def _clean_vals(self, vals):
        """Return `vals` with the names in NFC, trimmed and free of invisible characters, so that twins are one."""
        cleaned = {
            name: grammar.clean(vals[name], multiline=self._fields[name].type == "text")
            for name in self._clean_fields
            if isinstance(vals.get(name), str)
        }
        return {**vals, **cleaned}

    @api.model
    def _search_display_name(self, operator, value):
        if operator.endswith("like") and isinstance(value, str):
            return Domain("search_key", operator, grammar.search_key(value))
        return super()._search_display_name(operator, value)

    def _order_field_to_sql(self, alias, field_name, direction, nulls, query):
        if field_name == self._sort_key_field:
            field_name = "sort_key"
        return super()._order_field_to_sql(alias, field_name, direction, nulls, query)
