from odoo import api, models
from odoo.exceptions import AccessError, UserError

from ...grammars.text import search_key
from ...loading.reporting import DAYS, FLAGS
from ...papers.plan_workbook.write import TooLongError, write_plan_workbook


class PlanPlan(models.Model):
    """A plan as a plan workbook: the current rows that a package of it would have.

    The catalogue (agencies, groups, holidays) is in every form, so that codes can be chosen; a form for a new plan has
    nothing else.
    """

    _inherit = "plan.plan"

    def action_export_workbook(self):
        """Download the plan as a form."""
        self.ensure_one()
        self._check_may_export()
        return {"type": "ir.actions.act_url", "url": f"/plan_tracking/plan_workbook/{self.id}", "target": "self"}

    def _check_may_export(self):
        """Refuse users who neither maintain these plans nor are managers; an empty form needs either role."""
        manager = self.env.user.has_group("plan_tracking.group_plan_tracking_manager")
        desk = self.env.user.has_group("plan_tracking.group_plan_tracking_desk")
        if not (manager or (desk and all(plan.in_desk_scope for plan in self))):
            raise AccessError(self.env._("Only the desk of a plan and the manager can download its offline form."))

    def _get_plan_workbook(self):
        """Return (file's name, bytes) of the form of this plan, or of an empty one."""
        self._check_may_export()
        title, name = "BIỂU LẬP KẾ HOẠCH MỚI", "bieu-ke-hoach-moi"
        if self:
            title = f"BIỂU CỦA KẾ HOẠCH {self.number}"
            name = f"bieu-ke-hoach-{search_key(self.number).replace('/', '-').replace(' ', '-')}"
        # archived bodies are named in texts as well
        files = self.with_context(active_test=False)._get_form_files()
        try:
            return f"{name}.xlsx", write_plan_workbook(files, title)
        except TooLongError as error:
            raise UserError(
                self.env._(
                    "“%(text)s…” (%(sheet)s, %(column)s) does not fit into a cell of a spreadsheet. Shorten it first.",
                    text=error.text,
                    sheet=error.worksheet,
                    column=error.column,
                )
            ) from error

    def _get_form_files(self):
        """Return {file: rows as dicts of texts}, as the CSV files of a package hold them."""
        files = self._get_catalogue_rows()
        if self:
            schedules = self._get_form_schedules()
            files |= {
                "plan.plan": self._document_rows(schedules),
                **self._get_content_rows(),
                "plan.reporting.schedule": [self._schedule_row(schedule) for schedule in schedules],
                "plan.reporting.question": self._question_rows(schedules),
                "plan.clarification": self._clarification_rows(),
            }
        return files

    def _document_rows(self, schedules):
        """Return the plan and what it carries out, each document after those on which it is based."""
        rows, done = [], self.browse()

        def add(plans):
            nonlocal done
            for plan in plans.sorted(lambda plan: (plan.date_issued, plan.id)):
                if plan not in done:
                    add(plan.basis_ids)
                    done |= plan
                    rows.append(plan._document_row())

        add(schedules.plan_ids - self)
        add(self)
        return rows

    def _document_row(self):
        return {
            "number": self.number,
            "title": self.name,
            "kind": self.kind,
            "issued_on": _date(self.date_issued),
            "issuer": self.issuer_id.code,
            "signer": self.signer,
            "desk_agency": self.desk_agency_id.code,
            "basis": "|".join(self.basis_ids.mapped("number")),
            "date_tracking_start": _date(self.date_tracking_start),
        }

    def _get_content_rows(self):
        """Return the rows of the annexes and parts, in the order in which the plan prints them."""
        sections = self.section_ids.sorted(lambda section: (section.sequence, section.id))
        rank = {section: number for number, section in enumerate(sections)}

        def place(row):
            return rank[row.section_id], row.sequence, row.id

        indicators = self.indicator_ids.sorted(place)
        tasks = self.task_ids.sorted(place)
        return {
            "plan.section": [
                self._own_row(section, "content", "code", "name", plan=self.number) for section in sections
            ],
            "plan.indicator": [
                self._own_row(one, "number", "name", "monitor_text", plan=self.number, section=one.section_id.code)
                for one in indicators
            ],
            "plan.target": [
                {"plan": self.number, "indicator": one.number, "year": str(year), "text": text}
                for one in indicators
                for year, text in sorted(one._get_cells().items())
            ],
            "plan.task": [
                self._own_row(
                    task,
                    *("number", "kind", "name", "lead_text", "support_text", "deadline_text", "product"),
                    plan=self.number,
                    section=task.section_id.code,
                )
                for task in tasks
            ],
            "plan.funding": [
                {"plan": self.number, "number": str(line.number), "name": line.name} for line in self.funding_ids
            ],
        }

    def _get_form_schedules(self):
        """Return the schedules about these plans, and those that their reports satisfy, but no single requests."""
        found = self.env["plan.reporting.schedule"].search([("plan_ids", "in", self.ids), ("kind", "!=", "ad_hoc")])
        while found.covered_ids - found:
            found |= found.covered_ids
        return found.sorted(lambda schedule: (schedule.sequence, schedule.id))

    def _schedule_row(self, schedule):
        return {
            **self._own_row(schedule, "name", "kind", "document"),
            "desk_agency": schedule.desk_agency_id.code,
            "plans": "|".join(schedule.plan_ids.mapped("number")),
            "agencies": "|".join(schedule.agency_ids.mapped("code")),
            "groups": "|".join(schedule.group_ids.mapped("code")),
            "satisfies": "|".join(schedule.covered_ids.mapped("name")),
            **{name: _flag(schedule[name]) for name in FLAGS},
            **{name: str(schedule[name]) for name in DAYS},
        }

    def _question_rows(self, schedules):
        return [
            {
                **self._own_row(question, "name", "kind", "purpose"),
                "schedule": schedule.name,
                "choices": "|".join(filter(None, (question.choices or "").splitlines())),
                "is_required": _flag(question.is_required),
            }
            for schedule in schedules
            for question in schedule.question_ids
        ]

    def _clarification_rows(self):
        """Return what people have asked about the text; what the text itself leaves open is found again."""
        clarifications = self.clarification_ids.filtered(
            lambda clarification: clarification.origin != "text" and clarification.state != "replaced"
        )
        return [
            {
                "kind": clarification.kind,
                "text": clarification.name,
                "plan": self.number,
                "indicator": clarification.indicator_id.number,
                "section": clarification.task_id.section_id.code,
                "task": clarification.task_id.number,
            }
            for clarification in clarifications.sorted(lambda clarification: (clarification.sequence, clarification.id))
        ]

    @api.model
    def _own_row(self, record, *names, **more):
        return {**{name: record[name] or "" for name in names}, **more}


def _date(day):
    return day.isoformat() if day else ""


def _flag(value):
    return "1" if value else "0"
