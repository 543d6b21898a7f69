from odoo import api, models


class PlanPlanCatalogue(models.Model):
    """The worksheets of a plan workbook that are the same for every plan: bodies, groups, the calendar."""

    _inherit = "plan.plan"

    @api.model
    def _get_catalogue_rows(self):
        """Return {file: rows as dicts of texts} of the catalogue."""
        env = self.env
        groups = env["plan.agency.group"].search([], order="id")
        return {
            "plan.agency.category": [
                {"code": one.code, "name": one.name, "reports": "1" if one.reports else "0"}
                for one in env["plan.agency.category"].search([], order="sequence, id")
            ],
            "plan.agency": [self._agency_row(one) for one in env["plan.agency"].search([], order="id")],
            "plan.agency.succession": [
                {
                    "agency_from": one.agency_from_id.code,
                    "agency_to": one.agency_to_id.code,
                    "date": one.date.isoformat(),
                    "kind": one.kind,
                    "document": one.document or "",
                }
                for one in env["plan.agency.succession"].search([], order="id")
            ],
            "plan.agency.group": [
                {
                    "code": group.code,
                    "name": group.name,
                    "aliases": _several(group.aliases),
                    "note": group.note or "",
                }
                for group in groups
            ],
            "plan.agency.group.member": [
                {"group": group.code, "category": "", "agency": "", column: record.code}
                for group in groups
                for column, records in (("category", group.category_ids), ("agency", group.agency_ids))
                for record in records
            ],
            "plan.holiday": [
                {
                    "name": one.name,
                    "date_from": one.date_from.isoformat(),
                    "date_to": one.date_to.isoformat() if one.date_to and one.date_to != one.date_from else "",
                    "is_working_day": "1" if one.is_working_day else "0",
                }
                for one in env["plan.holiday"].search([], order="date_from, id")
            ],
        }

    @api.model
    def _agency_row(self, agency):
        return {
            **{
                name: agency[name] or ""
                for name in ("code", "name", "official_code", "superior", "head", "symbol", "place")
            },
            "aliases": _several(agency.aliases),
            "category": agency.category_id.code,
            "parent": agency.parent_id.code or "",
            **{name: agency[name].isoformat() if agency[name] else "" for name in ("date_from", "date_to")},
        }


def _several(text):
    return "|".join(filter(None, (text or "").splitlines()))
