"""The package 348_kh_ubnd against the plan's own text, cell by cell. No Odoo is needed."""

import csv
import importlib.util
import re
import unicodedata
from collections import Counter
from datetime import date, timedelta
from functools import cache
from pathlib import Path

HERE = Path(__file__).parent
PACKAGE = HERE.parents[2] / "data" / "packages" / "348_kh_ubnd"
PLAN = "348/KH-UBND"
DAY = timedelta(days=1)
KINDS = {"Nghị quyết": "resolution", "Kế hoạch": "plan", "Kế hoạch hành động": "plan"}
COLUMNS = {
    "plan.agency.category": "code,name,reports",
    "plan.agency": "code,name,aliases,category,parent,official_code,superior,head,symbol,place,date_from,date_to",
    "plan.agency.group": "code,name,aliases,note",
    "plan.agency.group.member": "group,category,agency",
    "plan.agency.succession": "agency_from,agency_to,date,kind,document",
    "plan.holiday": "name,date_from,date_to,is_working_day",
    "plan.plan": "number,title,kind,issued_on,issuer,signer,desk_agency,basis,date_tracking_start",
    "plan.section": "plan,content,code,name",
    "plan.indicator": "plan,section,number,name,monitor_text",
    "plan.target": "plan,indicator,year,text",
    "plan.task": "plan,section,number,kind,name,lead_text,support_text,deadline_text",
    "plan.funding": "plan,number,name",
    "plan.reporting.schedule": "name,kind,desk_agency,plans,document,due_day,due_month,only_first_half,open_days,"
    "ask_duties,satisfies",
    "plan.reporting.question": "schedule,name,kind,purpose,choices,is_required",
    "plan.clarification": "plan,kind,indicator,section,task,text",
}
COUNTS = {
    "plan.agency.category": 10,
    "plan.agency": 29 + 130,
    "plan.agency.group": 8,
    "plan.agency.group.member": 18,
    "plan.agency.succession": 2,
    "plan.holiday": 12,
    "plan.plan": 4,
    "plan.section": 5 + 7 + 8,
    "plan.indicator": 65,
    "plan.target": 325,
    "plan.task": 54 + 93 + 11,
    "plan.funding": 4,
    "plan.reporting.schedule": 4,
    "plan.reporting.question": 5 + 3 * 6,
}
KEYS = {
    "plan.agency.category": ("code",),
    "plan.agency": ("code",),
    "plan.agency.group": ("code",),
    "plan.agency.group.member": ("group", "category", "agency"),
    "plan.agency.succession": ("agency_from", "agency_to", "date"),
    "plan.holiday": ("date_from", "is_working_day"),
    "plan.reporting.schedule": ("name",),
    "plan.reporting.question": ("schedule", "name"),
    "plan.plan": ("number",),
    "plan.section": ("plan", "content", "code"),
    "plan.indicator": ("plan", "number"),
    "plan.target": ("plan", "indicator", "year"),
    # without the kind: a clarification names a task or duty by section and number alone
    "plan.task": ("plan", "section", "number"),
    "plan.funding": ("plan", "number"),
    "plan.clarification": ("plan", "text"),
}


# under pytest-odoo this file is part of a package, run alone it is not: the reader is taken by its place
def _load(name):
    spec = importlib.util.spec_from_file_location(name, HERE / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@cache
def source():
    return _load("source_348").Source()


def rows(model):
    """Return the rows of one file as dicts."""
    with open(PACKAGE / f"{model}.csv", encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file, strict=True))


def table(model):
    """Return the rows of one file as tuples, in the order of its columns."""
    return [tuple(row.values()) for row in rows(model)]


def column(model, name):
    return [row[name] for row in rows(model)]


def normal(text):
    """Return a name as names are compared: NFC, folded, hoá as hóa, single spaces, no full stop at the end."""
    text = " ".join(unicodedata.normalize("NFC", text).casefold().split()).rstrip(" .;,:")
    for old, new in (("oá", "óa"), ("oà", "òa"), ("uỷ", "ủy"), ("oẻ", "ỏe")):
        text = text.replace(old, new)
    return text


def known_names():
    """Return every name and alias, normalised, with the code of the body or collective it means."""
    return [
        (normal(name), row["code"])
        for model in ("plan.agency", "plan.agency.group")
        for row in rows(model)
        for name in (row["name"], *filter(None, row["aliases"].split("|")))
    ]


@cache
def matcher():
    """Return the known names and the pattern that finds them, longest first."""
    names = dict(known_names())
    pattern = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
    return names, re.compile(rf"(?<!\w)(?:{pattern})(?!\w)")


def actors(text):
    """Take the longest known names out of `text`; return their codes in order and what was left over."""
    names, pattern = matcher()
    text = normal(text)
    left = [part for part in re.split(r"[;,]|\bvà\b| - ", pattern.sub(";", text)) if part.strip()]
    return [names[name] for name in pattern.findall(text)], left


# --- files -------------------------------------------------------------------------------------------------------
def test_files_and_columns():
    assert {path.name for path in PACKAGE.iterdir()} == {f"{model}.csv" for model in COLUMNS}
    for model, header in COLUMNS.items():
        text = (PACKAGE / f"{model}.csv").read_bytes().decode("utf-8")
        assert text.splitlines()[0] == header, model
        assert unicodedata.is_normalized("NFC", text), f"{model}: the source is NFC, its copy must be too"
        assert text.endswith("\n") and "\r" not in text, model
        for number, row in enumerate(rows(model), 2):
            assert None not in row and None not in row.values(), f"{model}, record {number}: wrong number of cells"
            assert all(cell == cell.strip() for cell in row.values()), f"{model}, record {number}: blanks at an end"
            assert not any("  " in cell for cell in row.values()), f"{model}, record {number}: double blanks"


def test_counts():
    assert {model: len(rows(model)) for model in COUNTS} == COUNTS
    assert Counter(column("plan.task", "kind")) == {"task": 54, "duty": 104}
    tasks = Counter(row["section"] for row in rows("plan.task") if row["kind"] == "task")
    assert tasks == {"I": 8, "II": 6, "III": 14, "IV": 15, "V": 4, "VI": 6, "VII": 1}
    duties = Counter(row["section"] for row in rows("plan.task") if row["kind"] == "duty")
    assert duties.pop("V") == 11 and sum(duties.values()) == 93
    assert Counter(text in ("", "-") and text for text in column("plan.target", "text")) == {
        False: 264,
        "": 44,
        "-": 17,
    }
    assert column("plan.indicator", "number") == [str(number) for number in range(1, 66)]
    assert Counter(column("plan.agency", "category"))["so"] == 14
    assert Counter(column("plan.agency", "category"))["xa"] == 119
    assert Counter(column("plan.agency", "category"))["phuong"] == 11


def test_keys_are_unique():
    for model, key in KEYS.items():
        found = Counter(tuple(row[name].lower() for name in key) for row in rows(model))
        assert not [value for value, count in found.items() if count > 1], model


# --- the text, cell by cell ----------------------------------------------------------------------------------------
def test_plan():
    document = source().document
    assert set(source().dates_in_text()) == {document.issued_on}
    plans = {row["number"]: row for row in rows("plan.plan")}
    plan = plans[document.number]
    # the heading is set in capitals; its letters are those of the preamble
    assert plan["title"].upper() == document.title
    verb, resolution, action = re.fullmatch(r"(.+?) (Nghị quyết .+?) và (Kế hoạch .+)", plan["title"]).groups()
    assert verb == "Triển khai thực hiện" and resolution in document.preamble and action in document.preamble
    assert (KINDS[document.kind], document.signer) == (plan["kind"], plan["signer"])
    assert date.fromisoformat(plan["issued_on"]) == document.issued_on
    assert (plan["issuer"], plan["desk_agency"], plan["date_tracking_start"]) == ("UBND", "SKHCN", "2026-01-01")
    assert plan["basis"].split("|") == [number for number in plans if number != PLAN]


def test_basis_documents():
    """Kind, number, date, issuer and title occur in one phrase of the preamble, and nothing else is claimed of them."""
    agencies = {row["code"]: row for row in rows("plan.agency")}
    preamble = source().document.preamble
    basis = {row["number"]: row for row in rows("plan.plan") if row["number"] != PLAN}
    assert list(basis) == ["57-NQ/TW", "71/NQ-CP", "328-KH/TU"]
    above = {"57-NQ/TW": "", "71/NQ-CP": "57-NQ/TW", "328-KH/TU": "57-NQ/TW"}
    ends = {"57-NQ/TW": " và Kế", "71/NQ-CP": " và Kế hoạch hành động số 328", "328-KH/TU": " (sau đây gọi tắt"}
    for number, row in basis.items():
        issued = date.fromisoformat(row["issued_on"])
        issuer = agencies[row["issuer"]]
        title = row["title"][0].lower() + row["title"][1:]
        assert row["title"][0].isupper()
        phrases = {
            f"{word} số {number}{comma} ngày {day} của {name} {title}{ends[number]}"
            for word in (word for word, kind in KINDS.items() if kind == row["kind"])
            for comma in ("", ",")
            for day in (issued.strftime("%d/%m/%Y"), f"{issued:%d}/{issued.month}/{issued.year}")
            for name in (issuer["name"], *issuer["aliases"].split("|"))
        }
        assert any(phrase in preamble for phrase in phrases), number
        assert row["basis"] == above[number]
        assert not (row["signer"] or row["desk_agency"] or row["date_tracking_start"])


def test_sections():
    assert table("plan.section") == [(PLAN, *section) for section in source().sections]


def test_indicators():
    expected = [(PLAN, row.section, row.number, row.name, row.monitor) for row in source().indicators]
    assert table("plan.indicator") == expected


def test_targets():
    assert source().years == [2025, 2030, 2035, 2040, 2045]
    expected = [
        (PLAN, row.number, str(year), text)
        for row in source().indicators
        for year, text in zip(source().years, row.targets, strict=True)
    ]
    assert table("plan.target") == expected


def test_tasks():
    expected = [
        (PLAN, row.section, row.number, "task", row.name, row.lead, row.support, row.deadline) for row in source().tasks
    ]
    assert [row for row in table("plan.task") if row[3] != "duty"] == expected


def test_duties():
    found = [row for row in rows("plan.task") if row["kind"] == "duty"]
    assert len(found) == len(source().duties)
    for row, duty in zip(found, source().duties, strict=True):
        assert (row["plan"], row["section"], row["number"]) == (PLAN, duty.section, duty.number)
        assert not (row["support_text"] or row["deadline_text"]), duty.number
        if duty.text:
            assert (row["lead_text"], row["name"]) == (duty.heading, duty.text), duty.number
    own = [duty.number for duty in source().duties if not duty.text]
    assert own == ["1.2", "1.5", "2.3", "6.3"]


def test_headings_that_are_duties():
    """Lead and text of such a heading, put together again, are the heading, and the lead is a name alone."""
    found = {row["number"]: row for row in rows("plan.task") if row["kind"] == "duty"}
    agencies = set(column("plan.agency", "code"))
    for duty in (duty for duty in source().duties if not duty.text):
        lead, name = found[duty.number]["lead_text"], found[duty.number]["name"]
        joint = " " if duty.number == "1.2" else ": "
        assert lead + joint + name == duty.heading
        codes, left = actors(lead)
        assert len(codes) == 1 and codes[0] in agencies and not left, duty.number


def test_funding():
    assert table("plan.funding") == [(PLAN, *line) for line in source().funding]


# --- agencies ------------------------------------------------------------------------------------------------------
def test_references_exist():
    agencies, categories = set(column("plan.agency", "code")), set(column("plan.agency.category", "code"))
    groups, plans = set(column("plan.agency.group", "code")), set(column("plan.plan", "number"))
    assert set(column("plan.agency", "category")) <= categories
    assert set(column("plan.agency", "parent")) <= agencies | {""}
    assert set(column("plan.agency.group.member", "group")) == groups
    for row in rows("plan.agency.group.member"):
        assert bool(row["category"]) != bool(row["agency"]), "a member is a category or an agency"
        assert row["category"] in categories | {""} and row["agency"] in agencies | {""}
    for row in rows("plan.agency.succession"):
        assert {row["agency_from"], row["agency_to"]} <= agencies
        assert row["kind"] in ("merge", "split", "rename")
    assert set(column("plan.plan", "issuer")) <= agencies
    assert set(column("plan.plan", "desk_agency")) <= agencies | {""}
    assert {number for cell in column("plan.plan", "basis") for number in cell.split("|")} <= plans | {""}
    sections = {(row["content"], row["code"]) for row in rows("plan.section")}
    assert {("indicator", code) for code in column("plan.indicator", "section")} <= sections
    assert {(row["kind"], row["section"]) for row in rows("plan.task")} <= sections


def test_codes_and_dates():
    for model in ("plan.agency.category", "plan.agency", "plan.agency.group"):
        for code in column(model, "code"):
            assert re.fullmatch(r"[A-Za-z0-9_]+", code), code
    assert {row["code"]: row["reports"] for row in rows("plan.agency.category")} == {
        code: str(int(code != "cap_tren")) for code in column("plan.agency.category", "code")
    }
    for row in rows("plan.agency"):
        for cell in filter(None, (row["date_from"], row["date_to"])):
            assert date.fromisoformat(cell).isoformat() == cell
        assert row["head"] == row["head"].upper() and row["superior"] == row["superior"].upper()
        assert row["head"] and row["symbol"] and row["place"], row["code"]
        assert row["category"] in ("xa", "phuong") or not row["official_code"], row["code"]


def test_departments():
    departments = {row["code"] for row in rows("plan.agency") if row["category"] == "so"}
    codes = "SNV STP STC SCT SNNMT SXD SKHCN SVHTTDL SGDDT SYT TTT VPUBND SNgV SDTTG"
    assert departments == set(codes.split())


def test_succession():
    """A body that has ended has a successor that begins on the next day."""
    agencies = {row["code"]: row for row in rows("plan.agency")}
    successions = rows("plan.agency.succession")
    assert {row["agency_from"] for row in successions} == {code for code, row in agencies.items() if row["date_to"]}
    for row in successions:
        assert row["date"] == agencies[row["agency_to"]]["date_from"]
        assert date.fromisoformat(agencies[row["agency_from"]]["date_to"]) == date.fromisoformat(row["date"]) - DAY


def test_communes():
    communes = [row for row in rows("plan.agency") if row["category"] in ("xa", "phuong")]
    for row in communes:
        kind, _, own = row["name"].partition(" ")
        assert row["category"] == {"Xã": "xa", "Phường": "phuong"}[kind]
        assert row["code"] == row["official_code"] and re.fullmatch(r"1[678]\d{3}", row["code"])
        assert row["aliases"] == f"UBND {kind.lower()} {own}|Ủy ban nhân dân {kind.lower()} {own}"
        assert row["head"] == f"ỦY BAN NHÂN DÂN {row['name'].upper()}"
        assert (row["place"], row["superior"], row["parent"], row["symbol"]) == (own, "", "UBND", "UBND")
        assert (row["date_from"], row["date_to"]) == ("2025-07-01", "")
    names = {row["code"]: row["name"] for row in communes}
    assert (names["16681"], names["17329"]) == ("Phường Thành Vinh", "Xã Anh Sơn")


def test_names_are_unambiguous():
    found = known_names()
    repeated = [name for name, count in Counter(name for name, code in found).items() if count > 1]
    assert not repeated


def test_every_string_of_actors_is_understood():
    texts = {row.lead for row in source().tasks} | {row.support for row in source().tasks} - {""}
    texts |= {row.monitor for row in source().indicators}
    assert len(texts) == 42
    for text in texts | set(column("plan.task", "lead_text")):
        codes, left = actors(text)
        assert codes and not left, f"{text}: {codes}, left over: {left}"


def test_actors_of_compound_strings():
    expected = {
        "Báo Nghệ An - Đài PTTH tỉnh": ["BAOPTTH"],
        "Chi cục Thống kê - Sở Khoa học và Công nghệ": ["TK", "SKHCN"],
        "Ban quản lý khu kinh tế Đông Nam - Sở Khoa học và Công nghệ": ["KKT", "SKHCN"],
        "Các Sở Y tế; Sở Giáo dục và Đào tạo; Bảo hiểm xã hội tỉnh; Sở Xây dựng": ["SYT", "SGDDT", "BHXH", "SXD"],
        "Ngân hàng nhà nước, chi nhánh tỉnh Nghệ An": ["NHNN"],
        "Sở Khoa học và Công nghệ và các Viện/trường": ["SKHCN", "VT"],
        "Sở Khoa học và Công nghệ; các Trường cao đẳng, Đại học trên địa bàn tỉnh": ["SKHCN", "DHCD"],
        "Các sở, ngành, địa phương và các viện trường": ["SNDP", "VT"],
        "Các sở, ngành, địa phương; Các doanh nghiệp": ["SNDP", "DN"],
        "Sở Tài Chính.": ["STC"],
    }
    assert {text: actors(text)[0] for text in expected} == expected


def test_collectives_are_the_narrow_set():
    members = Counter((row["group"], row["category"] or row["agency"]) for row in rows("plan.agency.group.member"))
    by_group = {code: {member for group, member in members if group == code} for code, _member in members}
    assert by_group["SN"] == {"so"}
    assert by_group["SNDP"] == {"so", "xa", "phuong"}
    assert by_group["SBNDP"] == by_group["SBNUBND"] == {"so", "KKT", "xa", "phuong"}
    assert by_group["DHCD"] == {"truong"} and by_group["VT"] == by_group["VTTC"] == {"truong", "vien"}
    assert by_group["DN"] == {"doanh_nghiep"}


# --- reporting -----------------------------------------------------------------------------------------------------
def test_reports_are_due_as_the_text_says():
    """Part V.1: monthly before the 20th, the quarter before the 10th of its last month, 10/6, 30/11."""
    text = " ".join(" ".join(source().lines).split())
    assert (
        "hàng tháng trước ngày 20 hàng tháng, báo cáo Quý trước ngày 10 tháng cuối Quý, báo cáo 6 tháng trước ngày "
        "10/6 báo cáo năm trước ngày 30/11" in text
    )
    due = {row["kind"]: (row["due_day"], row["due_month"]) for row in rows("plan.reporting.schedule")}
    assert due == {"month": ("20", "1"), "quarter": ("10", "3"), "half": ("10", "6"), "year": ("30", "11")}
    assert all(row["desk_agency"] == "SKHCN" and row["plans"] == PLAN for row in rows("plan.reporting.schedule"))


# --- clarifications
# --------------------------------------------------------------------------------------------------------
def test_clarifications_name_their_row():
    indicators = set(column("plan.indicator", "number"))
    tasks = {(row["section"], row["number"]) for row in rows("plan.task")}
    for row in rows("plan.clarification"):
        assert row["plan"] == PLAN
        assert row["kind"] in ("target", "deadline", "agency", "group", "lead", "product", "other")
        assert row["text"].endswith(".") and "Đề nghị" in row["text"]
        if row["indicator"]:
            assert row["indicator"] in indicators and not (row["section"] or row["task"])
            assert row["text"].startswith(f"Chỉ tiêu {row['indicator']}:")
        elif row["section"] or row["task"]:
            assert (row["section"], row["task"]) in tasks
            assert row["text"].startswith(f"Nhiệm vụ {row['section']}.{row['task']}:")


def test_clarifications_quote_the_text():
    """The quotations in a clarification occur in the plan."""
    text = "\n".join(source().lines).casefold()
    for row in rows("plan.clarification"):
        for quote in re.findall("“(.+?)”", row["text"]):
            assert quote.rstrip("…").casefold() in text, quote
