from collections import Counter

from odoo import models
from odoo.exceptions import UserError

from ...papers.document import Annex, AnnexColumn, Document, Paragraph, roman
from ...tools.clock import vietnam_day
from ..reporting.plan_report import OPEN_TO_DESK

# the texts of an agency by heading, in the order of papers; the results come between them
BEFORE_RESULTS = ("direction",)


class PlanReport(models.Model):
    """An agency's periodic report as a paper: its narrative, its figures (annex I) and its work (annex II)."""

    _name = "plan.report"
    _inherit = ["plan.report", "plan.paper.mixin"]

    def _get_paper(self, name):
        self.ensure_one()
        figures, lines, narratives = (
            self._get_readable(rows) for rows in ("measurement_ids", "line_ids", "narrative_ids")
        )
        if not (figures or lines or narratives):
            raise UserError(
                self.env._(
                    "“%(report)s” cannot be printed: only the agency itself can read it before its leader approves it.",
                    report=self.display_name,
                )
            )
        is_draft = self.state == "draft"  # a submitted report is fixed, and printed to be signed
        is_approved = self.state in OPEN_TO_DESK
        agency, period, paper = self.sudo().agency_id, self.sudo().period_id, self.official_copy_id
        signer, office = self._get_signer()
        desk = self.sudo().desk_agency_id  # sudo: whom it is sent to
        return Document(
            **agency._get_letterhead(),
            name=f"Báo cáo {agency._get_file_word()} {period.code}".replace("/", "-"),
            number=paper.number or "",
            day=paper.date or (is_approved and self.date_approved and vietnam_day(self.date_approved)) or None,
            code="BC",
            kind="BÁO CÁO",
            subject=period._get_subject(),
            to=[desk._get_addressee()],
            body=self._get_body(figures, lines, narratives),
            signature=agency._get_signature(office),
            signer=signer,
            recipients=["Như trên", "Lưu: VT"],
            annexes=[
                *([self._get_figure_annex(figures)] if figures else []),
                *([self._get_line_annex(lines)] if lines else []),
            ],
            is_draft=is_draft,
        )

    def _get_signer(self):
        """Return (name, office) of the signer, or of the person to sign a submitted report."""
        if self.state in OPEN_TO_DESK:
            name, _comma, office = (self.official_copy_id.signer or self.signer_name or "").partition(",")
            return name.strip(), office.strip() or (self.signer_office or "")
        leader = self.sudo().agency_id._get_leader()
        if not leader:
            return "", ""
        return leader.user_id.name if self.state == "submitted" else "", leader._get_office()

    # -- the body -----------------------------------------------------------------------------------------------------

    def _get_body(self, figures, lines, narratives):
        period, agency = self.sudo().period_id, self.sudo().agency_id
        plans = period.schedule_id.plan_ids
        basis = f"Thực hiện {plans._get_phrase()}, " if len(plans) == 1 else ""
        phrase = period._get_phrase() if period.kind != "ad_hoc" else ""
        start = f"{basis}{agency._get_written_name()} báo cáo kết quả thực hiện {phrase}".strip() + " như sau:"
        first = narratives.filtered(lambda row: row.purpose in BEFORE_RESULTS)
        parts = self._get_answers(first)
        if figures or lines:
            parts.append(("Kết quả thực hiện", self._get_summary(figures, lines)))
        parts += self._get_answers(narratives - first)
        body = [Paragraph(start[0].upper() + start[1:])]
        for number, (heading, text) in enumerate(parts, 1):
            body.append(Paragraph(f"{roman(number)}. {heading.upper()}", "heading"))
            body += [Paragraph(line) for line in text.split("\n") if line.strip()]
        last = body.pop()
        return [*body, last._replace(text=f"{last.text.rstrip('. ')}./.")]

    def _get_answers(self, rows):
        """Return (heading, answer) of each; what need not be answered and was not is left out of what was sent."""
        answers = [(row.name, self._get_answer(row)) for row in rows]
        return [(heading, answer) for heading, answer in answers if answer]

    def _get_answer(self, row):
        answer = self.env["plan.consolidation"]._get_answer_text(row)
        # only the person who fills the report in says that there is nothing, not the rows that they have not reached
        # yet
        return answer or (row.is_nil and "Không phát sinh.") or (self.state == "draft" and "(Chưa nhập)") or ""

    def _get_summary(self, figures, lines):
        """Return in words what the annexes say: the number of assignments by state."""
        words = []
        assignments = lines.filtered("assignment_id")
        if assignments:
            words.append(self._get_work_summary(assignments))
        if figures:
            given = sum(bool(row.has_actual or row.verdict) for row in figures)
            words.append(f"Tổng số chỉ tiêu theo dõi: {len(figures)}; có số liệu kỳ này: {given}.")
        words.append("Chi tiết tại Phụ lục kèm theo.")
        return "\n".join(words)

    def _get_work_summary(self, lines):
        """Return the number of the agency's own assignments by state, and of those that it only supports."""
        sent = self.state != "draft"
        # sudo: whether the agency leads the work that the line is about; not every reader of the report sees the
        # assignment
        own = lines.filtered(lambda line: line.assignment_id.sudo().role == "lead")
        kinds = Counter((line.stage_kind if sent else line.assignment_id.stage_kind) for line in own)
        late = sum((line.timeliness if sent else line.assignment_id.timeliness) == "overdue" for line in own)
        others = len(lines) - len(own)
        supported = f"; phối hợp {others} nhiệm vụ" if others else ""
        return (
            f"Tổng số nhiệm vụ chủ trì: {len(own)}; đã hoàn thành {kinds['done']}, "
            f"chờ xác nhận {kinds['review']}, đang thực hiện {kinds['doing']}, "
            f"chưa thực hiện {kinds['todo']}; quá hạn {late} nhiệm vụ{supported}."
        )

    # -- the annexes --------------------------------------------------------------------------------------------------

    def _get_figure_annex(self, figures):
        rows = []
        for row in figures._get_page_rows():
            verdict = dict(figures._fields["verdict"]._description_selection(self.env)).get(row["verdict"], "")
            name = row["name"] if row["metric"] in ("", row["name"]) else f"{row['name']}\n({row['metric']})"
            said = [row["note"], row["source"] and f"Nguồn: {row['source']}"]
            if row["is_nil"]:
                said.insert(0, "Không phát sinh")
            rows.append(
                [
                    row["number"],
                    name,
                    row["unit"],
                    row["target"],
                    row["before"],
                    row["actual"] or verdict,
                    row["estimate"],
                    "\n".join(filter(None, said)),
                ]
            )
        columns = [
            AnnexColumn("TT", 5, "center"),
            AnnexColumn("Chỉ tiêu", 30),
            AnnexColumn("Đơn vị tính", 9, "center"),
            AnnexColumn("Mục tiêu", 12, "center"),
            AnnexColumn("Kỳ trước", 12, "center"),
            AnnexColumn("Thực hiện", 10, "number"),
            AnnexColumn("Ước thực hiện cả kỳ", 10, "number"),
            AnnexColumn("Nguồn số liệu, ghi chú", 18),
        ]
        return Annex("Kết quả thực hiện các chỉ tiêu", columns, rows)

    def _get_line_annex(self, lines):
        rows = []
        for row in lines._get_page_rows():
            step = " ".join(filter(None, [row["next_step"], row["date_next_step"] and _day(row["date_next_step"])]))
            text = row["text"] or ("Không phát sinh" if row["is_nil"] else "")
            status = "\n".join(filter(None, [row["stage_name"], row["timeliness"][1]]))
            rows.append(
                [row["code"], row["name"], row["deadline"], status, text, row["obstacle"], row["proposal"], step]
            )
        columns = [
            AnnexColumn("TT", 6.5, "center"),
            AnnexColumn("Nhiệm vụ", 26),
            AnnexColumn("Thời hạn hoàn thành", 12, "center"),
            AnnexColumn("Tình trạng", 11, "center"),
            AnnexColumn("Kết quả thực hiện", 24),
            AnnexColumn("Khó khăn, vướng mắc", 14),
            AnnexColumn("Kiến nghị, đề xuất", 14),
            AnnexColumn("Bước tiếp theo", 13),
        ]
        return Annex("Kết quả thực hiện các nhiệm vụ", columns, rows)


def _day(text):
    """Return "(trước ngày 30/11/2026)" of the page's ISO date."""
    year, month, day = text.split("-")
    return f"(đến ngày {day}/{month}/{year})"
