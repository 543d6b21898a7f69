from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import format_date

from ...tools.years import FIRST_DAY, LAST_DAY

LONGEST = 31  # days; a longer one is a year mistyped
SATURDAY = 5  # of date.weekday()


class PlanHoliday(models.Model):
    """A run of days off, or of weekend days that are worked in exchange: by it reminders are timed, never lateness.

    Monday to Friday are working days but for holidays; Saturday and Sunday only where a make-up day says so. A report
    is late by its date, whatever day of the week that is.
    """

    _name = "plan.holiday"
    _description = "Holiday"
    _inherit = ["plan.search.mixin"]
    _order = "date_from desc, id desc"

    name = fields.Char(required=True)
    date_from = fields.Date(string="First Day", required=True)
    date_to = fields.Date(
        string="Last Day", compute="_compute_date_to", store=True, readonly=False, precompute=True, required=True
    )
    is_working_day = fields.Boolean(
        string="Make-Up Working Day",
        required=True,
        default=False,
        help="A Saturday or Sunday worked in exchange for a day off during the week.",
    )

    _date_unique = models.UniqueIndex(
        "(date_from, is_working_day)", "The calendar already has an entry of this kind that begins on this day."
    )

    @api.depends("date_from")
    def _compute_date_to(self):
        for holiday in self:
            if not holiday.date_to or (holiday.date_from and holiday.date_to < holiday.date_from):
                holiday.date_to = holiday.date_from

    @api.constrains("date_from", "date_to")
    def _check_dates(self):
        for holiday in self:
            if holiday.date_to < holiday.date_from:
                raise ValidationError(
                    self.env._(
                        "“%(name)s” ends before it begins: the last day must not lie before %(date)s.",
                        name=holiday.name,
                        date=format_date(self.env, holiday.date_from, date_format="dd/MM/yyyy"),
                    )
                )
            if not FIRST_DAY <= holiday.date_from <= holiday.date_to <= LAST_DAY:
                raise ValidationError(self.env._("A holiday must be between the years 2000 and 2099. Check its year."))
            if (holiday.date_to - holiday.date_from).days >= LONGEST:
                raise ValidationError(
                    self.env._(
                        "“%(name)s” would last more than %(days)s days. Check its dates, or enter it in several parts.",
                        name=holiday.name,
                        days=LONGEST,
                    )
                )

    @api.model
    def _working_days_before(self, day, count):
        """Return the date that lies `count` working days before `day`, which itself is not counted.

        With 0 it is `day`, or where nobody works on it the last working day before.
        """
        return self._count_working_days(day, count, -1)

    @api.model
    def _working_days_after(self, day, count):
        """Return the date that lies `count` working days after `day`; with 0 `day` or the next working day."""
        return self._count_working_days(day, count, 1)

    @api.model
    def _count_working_days(self, day, count, step):
        """Walk from `day` over `count` working days, forwards (step 1) or backwards (-1), with one query.

        Every entry on that side is read: they are a few dozen, and beyond them every week has its working days, so
        that the walk ends however many holidays follow each other.
        """
        side = ("date_to", ">=", day) if step > 0 else ("date_from", "<=", day)
        entries = self.search_fetch([side], ["date_from", "date_to", "is_working_day"])
        made_up = entries.filtered("is_working_day")
        worked, off = made_up._get_days(), (entries - made_up)._get_days()
        if not count:  # the day itself counts
            day, count = day - timedelta(days=step), 1
        for _number in range(count):
            day += timedelta(days=step)
            while day not in worked if day.weekday() >= SATURDAY else day in off:
                day += timedelta(days=step)
        return day

    def _get_days(self):
        """Return the set of all days of these entries."""
        return {
            entry.date_from + timedelta(days=number)
            for entry in self
            for number in range((entry.date_to - entry.date_from).days + 1)
        }
