from odoo import models

from ...papers.document import Annex, AnnexColumn, Document, Paragraph, short_date
from ...tools.clock import vietnam_day

# more addressees than these are listed only in the annexes
NAMED = 8


class PlanFollowup(models.Model):
    """The letter as a paper (công văn đôn đốc): between peers it asks (“đề nghị”), the province orders (“yêu cầu”)."""

    _inherit = "plan.followup"

    def _get_paper(self, name):
        self.ensure_one()
        # sudo: names of bodies, also of those that no longer exist; the reader of the letter has been checked
        letter = self.sudo().with_context(active_test=False)
        agencies = {agency.id: agency for agency in letter.agency_ids}
        names = [agencies[one["agency_id"]]._get_addressee() for one in letter.owed or ()]
        everybody = "Các cơ quan, đơn vị, địa phương có tên tại Phụ lục kèm theo"
        return Document(
            **letter.issuer_id._get_letterhead(),
            name=f"Công văn đôn đốc {letter.period_id.code}".replace("/", "-"),
            number=letter.number or "",
            day=letter.date or None,
            about=f"V/v đôn đốc báo cáo {letter._get_matter()}",
            to=names if len(names) <= NAMED else [everybody],
            body=letter._get_body(len(names)),
            signature=letter.issuer_id._get_signature(letter.office or ""),
            recipients=["Như trên", *letter._get_copies(), "Lưu: VT"],
            annexes=[letter._get_annex(agencies[one["agency_id"]], one["rows"]) for one in letter.owed or ()],
            is_draft=letter.state == "draft",
        )

    def _get_matter(self):
        subject = self.period_id._get_subject()
        return subject[:1].lower() + subject[1:] if self.period_id.kind != "ad_hoc" else subject

    def _get_copies(self):
        """Return who gets a copy: the province of the desk's letter, the desk of the province's."""
        province = self.period_id.schedule_id.plan_ids.issuer_id[:1]
        if self.issuer_id == self.desk_agency_id:
            return [f"{province.name} (để báo cáo)"] if province else []
        return [f"{self.desk_agency_id.name} (để theo dõi, tổng hợp)"]

    def _get_body(self, count):
        desk, day = self.desk_agency_id.name, short_date(vietnam_day(self.date_built))
        state = (
            f"Qua theo dõi tình hình gửi báo cáo {self._get_matter()}, đến ngày {day} còn {count} cơ quan, đơn vị, "
            "địa phương chưa gửi báo cáo theo quy định (chi tiết tại Phụ lục kèm theo)."
        )
        until = f"chậm nhất ngày {short_date(self.date_reply)}"
        own = [line for line in (self.text or "").split("\n") if line.strip()]
        if self.tier == "province":
            issuer = self.issuer_id.name
            rest = [
                f"{issuer} yêu cầu Thủ trưởng các cơ quan, đơn vị, Chủ tịch UBND các xã, phường có tên tại Phụ lục "
                f"khẩn trương hoàn thành, gửi báo cáo về {desk} {until}; chịu trách nhiệm về việc chậm trễ.",
                *own,
                f"Giao {desk} theo dõi, tổng hợp, báo cáo {issuer} kết quả thực hiện.",
            ]
        else:
            rest = [
                f"Để kịp thời tổng hợp, {desk} đề nghị các cơ quan, đơn vị, địa phương khẩn trương hoàn thành và gửi "
                f"báo cáo {until}; đồng thời đẩy nhanh tiến độ các nhiệm vụ đã quá hạn nêu tại Phụ lục.",
                *own,
                "Rất mong nhận được sự quan tâm, phối hợp của các cơ quan, đơn vị, địa phương.",
            ]
        texts = [state, *rest]
        return [*map(Paragraph, texts[:-1]), Paragraph(f"{texts[-1].rstrip('. ')}./.")]

    def _get_annex(self, agency, rows):
        columns = [
            AnnexColumn("TT", 8, "center"),
            AnnexColumn("Nội dung chưa hoàn thành", 62),
            AnnexColumn("Thời hạn", 17, "center"),
            AnnexColumn("Số ngày quá hạn", 13, "center"),
        ]
        numbered = [[str(number), what, until, str(late or "")] for number, (what, until, late) in enumerate(rows, 1)]
        return Annex(agency._get_written_name(), columns, numbered, landscape=False)
