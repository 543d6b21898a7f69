from .base import RowLoader


class HolidayFiles(RowLoader):
    """The file about the calendar: days off, and weekend days that are worked in exchange."""

    def _load_holidays(self, file, rows):
        def vals_of(row):
            first = self._date(row, "date_from") or self._missing("date_from")
            return {
                "name": self._required(row, "name"),
                "date_from": first,
                "date_to": self._date(row, "date_to") or first,
                "is_working_day": self._flag(row, "is_working_day"),
            }

        self._upsert(
            file,
            rows,
            key=lambda vals: (vals["date_from"], vals["is_working_day"]),
            existing=self._by(file, lambda record: (record.date_from, record.is_working_day)),
            vals_of=vals_of,
        )
