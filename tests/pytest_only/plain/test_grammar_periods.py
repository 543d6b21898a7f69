"""Months, quarters, half-years and years, through leap years and over the turn of the year."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ....grammars.periods import MONTHS, day_in_month, next_start, period_end, period_key, period_start

bounded = settings(max_examples=200, deadline=None, derandomize=True, database=None)

DAY = timedelta(days=1)
KINDS = st.sampled_from(sorted(MONTHS))
DAYS = st.dates(date(2000, 1, 1), date(2099, 12, 31))


def d(text):
    return date.fromisoformat(text)


def test_kinds():
    assert MONTHS == {"month": 1, "quarter": 3, "half": 6, "year": 12}


@pytest.mark.parametrize(
    ("kind", "starts"),
    [
        ("month", [f"2028-{month:02}-01" for month in range(1, 13)]),
        ("quarter", ["2028-01-01", "2028-04-01", "2028-07-01", "2028-10-01"]),
        ("half", ["2028-01-01", "2028-07-01"]),
        ("year", ["2028-01-01"]),
    ],
)
def test_every_day_of_a_leap_year(kind, starts):
    """Each day is in one period; the periods follow each other without a gap into the next year."""
    starts = [d(start) for start in starts]
    followers = [*starts[1:], date(2029, 1, 1)]
    for number, (start, follower) in enumerate(zip(starts, followers, strict=True), 1):
        assert next_start(kind, start) == follower
        assert period_end(kind, start) == follower - DAY
        assert period_key(kind, start) == (kind, 2028, number)
        day = start
        while day < follower:
            assert period_start(kind, day) == start, day
            day += DAY


@pytest.mark.parametrize(
    ("kind", "start", "end"),
    [
        ("month", "2028-02-01", "2028-02-29"),
        ("month", "2026-02-01", "2026-02-28"),
        ("month", "2026-12-01", "2026-12-31"),
        ("quarter", "2028-01-01", "2028-03-31"),
        ("quarter", "2026-10-01", "2026-12-31"),
        ("half", "2026-01-01", "2026-06-30"),
        ("half", "2026-07-01", "2026-12-31"),
        ("year", "2026-01-01", "2026-12-31"),
    ],
)
def test_ends(kind, start, end):
    assert period_end(kind, d(start)) == d(end)


@pytest.mark.parametrize("kind", MONTHS)
def test_december_goes_over_into_the_next_year(kind):
    last = period_start(kind, date(2026, 12, 31))
    assert period_end(kind, last) == date(2026, 12, 31)
    assert next_start(kind, last) == date(2027, 1, 1)


@pytest.mark.parametrize(
    ("start", "month", "day", "expected"),
    [
        # the plan's own dates: every month, the last month of a quarter, June and November
        ("2026-06-01", 1, 20, "2026-06-20"),
        ("2026-10-01", 3, 10, "2026-12-10"),
        ("2026-01-01", 6, 10, "2026-06-10"),
        ("2026-01-01", 11, 30, "2026-11-30"),
        # days that a month lacks
        ("2026-02-01", 1, 31, "2026-02-28"),
        ("2028-02-01", 1, 31, "2028-02-29"),
        ("2028-02-01", 1, 30, "2028-02-29"),
        ("2026-04-01", 1, 31, "2026-04-30"),
        ("2026-01-01", 1, 31, "2026-01-31"),
        # months past the period's own year
        ("2026-12-01", 2, 5, "2027-01-05"),
        ("2026-01-01", 13, 15, "2027-01-15"),
        ("2026-07-01", 7, 15, "2027-01-15"),
        ("2027-01-01", 14, 31, "2028-02-29"),
    ],
)
def test_day_in_month(start, month, day, expected):
    assert day_in_month(d(start), month, day) == d(expected)


@pytest.mark.parametrize(
    ("kind", "start", "key"),
    [
        ("month", "2026-06-01", ("month", 2026, 6)),
        ("month", "2026-12-01", ("month", 2026, 12)),
        ("quarter", "2026-04-01", ("quarter", 2026, 2)),
        ("quarter", "2026-10-01", ("quarter", 2026, 4)),
        ("half", "2026-01-01", ("half", 2026, 1)),
        ("half", "2026-07-01", ("half", 2026, 2)),
        ("year", "2026-01-01", ("year", 2026, 1)),
    ],
)
def test_keys(kind, start, key):
    assert period_key(kind, d(start)) == key


@pytest.mark.parametrize("call", [period_start, period_end, next_start, period_key])
def test_an_unknown_kind_is_an_error(call):
    with pytest.raises(KeyError):
        call("week", date(2026, 1, 1))


@bounded
@given(KINDS, DAYS)
def test_a_day_lies_in_its_period(kind, day):
    start = period_start(kind, day)
    assert start <= day <= period_end(kind, start)
    assert period_start(kind, period_end(kind, start)) == start
    assert period_start(kind, next_start(kind, start)) == next_start(kind, start) == period_end(kind, start) + DAY


@bounded
@given(DAYS, DAYS, KINDS)
def test_keys_order_as_periods_do(one, other, kind):
    """Two days have the same key if and only if they are in the same period; a later period has the greater key."""
    starts = [period_start(kind, day) for day in (one, other)]
    keys = [period_key(kind, start) for start in starts]
    assert (keys[0] < keys[1]) == (starts[0] < starts[1])
    assert (keys[0] == keys[1]) == (starts[0] == starts[1])


@bounded
@given(DAYS, st.integers(1, 36), st.integers(1, 31))
def test_a_day_stays_in_its_month(start, month, day):
    found = day_in_month(start, month, day)
    assert found.year * 12 + found.month == start.year * 12 + start.month + month - 1
    assert found.day == day or (found.day < day and (found + DAY).day == 1)
