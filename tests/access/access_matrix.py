import base64
import datetime
import json
from contextlib import contextmanager

from odoo import fields
from odoo.http import Request
from odoo.models import MAGIC_COLUMNS
from odoo.tools import SQL, mute_logger

from .access_common import REFUSALS, AccessCase
from .access_reports import ReportSamples
from .access_table import HOLDS, MODELS, WIZARDS, WORK

ASSIGNMENT = "plan.assignment"
QUIET = (
    "odoo.http",
    "odoo.addons.base.models.ir_attachment",
    "odoo.addons.base.models.ir_model",
    "odoo.addons.base.models.ir_rule",
    "odoo.addons.base.models.res_users",
    "odoo.models.unlink",
    "odoo.sql_db",
)
# refusals of a request before a user is known
NO_SESSION = {"odoo.http.SessionExpiredException", "werkzeug.exceptions.Forbidden", "werkzeug.exceptions.NotFound"}
# the answers of an HTTP route that refuse in an orderly way
REFUSED = {302, 303, 400, 401, 403, 404, 422}

# the field that a write of the matrix changes: not a key, and without locks
WRITES = {
    "plan.agency": "place",
    "plan.agency.category": "name",
    "plan.agency.group": "note",
    "plan.agency.succession": "document",
    "plan.assignment": "result",
    "plan.assignment.ask": "request",
    "plan.assignment.import": "filename",
    "plan.assignment.import.line": "result",
    "plan.assignment.sign": "signer",
    "plan.assignment.return": "reason",
    "plan.assignment.stop": "reason",
    "plan.digest": "activity_count",
    "plan.consolidation": "opening",
    "plan.consolidation.item": "text",
    "plan.consolidation.issue": "number",
    "plan.consolidation.return": "reason",
    "plan.clarification": "name",
    "plan.clarification.decide": "ground",
    "plan.evidence": "name",
    "plan.extension": "reason",
    "plan.extension.ask": "reason",
    "plan.extension.decide": "reason",
    "plan.funding": "name",
    "plan.holiday": "name",
    "plan.indicator": "definition",
    "plan.log": "note",
    "plan.member": "title",
    "plan.member.import": "filename",
    "plan.member.import.line": "title",
    "plan.metric": "unit",
    "plan.package.import": "filename",
    "plan.package.import.count": "file",
    "plan.package.import.line": "message",
    "plan.measurement": "note",
    "plan.narrative": "text",
    "plan.period": "code",
    "plan.period.reopen": "reason",
    "plan.report": "signer_name",
    "plan.offline.form.import": "filename",
    "plan.offline.form.import.line": "message",
    "plan.report.line": "text",
    "plan.report.signed.copy": "number",
    "plan.report.return": "reason",
    "plan.report.sign": "signer",
    "plan.reporting.backfill": "date_to",
    "plan.reporting.question": "name",
    "plan.reporting.schedule": "document",
    "plan.section": "sequence",
    "plan.plan": "independent_agency_id",
    "plan.stage": "name",
    "plan.step": "product",
    "plan.target": "note",
    "plan.task": "product",
    "plan.task.give": "product",
    "plan.track": "name",
    "plan.print.job": "name",
    "plan.followup": "text",
    "plan.followup.issue": "number",
    "plan.value": "note",
    "plan.value.publish": "publication",
}


# the circles whose records carry marks, and the model whose row says who reads them
MARKED = (
    ("work", ASSIGNMENT),
    ("members", "plan.member"),
    ("clarifications", "plan.clarification"),
    ("rows", "plan.report.line"),
    ("papers", "plan.report.signed.copy"),
    ("values", "plan.value"),
    ("requests", "plan.period"),
    ("consolidations", "plan.consolidation"),
)


class Answer:
    """The answer of the server: its text, and the error's name where it refused."""

    def __init__(self, status, text, result=None, error=None):
        self.status, self.text, self.result, self.error = status, text, result, error


class MatrixCase(ReportSamples, AccessCase):
    """One sample of each kind in every model, each with a mark of its own, and requests whose answers are searched.

    The texts of a record contain a mark. An answer that holds the mark of a record which the asking user may not read
    is a leak, whatever was asked and whichever way.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.identities = {name: getattr(cls, name) for name in HOLDS if name != "public"}
        export = cls.env.ref("base.group_allow_export")
        for name, user in cls.identities.items():
            if name != "portal":
                user.group_ids |= export  # exports depend on reading only
        cls.samples = {model: {} for model in MODELS}
        cls._make_work()
        cls._make_plan_samples()
        cls._make_reference()
        cls._make_reports()
        cls._make_consolidations()
        cls._make_wizards()
        cls.env.flush_all()

    # -- samples ------------------------------------------------------------------------------------------------------

    @classmethod
    def mark(cls, circle, sample):
        return f"MARK-{circle}-{sample}-7F3Q"

    @classmethod
    def _make_work(cls):
        assignments = {
            "own": cls.own,
            "foreign": cls.foreign,
            "asked": cls.contribution,
            "watched": cls.assignment_of("then_ongoing", cls.stc),
            "elsewhere": cls.other_assignment,
        }
        cls.files, cls.messages, cls.activities = {}, {}, {}
        for sample, assignment in assignments.items():
            mark = cls.mark("work", sample)
            if sample == "asked":
                assignment.write({"date_deadline": "2090-01-01", "date_deadline_origin": "2090-01-01"})
                assignment.parent_id.write({"date_deadline": "2096-12-31"})
            assignment.write(
                {
                    "result": mark,
                    "product_number": mark,
                    "return_reason": mark,
                    "request": mark,
                    "date_deadline": assignment.date_deadline if sample == "asked" else "2096-12-31",
                }
            )
            step = cls.env["plan.step"].create(
                {"assignment_id": assignment.id, "name": mark, "product": mark, "date_due": "2091-02-03"}
            )
            extension = cls.env["plan.extension"]._unguarded_create(
                {
                    "assignment_id": assignment.id,
                    "date_before": assignment.date_deadline,
                    "date_asked": "2090-02-01" if sample == "asked" else "2097-01-01",
                    "reason": mark,
                    "opinion": mark,
                    "decision_number": mark,
                }
            )
            file = cls.attach(assignment, f"{mark}.txt")
            file_content = cls.env["plan.evidence"]._attach(assignment, f"{mark}.txt", mark.encode(), "product")
            cls.files[sample] = file_content.attachment_id | file
            log = cls.env["plan.log"]._unguarded_create(
                {
                    **assignment._get_log_values(),
                    "decision": "ask",
                    "user_name": mark,
                    "reason": mark,
                    "note": mark,
                    "number": mark,
                }
            )
            cls.messages[sample] = assignment.message_post(body=mark, subject=mark)
            cls.activities[sample] = assignment.activity_schedule(
                "mail.mail_activity_data_todo", summary=mark, note=mark, user_id=cls.env.uid
            )
            for model, record in (
                (ASSIGNMENT, assignment),
                ("plan.step", step),
                ("plan.extension", extension),
                ("plan.evidence", file_content),
                ("plan.log", log),
            ):
                cls.samples[model][sample] = record
        members = {"own": cls.officer_snv, "foreign": cls.officer_stc}
        for sample, user in members.items():
            member = cls.env["plan.member"].search([("user_id", "=", user.id)])
            member.title = cls.mark("members", sample)
            cls.samples["plan.member"][sample] = member

    @classmethod
    def _make_plan_samples(cls):
        cls.draft = cls.env["plan.plan"].create(
            {
                "number": "78/KH-UBND",
                "name": "Dự thảo",
                "date_issued": "2026-02-05",
                "date_tracking_start": "2026-02-05",
                "desk_agency_id": cls.skhcn.id,
            }
        )
        for sample, plan in (("kept", cls.plan), ("elsewhere", cls.other_plan), ("draft", cls.draft)):
            sections = cls.env["plan.section"].create(
                [
                    {"plan_id": plan.id, "content": content, "code": "Z", "name": "Thêm"}
                    for content in ("task", "indicator")
                ]
            )
            of_plan = {"plan_id": plan.id, "number": "901", "name": "Thêm"}
            task = cls.env["plan.task"].create({**of_plan, "section_id": sections[0].id, "deadline_text": "Năm 2026"})
            indicator = cls.env["plan.indicator"].create({**of_plan, "section_id": sections[1].id})
            metric = cls.env["plan.metric"].create({"indicator_id": indicator.id, "name": "Thêm"})
            target = cls.env["plan.target"].create({"metric_id": metric.id, "year": 2031, "text": "≥ 5"})
            funding = cls.env["plan.funding"].create({**of_plan, "number": 901})
            mark = cls.mark("clarifications", sample)
            clarification = cls.env["plan.clarification"].create({"plan_id": plan.id, "name": mark})
            # nothing hangs on these sections, so that they may go where sections may
            empty = cls.env["plan.section"].create({"plan_id": plan.id, "content": "duty", "code": "ZZ", "name": "x"})
            for record in (plan, empty, task, indicator, metric, target, funding, clarification):
                cls.samples[record._name][sample] = record

    @classmethod
    def _make_reference(cls):
        spare = cls.new_agency("M01", "Sở Mẫu")
        other = cls.new_agency("M02", "Sở Mẫu Hai")
        # named by the first desk's plan, and by that plan alone
        group = cls.env["plan.agency.group"].create({"code": "MAU", "name": "Các sở mẫu"})
        cls.tasks["range"].support_group_ids = group
        records = {
            "plan.agency": spare,
            "plan.agency.category": cls.env["plan.agency.category"].create({"code": "mau", "name": "Mẫu"}),
            "plan.agency.group": group,
            "plan.agency.succession": cls.env["plan.agency.succession"].create(
                {"agency_from_id": spare.id, "agency_to_id": other.id, "date": "2026-01-01"}
            ),
            "plan.holiday": cls.env["plan.holiday"].create({"name": "Mẫu", "date_from": "2090-09-01"}),
            "plan.digest": cls.env["plan.digest"].create({"user_id": cls.officer_snv.id, "date": "2026-01-05"}),
            "plan.track": cls.env["plan.track"].create({"code": "mau", "name": "Mẫu"}),
        }
        records["plan.stage"] = cls.env["plan.stage"].create({"name": "Mẫu", "kind": "todo"})
        for model, record in records.items():
            cls.samples[model]["any"] = record

    @classmethod
    def _make_consolidations(cls):
        for sample, desk, plan, state in (
            ("draft", cls.skhcn, cls.plan, "draft"),
            ("approved", cls.skhcn, cls.plan, "approved"),
            ("elsewhere", cls.stc, cls.other_plan, "approved"),
        ):
            mark = cls.mark("consolidations", sample)
            schedule = cls.env["plan.reporting.schedule"].create(
                {
                    "name": "Báo cáo quý",
                    "kind": "quarter",
                    "desk_agency_id": desk.id,
                    "plan_ids": [fields.Command.set(plan.ids)],
                }
            )
            period = cls.env["plan.period"].create(schedule._get_period_values(datetime.date(2090, 1, 1)))
            paper = cls.env["plan.consolidation"]._unguarded_create(
                {"period_id": period.id, "desk_agency_id": desk.id, "number_in_period": 0, "opening": mark}
            )
            # a row of the desk's own: what comes from a report is not the desk's to delete
            row = cls.env["plan.consolidation.item"]._unguarded_create(
                {"consolidation_id": paper.id, "kind": "other", "heading": mark, "text": mark}
            )
            paper._unguarded_write({"state": state, "signer_name": mark})
            cls.samples["plan.consolidation"][sample] = paper
            cls.samples["plan.consolidation.item"][sample] = row
            cls.samples["plan.followup"][sample] = cls.env["plan.followup"]._unguarded_create(
                {
                    "period_id": period.id,
                    "desk_agency_id": desk.id,
                    "issuer_id": desk.id,
                    "date_reply": "2090-01-01",
                    "text": mark,
                    "state": "draft" if state == "draft" else "issued",
                }
            )
        cls.samples["plan.print.job"]["own"] = cls.env["plan.print.job"].create(
            {"name": "x", "user_id": cls.officer_snv.id, "report_name": "plan_tracking.paper_report", "res_ids": [1]}
        )

    @classmethod
    def wizard_values(cls, model, user, mark, assignment, extension):
        """Return what a wizard of `model` is created with, about that assignment."""
        assignments = {"assignment_ids": [fields.Command.set(assignment.ids)]}
        clarifications = cls.samples["plan.clarification"]["kept"].with_user(user)._filtered_access("read")
        papers = cls.env["plan.consolidation"].union(*cls.samples["plan.consolidation"].values())
        letters = cls.env["plan.followup"].union(*cls.samples["plan.followup"].values()).with_user(user)
        papers = {"consolidation_ids": [fields.Command.set(papers.with_user(user)._filtered_access("read").ids)]}
        file = base64.b64encode(mark.encode()).decode()
        pdf = base64.b64encode(f"%PDF-1.4 {mark}".encode()).decode()
        paper = {"number": mark, "date": "2026-01-02", "file": pdf, "filename": "x.pdf"}
        values = {
            "plan.assignment.ask": {
                "assignment_id": assignment[:1].id,
                "agency_ids": [fields.Command.set(cls.xa_cao.ids)],
                "request": mark,
                "date_deadline": "2089-01-01",
            },
            "plan.assignment.import": {"plan_id": cls.plan.id, "filename": mark, "file": file},
            "plan.assignment.sign": {**assignments, **paper, "signer": mark},
            "plan.assignment.return": {**assignments, "reason": mark},
            "plan.assignment.stop": {**assignments, **paper, "reason": mark},
            "plan.consolidation.issue": {**papers, **paper},
            "plan.consolidation.return": {**papers, "reason": mark},
            "plan.followup.issue": {**paper, "followup_id": letters._filtered_access("read")[:1].id},
            "plan.clarification.decide": {
                "clarification_ids": [fields.Command.set(clarifications.ids)],
                "decision": mark,
                "ground": mark,
            },
            "plan.extension.ask": {
                **assignments,
                "date_asked": "2090-03-01" if cls.contribution in assignment else "2098-01-01",
                "reason": mark,
            },
            "plan.extension.decide": {
                "extension_ids": [fields.Command.set(extension.ids)],
                **paper,
                "verdict": "refuse",
                "reason": mark,
            },
            "plan.member.import": {"filename": mark, "file": file},
            "plan.package.import": {"filename": mark, "file": file},
            "plan.task.give": {"task_id": cls.duty.id, "product": mark},
        }
        values |= cls._report_wizard_values(user, mark, paper)
        lines = {"plan.assignment.import.line": "result", "plan.member.import.line": "title"}
        lines |= {"plan.package.import.count": "file", "plan.package.import.line": "message"}
        lines |= {"plan.offline.form.import.line": "message"}
        return values.get(model) or {lines[model]: mark}

    @classmethod
    def new_wizard(cls, model, user, mark, assignment=None, extension=None):
        """Create a wizard as `user`, its parent before it where it is a line."""
        assignment = cls.own if assignment is None else assignment
        extension = cls.samples["plan.extension"]["own"] if extension is None else extension
        records = cls.env[model].with_user(user)
        values = cls.wizard_values(model, user, mark, assignment, extension)
        if "import_id" in records._fields:
            parent = cls.new_wizard(records._fields["import_id"].comodel_name, user, mark)
            values = {**values, "import_id": parent.id}
        return records.create(values).sudo(False).with_env(cls.env)

    @classmethod
    def _make_wizards(cls):
        # the most of a colleague: at the same agency and the same desk, and a manager too
        cls.colleague = cls.new_user(
            "colleague",
            (cls.snv, "leader"),
            (cls.skhcn, "desk"),
            groups="plan_tracking.group_plan_tracking_manager",
        )
        for model, row in MODELS.items():
            if row.circle is WIZARDS:
                cls.samples[model]["others"] = cls.new_wizard(model, cls.colleague, cls.mark("wizards", "others"))

    # -- what is expected ---------------------------------------------------------------------------------------------

    def samples_of(self, identity, model):
        """Return {sample: (record, letters)} of what `identity` is tried on in that model."""
        samples = dict(self.samples[model])
        row = MODELS[model]
        if row.circle is WIZARDS and row.may(identity, "create"):
            assignment, extension = (self._any_read(identity, name) for name in (ASSIGNMENT, "plan.extension"))
            samples["mine"] = self.new_wizard(model, self.identities[identity], "own", assignment, extension)
        return {sample: (record, row.letters(identity, sample)) for sample, record in samples.items()}

    def _any_read(self, identity, model):
        letters = MODELS[model].letters
        readable = [record for sample, record in self.samples[model].items() if "r" in letters(identity, sample)]
        return readable[0] if readable else self.env[model]

    def forbidden_marks(self, identity):
        marks = {self.mark("wizards", "others")}
        for circle, model in MARKED:
            row = MODELS[model]
            marks |= {self.mark(circle, sample) for sample in row.samples() if "r" not in row.letters(identity, sample)}
        return marks

    # -- requests -----------------------------------------------------------------------------------------------------

    def setUp(self):
        super().setUp()
        quiet = mute_logger(*QUIET)
        quiet.__enter__()
        self.addCleanup(quiet.__exit__)
        self.identity, self.marks, self.faults = None, set(), []

    @contextmanager
    def trying(self, model, operation, sample=""):
        """Note what goes wrong inside and go on, so that one run shows all of it."""
        try:
            yield
        except AssertionError as fault:
            where = " ".join(filter(None, (model, operation, sample and f"“{sample}”")))
            self.faults.append(f"{where}: {fault}")

    def assert_no_faults(self):
        if self.faults:
            text = "\n".join(fault[:500] for fault in self.faults[:60])
            self.fail(f"{len(self.faults)} answers differ from the table:\n{text}")

    def become(self, identity):
        """Ask as `identity` from now on."""
        self.env.flush_all()
        user = self.identities.get(identity)
        if user:
            self.login(user)
        else:
            self.authenticate(None, None)
        self.identity, self.marks = identity, self.forbidden_marks(identity)

    def told(self, response, where):
        """Return the answer; a mark that this identity may not see in it, or a crash, fails."""
        text = response.text
        found = sorted(mark for mark in self.marks if mark in text)
        if found:
            self.fail(f"{where} shows {found}")
        if response.status_code >= 500:
            self.fail(f"{where} crashes: {text[-400:]}")
        return Answer(response.status_code, text)

    def call(self, model, method, *args, **kwargs):
        """Call a method over call_kw."""
        params = {"model": model, "method": method, "args": list(args), "kwargs": kwargs}
        return self.json_route("/web/dataset/call_kw", params, f"call_kw {model}.{method}{args}")

    def json_route(self, path, params, where=None):
        """Call a JSON-RPC route."""
        where = where or f"{path} {params}"
        body = {"id": 0, "jsonrpc": "2.0", "method": "call", "params": params}
        response = self.opener.post(self.base_url() + path, json=body, timeout=60)
        answer = self.told(response, where)
        if "json" in response.headers.get("Content-Type", ""):
            body = json.loads(answer.text)
            answer.result = body.get("result")
            if "error" in body:
                answer.error = body["error"]["data"]["name"]
                if answer.error not in REFUSALS | NO_SESSION:
                    self.fail(f"{where} crashes: {answer.error} {body['error']['data']['debug'][-300:]}")
        elif response.status_code in REFUSED:
            answer.error = str(response.status_code)
        return answer

    def json2(self, key, model, method, **values):
        """Call a method over the JSON-2 API."""
        where = f"JSON-2 {model}.{method}{values}"
        headers = {"Authorization": f"Bearer {key}"} if key else {}
        response = self.opener.post(
            f"{self.base_url()}/json/2/{model}/{method}", json=values, headers=headers, timeout=60
        )
        answer = self.told(response, where)
        if response.status_code == 200:
            answer.result = json.loads(answer.text)
        else:
            if response.status_code not in REFUSED:
                self.fail(f"{where}: {answer.text[:400]}")
            answer.error = str(response.status_code)
        return answer

    def http(self, path, where=None, **kwargs):
        """Open a page or send a form; what a form sends carries the session's token."""
        if "data" in kwargs:
            kwargs["data"] = {**kwargs["data"], "csrf_token": Request.csrf_token(self)}
        response = self.url_open(path, timeout=60, allow_redirects=False, **kwargs)
        self.env.invalidate_all()
        return self.told(response, where or path)

    # -- what must hold -----------------------------------------------------------------------------------------------

    def judged(self, answer, allowed, where):
        """Fail where an answer is not what the table says."""
        if allowed and answer.error:
            self.fail(f"{where} is refused: {answer.error} {answer.text[-300:]}")
        if not allowed and not answer.error:
            self.fail(f"{where} is let through")

    def row_of(self, record):
        """Return the record's row from the database."""
        self.env.cr.execute(SQL("SELECT * FROM %s WHERE id = %s", SQL.identifier(record._table), record.id))
        row = self.env.cr.dictfetchone()
        return row and {name: value for name, value in row.items() if name not in MAGIC_COLUMNS}

    def count_of(self, model):
        self.env.cr.execute(SQL("SELECT COUNT(*) FROM %s", SQL.identifier(self.env[model]._table)))
        return self.env.cr.fetchone()[0]

    @contextmanager
    def undone(self):
        """Take back whatever the requests inside have written."""
        self.env.flush_all()
        with self.env.cr.savepoint(flush=False) as savepoint:
            try:
                yield
            finally:
                self.env.invalidate_all(flush=False)
                savepoint.rollback()
        self.env.invalidate_all(flush=False)

    def each(self, *identities):
        """Become one identity after the other."""
        for identity in identities or HOLDS:
            self.become(identity)
            yield identity

    def assert_refused(self, model, method, *args, **kwargs):
        with self.trying(model, f"{method} {args} {kwargs}"):
            self.judged(self.call(model, method, *args, **kwargs), False, method)

    def assert_left(self, records, attempt):
        """Make an attempt that may be refused or come to nothing; the rows stay as they are."""
        with self.undone():
            rows = [self.row_of(record) for record in records]
            attempt()
            self.env.invalidate_all()
            with self.trying(records[0]._name, "row"):
                self.assertEqual([self.row_of(record) for record in records], rows)


ASSIGNMENTS = tuple(sorted({assignment for assignments in WORK.values() for assignment in assignments}))
