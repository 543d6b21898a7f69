from odoo import models

from ...papers.document import Annex, AnnexColumn
from ...papers.same_words import merge, say

# of so many agencies that say the same, a cell names all; the body names them in any case
NAMED = 6


class PlanConsolidationAnnex(models.Model):
    """The annexes of a consolidation: those of its plans with the results beside, and who is missing."""

    _inherit = "plan.consolidation"

    def _get_annexes(self, items):
        """Return {(kind of rows, plan): annex} in the order of the paper; who is missing belongs to no plan."""
        by_kind = items.grouped("kind")
        none = items.browse()
        figures = self._get_figure_lines(by_kind.get("figure", none))
        results = self._get_result_lines(by_kind.get("result", none))
        annexes = {}
        for plan in self.sudo().period_id.schedule_id.plan_ids.sudo(False):  # sudo: which they are, not what they say
            of_plan = plan._get_phrase()
            # a period without figures gets no annex of empty cells
            if figures.keys() & set(plan.indicator_ids.ids):
                title = f"Kết quả thực hiện các chỉ tiêu của {of_plan}"
                annexes["figure", plan] = plan._get_indicator_paper_annex(title, figures)
            if results.keys() & set(plan.task_ids.ids):
                title = f"Kết quả thực hiện các nhiệm vụ của {of_plan}"
                annexes["result", plan] = plan._get_task_paper_annex(title, results)
        missing = by_kind.get("missing", none)
        if missing:
            annexes["missing", None] = self._get_missing_annex(missing)
        return annexes

    def _get_indicators(self, figures):
        """Return {row: the indicator that it is a figure of}; the desk's own rows have none."""
        # sudo: which indicator it is, is printed beside it; what it says is the row's own
        indicators = {item.id: item.value_id.metric_id.indicator_id.sudo(False) for item in figures.sudo()}
        return {item: indicators[item.id] for item in figures}

    def _get_figure_lines(self, figures):
        """Return {indicator id: lines}: each figure with its metric where there are several, and with its agency."""
        rows_of = {}
        for item, indicator in self._get_indicators(figures).items():
            if indicator:
                rows_of.setdefault(indicator.id, []).append(item)
        lines = {}
        for indicator_id, rows in rows_of.items():
            several_agencies = len({row.agency_name for row in rows}) > 1
            several_metrics = len({row.heading for row in rows}) > 1
            lines[indicator_id] = _say_all(
                (
                    row.agency_name if several_agencies else "",
                    f"{_metric(row)}: {row.text or ''}" if several_metrics else row.text or "",
                )
                for row in rows
            )
        return lines

    def _get_result_lines(self, results):
        """Return {task id: lines}."""
        # sudo: as above, which task it is
        ids = {item.id: item.line_id.task_id.id for item in results.sudo()}
        rows_of = {}
        for item in results:
            rows_of.setdefault(ids[item.id], []).append((item.agency_name, item.text or ""))
        return {task_id: _say_all(rows) for task_id, rows in rows_of.items() if task_id}

    def _get_missing_annex(self, missing):
        rows = [[str(number), item.agency_name, item.text or ""] for number, item in enumerate(missing, 1)]
        columns = [AnnexColumn("TT", 8, "center"), AnnexColumn("Cơ quan, đơn vị", 60), AnnexColumn("Tình trạng", 32)]
        return Annex("Danh sách cơ quan, đơn vị chưa có báo cáo được tiếp nhận", columns, rows, landscape=False)


def _say_all(pairs):
    return [line for names, text in merge(pairs) for line in say(names, text, NAMED)]


def _metric(row):
    """Return what the figure is of, without the indicator's number."""
    return (row.heading or "").partition(". ")[2] or row.heading or ""
