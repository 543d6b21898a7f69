"""Targets of indicators: what a cell of an indicator table asks for, and which measured things a row has.

The patterns are those of the plan 348/KH-UBND (Phụ lục 1: 65 indicators, 325 cells) and the usual ones of others.
"""

import re
from collections import Counter
from dataclasses import dataclass

from .quantity import read_quantities
from .text import clean, normalise, tidy

__all__ = ["Metric", "Target", "parse_target", "read_indicator"]


@dataclass(frozen=True)
class Target:
    """One target.

    text: the cell verbatim. kind: numeric, range, boolean, rank, milestone, qualitative or none (no target, not 0).
    operator, value_min, value_max: ge and gt bound from below (value_min), le and lt from above (value_max), eq and
    between fill both; a range with a sign ("≥ 2-3%") has the sign's operator and both values; yes is eq 1, no eq 0;
    a rank is le. unit: "%", "% GRDP", "người" … or "". notes: codes of what was assumed. is_ambiguous: a person must
    look before the plan is activated. metric: "" or the label of another metric of the indicator ("6G", "GRDP").
    """

    text: str
    kind: str
    operator: str | None = None
    value_min: float | None = None
    value_max: float | None = None
    unit: str = ""
    notes: tuple[str, ...] = ()
    is_ambiguous: bool = False
    metric: str = ""


@dataclass(frozen=True)
class Metric:
    """One measured thing of an indicator; targets by year; succeeds: index of the metric it takes over from."""

    name: str
    unit: str
    direction: str
    targets: dict[int, Target]
    succeeds: int | None = None
    ambiguities: tuple[str, ...] = ()


def _words(*words):
    return frozenset(map(normalise, words))


_YES = _words("có", "đã có", "đạt", "hoàn thành", "đã hoàn thành", "ứng dụng", "triển khai", "thực hiện")
_NO = _words("không", "không có", "không đạt", "chưa", "chưa có", "chưa đạt")
_MILESTONES = _words(
    "trung tâm", "duy trì", "nâng cấp", "mở rộng", "thành lập", "hình thành", "xây dựng", "ban hành", "vận hành",
    "đưa vào vận hành", "đưa vào hoạt động", "đưa vào sử dụng",
)  # fmt: skip
_VERDICT = re.compile(r"(?:bảo đảm|đảm bảo|đạt mức|đạt trình độ|bảo đảm đạt mức)\b[^\d]+")
# A longer cell is prose; the bound also keeps the patterns fast on whatever is pasted into a cell.
_MAX_CELL = 200
_PLACE = r"(?:trong|thuộc|nằm trong|vào|lọt vào|đứng|xếp|đạt)"
_RANKS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"(?:{_PLACE} )*(?:nhóm )?t[oố]p ?(\d{{1,3}})(?P<scope>\D*)",
        rf"(?:{_PLACE} )*(?P<bare>thứ hạng|vị trí thứ|vị trí|hạng|thứ) ?(\d{{1,3}})(?:/\d{{1,3}})?(?P<scope>\D*)",
        rf"(?:{_PLACE} )*(?:nhóm )?(\d{{1,3}}) (?:tỉnh|địa phương|thành phố)\D* (?:dẫn đầu|đứng đầu)(?P<scope>\D*)",
    )
)
_LABELLED = re.compile(r"(?P<label>\w[\w ]{0,19}?) ?(?:\((?P<inner>[^()]+)\)|: ?(?P<rest>[^()]+))")
# A label has a letter, and is not a year: "Năm 2030: 5 xã" names no metric.
_LABEL = re.compile(r"(?!.*(?:\b20\d\d\b|\bnăm\b)).*[^\W\d_].*", re.IGNORECASE)
_REMARKED = re.compile(r"(?P<body>[^()]+?) ?\([^()]*\)")


def parse_target(text):
    """The target of a cell as a tuple of one Target, or of two when the cell holds figures of two metrics.

    What cannot be read is kind qualitative, ambiguous, note "unreadable". Source of the patterns: see the module.
    """
    body = tidy(text)
    if not body.strip("- "):
        return (Target(text or "", "none"),)
    readers = (_read_rank, _read_labelled, _read_plain, _read_words, _read_remarked)
    for read in readers if len(body) <= _MAX_CELL else (_read_words,):
        found = read(body)
        if found:
            return tuple(Target(text, **values) for values in found)
    return (Target(text, "qualitative", notes=("unreadable",), is_ambiguous=True),)


def _read_plain(body, label=""):
    quantities = read_quantities(body)
    first = quantities[:1]
    rest = [vars(quantity) | {"metric": quantity.unit.lstrip("%‰ ") or quantity.unit} for quantity in quantities[1:]]
    found = [*(vars(quantity) | {"metric": label} for quantity in first), *rest]
    return [values | {"notes": (*values["notes"], "composite")} for values in found] if rest else found


def _read_labelled(body):
    """6G (50%) is 50 % of another metric; "Đạt (80%)" is only 80 %."""
    match = _LABELLED.fullmatch(body)
    if not match or not _LABEL.fullmatch(match["label"]) or read_quantities(match["label"]):
        return []
    words = normalise(match["label"])
    if words in _NO:
        return []
    label = "" if words in _YES or words in _MILESTONES else match["label"]
    found = _read_plain(match["inner"] or match["rest"], label)
    return found if len(found) == 1 else []


def _read_remarked(body):
    """A figure followed by a remark in brackets: the figure is read, the remark is for a person."""
    match = _REMARKED.fullmatch(body)
    found = _read_plain(match["body"]) if match else []
    return [values | {"notes": (*values["notes"], "remark"), "is_ambiguous": True} for values in found]


def _read_rank(body):
    for pattern in _RANKS:
        match = pattern.fullmatch(body)
        if match:
            bare = "bare" in match.groupdict()
            number = next(group for group in match.groups() if group and group.isdigit())
            notes = ("sign_understood",) if bare else ()
            return [{"kind": "rank", "operator": "le", "value_max": float(number), "notes": notes}]
    return []


def _read_words(body):
    words = normalise(body)
    if words in _YES or words in _NO:
        value = float(words in _YES)
        return [{"kind": "boolean", "operator": "eq", "value_min": value, "value_max": value}]
    if all(part.strip() in _MILESTONES for part in re.split(r"[/,;]| và ", words)):
        return [{"kind": "milestone"}]
    return [{"kind": "qualitative"}] if _VERDICT.fullmatch(words) else []


_QUANTITATIVE = ("numeric", "range", "rank")
_BRACKETED_UNIT = re.compile(
    r"\((?:đvt|đơn vị|đơn vị tính)?:? ?(%|(?:người|lượt|xã|phường|hộ|vụ|ha|km|điểm|giường|bác sĩ|doanh nghiệp|dự án"
    r"|cơ sở|sản phẩm|(?:nghìn |triệu |t[ỷỉ] )(?:đồng|usd|người|lượt|tấn)|tấn|đồng|usd|triệu usd)[^(),;]{0,20})\)",
    re.IGNORECASE,
)
_SHARE = re.compile(r"t[ỷỉ] (?:lệ|trọng)\b", re.IGNORECASE)
_NEEDS_UNIT = re.compile(r"(?:có|giá trị|doanh thu|thu nhập|diện tích|sản lượng|kim ngạch|vốn|kinh phí|quy mô)\b", re.I)
# Things that happen and are counted, unlike stocks such as enterprises or people: yearly or in all?
_EVENT = re.compile(
    r"đăng ký|nghiệm thu|công bố|công nhận|được cấp|thương mại h(?:óa|oá)|được hỗ trợ|lượt|chuyển giao", re.I
)
_PERIOD = re.compile(r"năm|tháng|quý|giai đoạn|l[ũu]y kế|cộng dồn|tổng số", re.IGNORECASE)


def read_indicator(name, cells):
    """The metrics of an indicator row, at least one; ``cells``: year → text of the cell.

    Every cell gives its target to the first metric, unless it names another. A name with as many parts between
    ";" as there are metrics names them (row 4 of the plan); 6G in a row about 5G succeeds it (row 1).
    """
    name = clean(name)
    by_label = {"": {}}
    for year, text in sorted(cells.items()):
        for target in parse_target(text):
            by_label.setdefault(target.metric, {})[year] = target
    if not by_label[""] and len(by_label) > 1:
        del by_label[""]
    names = _metric_names(name, list(by_label))
    return tuple(
        _metric(names[index][0], targets, succeeds=names[index][1]) for index, targets in enumerate(by_label.values())
    )


def _metric_names(name, labels):
    """[(name of the metric, index of the metric it succeeds or None), …] in the order of the labels."""
    parts = [part.strip() for part in name.split(";")]
    if len(labels) == len(parts) > 1:
        return [(part, None) for part in parts]
    names = []
    for label in labels:
        pattern = re.sub(r"\d+", r"\\d+", re.escape(label))
        successor = re.sub(rf"\b{pattern}\b", label, name) if re.search(r"\d", label) else name
        if successor != name:
            names.append((successor, 0 if names else None))
        else:
            names.append((f"{name} ({label})" if label else name, None))
    return names


def _metric(name, targets, succeeds):
    figures = [target for target in targets.values() if target.kind in _QUANTITATIVE]
    unit = _unit(name, figures)
    downward = {target.operator in ("le", "lt") or "reduction" in target.notes for target in figures}
    ambiguities = {
        "no_unit": figures and not unit and _NEEDS_UNIT.match(name),
        "no_period": figures and "%" not in unit and _EVENT.search(name) and not _PERIOD.search(name),
        "mixed_units": len({target.unit for target in figures} - {""}) > 1,
        "mixed_direction": len(downward) > 1,
        "rank_scope": any(target.kind == "rank" for target in figures),
        "composite": any("composite" in target.notes for target in figures),
    }
    direction = "down" if True in downward else "up"
    return Metric(
        name, unit, direction, targets, succeeds, tuple(code for code, applies in ambiguities.items() if applies)
    )


def _unit(name, figures):
    """The unit most targets have, else the one the name says: in brackets, or % for a rate."""
    units = Counter(target.unit for target in figures if target.unit)
    if units:
        return units.most_common(1)[0][0]
    bracketed = _BRACKETED_UNIT.search(name)
    if bracketed:
        return bracketed[1].strip()
    return "%" if _SHARE.match(name) else ""
