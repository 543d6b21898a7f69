from odoo import models
from odoo.exceptions import AccessError
from odoo.fields import Domain

from ...papers.brief_fit import LINES, SHARES, count_decision_lines, fit_brief
from ...papers.document import Annex, AnnexColumn, Document, Paragraph, short_date
from ...papers.same_words import merge, name_all, shorten
from ...tools.clock import vietnam_today
from ..access.plan_member import LEADER_ROLES
from ..consolidation.plan_consolidation import PUBLISHED

READERS = ("plan_tracking.group_plan_tracking_reader", "plan_tracking.group_plan_tracking_manager")
# the size of one page: the most rows, and the most characters in a decision
TASKS, DECISIONS = 10, 3
LONGEST = 160


class PlanPlanBrief(models.Model):
    """A plan on one page, for who leads the province: five numbers, late work, decisions to take."""

    _inherit = "plan.plan"

    def _get_brief_paper(self):
        self._check_may_brief()
        issuer = self.sudo().issuer_id or self.sudo().desk_agency_id  # sudo: printed on the plan
        today = vietnam_today()
        numbers = [Paragraph(f"- {line}", "item") for line in self._get_brief_numbers(today)]
        none = Paragraph("Không có kiến nghị, đề xuất tại báo cáo tổng hợp gần nhất.")
        decisions = [Paragraph(f"- {line}", "item") for line in self._get_brief_decisions()] or [none]
        rows = self._get_brief_rows(today, LINES - sum(count_decision_lines(one.text) for one in decisions))
        annex = Annex(
            f"Tình hình thực hiện {self._PHRASES.get(self.kind, 'Văn bản')} số {self.number}",
            [
                AnnexColumn("TT", SHARES["number"], "center"),
                AnnexColumn("Nhiệm vụ", SHARES["name"]),
                AnnexColumn("Đơn vị chủ trì", SHARES["agency"]),
                AnnexColumn("Người chịu trách nhiệm", SHARES["people"]),
                AnnexColumn("Thời hạn", SHARES["day"], "center"),
            ],
            rows,
            label="TÓM TẮT",
            note=f"(Phục vụ lãnh đạo {issuer.name}; số liệu đến ngày {short_date(today)})",
            landscape=False,
            before=[
                Paragraph("1. Số liệu chính", "heading"),
                *numbers,
                Paragraph("2. Nhiệm vụ quá hạn lâu nhất" if rows else "2. Không có nhiệm vụ quá hạn", "heading"),
            ],
            after=[
                Paragraph("3. Nội dung xin ý kiến chỉ đạo", "heading"),
                *decisions,
            ],
        )
        return Document(
            **issuer._get_letterhead(),
            name=f"Tóm tắt {self.number}".replace("/", "-"),
            annexes=[annex],
            has_cover=False,
        )

    def _check_may_brief(self):
        user = self.env.user
        if self.id not in user._plan_desk_plan_ids() and not any(map(user.has_group, READERS)):
            raise AccessError(
                self.env._(
                    "Only the desk of %(plan)s and users who can read all work can print its brief.", plan=self.number
                )
            )

    # -- five numbers -------------------------------------------------------------------------------------------------

    def _get_brief_work(self, today):
        """Return the domain of what counts: the leads' work of this year, and what earlier years have left open."""
        current = Domain("year", "in", [0, today.year]) | Domain("stage_kind", "!=", "done")
        lead = Domain("role", "=", "lead") & Domain("parent_id", "=", False)
        return Domain("plan_id", "=", self.id) & lead & current & Domain("stage_kind", "!=", "cancelled")

    def _get_brief_numbers(self, today):
        assignments = self.env["plan.assignment"]
        work = self._get_brief_work(today)
        count_of = dict(assignments._read_group(work, ["timeliness"], ["__count"]))
        total, done = sum(count_of.values()), count_of.get("done_on_time", 0) + count_of.get("done_late", 0)
        [(tasks, agencies)] = assignments._read_group(work, [], ["task_id:count_distinct", "agency_id:count_distinct"])
        # an indicator of several metrics is one, as the plan counts them
        known = self.env["plan.value"]._read_group(
            [("plan_id", "=", self.id), ("replaced_by_id", "=", False), ("kind", "=", "actual")], ["metric_id"]
        )
        figures = self.env["plan.metric"].union(*(metric for (metric,) in known)).indicator_id
        rate = f" ({round(100 * done / total)}%)" if total else ""
        return [
            f"Đang theo dõi {tasks} nhiệm vụ, {total} phần việc của {agencies} đơn vị chủ trì",
            f"Đã hoàn thành {done} phần việc{rate}, trong đó {count_of.get('done_late', 0)} quá hạn",
            f"Đang quá hạn {count_of.get('overdue', 0)} phần việc; sắp đến hạn {count_of.get('due_soon', 0)}",
            f"Chỉ tiêu đã có số liệu thực hiện: {len(figures)}/{len(self.indicator_ids)}",
            self._get_brief_reports(),
        ]

    def _get_brief_reports(self):
        """Return how many have reported for the last period whose day has passed."""
        periods = self.env["plan.period"]
        mine = Domain("schedule_id.plan_ids", "in", self.ids) & Domain("date_last_day", "<", vietnam_today())
        last = periods.search(mine & Domain("kind", "!=", "ad_hoc"), order="date_last_day desc, id desc", limit=1)
        if not last:
            return "Chưa có kỳ báo cáo nào đến hạn"
        domain = [("period_id", "=", last.id), ("is_latest", "=", True), ("covered_by_id", "=", False)]
        counts = dict(self.env["plan.report"]._read_group(domain, ["status"], ["__count"]))
        sent = sum(counts.get(status, 0) for status in ("on_time", "late", "backfill"))
        late = counts.get("late", 0)
        return f"Báo cáo {last._get_phrase()}: {sent}/{sum(counts.values())} đơn vị đã gửi, {late} gửi muộn"

    # -- what is late -------------------------------------------------------------------------------------------------

    def _get_brief_rows(self, today, room):
        """Return a row for each of the tasks that are late the longest, with who answers for them.

        :param int room: lines of text that the page has for them
        """
        assignments = self.env["plan.assignment"]
        late = self._get_brief_work(today) & Domain("timeliness", "in", ["overdue"])
        groups = assignments._read_group(
            late,
            ["task_id"],
            ["date_deadline:min", "id:recordset"],
            order="date_deadline:min, task_id",
            limit=TASKS,
        )
        assignments = assignments.union(*(of_task for _task, _first, of_task in groups))
        leader_of = self._get_brief_leaders(assignments.agency_id)
        told = []
        for task, _first, of_task in groups:
            named = of_task.sorted(
                lambda assignment: (assignment.date_deadline, assignment.agency_id.sort_key or "", assignment.id)
            )
            people = task.leader_name or _name_people(named, leader_of)
            told.append((f"{task.code}. {task.name}", named.agency_id.mapped("name"), people))
        days = [f"{first:%d/%m/%Y}\nquá {(today - first).days} ngày" for _task, first, _assignments in groups]
        rows = zip(fit_brief(told, room), days, strict=True)
        return [[str(number), *texts, day] for number, (texts, day) in enumerate(rows, 1)]

    def _get_brief_leaders(self, agencies):
        """Return {agency: name of who leads it}, with one search."""
        # sudo: who leads an agency is printed on its papers
        members = self.env["plan.member"].sudo()._search_in_office(agencies, LEADER_ROLES)
        names = {}
        for member in members.sorted(lambda member: member.role != "leader"):
            names.setdefault(member.agency_id.sudo(False), member.user_id.name)
        return names

    # -- what is asked ------------------------------------------------------------------------------------------------

    def _get_brief_decisions(self):
        """Return the proposals of the last consolidation that its director has approved: first what most ask for."""
        last = self.env["plan.consolidation"].search(
            [
                ("period_id.schedule_id.plan_ids", "in", self.ids),
                ("kind", "=", "desk"),
                ("state", "in", PUBLISHED),
            ],
            order="date_approved desc, id desc",
            limit=1,
        )
        items = self.env["plan.consolidation.item"].search(
            [("consolidation_id", "=", last.id), ("kind", "=", "proposal"), ("is_kept", "=", True)]
        )
        said = merge((item.agency_name, item.text or "") for item in items)
        said.sort(key=lambda one: -len(one[0]))  # stable: of those whom as many ask, the first in the paper
        lines = []
        for names, text in said[:DECISIONS]:
            by = f" ({name_all(names, 1)})" if names else ""
            lines.append(f"{shorten(text, LONGEST - len(by)).rstrip('.')}{by}.")
        return lines


def _name_people(assignments, leader_of):
    """Return who answers for these assignments of a task: of one or two agencies by name, otherwise the leads."""
    names = {}
    for assignment in assignments:
        names.setdefault(assignment.agency_id, assignment.leader_id.name or leader_of.get(assignment.agency_id))
    if len(names) > 2 or not any(names.values()):
        return "Thủ trưởng các đơn vị" if len(names) > 1 else "Thủ trưởng đơn vị"
    if all(names.values()):
        return ", ".join(dict.fromkeys(names.values()))
    return ", ".join(f"{name} ({agency.code})" for agency, name in names.items() if name)
