"""Targets: one test case for each pattern of the plan 348/KH-UBND and of other plans."""

import pytest

from ....grammars.target import Target, parse_target, read_indicator

UNDERSTOOD = ("sign_understood",)


def read(text):
    (target,) = parse_target(text)
    assert target.text == text
    return target


def facts(target):
    return target.kind, target.operator, target.value_min, target.value_max, target.unit


@pytest.mark.parametrize(
    ("text", "operator", "low", "high", "unit", "notes"),
    [
        # 348/KH-UBND, Phụ lục 1
        ("≥ 50%", "ge", 50, None, "%", ()),
        ("≥20", "ge", 20, None, "", ()),
        ("≥ 50%.", "ge", 50, None, "%", ()),
        ("100%", "ge", 100, None, "%", UNDERSTOOD),
        ("7", "ge", 7, None, "", UNDERSTOOD),
        ("> 0,7", "gt", 0.7, None, "", ()),
        ("≥ 0.60", "ge", 0.6, None, "", ()),
        ("1,0", "ge", 1, None, "", UNDERSTOOD),
        ("≥ 1200", "ge", 1200, None, "", ()),
        ("≥ 2000", "ge", 2000, None, "", ()),
        ("≥ 100%", "ge", 100, None, "%", ("above_full",)),
        ("10% GRDP", "ge", 10, None, "% GRDP", UNDERSTOOD),
        # other plans
        (">= 5", "ge", 5, None, "", ()),
        ("=> 5", "ge", 5, None, "", ()),
        ("≤ 5", "le", None, 5, "", ()),
        ("=< 5", "le", None, 5, "", ()),
        ("< 5 %", "lt", None, 5, "%", ()),
        ("= 5", "eq", 5, 5, "", ()),
        ("trên 80%", "gt", 80, None, "%", ()),
        ("Đạt trên 90%", "gt", 90, None, "%", ()),
        ("tối thiểu 5", "ge", 5, None, "", ()),
        ("ít nhất 01 cán bộ", "ge", 1, None, "cán bộ", ()),
        ("80% trở lên", "ge", 80, None, "%", ()),
        ("từ 80% trở lên", "ge", 80, None, "%", ()),
        ("7,5%/năm trở lên", "ge", 7.5, None, "%/năm", ()),
        ("từ 80%", "ge", 80, None, "%", ()),
        ("không dưới 80%", "ge", 80, None, "%", ()),
        ("không quá 5 vụ", "le", None, 5, "vụ", ()),
        ("không vượt quá 3%", "le", None, 3, "%", ()),
        ("5 ngày trở xuống", "le", None, 5, "ngày", ()),
        ("dưới 2%", "lt", None, 2, "%", ()),
        ("còn dưới 5%", "lt", None, 5, "%", ()),
        ("giảm xuống 3%", "le", None, 3, "%", UNDERSTOOD),
        ("tối đa 5 ngày", "le", None, 5, "ngày", ()),
        ("đạt 95%", "ge", 95, None, "%", UNDERSTOOD),
        ("Đạt (80%)", "ge", 80, None, "%", UNDERSTOOD),
        ("Duy trì (100%)", "ge", 100, None, "%", UNDERSTOOD),
        ("1.200 tỷ đồng", "ge", 1200, None, "tỷ đồng", UNDERSTOOD),
        ("1 200 tỷ đồng/năm", "ge", 1200, None, "tỷ đồng/năm", UNDERSTOOD),
        ("130 xã, phường", "ge", 130, None, "xã, phường", UNDERSTOOD),
        ("5 điểm %", "ge", 5, None, "điểm %", UNDERSTOOD),
        ("80 phần trăm", "ge", 80, None, "%", UNDERSTOOD),
        ("100 % số xã", "ge", 100, None, "%", (*UNDERSTOOD, "share_of")),
        ("100% cán bộ, công chức", "ge", 100, None, "%", (*UNDERSTOOD, "share_of")),
        ("120%", "ge", 120, None, "%", (*UNDERSTOOD, "above_full")),
    ],
)
def test_numeric(text, operator, low, high, unit, notes):
    target = read(text)
    assert facts(target) == ("numeric", operator, low, high, unit)
    assert (target.notes, target.is_ambiguous, target.metric) == (notes, False, "")


@pytest.mark.parametrize(
    ("text", "low", "high", "unit"),
    [
        ("80-90%", 80, 90, "%"),
        ("42–45%", 42, 45, "%"),
        ("15 - 20", 15, 20, ""),
        ("7-10", 7, 10, ""),
        ("80% - 90%", 80, 90, "%"),
        ("từ 80% đến 90%", 80, 90, "%"),
        ("5 xã - 7 xã", 5, 7, "xã"),
        ("từ 1.000 - 2.000 tỷ đồng", 1000, 2000, "tỷ đồng"),
    ],
)
def test_range_is_met_from_its_lower_bound(text, low, high, unit):
    target = read(text)
    assert facts(target) == ("range", "between", low, high, unit)
    assert (target.notes, target.is_ambiguous) == (("range_lower_bound",), False)


@pytest.mark.parametrize(
    ("text", "expected", "note"),
    [
        ("≥ 2-3%", ("range", "ge", 2, 3, "%"), "sign_with_range"),
        ("không quá 2-3%", ("range", "le", 2, 3, "%"), "sign_with_range"),
        ("khoảng 80%", ("numeric", "ge", 80, None, "%"), "approximate"),
        ("khoảng 80-90%", ("range", "between", 80, 90, "%"), "approximate"),
        ("tăng 10%", ("numeric", "ge", 10, None, "%"), "change_rate"),
        ("giảm 10 %", ("numeric", "le", None, -10, "%"), "reduction"),
        ("giảm ít nhất 5%", ("numeric", "le", None, -5, "%"), "reduction"),
        ("giảm tối đa 5%", ("numeric", "ge", -5, None, "%"), "reduction"),
        ("giảm từ 1-1,5%/năm", ("range", "between", -1.5, -1, "%/năm"), "range_upper_bound"),
        ("2/3", ("numeric", "ge", 2 / 3, None, ""), "fraction"),
        ("31/31 xã", ("numeric", "ge", 1, None, "xã"), "fraction"),
        ("0", ("numeric", "eq", 0, 0, ""), "zero"),
        ("2025", ("numeric", "ge", 2025, None, ""), "year_like"),
        ("2025-2030", ("range", "between", 2025, 2030, ""), "year_like"),
        ("80% (cấp xã)", ("numeric", "ge", 80, None, "%"), "remark"),
        ("trên 80% trở xuống", ("numeric", "gt", 80, None, "%"), "conflicting_signs"),
        (
            "50 xã đạt chuẩn nông thôn mới",
            ("numeric", "ge", 50, None, "xã đạt chuẩn nông thôn mới"),
            "long_unit",
        ),
    ],
)
def test_what_a_person_must_look_at(text, expected, note):
    target = read(text)
    assert facts(target) == pytest.approx(expected)
    assert note in target.notes
    assert target.is_ambiguous


@pytest.mark.parametrize("text", ["", " ", "-", "–", "—", "--", "- -", "…", ".", None])
def test_no_target_is_not_zero(text):
    (target,) = parse_target(text)
    assert target == Target(text or "", "none")


@pytest.mark.parametrize(
    ("text", "value"),
    [("Có", 1), ("ứng dụng", 1), ("Hoàn thành.", 1), ("đạt", 1), ("Không", 0), ("chưa có", 0)],
)
def test_yes_and_no(text, value):
    assert facts(read(text)) == ("boolean", "eq", value, value, "")


@pytest.mark.parametrize("text", ["Trung tâm", "Duy trì/nâng cấp", "Duy trì / Nâng cấp", "xây dựng và vận hành"])
def test_milestone(text):
    assert facts(read(text)) == ("milestone", None, None, None, "")
    assert not read(text).is_ambiguous


@pytest.mark.parametrize(
    ("text", "rank", "notes"),
    [
        ("Top 20 của cả nước", 20, ()),
        ("top 10", 10, ()),
        ("Trong tốp 5 cả nước", 5, ()),
        ("thứ 5", 5, UNDERSTOOD),
        ("Xếp thứ 5/34", 5, UNDERSTOOD),
        ("nhóm 10 tỉnh dẫn đầu", 10, ()),
        ("Thuộc nhóm 10 tỉnh, thành phố dẫn đầu cả nước", 10, ()),
    ],
)
def test_rank_lower_is_better(text, rank, notes):
    target = read(text)
    assert facts(target) == ("rank", "le", None, rank, "")
    assert target.notes == notes


@pytest.mark.parametrize(
    "text",
    [
        "Bảo đảm đạt mức theo phân bổ NSTW và điều kiện thực tiễn của tỉnh",
        "Đạt mức tiên tiến ở nhiều lĩnh vực quan trọng",
        "Đạt mức trên trung bình của cả nước",
    ],
)
def test_known_verdicts_are_qualitative_and_clear(text):
    assert read(text) == Target(text, "qualitative")


UNREADABLE = (
    "5.5.5", "80%; 90%", "90-80%", "80-80%", "- 5%", "50người", "6G", "đạt mức 3", "2/0", "3/2", "≥", "≥ trên 5",
    "8O%", "≥ 50 60", "1e5", "NaN", "9" * 400, "1.000.000.000.000 đồng", "abc", "%", "tăng dần", "Top", "từ 5 đến",
    "5% hoặc 10%", "Năm 2030: 5 xã", "Không (0%)", "≥ 5 vụ - 7 xã", "Đạt mức " + "rất " * 60 + "5",
)  # fmt: skip


@pytest.mark.parametrize("text", UNREADABLE)
def test_what_cannot_be_read_is_said(text):
    assert read(text) == Target(text, "qualitative", notes=("unreadable",), is_ambiguous=True)


@pytest.mark.parametrize(("text", "label", "value"), [("6G (50%)", "6G", 50), ("6G: 80%", "6G", 80)])
def test_a_cell_may_name_its_metric(text, label, value):
    target = read(text)
    assert facts(target) == ("numeric", "ge", value, None, "%")
    assert target.metric == label


@pytest.mark.parametrize(
    ("text", "first", "second", "label"),
    [
        ("≥ 2% 3%GRDP", ("ge", 2, "%"), ("ge", 3, "% GRDP"), "GRDP"),
        ("≥ 2,5% 3%GRDP", ("ge", 2.5, "%"), ("ge", 3, "% GRDP"), "GRDP"),
        ("≥ 2%; ≥ 3% GRDP", ("ge", 2, "%"), ("ge", 3, "% GRDP"), "GRDP"),
        ("≥ 5 xã và 10 phường", ("ge", 5, "xã"), ("ge", 10, "phường"), "phường"),
    ],
)
def test_composite_cell(text, first, second, label):
    one, other = parse_target(text)
    assert [(t.operator, t.value_min, t.unit) for t in (one, other)] == [first, second]
    assert [t.metric for t in (one, other)] == ["", label]
    assert one.text == other.text == text
    assert "composite" in one.notes
    assert "composite" in other.notes


def test_6g_succeeds_5g():
    five, six = read_indicator("Tỷ lệ phủ sóng 5G trên địa bàn", {2025: "≥ 50%.", 2030: "100%", 2035: "6G (50%)"})
    assert (five.name, six.name) == ("Tỷ lệ phủ sóng 5G trên địa bàn", "Tỷ lệ phủ sóng 6G trên địa bàn")
    assert (list(five.targets), list(six.targets)) == ([2025, 2030], [2035])
    assert (five.succeeds, six.succeeds) == (None, 0)


def test_two_measures_in_one_row():
    first, second = read_indicator("Tỷ lệ chi ngân sách; Tỷ lệ chi", {2030: "Bảo đảm đạt mức tốt", 2035: "≥ 2% 3%GRDP"})
    assert (first.name, first.unit, list(first.targets)) == ("Tỷ lệ chi ngân sách", "%", [2030, 2035])
    assert (second.name, second.unit, list(second.targets)) == ("Tỷ lệ chi", "% GRDP", [2035])
    assert "composite" in first.ambiguities


def test_a_semicolon_in_the_name_alone_makes_no_metric():
    (metric,) = read_indicator("Ứng dụng AI; nâng cao chất lượng", {2025: "ứng dụng"})
    assert metric.name == "Ứng dụng AI; nâng cao chất lượng"


def test_another_label_is_no_successor():
    first, second = read_indicator("Số xã đạt chuẩn", {2025: "5 xã, 3 phường"})
    assert (first.name, second.name, second.succeeds) == ("Số xã đạt chuẩn", "Số xã đạt chuẩn (phường)", None)


@pytest.mark.parametrize(
    ("name", "cells", "unit"),
    [
        ("Số cán bộ nghiên cứu toàn tỉnh (người)", ["≥ 300"], "người"),
        ("Tỷ lệ hồ sơ", ["80", "90"], "%"),
        ("Tỉ trọng kinh tế số", ["80"], "%"),
        ("Quy mô kinh tế số", ["10% GRDP", "20% GRDP", "30%"], "% GRDP"),
        ("Chỉ số HDI (HDI)", ["> 0,7"], ""),
        ("Tỷ lệ người dân có tài khoản (VNeID)", ["≥ 50%"], "%"),
        ("Số bài báo (Scopus/ISI)/năm", ["≥ 50"], ""),
        ("Thu nhập (ĐVT: triệu đồng)", ["50"], "triệu đồng"),
    ],
)
def test_unit_of_a_metric(name, cells, unit):
    (metric,) = read_indicator(name, dict(enumerate(cells, 2025)))
    assert metric.unit == unit


@pytest.mark.parametrize(
    ("cells", "direction"),
    [
        (["Top 20", "Top 15"], "down"),
        (["không quá 5 vụ"], "down"),
        (["dưới 2%"], "down"),
        (["giảm 10%"], "down"),
        (["≥ 5"], "up"),
        (["-"], "up"),
        (["Có"], "up"),
    ],
)
def test_direction(cells, direction):
    (metric,) = read_indicator("Chỉ số", dict(enumerate(cells, 2025)))
    assert metric.direction == direction


@pytest.mark.parametrize(
    ("name", "cells", "ambiguities"),
    [
        ("Có trung tâm nghiên cứu trọng điểm ở tỉnh", ["-", "15 - 20"], ("no_unit",)),
        ("Có trung tâm nghiên cứu trọng điểm ở tỉnh", ["Có", "-"], ()),
        ("Công trình cấp tỉnh được nghiệm thu", ["≥20"], ("no_period",)),
        ("Số đơn đăng ký sở hữu trí tuệ", ["≥ 15"], ("no_period",)),
        ("Số nhiệm vụ được công nhận mỗi năm", ["≥ 15"], ()),
        ("Tỷ lệ đơn đăng ký", ["≥ 15%"], ()),
        ("Số doanh nghiệp khoa học và công nghệ trên địa bàn", ["≥ 17"], ()),
        ("Số người", ["5 người", "6 hộ"], ("mixed_units",)),
        ("Số vụ", ["≥ 5", "≤ 6"], ("mixed_direction",)),
        ("Chỉ số PII", ["", "Top 20"], ("rank_scope",)),
    ],
)
def test_ambiguities(name, cells, ambiguities):
    (metric,) = read_indicator(name, dict(enumerate(cells, 2025)))
    assert metric.ambiguities == ambiguities


def test_a_row_of_labelled_cells_only_has_no_empty_metric():
    (metric,) = read_indicator("Tỷ lệ phủ sóng 5G", {2035: "6G (50%)", 2040: "6G (80%)"})
    assert (metric.name, metric.succeeds, list(metric.targets)) == ("Tỷ lệ phủ sóng 6G", None, [2035, 2040])


def test_a_long_cell_is_prose():
    assert read("đạt " * 40 + "5%").kind == "numeric"
    assert read("đạt " * 60 + "5%").notes == ("unreadable",)


def test_an_indicator_without_cells_is_still_one_metric():
    (metric,) = read_indicator("Chỉ số", {})
    assert (metric.name, metric.targets) == ("Chỉ số", {})
