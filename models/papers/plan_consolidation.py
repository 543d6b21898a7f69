from odoo import models
from odoo.exceptions import UserError

from ...papers.document import Document, Paragraph, roman
from ...papers.same_words import ended, merge, say

# the content of each heading, in the order of the paper; other questions have their own headings
HEADINGS = {
    "direction": "Công tác lãnh đạo, chỉ đạo",
    "result": "Kết quả thực hiện",
    "shortcoming": "Tồn tại, hạn chế và nguyên nhân",
    "obstacle": "Khó khăn, vướng mắc",
    "next": "Nhiệm vụ trọng tâm kỳ tới",
    "proposal": "Kiến nghị, đề xuất",
}


class PlanConsolidation(models.Model):
    """A consolidation as a paper: the desk's report to the province, or the draft of the province's own upward.

    It says what the kept rows say, and nothing else: once it is issued, they stay as they are.
    """

    _inherit = "plan.consolidation"

    def _get_paper(self, name):
        self.ensure_one()
        items = self._get_kept_items()
        if not (items or (self.opening or "").strip()):
            raise UserError(self.env._("“%(paper)s” is still empty: draw it up first.", paper=self.display_name))
        issuer, period = self._get_issuer(), self.sudo().period_id
        annexes = self._get_annexes(items)
        signature, signer = self._get_signing(issuer)
        desk = self.sudo().desk_agency_id
        is_upward = self.kind == "upward"
        added = f" (bổ sung lần {self.number_in_period})" if self.number_in_period else ""
        return Document(
            **issuer._get_letterhead(),
            name=f"Báo cáo tổng hợp {issuer.code} {period.code}{' bổ sung' if added else ''}".replace("/", "-"),
            number=self.number if self.state == "issued" else "",
            day=self.date if self.state == "issued" else None,
            code="BC",
            kind="BÁO CÁO",
            subject=f"{period._get_subject()}{added}",
            to=[agency._get_addressee() for agency in self._get_addressees(issuer)],
            body=self._get_body(items, issuer, annexes),
            signature=signature,
            signer=signer,
            recipients=["Như trên", *([desk.name] if is_upward and desk != issuer else []), "Lưu: VT"],
            annexes=[*annexes.values()],
            is_draft=self._is_draft_paper(),
        )

    def _is_draft_paper(self):
        """Say whether it is printed as a draft: the desk's until its director has approved the text that they are to
        sign.

        Upward it is a draft of somebody else's paper until that is issued.
        """
        return self.state in ("draft", "submitted") or (self.kind == "upward" and self.state != "issued")

    def _get_kept_items(self):
        items = self.env["plan.consolidation.item"]
        return items.search([("consolidation_id", "=", self.id), ("is_kept", "=", True)])

    # -- from whom to whom --------------------------------------------------------------------------------------------

    def _get_issuer(self):
        """Return whose paper it is: the desk's, or upward the issuer's of the plans."""
        desk = self.sudo().desk_agency_id  # sudo: the bodies that a paper names are printed on it
        if self.kind == "desk":
            return desk
        return self.sudo().period_id.schedule_id.plan_ids.issuer_id[:1] or desk.parent_id or desk

    def _get_addressees(self, issuer):
        """Return to whom it goes.

        The desk reports to who issued the plans. That body reports upward to the issuer of the documents that the plans
        carry out; of these to those of its own place where there are any: the province's Tỉnh ủy, through which it goes
        on.
        """
        plans = self.sudo().period_id.schedule_id.plan_ids  # sudo: as above
        if self.kind == "desk":
            return plans.issuer_id or issuer.parent_id
        above = plans.basis_ids.issuer_id - issuer
        near = above.filtered(lambda agency: agency.place and agency.place == issuer.place)
        return near or above or issuer.parent_id

    def _get_signing(self, issuer):
        """Return (lines, name) of the signature: the desk's director who approved it; upward the issuer's head."""
        if self.kind != "desk":
            return issuer._get_signature(), ""
        if self.signer_name:
            return issuer._get_signature(self.signer_office), self.signer_name
        leader = issuer._get_leader()
        return issuer._get_signature(leader._get_office() if leader.title else ""), ""

    # -- the body -----------------------------------------------------------------------------------------------------

    def _get_body(self, items, issuer, annexes):
        by_kind = items.grouped("kind")
        none = items.browse()
        parts = []
        for kind, heading in HEADINGS.items():
            rows = by_kind.get(kind, none)
            if kind == "result":
                parts.append((heading, self._get_result_paragraphs(rows, by_kind.get("figure", none), annexes)))
            else:
                parts.append((heading, self._get_spoken_paragraphs(rows)))
        others = by_kind.get("other", none)
        for heading in dict.fromkeys(others.mapped("heading")):
            rows = others.filtered(lambda item, heading=heading: item.heading == heading)
            parts.append((heading or "Nội dung khác", self._get_spoken_paragraphs(rows)))
        body = self._get_opening(issuer, by_kind.get("missing", none), annexes)
        number = 0
        for heading, paragraphs in parts:
            if paragraphs:
                number += 1
                body += [Paragraph(f"{roman(number)}. {heading.upper()}", "heading"), *paragraphs]
        last = body.pop()
        return [*body, last._replace(text=f"{last.text.rstrip('. ')}./.")]

    def _get_opening(self, issuer, missing, annexes):
        period = self.sudo().period_id
        plans = "; ".join(plan._get_phrase() for plan in period.schedule_id.plan_ids)
        phrase = period._get_phrase() if period.kind != "ad_hoc" else period.schedule_id.name
        verb = "tổng hợp, báo cáo" if self.kind == "desk" else "báo cáo"
        basis = f"Thực hiện {plans}, " if plans else ""
        start = f"{basis}{issuer.name} {verb} kết quả thực hiện {phrase}".strip() + " như sau:"
        # sudo: whose reports it counts is printed on it
        count = len(self.sudo().report_ids.agency_id)
        told = f"Báo cáo được tổng hợp từ báo cáo của {count} cơ quan, đơn vị"
        if missing:
            label = _label(annexes, ("missing", None))
            told += f"; {len(missing)} cơ quan, đơn vị chưa có báo cáo được tiếp nhận (danh sách tại {label})"
        opening = [Paragraph(line) for line in (self.opening or "").split("\n") if line.strip()]
        return [Paragraph(start[0].upper() + start[1:]), *opening, Paragraph(f"{told}.")]

    def _get_spoken_paragraphs(self, rows):
        """Return what agencies say, those side by side who say nearly the same."""
        paragraphs = []
        for names, text in merge((row.agency_name, row.text or "") for row in rows):
            first, *others = say(names, text) or [""]
            paragraphs.append(Paragraph(f"- {ended(first)}", "item"))
            paragraphs += [Paragraph(ended(line)) for line in others]
        return paragraphs

    def _get_result_paragraphs(self, results, figures, annexes):
        paragraphs, number = [], 0
        if figures:
            number += 1
            paragraphs.append(Paragraph(f"{number}. Các chỉ tiêu", "subheading"))
            paragraphs += self._get_figure_paragraphs(figures, annexes)
        plans = results.section_id.plan_id
        # the tasks of the annex before the plan's own text, and at the end everything without a section
        sections = sorted(results.grouped("section_id").items(), key=lambda one: (not one[0], one[0].content == "duty"))
        for section, rows in sections:
            number += 1
            of_plan = f" ({section.plan_id.number})" if section and len(plans) > 1 else ""
            paragraphs.append(Paragraph(f"{number}. {section.name or 'Kết quả khác'}{of_plan}", "subheading"))
            for heading, said in rows.grouped("heading").items():
                if heading:
                    paragraphs.append(Paragraph(ended(heading.rstrip(". ") + ":")))
                paragraphs += self._get_spoken_paragraphs(said)
        return paragraphs

    def _get_figure_paragraphs(self, figures, annexes):
        """Return the places of the figures, and in words those that are in no annex."""
        indicators = self._get_indicators(figures)
        # sudo: as there, which plan it is of
        annex_of = {item: ("figure", one.sudo().plan_id.sudo(False)) for item, one in indicators.items()}
        shown = {indicators[item]: annex for item, annex in annex_of.items() if annex in annexes}
        paragraphs = []
        if shown:
            labels = _label(annexes, *(annex for annex in annexes if annex in shown.values()))
            paragraphs.append(Paragraph(f"Có {len(shown)} chỉ tiêu có số liệu trong kỳ (chi tiết tại {labels})."))
        for item in figures:
            if annex_of[item] not in annexes:
                words = ": ".join(filter(None, (item.heading, item.agency_name, item.text)))
                paragraphs.append(Paragraph(f"- {ended(' '.join(words.split()))}", "item"))
        return paragraphs


def _label(annexes, *keys):
    """Return how the body names annexes."""
    if len(annexes) == 1:
        return "Phụ lục"
    order = [*annexes]
    return ", ".join(f"Phụ lục {roman(order.index(key) + 1)}" for key in keys)
