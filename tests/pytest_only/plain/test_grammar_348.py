"""Every cell of Kế hoạch 348/KH-UBND, read from the package as it is shipped."""

import csv
from collections import Counter
from functools import cache
from pathlib import Path

from ....grammars.actors import Names, parse_actors
from ....grammars.deadline import parse_deadline
from ....grammars.product import guess_track
from ....grammars.target import parse_target, read_indicator

PACKAGE = Path(__file__).parents[3] / "data" / "packages" / "348_kh_ubnd"


@cache
def rows(model):
    with (PACKAGE / f"{model}.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def tasks():
    return [row for row in rows("plan.task") if row["kind"] == "task"]


@cache
def metrics():
    cells = {}
    for row in rows("plan.target"):
        cells.setdefault(row["indicator"], {})[int(row["year"])] = row["text"]
    return {int(row["number"]): read_indicator(row["name"], cells[row["number"]]) for row in rows("plan.indicator")}


def actor_texts():
    texts = {row["monitor_text"] for row in rows("plan.indicator")}
    return sorted((texts | {row[field] for row in tasks() for field in ("lead_text", "support_text")}) - {""})


def test_kinds_of_the_325_cells():
    kinds = Counter()
    for row in rows("plan.target"):
        found = parse_target(row["text"])
        kinds["composite" if len(found) == 2 else found[0].kind] += 1
    assert kinds == {
        "numeric": 235,
        "none": 61,
        "boolean": 10,
        "range": 6,  # "≥ 2-3%" twice among them
        "qualitative": 4,
        "milestone": 4,
        "composite": 3,
        "rank": 2,
    }


def test_blank_and_dash_are_no_target():
    none = [row["text"] for row in rows("plan.target") if parse_target(row["text"])[0].kind == "none"]
    assert Counter(none) == {"": 44, "-": 17}


def test_97_cells_have_an_understood_sign_and_6_more_stand_beside_or_in_brackets():
    cells = [(row["text"], parse_target(row["text"])) for row in rows("plan.target")]
    understood = [text for text, found in cells for target in found if "sign_understood" in target.notes]
    bare = [text for text in understood if "GRDP" not in text[-4:] or text[0] != "≥"]
    assert len([text for text in bare if "(" not in text]) == 97
    assert len(understood) == 97 + 3 + 3


def test_what_is_flagged():
    flagged = [
        (row["indicator"], row["year"], target.notes)
        for row in rows("plan.target")
        for target in parse_target(row["text"])
        if target.is_ambiguous
    ]
    assert flagged == [("20", "2025", ("sign_with_range",)), ("34", "2025", ("sign_with_range",))]
    above = [(row["indicator"], row["year"]) for row in rows("plan.target") if row["text"] == "≥ 100%"]
    assert above == [("51", "2040")]
    assert parse_target("≥ 100%")[0].notes == ("above_full",)


def test_metrics_of_the_65_indicators():
    assert len(metrics()) == 65
    assert {number: len(found) for number, found in metrics().items() if len(found) > 1} == {1: 2, 4: 2}
    targets = sum(len(metric.targets) for found in metrics().values() for metric in found)
    assert targets == 325 + 3


def test_units_and_directions():
    units = Counter(metric.unit for found in metrics().values() for metric in found)
    assert units == {"%": 38, "": 26, "% GRDP": 2, "người": 1}
    assert metrics()[16][0].unit == "người"
    down = [number for number, found in metrics().items() for metric in found if metric.direction == "down"]
    assert down == [65]


def test_ambiguities():
    ambiguities = {number: found[0].ambiguities for number, found in metrics().items() if found[0].ambiguities}
    assert ambiguities == {
        4: ("composite",),
        15: ("no_period",),
        19: ("no_period",),
        24: ("no_unit",),
        25: ("no_unit",),
        65: ("rank_scope",),
    }


def test_completion_times_of_the_54_tasks():
    assert Counter(row["deadline_text"] for row in tasks()) == {
        "Năm 2025": 20,
        "Hàng năm": 17,
        "Năm 2026": 7,
        "Năm 2027": 2,
        "Năm 2026-2030": 2,
        "Năm 2030": 1,
        "Năm 2025-2026": 1,
        "Năm 2025-2030": 1,
        "2025-2030": 1,
        "Nhiệm vụ thường xuyên": 1,
        "Năm 2025 và giai đoạn tiếp theo": 1,
    }
    recurrences = Counter(parse_deadline(row["deadline_text"]).recurrence for row in tasks())
    assert recurrences == {"once": 35, "yearly": 17, "ongoing": 1, "once_then_ongoing": 1}


def test_ambiguous_completion_times():
    ambiguous = [
        f"{row['section']}.{row['number']}" for row in tasks() if parse_deadline(row["deadline_text"]).is_ambiguous
    ]
    assert ambiguous == ["II.6", "III.3", "IV.3", "V.2"]


def test_the_42_actor_texts_are_known():
    names = Names(
        (name, (model, row["code"]))
        for model in ("plan.agency", "plan.agency.group")
        for row in rows(model)
        for name in (row["name"], *filter(None, row["aliases"].split("|")))
    )
    read = {text: parse_actors(text, names) for text in actor_texts()}
    assert len(read) == 42
    assert {text: actors.unknown for text, actors in read.items() if actors.unknown or not actors.found} == {}
    codes = {text: tuple(code for _model, code in actors.found) for text, actors in read.items()}
    assert codes["Các Sở Y tế; Sở Giáo dục và Đào tạo; Bảo hiểm xã hội tỉnh; Sở Xây dựng"][0] == "SYT"
    assert len(codes["Các Sở Y tế; Sở Giáo dục và Đào tạo; Bảo hiểm xã hội tỉnh; Sở Xây dựng"]) == 4
    assert len(codes["Báo Nghệ An - Đài PTTH tỉnh"]) == 1
    assert len(codes["Chi cục Thống kê - Sở Khoa học và Công nghệ"]) == 2
    assert codes["Sở Văn hóa, Thể thao và Du lịch"] == ("SVHTTDL",)


def test_tracks_of_the_54_tasks():
    tracks = Counter()
    guesses = []
    for row in tasks():
        track, is_guess = guess_track(row["name"], parse_deadline(row["deadline_text"]).recurrence)
        tracks[track] += 1
        if is_guess:
            guesses.append(f"{row['section']}.{row['number']}")
    assert tracks == {"document": 33, "regular": 13, "project": 8}
    assert guesses == ["I.1", "I.2", "I.3", "III.11", "III.14", "IV.10", "V.2", "VI.2", "VII.1"]
