import base64
import datetime

from odoo import fields

from .access_table import MODELS


class ReportSamples:
    """The samples of the reporting: schedules, requests, periods, reports with everything in and under them, values.

    Their days are in 2090, so nothing about them depends on today. What hangs on one report carries one mark, papers,
    values and requests carry marks of their own: these have other readers.
    """

    @classmethod
    def _make_reports(cls):
        # {model: {sample: record}}: of some models the matrix takes fewer
        cls.reports = {}
        cls.report_files, cls.report_messages, cls.report_activities, cls.report_logs = {}, {}, {}, {}
        cls._make_schedules()
        kept, elsewhere = (cls.samples["plan.reporting.schedule"][name] for name in ("kept", "elsewhere"))
        periods = cls._new_periods(kept, 3)
        other_periods = cls._new_periods(elsewhere, 1)
        cls.samples["plan.period"] |= {"kept": periods[0], "elsewhere": other_periods[0]}
        for sample, period, agency, assignment, values in (
            ("own", periods[0], cls.snv, cls.own, {}),
            ("sent", periods[1], cls.snv, cls.own, {"state": "approved"}),
            ("behalf", periods[2], cls.snv, cls.own, {"is_on_behalf": True}),
            ("foreign", periods[0], cls.stc, cls.foreign, {}),
            ("done", periods[1], cls.stc, cls.foreign, {"state": "approved"}),
            ("elsewhere", other_periods[0], cls.stc, cls.other_assignment, {"state": "approved"}),
        ):
            cls._make_report(sample, period, agency, assignment, values)
        for sample, agency in (("asked", cls.snv), ("foreign", cls.stc)):
            [period] = cls._new_periods(cls.samples["plan.reporting.schedule"][sample], 1)
            cls.samples["plan.period"][sample] = period
            cls.env["plan.report"]._insert([period._get_report_values(agency.id)])
        cls._make_values()

    @classmethod
    def _make_schedules(cls):
        for sample, desk, plan, kind in (
            ("kept", cls.skhcn, cls.plan, "month"),
            ("elsewhere", cls.stc, cls.other_plan, "month"),
            ("asked", cls.skhcn, cls.plan, "ad_hoc"),
            ("foreign", cls.skhcn, cls.plan, "ad_hoc"),
        ):
            mark = cls.mark("requests", sample)
            schedule = cls.env["plan.reporting.schedule"].create(
                {
                    "name": mark if kind == "ad_hoc" else "Báo cáo tháng",
                    "kind": kind,
                    "desk_agency_id": desk.id,
                    "plan_ids": [fields.Command.set(plan.ids)],
                    "date_due": "2090-05-05 10:00:00" if kind == "ad_hoc" else False,
                    "date_first": "2090-01-01",
                    # the samples already contain their questions
                    "ask_assignments": False,
                    "ask_indicators": False,
                    "question_ids": [],
                }
            )
            question = cls.env["plan.reporting.question"].create(
                {"schedule_id": schedule.id, "name": schedule.name, "kind": "text"}
            )
            schedule.state = "running"
            cls.samples["plan.reporting.schedule"][sample] = schedule
            cls.samples["plan.reporting.question"][sample] = question

    @classmethod
    def _new_periods(cls, schedule, count):
        starts = [datetime.date(2090, month, 1) for month in range(1, count + 1)]
        return cls.env["plan.period"].create([schedule._get_period_values(start) for start in starts])

    @classmethod
    def _make_report(cls, sample, period, agency, assignment, values):
        mark, paper_mark = cls.mark("rows", sample), cls.mark("papers", sample)
        report = cls.env["plan.report"]._insert([period._get_report_values(agency.id)])
        report._unguarded_write(values)
        indicator = cls.other_indicator if assignment == cls.other_assignment else cls.indicators["2"]
        row = {
            "report_id": report.id,
            "period_id": period.id,
            "agency_id": agency.id,
            "desk_agency_id": report.desk_agency_id.id,
            "return_reason": mark,
        }
        line = cls.env["plan.report.line"]._unguarded_create(
            {**row, "task_id": assignment.task_id.id, "assignment_id": assignment.id, "text": mark, "obstacle": mark}
        )
        figure = cls.env["plan.measurement"]._unguarded_create(
            {**row, "metric_id": indicator.metric_ids[:1].id, "verdict": "met", "note": mark, "source": mark}
        )
        narrative = cls.env["plan.narrative"]._unguarded_create(
            {
                **row,
                "name": "Kết quả",
                "text": mark,
                "choice": mark,
                "file": base64.b64encode(mark.encode()),
                "file_name": mark,
            }
        )
        paper = cls.env["plan.report.signed.copy"]._keep(
            report, "approval", paper_mark, paper_mark.encode(), paper_mark, datetime.date(2026, 1, 2), paper_mark
        )
        log = {"decision": "return_report", "user_name": mark, "reason": mark, "note": mark}
        cls.report_logs[sample] = cls.env["plan.log"]._unguarded_create({**report._get_log_values(), **log})
        cls.report_messages[sample] = report.message_post(
            body=mark, subject=mark, attachments=[(f"{mark}.txt", mark.encode())]
        )
        loose = {"name": f"{mark}.txt", "raw": mark.encode(), "res_model": "plan.report", "res_id": report.id}
        cls.report_files[sample] = cls.env["ir.attachment"].create(loose) | cls.report_messages[sample].attachment_ids
        cls.report_activities[sample] = report.activity_schedule(
            "mail.mail_activity_data_todo", summary=mark, note=mark, user_id=cls.env.uid
        )
        for record in (report, line, figure, narrative, paper):
            record = record.sudo(False).with_env(cls.env)
            cls.reports.setdefault(record._name, {})[sample] = record
            if sample in MODELS[record._name].samples():
                cls.samples[record._name][sample] = record

    @classmethod
    def _make_values(cls):
        for sample, agency, indicator in (
            ("own", cls.snv, cls.indicators["2"]),
            ("foreign", cls.stc, cls.indicators["2"]),
            ("elsewhere", cls.stc, cls.other_indicator),
        ):
            mark, metric = cls.mark("values", sample), indicator.metric_ids[:1]
            [value] = cls.env["plan.value"]._insert(
                [
                    {
                        "metric_id": metric.id,
                        "plan_id": metric.plan_id.id,
                        "agency_id": agency.id,
                        "desk_agency_id": metric.plan_id.desk_agency_id.id,
                        "date_from": "2089-01-01",
                        "date_to": "2089-12-31",
                        "kind": "actual",
                        "value": 31415.9,
                        "has_value": True,
                        "note": mark,
                        "source": mark,
                        "publication": mark,
                        "user_name": mark,
                    }
                ]
            )
            cls.samples["plan.value"][sample] = value

    @classmethod
    def _report_wizard_values(cls, user, mark, paper):
        """Return what the wizards of the reporting are created with, about something that `user` reads."""
        report, period, schedule = (
            cls.env[model].browse([record.id for record in cls.samples[model].values()]).with_user(user)
            for model in ("plan.report", "plan.period", "plan.reporting.schedule")
        )
        reports = {"report_ids": [fields.Command.set(report._filtered_access("read")[:1].ids)]}
        days = {"date_from": "2089-01-01", "date_to": "2089-12-31"}
        return {
            "plan.offline.form.import": {"report_id": report._filtered_access("read")[:1].id, "filename": mark},
            "plan.report.return": {**reports, "reason": mark},
            "plan.report.sign": {**reports, **paper, "signer": mark},
            "plan.period.reopen": {
                "period_ids": [fields.Command.set(period._filtered_access("read")[:1].ids)],
                "reason": mark,
            },
            "plan.reporting.backfill": {**days, "schedule_id": schedule._filtered_access("read")[:1].id},
            "plan.value.publish": {
                **days,
                "metric_id": cls.indicators["1"].metric_ids[:1].id,
                "agency_id": cls.snv.id,
                "value": "1",
                "publication": mark,
            },
        }
