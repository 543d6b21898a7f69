from odoo import api, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from ...papers.document import Annex, AnnexColumn, Document, Paragraph, Span
from ...tools.clock import vietnam_today

ROLES = {"lead": "Chủ trì", "support": "Phối hợp"}
# a deadline that no date says
OPEN_ENDED = {"ongoing": "Thường xuyên", "once_then_ongoing": "Thường xuyên"}
READERS = ("plan_tracking.group_plan_tracking_reader", "plan_tracking.group_plan_tracking_manager")


class PlanAgency(models.Model):
    """An agency's assignment sheet: its work (annex I) and its indicators (annex II) in the plans in force."""

    _name = "plan.agency"
    _inherit = ["plan.agency", "plan.paper.mixin"]

    def _get_paper(self, name):
        self.ensure_one()
        plans = self._get_assignment_sheet_plans()
        assignments = self._get_assignment_sheet_assignments(plans)
        annexes = [self._get_work_annex(assignments)] if assignments else []
        indicators = self.env["plan.indicator"].search(self._get_assignment_sheet_domain(plans)).grouped("plan_id")
        annexes += [
            plan._get_indicator_paper_annex(
                f"Các chỉ tiêu được giao theo dõi theo {plan._get_phrase()}", only=set(rows.ids)
            )
            for plan, rows in indicators.items()
        ]
        if not annexes:
            raise UserError(self.env._("“%(agency)s” has no work in active plans that you can read.", agency=self.name))
        plans &= assignments.plan_id | self.env["plan.plan"].union(*indicators)
        # sudo: who gives the work is printed on the plans
        issuer = plans.sudo().issuer_id if len(plans.sudo().issuer_id) == 1 else plans.sudo().desk_agency_id[:1]
        desks = (plans.sudo().desk_agency_id - self.sudo() - issuer).mapped("name")
        return Document(
            **issuer._get_letterhead(),
            name=f"Phiếu giao nhiệm vụ {self._get_file_word()}".replace("/", "-"),
            kind="PHIẾU GIAO NHIỆM VỤ",
            subject=f"Theo {'; '.join(plan._get_phrase() for plan in plans)}",
            to=[self._get_addressee()],
            body=self._get_assignment_sheet_body(issuer, plans, assignments, sum(map(len, indicators.values()))),
            signature=issuer._get_signature(),
            recipients=["Như trên", *desks, "Lưu: VT"],
            annexes=annexes,
            is_draft=True,  # nobody approves it here: the issuer signs outside
        )

    @api.model
    def action_print_own_assignment_sheet(self):
        """Print the assignment sheet of the user's own agencies.

        :raises UserError: they work for none
        """
        own = self.browse(self.env.user._plan_work_agency_ids())
        if not own:
            raise UserError(self.env._("You are not a member of any agency: open an agency and print its sheet there."))
        return self.env.ref("plan_tracking.plan_agency_assignment_sheet_paper").report_action(own)

    # -- the content --------------------------------------------------------------------------------------------------

    def _get_assignment_sheet_plans(self):
        """Return the plans in force whose work of this agency the user may read.

        :raises AccessError: the agency is not their own
        """
        user, in_force = self.env.user, Domain("state", "=", "active")
        if self.id not in user._plan_work_agency_ids() and not any(map(user.has_group, READERS)):
            kept = user._plan_desk_plan_ids()
            if not kept:
                raise AccessError(
                    self.env._(
                        "Only members of “%(agency)s”, the desk and readers can print its assignment sheet.",
                        agency=self.name,
                    )
                )
            in_force &= Domain("id", "in", kept)
        return self.env["plan.plan"].search(in_force, order="date_issued, id")

    def _get_assignment_sheet_assignments(self, plans):
        """Return the agency's work of this year, and what earlier years have left open; what is cancelled, not."""
        current = Domain("year", "in", [0, vietnam_today().year]) | Domain("stage_kind", "!=", "done")
        own = Domain("agency_id", "=", self.id) & Domain("plan_id", "in", plans.ids)
        assignments = self.env["plan.assignment"].search(own & current & Domain("stage_kind", "!=", "cancelled"))
        order = {plan: place for place, plan in enumerate(plans)}
        return assignments.sorted(
            lambda assignment: (
                order[assignment.plan_id],
                assignment.role != "lead",
                assignment.section_id.content == "duty",
                assignment.section_id.sequence,
                assignment.section_id.id,
                assignment.task_sequence,
                assignment.year,
            )
        )

    def _get_assignment_sheet_domain(self, plans):
        """Return the domain of the indicators that the agency follows, named itself or as one of a group."""
        named = Domain("monitor_ids", "in", self.ids) | Domain("monitor_group_ids.member_ids", "in", self.ids)
        answers = Domain("responsible_agency_id", "in", self.ids)
        return Domain("plan_id", "in", plans.ids) & (named | answers)

    def _get_assignment_sheet_body(self, issuer, plans, assignments, indicator_count):
        roles = [
            (role, len(assignments.filtered(lambda assignment, role=role: assignment.role == role))) for role in ROLES
        ]
        given = [f"{ROLES[role].lower()} {count} nhiệm vụ" for role, count in roles if count]
        if indicator_count:
            given.append(f"theo dõi, đánh giá {indicator_count} chỉ tiêu")
        # sudo: where it reports to is printed on the plans
        desks = ", ".join(plans.sudo().desk_agency_id.mapped("name"))
        basis = "; ".join(plan._get_phrase() for plan in plans)
        return [
            Paragraph(
                f"Căn cứ {basis}, {issuer.name} giao {self._get_written_name()} "
                f"{', '.join(given)} (chi tiết tại Phụ lục kèm theo)."
            ),
            Paragraph(
                "Đề nghị đơn vị tổ chức thực hiện bảo đảm chất lượng, đúng thời hạn; báo cáo tiến độ, kết quả thực "
                f"hiện theo định kỳ, gửi {desks} tổng hợp; kịp thời phản ánh khó khăn, vướng mắc trong quá trình thực "
                "hiện./."
            ),
        ]

    def _get_work_annex(self, assignments):
        has_product = any(assignment.task_id.product for assignment in assignments)
        rows, plan = [], None
        several = len(assignments.plan_id) > 1
        for number, assignment in enumerate(assignments, 1):
            if several and assignment.plan_id != plan:
                plan = assignment.plan_id
                rows.append(Span(plan._get_phrase()))
            rows.append(assignment._get_paper_row(number, has_product))
        columns = [
            AnnexColumn("TT", 5, "center"),
            AnnexColumn("Nhiệm vụ", 31),
            AnnexColumn("Vai trò", 8, "center"),
            AnnexColumn("Đơn vị chủ trì", 14),
            AnnexColumn("Đơn vị phối hợp", 15),
            *([AnnexColumn("Sản phẩm", 14)] if has_product else []),
            AnnexColumn("Thời hạn hoàn thành", 11, "center"),
            AnnexColumn("Căn cứ", 14.5),
        ]
        return Annex("Danh mục nhiệm vụ được giao", columns, rows)
