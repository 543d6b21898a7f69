from .base import RowLoader
from .row_faults import RowError


class PlanFiles(RowLoader):
    """The files of the plan as written: documents, sections, indicators, target cells, tasks, funding lines."""

    def _load_plans(self, file, rows):
        agencies = self._by("plan.agency", lambda record: record.code.lower())

        def vals_of(row):
            vals = {
                "number": self._required(row, "number"),
                "name": self._required(row, "title"),
                "kind": row.get("kind") or "plan",
                "date_issued": self._date(row, "issued_on") or self._missing("issued_on"),
                "issuer_id": self._agency(agencies, row, "issuer").id if row.get("issuer") else False,
                "signer": row.get("signer", ""),
                "desk_agency_id": self._agency(agencies, row, "desk_agency").id if row.get("desk_agency") else False,
                "basis_ids": [
                    self._plan(number.strip()).id for number in row.get("basis", "").split("|") if number.strip()
                ],
            }
            if row.get("date_tracking_start"):
                vals["date_tracking_start"] = self._date(row, "date_tracking_start")
            return vals

        for row in rows:  # one by one: a plan may name the one before it as its basis
            self._upsert(
                file,
                [row],
                key=lambda vals: (vals["number"], str(vals["date_issued"])),
                existing=self._by(file, lambda record: (record.number, str(record.date_issued))),
                vals_of=vals_of,
            )

    def _load_sections(self, file, rows):
        self._upsert(
            file,
            rows,
            key=lambda vals: (vals["plan_id"], vals["content"], vals["code"]),
            existing=self._by(file, lambda record: (record.plan_id.id, record.content, record.code)),
            vals_of=lambda row: {
                "plan_id": self._plan(self._required(row, "plan")).id,
                "content": self._required(row, "content"),
                "code": self._required(row, "code"),
                "name": self._required(row, "name"),
                "sequence": row["_row"] * 10,
            },
        )

    def _load_indicators(self, file, rows):
        sections = self._by("plan.section", lambda record: (record.plan_id.id, record.content, record.code))

        def vals_of(row):
            plan = self._plan(self._required(row, "plan"))
            section = self._found(sections, (plan.id, "indicator", row.get("section")), row.get("section"), "section")
            return {
                "plan_id": plan.id,
                "section_id": section.id,
                "number": self._required(row, "number"),
                "sequence": row["_row"] * 10,
                "name": self._required(row, "name"),
                "monitor_text": row.get("monitor_text", ""),
            }

        self._upsert(
            file,
            rows,
            key=lambda vals: (vals["plan_id"], vals["number"]),
            existing=self._by(file, lambda record: (record.plan_id.id, record.number)),
            vals_of=vals_of,
        )

    def _load_targets(self, file, rows):
        """Load the printed cells; an indicator whose cells are all the same keeps what was edited beside them."""
        indicators = self._by("plan.indicator", lambda record: (record.plan_id.id, record.number))
        cells = {}
        for row in rows:
            with self._row(file, row):
                plan = self._plan(self._required(row, "plan"))
                indicator = self._found(indicators, (plan.id, row.get("indicator")), row.get("indicator"), "indicator")
                year = self._year(row)
                if year in cells.setdefault(indicator, {}):
                    raise RowError(self.env._("The indicator already has a target for %(year)s.", year=year))
                cells[indicator][year] = (row.get("text", ""), row)
        for indicator, by_year in cells.items():
            self._load_cells(file, indicator, by_year)

    def _load_cells(self, file, indicator, by_year):
        known = indicator._get_cells()
        printed = {year: text for year, (text, _row) in by_year.items()}
        for year, text in printed.items():
            self.report.count(file, "new" if year not in known else "same" if known[year] == text else "changed")
        if printed != known:
            with self._row(file, next(iter(by_year.values()))[1]):
                indicator._set_cells(printed)

    def _load_tasks(self, file, rows):
        sections = self._by("plan.section", lambda record: (record.plan_id.id, record.content, record.code))

        def vals_of(row):
            plan = self._plan(self._required(row, "plan"))
            kind = row.get("kind") or "task"
            vals = {
                "plan_id": plan.id,
                "section_id": self._found(
                    sections, (plan.id, kind, row.get("section")), row.get("section"), "section"
                ).id,
                "number": self._required(row, "number"),
                "sequence": row["_row"] * 10,
                "kind": kind,
                "name": self._required(row, "name"),
                **{name: row.get(name, "") for name in ("lead_text", "support_text", "deadline_text")},
            }
            if row.get("product"):
                vals["product"] = row["product"]
            return vals

        self._upsert(
            file,
            rows,
            key=lambda vals: (vals["section_id"], vals["number"]),
            existing=self._by(file, lambda record: (record.section_id.id, record.number)),
            vals_of=vals_of,
        )

    def _load_fundings(self, file, rows):
        self._upsert(
            file,
            rows,
            key=lambda vals: (vals["plan_id"], vals["number"]),
            existing=self._by(file, lambda record: (record.plan_id.id, record.number)),
            vals_of=lambda row: {
                "plan_id": self._plan(self._required(row, "plan")).id,
                "number": int(self._required(row, "number")),
                "name": self._required(row, "name"),
            },
        )

    def _plan(self, number):
        if number not in self.plans:
            self.plans[number] = self._find_plan(number)
        return self.plans[number]

    def _find_plan(self, number):
        issued = {row["number"]: row.get("issued_on") for row in self.files.get("plan.plan", ())}
        domain = [("number", "=", number)]
        if issued.get(number):
            domain.append(("date_issued", "=", issued[number]))
        plan = self.env["plan.plan"].search(domain, limit=1)
        if not plan:
            raise RowError(
                self.env._("There is no plan with the number “%(number)s”.", number=number), self._heading("plan")
            )
        return plan

    def _year(self, row):
        text = row.get("year", "").strip()
        if not (text.isascii() and text.isdigit() and len(text) == 4):
            raise RowError(self.env._("“%(text)s” is not a year such as 2030.", text=text), self._heading("year"))
        return int(text)
