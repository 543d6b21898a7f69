from odoo.fields import Command

from .base import RowLoader
from .row_faults import RowError


class AgencyFiles(RowLoader):
    """The files about bodies: categories, agencies, successions, groups and who is proposed for them."""

    def _load_categories(self, file, rows):
        self._upsert(
            file,
            rows,
            key=lambda vals: vals["code"].lower(),
            existing=self._by(file, lambda record: record.code.lower()),
            vals_of=lambda row: {
                "code": self._required(row, "code"),
                "name": self._required(row, "name"),
                "reports": row.get("reports", "1") == "1",
                "sequence": row["_row"] * 10,
            },
        )

    def _load_agencies(self, file, rows):
        categories = self._by("plan.agency.category", lambda record: record.code.lower())

        def vals_of(row):
            category = self._found(categories, self._required(row, "category").lower(), row["category"], "category")
            return {
                "code": self._required(row, "code"),
                "name": self._required(row, "name"),
                "aliases": "\n".join(filter(None, row.get("aliases", "").split("|"))),
                "category_id": category.id,
                **{name: row.get(name, "") for name in ("official_code", "superior", "head", "symbol", "place")},
                "date_from": self._date(row, "date_from"),
                "date_to": self._date(row, "date_to"),
            }

        by_code = self._by(file, lambda record: record.code.lower())
        self._upsert(file, rows, key=lambda vals: vals["code"].lower(), existing=by_code, vals_of=vals_of)
        self._load_parents(file, [row for row in rows if row.get("parent")])

    def _load_parents(self, file, rows):
        by_code = self._by(file, lambda record: record.code.lower())
        for row in rows:
            with self._row(file, row):
                agency = self._found(by_code, row["code"].lower(), row["code"], "code")
                parent = self._found(by_code, row["parent"].lower(), row["parent"], "parent")
                if agency.parent_id != parent:
                    agency.parent_id = parent

    def _load_successions(self, file, rows):
        agencies = self._by("plan.agency", lambda record: record.code.lower())

        def vals_of(row):
            return {
                "agency_from_id": self._agency(agencies, row, "agency_from").id,
                "agency_to_id": self._agency(agencies, row, "agency_to").id,
                "date": self._date(row, "date") or self._missing("date"),
                "kind": row.get("kind") or "merge",
                "document": row.get("document", ""),
            }

        self._upsert(
            file,
            rows,
            key=lambda vals: (vals["agency_from_id"], vals["agency_to_id"], str(vals["date"])),
            existing=self._by(
                file, lambda record: (record.agency_from_id.id, record.agency_to_id.id, str(record.date))
            ),
            vals_of=vals_of,
        )

    def _load_groups(self, file, rows):
        self._upsert(
            file,
            rows,
            key=lambda vals: vals["code"].lower(),
            existing=self._by(file, lambda record: record.code.lower()),
            vals_of=lambda row: {
                "code": self._required(row, "code"),
                "name": self._required(row, "name"),
                "aliases": "\n".join(filter(None, row.get("aliases", "").split("|"))),
                "note": row.get("note", ""),
            },
        )

    def _load_group_members(self, file, rows):
        groups = self._by("plan.agency.group", lambda record: record.code.lower())
        categories = self._by("plan.agency.category", lambda record: record.code.lower())
        agencies = self._by("plan.agency", lambda record: record.code.lower())
        for row in rows:
            with self._row(file, row):
                group = self._found(groups, self._required(row, "group").lower(), row["group"], "group")
                if bool(row.get("category")) == bool(row.get("agency")):
                    raise RowError(self.env._("Set either a category or an agency, not both."))
                if row.get("category"):
                    name, record = (
                        "category_ids",
                        self._found(categories, row["category"].lower(), row["category"], "category"),
                    )
                else:
                    name, record = "agency_ids", self._agency(agencies, row, "agency")
                if record in group[name]:
                    self.report.count(file, "same")
                else:
                    group[name] = [Command.link(record.id)]
                    self.report.count(file, "new")
