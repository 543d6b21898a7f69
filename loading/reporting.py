from .base import RowLoader
from .row_faults import RowError

FLAGS = (
    "is_inclusive", "only_first_half", "bind_leads", "bind_monitors", "ask_assignments", "ask_indicators", "ask_duties",
    "needs_signed_copy",
)  # fmt: skip
DAYS = ("due_day", "due_month", "cutoff_day", "open_days", "reminder_days", "escalation_days")


class ReportingFiles(RowLoader):
    """The files about reporting: the schedules that a plan demands, and the outline that the desk asks for."""

    def _load_schedules(self, file, rows):
        agencies = self._by("plan.agency", lambda record: record.code.lower())
        groups = self._by("plan.agency.group", lambda record: record.code.lower())

        def many(row, column, known):
            codes = [code.strip() for code in row.get(column, "").split("|") if code.strip()]
            return [self._found(known, code.lower(), code, column).id for code in codes]

        def vals_of(row):
            return {
                "name": self._required(row, "name"),
                "kind": self._required(row, "kind"),
                "desk_agency_id": self._agency(agencies, row, "desk_agency").id,
                "plan_ids": [
                    self._plan(number.strip()).id
                    for number in self._required(row, "plans").split("|")
                    if number.strip()
                ],
                "document": row.get("document", ""),
                "agency_ids": many(row, "agencies", agencies),
                "group_ids": many(row, "groups", groups),
                "sequence": row["_row"] * 10,
                **{name: self._flag(row, name) for name in FLAGS if row.get(name)},
                **{name: self._whole(row, name) for name in DAYS if row.get(name)},
            }

        self._upsert(file, rows, key=_schedule_key, existing=self._by(file, _key_of_schedule), vals_of=vals_of)
        schedules = self._schedules_by_name(agencies)
        for row in rows:  # a schedule may cover one that is listed below it
            with self._row(file, row):
                names = [name.strip() for name in row.get("satisfies", "").split("|") if name.strip()]
                covered = [self._found(schedules, name, name, "satisfies").id for name in names]
                schedule = schedules.get(row.get("name"))
                if schedule and set(schedule.covered_ids.ids) != set(covered):
                    schedule.covered_ids = covered

    def _load_questions(self, file, rows):
        schedules = self._schedules_by_name(self._by("plan.agency", lambda record: record.code.lower()))
        self._upsert(
            file,
            rows,
            key=lambda vals: (vals["schedule_id"], vals["name"]),
            existing=self._by(file, lambda record: (record.schedule_id.id, record.name)),
            vals_of=lambda row: {
                "schedule_id": self._found(schedules, row.get("schedule"), row.get("schedule"), "schedule").id,
                "name": self._required(row, "name"),
                "kind": row.get("kind") or "text",
                "purpose": row.get("purpose") or "other",
                "choices": row.get("choices", "").replace("|", "\n"),
                "is_required": self._flag(row, "is_required"),
                "sequence": row["_row"] * 10,
            },
        )

    def _schedules_by_name(self, agencies):
        """Return the schedules by name; where several desks use one name, the package's own schedule has it."""
        by_key = self._by("plan.reporting.schedule", _key_of_schedule)
        named = {record.name: record for record in by_key.values()}
        for row in self.files.get("plan.reporting.schedule", ()):
            desk = agencies.get(row.get("desk_agency", "").lower())
            own = desk and by_key.get((desk.id, row.get("kind"), row.get("name")))
            if own:
                named[own.name] = own
        return named

    def _whole(self, row, column):
        text = row[column].strip()
        if not (text.isascii() and text.isdigit()):
            heading = self._heading(column)
            raise RowError(
                self.env._("“%(text)s” in the column “%(column)s” is not a whole number.", text=text, column=heading),
                heading,
            )
        return int(text)


def _schedule_key(vals):
    return vals["desk_agency_id"], vals["kind"], vals["name"]


def _key_of_schedule(record):
    return record.desk_agency_id.id, record.kind, record.name
