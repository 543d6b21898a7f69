from datetime import date, timedelta

import psycopg2

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tools import mute_logger

from ..core.common import PlanCase

PACKAGE = "348_kh_ubnd"


def d(text):
    """Return the date of 2026 that is written day/month."""
    day, month = text.split("/")
    return date(2026, int(month), int(day))


class HolidayCase(PlanCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.holidays = cls.env["plan.holiday"]

    @classmethod
    def new_holiday(cls, date_from, date_to=None, **values):
        """Create an entry of 2026, its days as day/month."""
        days = {"date_from": d(date_from), **({"date_to": d(date_to)} if date_to else {})}
        return cls.holidays.create({"name": "Nghỉ", **days, **values})

    def assert_days(self, method, *expected):
        """Compare (day, count, result) with what the method says."""
        for day, count, result in expected:
            with self.subTest(day=day, count=count):
                self.assertEqual(getattr(self.holidays, method)(d(day), count), d(result))


class TestWorkingDays(HolidayCase):
    """The day that is so many working days before or after another."""

    def test_weeks_without_holidays(self):
        """Monday to Friday are worked; the day from which one counts is not counted, unless one counts none."""
        self.assert_days(
            "_working_days_before",
            ("18/11", 0, "18/11"),  # a Wednesday
            ("18/11", 1, "17/11"),
            ("18/11", 3, "13/11"),  # over a weekend
            ("18/11", 13, "30/10"),
            ("29/11", 0, "27/11"),  # the yearly report's last day is a Sunday
            ("29/11", 1, "27/11"),
            ("29/11", 2, "26/11"),
            ("28/11", 0, "27/11"),
            ("30/11", 1, "27/11"),
        )
        self.assert_days(
            "_working_days_after",
            ("18/11", 0, "18/11"),
            ("18/11", 1, "19/11"),
            ("18/11", 3, "23/11"),
            ("28/11", 0, "30/11"),
            ("29/11", 0, "30/11"),
            ("29/11", 1, "30/11"),
            ("27/11", 1, "30/11"),
        )

    def test_tet(self):
        """Over Tết 2026 the last working day is Friday the 13th, the next Monday the 23rd."""
        self.new_holiday("16/2", "20/2", name="Tết Nguyên đán Bính Ngọ")
        self.assert_days(
            "_working_days_before",
            ("19/2", 0, "13/2"),  # the last valid day of February's report
            ("19/2", 1, "13/2"),
            ("19/2", 3, "11/2"),
            ("16/2", 0, "13/2"),
            ("20/2", 0, "13/2"),
            ("23/2", 0, "23/2"),
            ("23/2", 1, "13/2"),
        )
        self.assert_days(
            "_working_days_after",
            ("13/2", 0, "13/2"),
            ("13/2", 1, "23/2"),
            ("16/2", 0, "23/2"),
            ("20/2", 0, "23/2"),
            ("19/2", 2, "24/2"),
        )

    def test_make_up_saturday(self):
        """A Saturday that is worked counts, for the Monday that is off in exchange."""
        self.new_holiday("31/8", name="Nghỉ hoán đổi")
        self.new_holiday("1/9", "2/9", name="Quốc khánh")
        saturday = self.new_holiday("22/8", is_working_day=True, name="Làm bù")
        self.assert_days(
            "_working_days_before",
            ("22/8", 0, "22/8"),
            ("23/8", 0, "22/8"),
            ("24/8", 1, "22/8"),
            ("24/8", 2, "21/8"),
            ("2/9", 0, "28/8"),
            ("3/9", 1, "28/8"),
            ("3/9", 6, "22/8"),
        )
        self.assert_days(
            "_working_days_after", ("21/8", 1, "22/8"), ("21/8", 2, "24/8"), ("22/8", 0, "22/8"), ("28/8", 1, "3/9")
        )
        saturday.unlink()
        self.assert_days("_working_days_before", ("22/8", 0, "21/8"), ("24/8", 1, "21/8"))

    def test_each_kind_for_its_own_days(self):
        """A holiday over a whole week leaves a make-up Saturday in it worked; a make-up week leaves a holiday off."""
        self.new_holiday("14/2", "22/2")
        self.new_holiday("14/2", is_working_day=True)
        self.new_holiday("28/2", "3/3", is_working_day=True)
        self.new_holiday("2/3")
        self.assert_days("_working_days_before", ("20/2", 0, "14/2"), ("2/3", 0, "1/3"), ("1/3", 0, "1/3"))
        self.assert_days("_working_days_after", ("15/2", 0, "23/2"), ("2/3", 0, "3/3"))

    def test_entries_that_touch_and_overlap(self):
        self.new_holiday("7/9", "10/9")
        self.new_holiday("9/9", "11/9")
        self.new_holiday("14/9", "15/9")
        self.assert_days("_working_days_before", ("10/9", 0, "4/9"), ("15/9", 0, "4/9"), ("16/9", 1, "4/9"))
        self.assert_days("_working_days_after", ("8/9", 0, "16/9"), ("4/9", 1, "16/9"))

    def test_years_of_holidays_end(self):
        """However many holidays follow each other, the walk ends outside them."""
        first, last = date(2024, 1, 1), date(2028, 12, 31)
        span = timedelta(days=31)
        starts = [first + span * number for number in range((last - first) // span + 1)]
        self.holidays.create(
            [
                {"name": "Nghỉ", "date_from": start, "date_to": min(start + span - timedelta(days=1), last)}
                for start in starts
            ]
        )
        self.assertEqual(self.holidays._working_days_before(d("15/6"), 0), date(2023, 12, 29))
        self.assertEqual(self.holidays._working_days_before(d("15/6"), 2), date(2023, 12, 28))
        self.assertEqual(self.holidays._working_days_after(d("15/6"), 0), date(2029, 1, 1))
        self.assertEqual(self.holidays._working_days_after(d("15/6"), 2), date(2029, 1, 2))

    def test_one_query(self):
        """One query for a call, however far it goes and however many holidays lie there."""
        for month in range(1, 13):
            self.new_holiday(f"3/{month}", f"6/{month}")
        for method, count in (("_working_days_before", 1), ("_working_days_after", 90)):
            with self.subTest(method=method):
                getattr(self.holidays, method)(d("30/6"), count)
                self.env.invalidate_all()
                with self.assertQueryCount(1):
                    getattr(self.holidays, method)(d("30/6"), count)

    def test_everybody_counts_alike(self):
        self.new_holiday("16/2", "20/2")
        for user in (self.officer_snv, self.leader_snv, self.desk, self.reader, self.manager):
            with self.subTest(user=user.name):
                self.assertEqual(self.holidays.with_user(user)._working_days_before(d("19/2"), 1), d("13/2"))


class TestHoliday(HolidayCase):
    """The entries of the calendar, and the rights to maintain it."""

    def test_one_day_by_default(self):
        holiday = self.new_holiday("30/4")
        self.assertRecordValues(holiday, [{"date_to": d("30/4"), "is_working_day": False}])
        holiday.date_from = d("3/5")
        self.assertEqual(holiday.date_to, d("3/5"), "moved behind its end, it lasts one day again")
        holiday.date_to = d("5/5")
        holiday.date_from = d("4/5")
        self.assertEqual(holiday.date_to, d("5/5"))

    def test_bad_dates(self):
        """Dates that cannot be meant are refused in words."""
        holiday = self.new_holiday("16/2", "20/2")
        for vals, words in (
            ({"date_from": "2026-02-20", "date_to": "2026-02-19"}, "“Nghỉ” ends before it begins.*20/02/2026"),
            ({"date_to": "2026-02-15"}, "ends before it begins"),
            ({"date_from": "1999-12-31"}, "between the years 2000 and 2099"),
            ({"date_to": "2100-01-01", "date_from": "2099-12-31"}, "between the years 2000 and 2099"),
            ({"date_to": "2026-03-19"}, "more than 31 days"),
            ({"date_to": "2027-02-20"}, "more than 31 days"),
        ):
            with self.subTest(vals=vals):
                with self.assertRaisesRegex(ValidationError, words), self.env.cr.savepoint():
                    holiday.write(vals)
                with self.assertRaisesRegex(ValidationError, words), self.env.cr.savepoint():
                    self.holidays.create({"name": "Nghỉ", "date_from": "2026-02-16", "is_working_day": True, **vals})
        holiday.date_to = "2026-03-18"
        self.assertEqual((holiday.date_to - holiday.date_from).days + 1, 31)
        self.holidays.create([{"name": "Đầu", "date_from": "2000-01-01"}, {"name": "Cuối", "date_from": "2099-12-31"}])

    def test_a_name_is_needed(self):
        with self.assertRaisesRegex(ValidationError, "must not be empty"):
            self.new_holiday("30/4", name=" \u200b")
        self.assertEqual(self.new_holiday("1/5", name=" Quốc  tế lao động ").name, "Quốc tế lao động")

    @mute_logger("odoo.sql_db")
    def test_once_in_the_calendar(self):
        """A day is off once, were the kind left out; a make-up day may begin on the same day."""
        self.new_holiday("30/4")
        self.new_holiday("30/4", is_working_day=True)
        for values in ({}, {"is_working_day": False}, {"is_working_day": True}):
            with self.subTest(values=values), self.assertRaises(psycopg2.IntegrityError), self.env.cr.savepoint():
                self.new_holiday("30/4", name="Lễ", **values)

    def test_found_without_accents(self):
        tet = self.new_holiday("16/2", "20/2", name="Tết Nguyên đán")
        self.new_holiday("2/9", name="Quốc khánh")
        self.assertEqual(self.holidays.search([("display_name", "ilike", "tet nguyen")]), tet)

    def test_latest_first(self):
        later, earlier = self.new_holiday("2/9"), self.new_holiday("30/4")
        self.assertEqual(self.holidays.search([]), later + earlier)

    def test_who_keeps_the_calendar(self):
        """Desks and managers write it; officers, leaders and readers read it; nobody else sees it."""
        holiday = self.new_holiday("30/4")
        for user in (self.desk, self.desk_stc, self.manager):
            with self.subTest(user=user.name), self.rolled_back():
                own = self.holidays.with_user(user).create({"name": "Quốc khánh", "date_from": "2026-09-02"})
                own.write({"date_to": "2026-09-03", "is_working_day": True})
                (own | holiday.with_user(user)).unlink()
        for user in (self.officer_snv, self.leader_snv, self.reader, self.reader_officer):
            with self.subTest(user=user.name):
                seen = holiday.with_user(user)
                self.assertEqual(seen.name, "Nghỉ")
                self.assert_cannot_write(seen)
        for user in (self.internal, self.portal, self.deputy_out):
            with self.subTest(user=user.name):
                with self.assertRaises(AccessError):
                    holiday.with_user(user).read(["name"])
                self.assert_cannot_write(holiday.with_user(user))

    def assert_cannot_write(self, holiday):
        for change in (
            lambda: holiday.write({"name": "x"}),
            lambda: holiday.create({"name": "x", "date_from": "2026-09-02"}),
            holiday.unlink,
        ):
            with self.assertRaises(AccessError), mute_logger("odoo.models.unlink"):
                change()

    def test_menu(self):
        """Users who maintain the calendar find it under Configuration."""
        menu = self.env.ref("plan_tracking.plan_holiday_menu")
        self.assertEqual(menu.parent_id, self.env.ref("plan_tracking.plan_configuration_menu"))
        for user, found in ((self.desk, True), (self.manager, True), (self.officer_snv, False), (self.reader, False)):
            with self.subTest(user=user.name):
                self.assertEqual(menu.id in self.env["ir.ui.menu"].with_user(user)._visible_menu_ids(), found)


class TestHolidayFile(HolidayCase):
    """The calendar as a file of a package."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.packages = cls.env["plan.package"]

    def rows(self, *lines):
        names = ("name", "date_from", "date_to", "is_working_day")
        return {"plan.holiday": [{"_row": row, **dict(zip(names, line))} for row, line in enumerate(lines, 2)]}

    def test_upsert(self):
        """A day is found again by its first day and kind; an entry made by hand stays."""
        by_hand = self.new_holiday("24/11", name="Ngày Văn hóa")
        lines = [
            ("Tết", "2026-02-16", "2026-02-20", ""),
            ("Chiến thắng", "2026-04-30", "", "0"),
            ("Làm bù", "2026-01-10", "", "1"),
        ]
        report = self.packages.with_user(self.desk)._load(self.rows(*lines))
        self.assertEqual(report.counts, {"plan.holiday": {"new": 3, "changed": 0, "same": 0}})
        entries = self.holidays.search([]) - by_hand
        self.assertRecordValues(
            entries,
            [
                {"name": "Chiến thắng", "date_from": d("30/4"), "date_to": d("30/4"), "is_working_day": False},
                {"name": "Tết", "date_from": d("16/2"), "date_to": d("20/2"), "is_working_day": False},
                {"name": "Làm bù", "date_from": d("10/1"), "date_to": d("10/1"), "is_working_day": True},
            ],
        )
        lines[0] = ("Tết Nguyên đán", "2026-02-16", "", "0")
        lines[2] = ("Nghỉ", "2026-01-10", "", "0")
        report = self.packages.with_user(self.manager)._load(self.rows(*lines))
        self.assertEqual(report.counts, {"plan.holiday": {"new": 1, "changed": 1, "same": 1}})
        tet = entries[1]
        self.assertRecordValues(tet, [{"name": "Tết Nguyên đán", "date_to": d("16/2")}])
        self.assertEqual(self.holidays.search([]) - entries - by_hand, self.holidays.search([("name", "=", "Nghỉ")]))
        self.assertTrue(by_hand.exists())

    @mute_logger("odoo.sql_db")
    def test_faults(self):
        """Every fault is said with its row, and nothing is kept."""
        good = ("Tết", "2026-02-16", "2026-02-20", "")
        for line, words in (
            (("", "2026-04-30", "", ""), "“name” is empty"),
            (("Lễ", "", "", ""), "“date_from” is empty"),
            (("Lễ", "30/4/2026", "", ""), "not a date such as"),
            (("Lễ", "2026-04-30", "2026-04-29", ""), "ends before it begins"),
            (("Lễ", "2026-04-30", "2027-05-01", ""), "more than 31 days"),
            (("Lễ", "2026-04-30", "", "có"), "“có” in the column “is_working_day” is neither 1 for yes nor 0 for no"),
            (("Lễ", "2026-02-16", "", "0"), "Row 2 already uses the same key"),
        ):
            with self.subTest(line=line):
                faults = [one for one in self.packages._preview(self.rows(good, line)).lines if one["level"] == "error"]
                self.assertEqual([(one["file"], one["row"]) for one in faults], [("plan.holiday", 3)])
                self.assertIn(words, faults[0]["message"])
                with self.assertRaises(UserError), self.env.cr.savepoint():
                    self.packages._load(self.rows(good, line))
                self.env.invalidate_all(flush=False)
                self.assertFalse(self.holidays.search([]))

    def test_calendar_of_the_package(self):
        """The days of 2026 by the package: Tết, Giỗ Tổ on the Monday after, the Saturday for 2 January."""
        files = self.packages._read_folder(PACKAGE)
        self.packages._load({"plan.holiday": files["plan.holiday"]})
        days = [date(2026, 1, 1) + timedelta(days=number) for number in range(365)]
        worked = {day for day in days if self.holidays._working_days_before(day, 0) == day}
        off = [day for day in days if day.weekday() < 5 and day not in worked]
        expected = "1/1 2/1 16/2 17/2 18/2 19/2 20/2 27/4 30/4 1/5 1/9 2/9"
        self.assertEqual(off, [d(day) for day in expected.split()])
        self.assertEqual([day for day in worked if day.weekday() >= 5], [d("10/1")])
