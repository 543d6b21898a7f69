"""Completion times: the forms of 348/KH-UBND and of other plans."""

from datetime import date

import pytest

from ....grammars.deadline import Deadline, parse_deadline

ISSUED = date(2025, 5, 14)


def day(text):
    return text and date.fromisoformat(text)


@pytest.mark.parametrize(
    ("text", "start", "end", "recurrence"),
    [
        ("Năm 2025", "2025-01-01", "2025-12-31", "once"),
        ("Năm 2030.", "2030-01-01", "2030-12-31", "once"),
        ("Năm 2025-2026", "2025-01-01", "2026-12-31", "once"),
        ("Hàng năm", None, None, "yearly"),
        ("Hằng năm", None, None, "yearly"),
        ("Thường niên", None, None, "yearly"),
        ("Hàng năm, từ năm 2026", "2026-01-01", None, "yearly"),
        ("Hàng năm giai đoạn 2026-2030", "2026-01-01", "2030-12-31", "yearly"),
        ("Nhiệm vụ thường xuyên", None, None, "ongoing"),
        ("Thường xuyên, liên tục", None, None, "ongoing"),
        ("Năm 2025 và giai đoạn tiếp theo", "2025-01-01", "2025-12-31", "once_then_ongoing"),
        ("Năm 2025 và các năm tiếp theo", "2025-01-01", "2025-12-31", "once_then_ongoing"),
        ("Quý III/2025 và thường xuyên", "2025-07-01", "2025-09-30", "once_then_ongoing"),
        ("Quý III/2025", "2025-07-01", "2025-09-30", "once"),
        ("Quý 3 năm 2025", "2025-07-01", "2025-09-30", "once"),
        ("Quí IV năm 2025", "2025-10-01", "2025-12-31", "once"),
        ("Quý II-III/2025", "2025-04-01", "2025-09-30", "once"),
        ("Quý IV/2025 - Quý I/2026", "2025-10-01", "2026-03-31", "once"),
        ("hết quý II/2026", None, "2026-06-30", "once"),
        ("Tháng 6/2025", "2025-06-01", "2025-06-30", "once"),
        ("tháng 12 năm 2025", "2025-12-01", "2025-12-31", "once"),
        ("tháng 02/2028", "2028-02-01", "2028-02-29", "once"),
        ("tháng 6-8/2025", "2025-06-01", "2025-08-31", "once"),
        ("từ tháng 6/2025 đến tháng 9/2025", "2025-06-01", "2025-09-30", "once"),
        ("6 tháng đầu năm 2026", "2026-01-01", "2026-06-30", "once"),
        ("sáu tháng cuối năm 2026", "2026-07-01", "2026-12-31", "once"),
        ("đến hết năm 2026", None, "2026-12-31", "once"),
        ("đến năm 2030", None, "2030-12-31", "once"),
        ("ngày 15/9/2025", None, "2025-09-15", "once"),
        ("15/9/2025", None, "2025-09-15", "once"),
        ("15.9.2025", None, "2025-09-15", "once"),
        ("ngày 15 tháng 9 năm 2025", None, "2025-09-15", "once"),
        ("Chậm nhất ngày 30/9/2025", None, "2025-09-30", "once"),
        ("01/6/2025 - 30/9/2025", "2025-06-01", "2025-09-30", "once"),
    ],
)
def test_clear_forms(text, start, end, recurrence):
    assert parse_deadline(text) == Deadline(text, day(start), day(end), recurrence)


@pytest.mark.parametrize(
    ("text", "end"),
    [
        ("trước ngày 30/6/2025", "2025-06-29"),
        ("trước 30/6/2025", "2025-06-29"),
        ("Hoàn thành trước ngày 01/01/2026", "2025-12-31"),
        ("trước tháng 6/2026", "2026-05-31"),
        ("trước năm 2030", "2029-12-31"),
        ("trước quý II/2026", "2026-03-31"),
    ],
)
def test_before_is_strict(text, end):
    assert parse_deadline(text) == Deadline(text, None, day(end), "once", ("before_strict",))


@pytest.mark.parametrize(
    ("text", "start", "end", "recurrence", "note"),
    [
        ("2025-2030", "2025-01-01", "2030-12-31", "once", "long_range"),
        ("Năm 2026-2030", "2026-01-01", "2030-12-31", "once", "long_range"),
        ("giai đoạn 2026-2030", "2026-01-01", "2030-12-31", "once", "long_range"),
        ("2025 – 2027", "2025-01-01", "2027-12-31", "once", "long_range"),
        ("Từ năm 2025 đến 2030", "2025-01-01", "2030-12-31", "once", "long_range"),
        ("Từ năm 2026", "2026-01-01", None, "ongoing", "open_end"),
        ("Lộ trình 2030 trở đi", "2030-01-01", None, "ongoing", "open_end"),
        ("Năm 2025, 2026", "2025-01-01", "2026-12-31", "once", "listed_periods"),
        ("Năm 2025 và hàng năm", "2025-01-01", None, "yearly", "yearly_with_period"),
        ("", None, None, "unknown", "empty"),
        ("  . ", None, None, "unknown", "empty"),
        ("Hàng quý", None, None, "unknown", "more_than_yearly"),
        ("Hằng tháng", None, None, "unknown", "more_than_yearly"),
        ("Khi có hướng dẫn", None, None, "unknown", "conditional"),
        ("Sau khi Trung ương ban hành", None, None, "unknown", "conditional"),
        ("Theo tiến độ của dự án", None, None, "unknown", "conditional"),
        ("Năm 1999", None, None, "unknown", "year_out_of_range"),
        ("Năm 2101", None, None, "unknown", "year_out_of_range"),
        ("15/9/1925", None, None, "unknown", "year_out_of_range"),
        ("trước năm 2000", None, None, "unknown", "year_out_of_range"),
        ("31/6/2025", None, None, "unknown", "invalid_date"),
        ("29/2/2025", None, None, "unknown", "invalid_date"),
        ("Năm 2030-2026", None, None, "unknown", "unreadable"),
        ("Tháng 13/2025", None, None, "unknown", "unreadable"),
        ("Quý III-II/2025", None, None, "unknown", "unreadable"),
        ("tháng 8-6/2025", None, None, "unknown", "unreadable"),
        ("Quý V/2025", None, None, "unknown", "unreadable"),
        ("kế hoạch 5 năm", None, None, "unknown", "unreadable"),
        ("Quý III", None, None, "unknown", "unreadable"),
        ("đầu năm 2026", None, None, "unknown", "unreadable"),
        ("Năm 2025 hoặc 2027", None, None, "unknown", "unreadable"),
    ],
)
def test_what_a_person_must_look_at(text, start, end, recurrence, note):
    assert parse_deadline(text) == Deadline(text, day(start), day(end), recurrence, (note,), True)


@pytest.mark.parametrize(
    ("text", "start", "end", "note"),
    [
        ("Năm 2025", "2025-05-14", "2025-12-31", None),
        ("Năm 2026", "2026-01-01", "2026-12-31", None),
        ("Hàng năm", "2025-05-14", None, None),
        ("Thường xuyên", "2025-05-14", None, None),
        ("15/9/2025", "2025-05-14", "2025-09-15", None),
        ("Năm 2024", "2024-01-01", "2024-12-31", "before_issue"),
        ("Quý III", "2025-07-01", "2025-09-30", "year_from_issue"),
        ("trước ngày 30/9", "2025-05-14", "2025-09-29", "year_from_issue"),
        ("Khi có hướng dẫn", None, None, "conditional"),
    ],
)
def test_nothing_starts_before_the_plan_is_issued(text, start, end, note):
    deadline = parse_deadline(text, ISSUED)
    assert (deadline.date_start, deadline.date_end) == (day(start), day(end))
    assert (note in deadline.notes) if note else deadline.notes == ()
    assert deadline.is_ambiguous == bool(note)
