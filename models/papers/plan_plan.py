from odoo import models

from ...papers.document import Annex, AnnexColumn, Document, Span, long_date, short_date

STAGES = "Mục tiêu theo từng giai đoạn"


class PlanPlan(models.Model):
    """The annexes of a plan as papers have them: alone and verbatim, or with a column more for what came of them."""

    _name = "plan.plan"
    _inherit = ["plan.plan", "plan.paper.mixin"]

    # The name of a plan on a paper.
    _PHRASES = {
        "plan": "Kế hoạch",
        "action_programme": "Chương trình hành động",
        "resolution": "Nghị quyết",
        "decision": "Quyết định",
        "directive": "Chỉ thị",
    }

    def _get_paper(self, name):
        self.ensure_one()
        return self._get_brief_paper() if name == "brief" else self._get_annexes_paper()

    def _get_annexes_paper(self):
        """Return the plan's own annexes, as they hang on it."""
        issuer = self.sudo().issuer_id  # sudo: who issued it is printed on it
        kind = self._PHRASES.get(self.kind, "Văn bản")
        by = f" của {issuer.name}" if issuer else ""
        note = f"(Kèm theo {kind} số {self.number} {long_date(self.date_issued)}{by})"
        titles = ("Danh mục các chỉ tiêu cụ thể", f"Danh mục các nhiệm vụ triển khai thực hiện {kind}")
        annexes = [self._get_indicator_paper_annex(titles[0]), self._get_task_paper_annex(titles[1])]
        for number, annex in enumerate(annexes, 1):
            annex.label, annex.note = f"PHỤ LỤC {number}", note
        return Document(
            **issuer._get_letterhead(),
            name=f"Phụ lục {self.number}".replace("/", "-"),
            number=self.number,
            day=self.date_issued,
            annexes=annexes,
            has_cover=False,
        )

    def _get_indicator_paper_annex(self, title, results=None, only=None):
        """Return the annex of indicators in the columns of the plan.

        :param dict results: {indicator id: lines} for a last column; None: there is none
        :param only: the ids of the indicators that are wanted; None: all
        """
        data = self._get_indicator_annex()
        columns = [
            AnnexColumn("TT", 5, "center"),
            AnnexColumn("Chỉ tiêu", 27 if results is None else 22),
            *(AnnexColumn(f"Năm {year}", 8.5, "center", STAGES) for year in data["years"]),
            AnnexColumn("Cơ quan chủ trì theo dõi, đánh giá", 19 if results is None else 13),
        ]
        rows = self._get_annex_lines(
            data, lambda row: [row["number"], row["name"], *row["cells"], row["monitor"]], results, only
        )
        return Annex(title, columns + _result_columns(results, 19), rows)

    def _get_task_paper_annex(self, title, results=None):
        """Return the annex of tasks in the columns of the plan; `results` as above, by task."""
        columns = [
            AnnexColumn("TT", 5, "center"),
            AnnexColumn("Các chương trình, đề án, nhiệm vụ", 40 if results is None else 24),
            AnnexColumn("Đơn vị chủ trì", 18 if results is None else 13),
            AnnexColumn("Đơn vị phối hợp", 22 if results is None else 15),
            AnnexColumn("Thời gian hoàn thành", 12 if results is None else 10, "center"),
        ]
        rows = self._get_annex_lines(
            self._get_task_annex(),
            lambda row: [row["number"], row["name"], row["lead"], row["support"], row["deadline"]],
            results,
        )
        return Annex(title, columns + _result_columns(results, 33), rows)

    def _get_annex_lines(self, data, cells_of, results, only=None):
        """Return the rows of an annex, section by section."""
        rows = []
        for section in data["sections"]:
            wanted = [row for row in section["rows"] if only is None or row["id"] in only]
            if wanted:
                rows.append(Span(section["name"], section["code"]))
            for row in wanted:
                cells = cells_of(row)
                if results is not None:
                    cells.append("\n".join(results.get(row["id"], ())))
                rows.append(cells)
        return rows

    def _get_phrase(self):
        """Return "Kế hoạch số 348/KH-UBND ngày 14/5/2025 của UBND tỉnh"."""
        day = self.date_issued
        dated = f" ngày {short_date(day)}" if day else ""
        by = f" của {self.sudo().issuer_id.name}" if self.sudo().issuer_id else ""  # sudo: printed on the plan
        return f"{self._PHRASES.get(self.kind, 'Văn bản')} số {self.number}{dated}{by}"


def _result_columns(results, share):
    return [] if results is None else [AnnexColumn("Kết quả thực hiện", share)]
