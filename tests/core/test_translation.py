"""The words: the template is what the code says, and every term of it is in Vietnamese, as officials write it."""

import re
import unicodedata
from pathlib import Path

import polib

from odoo.tests import TransactionCase, tagged
from odoo.tools.translate import TranslationModuleReader

FOLDER = Path(__file__).parents[2] / "i18n"
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%%|%[sd]\b")
TAG = re.compile(r"<[^>]+>")
# text inside a tag is translated with it
READ_IN_TAG = re.compile(r'((?:title|alt|placeholder|aria-label)=)"[^"]*"')
# terms that are the same in both languages
SAME = {"348/KH-UBND", "15/KH-UBND", "SHA-256", "%(record)s: %(fields)s", "%(category)s. %(moment)s", "ID"}
SAME |= {"KT.", "TL.", "TM.", "TUQ.", "Excel", "Word"}
# the expression that names a printed file is a separate term
CODE = "object._get_paper_file_name("
# English words that no Vietnamese sentence has; "name", "task" and the like are in brackets where a column is meant
ENGLISH = re.compile(r"\b(?:the|and|of|is|are|this|that|with|must|been|deadline|plan|report|user|please)\b", re.I)
# tone marks where schools once put them: hoá, thuỷ, khoẻ (but "quý", "thúy" and "hoàn" are as they should be)
OLD_TONE = re.compile(r"(?:o[áàảãạ]|o[éèẻẽẹ]|(?<!q)u[ýỳỷỹỵ])(?!\w)", re.I)
# section 6 of the domain: words that everything else leans on
WORDS = {
    "Assignment": "Phần việc",
    "Completion Time": "Thời gian hoàn thành",
    "Desk": "Cơ quan đầu mối tổng hợp",
    "Done Late": "Hoàn thành quá hạn",
    "Done on Time": "Hoàn thành đúng hạn",
    "Due Soon": "Sắp đến hạn",
    "Lead Agency": "Đơn vị chủ trì",
    "Leader": "Lãnh đạo",
    "Monitoring Agency": "Cơ quan chủ trì theo dõi, đánh giá",
    "My Agency's Work": "Việc của cơ quan tôi",
    "No Deadline": "Không thời hạn",
    "Not Yet Due": "Chưa đến hạn",
    "Officer": "Cán bộ đầu mối",
    "Overdue": "Quá hạn",
    "Plan Tracking": "Theo dõi kế hoạch",
    "Programmes, Projects, Tasks": "Các chương trình, đề án, nhiệm vụ",
    "Reader": "Người theo dõi (chỉ xem)",
    "Stage": "Bước thực hiện",
    "Supporting Agencies": "Đơn vị phối hợp",
    "Targets by Stage": "Mục tiêu theo từng giai đoạn",
    "Timeliness": "Tình trạng tiến độ",
}


def terms(name):
    """Return {English: Vietnamese} of one file; a duplicate term is a fault."""
    entries = [entry for entry in polib.pofile(str(FOLDER / name)) if not entry.obsolete]
    found = {entry.msgid: entry.msgstr for entry in entries}
    assert len(found) == len(entries), f"{name}: a term stands twice"
    return found


def tags(text):
    return sorted(READ_IN_TAG.sub(r'\1"…"', tag) for tag in TAG.findall(text))


@tagged("post_install", "-at_install")
class TestTranslation(TransactionCase):
    """The two files of i18n/, against each other and against the code."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.vietnamese = terms("vi.po")

    def failing(self, check):
        """Return the terms and translations that fail `check(English, Vietnamese)`."""
        return {english: text for english, text in self.vietnamese.items() if not check(english, text)}

    def test_template_is_what_the_code_says(self):
        rows = TranslationModuleReader(self.env.cr, modules=["plan_tracking"])
        exported = {row[4].strip() for row in rows}
        kept = {term.strip() for term in terms("plan_tracking.pot")}
        self.assertEqual(sorted(exported - kept), [], "new in the code: run scripts/i18n")
        self.assertEqual(sorted(kept - exported), [], "gone from the code: run scripts/i18n")

    def test_every_term_is_translated(self):
        self.assertEqual(self.vietnamese.keys(), terms("plan_tracking.pot").keys())
        self.assertEqual(self.failing(lambda _english, text: text.strip()), {})
        fuzzy = [entry.msgid for entry in polib.pofile(str(FOLDER / "vi.po")) if entry.fuzzy]
        self.assertEqual(fuzzy, [])

    def test_placeholders_and_tags_are_kept(self):
        def same(english, text):
            placeholders = [sorted(PLACEHOLDER.findall(one)) for one in (english, text)]
            return placeholders[0] == placeholders[1] and tags(english) == tags(text)

        self.assertEqual(self.failing(same), {})

    def test_nothing_is_left_in_english(self):
        kept = {english for english in self.vietnamese if english in SAME or english.startswith(CODE)}
        self.assertEqual(self.failing(lambda english, text: english != text or english in kept), {})
        plain = {english: TAG.sub(" ", PLACEHOLDER.sub("", text)) for english, text in self.vietnamese.items()}
        left = {english: text for english, text in plain.items() if ENGLISH.search(text) and english not in kept}
        self.assertEqual(left, {})

    def test_form(self):
        """One way of writing: composed letters, tone marks as in documents of today, no blanks at an end."""
        self.assertEqual(self.failing(lambda _english, text: unicodedata.is_normalized("NFC", text)), {})
        self.assertEqual(self.failing(lambda _english, text: not OLD_TONE.search(text)), {})
        self.assertEqual(self.failing(lambda _english, text: text == text.strip() and "  " not in text), {})

        def ends_alike(english, text):
            return " " not in english or english[-1] not in ".?:" or text[-1:] == english[-1]

        self.assertEqual(self.failing(ends_alike), {})

    def test_words(self):
        self.assertEqual({english: self.vietnamese.get(english) for english in WORDS}, WORDS)

    def test_peers_are_asked_not_ordered(self):
        self.assertEqual(self.failing(lambda _english, text: "yêu cầu" not in text.lower()), {})

    def test_header_names_nobody(self):
        for name in ("plan_tracking.pot", "vi.po"):
            file = polib.pofile(str(FOLDER / name))
            self.assertFalse({"Last-Translator", "Language-Team", "PO-Revision-Date"} & file.metadata.keys(), name)
            self.assertFalse(re.search(r"\B/\w|\\|@", file.header), f"{name}: no path, no address")

    def test_a_vietnamese_user_reads_vietnamese(self):
        """Texts are shown in the user's language: a menu, a field, a stage and a sentence of the code."""
        self.env["res.lang"]._activate_lang("vi_VN")
        self.env["ir.module.module"]._load_module_terms(["plan_tracking"], ["vi_VN"], overwrite=True)
        env = self.env(context={**self.env.context, "lang": "vi_VN"})
        self.assertEqual(env.ref("plan_tracking.plan_tracking_menu_root").name, "Theo dõi kế hoạch")
        self.assertEqual(env.ref("plan_tracking.plan_stage_review").name, "Chờ xác nhận")
        self.assertEqual(env["plan.assignment"].fields_get(["timeliness"])["timeliness"]["string"], WORDS["Timeliness"])
        self.assertEqual(env["plan.assignment"]._get_cycles()[0], ("0", "Không theo năm"))
