"""Ways around the circle of a report, each tried over HTTP; what holds for every model is in test_access_matrix."""

import base64

from odoo.fields import Command
from odoo.tests import tagged

from .access_matrix import MatrixCase
from .access_table import MODELS

REPORT, LINE, FIGURE, NARRATIVE = "plan.report", "plan.report.line", "plan.measurement", "plan.narrative"
# users who read a draft's header and must not read its content
ONLOOKERS = ("desk", "reader", "manager")


class ReportCase(MatrixCase):
    def sample(self, model, sample):
        return self.reports.get(model, self.samples[model])[sample]

    def found(self, model, domain):
        answer = self.call(model, "search", domain)
        return [] if answer.error else answer.result


@tagged("post_install", "-at_install")
class TestTalkUnderDrafts(ReportCase):
    """Messages, activities and files on a draft belong to its agency, though others read its state."""

    def test_messages(self):
        for _identity in self.each(*ONLOOKERS, "desk_stc", "watcher"):
            for sample in ("own", "foreign"):
                report, message = self.sample(REPORT, sample), self.report_messages[sample]
                mark = self.mark("rows", sample)
                thread = {"thread_model": REPORT, "thread_id": report.id}
                with self.trying("mail.message", "routes", sample), self.undone():
                    self.json_route("/mail/thread/messages", thread)
                    wanted = ["messages", "attachments", "activities", "followers", "suggestedRecipients"]
                    self.json_route(
                        "/mail/data", {"fetch_params": [["mail.thread", {**thread, "request_list": wanted}]]}
                    )
                self.assert_refused("mail.message", "read", message.ids, ["body"])
                with self.trying("mail.message", "search", sample):
                    self.assertFalse(self.found("mail.message", [("body", "ilike", mark)]))
                with self.trying(REPORT, "search by what is said", sample):
                    for path in ("message_ids.body", "message_ids.subject", "message_ids.attachment_ids.name"):
                        self.assertFalse(self.found(REPORT, [(path, "ilike", mark)]), path)
        self.assert_no_faults()

    def test_messages_of_a_report_that_the_desk_enters(self):
        """The desk is at work in it; readers wait for the approval."""
        message = self.report_messages["behalf"]
        for identity in self.each("desk", "reader", "manager", "officer_snv"):
            with self.trying("mail.message", "read"):
                answer = self.call("mail.message", "read", message.ids, ["body"])
                self.judged(answer, identity in ("desk", "officer_snv"), "read")
        self.assert_no_faults()

    def test_activities(self):
        """Nor is the leader's reason for a return read out of the reminder that carries it."""
        for _identity in self.each(*ONLOOKERS, "desk_stc", "watcher"):
            for sample in ("own", "foreign"):
                report, activity = self.sample(REPORT, sample), self.report_activities[sample]
                mark = self.mark("rows", sample)
                self.assert_refused("mail.activity", "read", activity.ids, ["summary", "note"])
                with self.trying("mail.activity", "search", sample):
                    self.assertFalse(self.found("mail.activity", [("note", "ilike", mark)]))
                    self.assertFalse(self.found("mail.activity", [("res_id", "=", report.id)]))
                with self.trying(REPORT, "search by what is planned", sample):
                    for path in ("activity_ids.note", "activity_ids.summary", "activity_summary"):
                        self.assertFalse(self.found(REPORT, [(path, "ilike", mark)]), path)
                with self.trying("mail.activity", "get_activity_data", sample):
                    self.call("mail.activity", "get_activity_data", REPORT, [("id", "=", report.id)])
                with self.trying(REPORT, "nested", sample):
                    spec = {"activity_ids": {"fields": {"note": {}}}, "activity_summary": {}, "activity_user_id": {}}
                    self.call(REPORT, "web_read", report.ids, spec)
        self.assert_no_faults()

    def test_attachments(self):
        for _identity in self.each(*ONLOOKERS, "desk_stc", "watcher"):
            for sample in ("own", "foreign"):
                for file in self.report_files[sample]:
                    self.assert_refused("ir.attachment", "read", file.ids, ["name", "datas"])
                    with self.trying("ir.attachment", "search", sample):
                        domain = [("res_model", "=", REPORT), ("res_id", "=", self.sample(REPORT, sample).id)]
                        self.assertFalse(self.found("ir.attachment", domain))
                        self.assertFalse(self.found("ir.attachment", [("id", "=", file.id)]))
                    with self.trying("ir.attachment", "/web/content", sample):
                        self.assertNotEqual(self.http(f"/web/content/{file.id}?download=1").status, 200)
        for _identity in self.each("officer_snv", "reader"):
            sample = "own" if _identity == "officer_snv" else "sent"
            for file in self.report_files[sample]:
                with self.trying("ir.attachment", "read", sample):
                    self.judged(self.call("ir.attachment", "read", file.ids, ["name"]), True, "read")
                    self.assertTrue(self.found("ir.attachment", [("id", "=", file.id)]))
        self.assert_no_faults()

    def test_what_is_said_is_sent_to_nobody_outside(self):
        """Neither followers nor addressees learn of a draft what they could not read in it."""
        report = self.sample(REPORT, "own")
        onlookers = [self.identities[name] for name in ONLOOKERS]
        for user in onlookers:
            report.with_user(user).message_subscribe(user.partner_id.ids)
        self.become("officer_snv")
        everybody = [user.partner_id.id for user in (*onlookers, self.leader_snv)]
        answer = self.call(
            REPORT,
            "message_post",
            report.ids,
            body="x",
            message_type="comment",
            subtype_xmlid="mail.mt_comment",
            partner_ids=everybody,
        )
        self.judged(answer, True, "message_post")
        message = report.message_ids.sorted("id")[-1]
        self.assertEqual(message.sudo().notified_partner_ids, self.leader_snv.partner_id)

    def test_under_a_period(self):
        """The desk's messages on a period do not reach the agencies that read the period."""
        period = self.sample("plan.period", "kept")
        period.message_post(body="MARK-talk of the desk")
        period.activity_schedule("mail.mail_activity_data_todo", summary="MARK-plan", note="MARK-plan")
        self.env["ir.attachment"].create({"name": "MARK-file", "res_model": "plan.period", "res_id": period.id})
        for _identity in self.each("officer_snv", "reader", "watcher"):
            for path in ("message_ids.body", "activity_ids.note", "activity_summary"):
                with self.trying("plan.period", path):
                    self.assertFalse(self.found("plan.period", [(path, "ilike", "MARK-")]))
            with self.trying("plan.period", "read"):
                answer = self.call("plan.period", "web_read", period.ids, {"activity_summary": {}})
                self.assertNotIn("MARK-", answer.text)
            with self.trying("ir.attachment", "search"):
                self.assertFalse(self.found("ir.attachment", [("name", "=", "MARK-file")]))
        self.assert_no_faults()


@tagged("post_install", "-at_install")
class TestRows(ReportCase):
    """A row stays in its report, and is written by whom its report is to be filled in."""

    ROWS = (LINE, FIGURE, NARRATIVE)

    def test_fixed_columns(self):
        """The owner, return and copied values of a row cannot be written, not even on one's own draft."""
        kept = {"note", "source", "verdict", "text", "obstacle", "proposal", "choice", "yes_no", "file", "file_name"}
        for _identity in self.each("officer_two"):
            for model in self.ROWS:
                row, other = self.sample(model, "own"), self.sample(model, "foreign")
                fixed = [
                    name
                    for name, field in row._fields.items()
                    if field.store and name not in kept | row._WRITABLE and name != "id"
                ]
                self.assertLess({"report_id", "agency_id", "return_reason", "writer_id", "revision"}, {*fixed})
                for name in fixed:
                    value = row._fields[name].convert_to_write(other[name], other) or 1
                    value = value if isinstance(value, int | str | list | float) else str(value)
                    for method, args in (
                        ("write", [{name: value}]),
                        ("save_row", [{name: value}, row.revision]),
                    ):
                        self.assert_left(
                            row | other,
                            lambda r=row, m=method, a=args: self.assert_refused(r._name, m, r.ids, *a),
                        )
        self.assert_no_faults()

    def test_the_report_itself(self):
        """State, signer, what satisfies it, whose it is: none of it is written by hand."""
        own, other = self.sample(REPORT, "own"), self.sample(REPORT, "sent")
        circle = ("message_", "activity_")
        fixed = [name for name, field in own._fields.items() if field.store and not name.startswith(circle)]
        self.assertLess({"agency_id", "covered_by_id", "is_on_behalf", "date_first_approved", "state"}, {*fixed})
        for _identity in self.each("leader_snv"):
            for name in set(fixed) - {"id"}:
                value = own._fields[name].convert_to_write(other[name], other) or 1
                value = value if isinstance(value, int | str | list | float) else str(value)
                self.assert_left(own, lambda n=name, v=value: self.assert_refused(REPORT, "write", own.ids, {n: v}))
        self.assert_no_faults()

    def test_rows_through_the_report(self):
        names = {"line_ids": LINE, "measurement_ids": FIGURE, "narrative_ids": NARRATIVE}
        changed = {LINE: "text", FIGURE: "note", NARRATIVE: "text"}
        for _identity in self.each("officer_snv", "desk"):
            for name, model in names.items():
                for sample in ("own", "sent", "foreign"):
                    row = self.sample(model, sample)
                    for command in (
                        Command.link(row.id),
                        Command.update(row.id, {changed[model]: "x"}),
                        Command.delete(row.id),
                        Command.unlink(row.id),
                        Command.create({"report_id": row.report_id.id}),
                    ):
                        report = self.sample(REPORT, "own")
                        self.assert_left(
                            row | self.sample(model, "own"),
                            lambda r=report, n=name, c=command: self.call(REPORT, "write", r.ids, {n: [c]}),
                        )
        self.assert_no_faults()

    def test_save_row(self):
        """Nothing is written, and the words of the other are told to nobody who may not read them."""
        for identity in self.each("officer_snv", "watcher", "desk", "desk_stc", "reader"):
            for model in self.ROWS:
                # the three kinds of rows share the code: one of them goes by all samples
                samples = ("own", "sent", "behalf", "foreign", "done") if model == LINE else ("own", "foreign")
                for sample in samples:
                    row = self.sample(model, sample)
                    may = MODELS[LINE].letters(identity, sample)
                    values = {"is_nil": True}
                    with self.trying(model, "save_row", sample), self.undone():
                        before = self.row_of(row)
                        answer = self.call(model, "save_row", row.ids, values, row.revision)
                        self.judged(answer, "w" in may, "save_row")
                        self.assertEqual(self.row_of(row) != before, "w" in may)
                    with self.trying(model, "save_row of what another has changed", sample), self.undone():
                        before = self.row_of(row)
                        self.judged(self.call(model, "save_row", row.ids, values, 99), "r" in may, "save_row")
                        self.assertEqual(self.row_of(row), before)
        self.assert_no_faults()

    def test_a_row_moves_no_foreign_assignment(self):
        """The desk that enters a report types its words; the assignment behind a line is its agency's to move."""
        line, stage = self.sample(LINE, "behalf"), self.stage("todo")
        self.own.stage_id = self.env["plan.stage"].search([("kind", "=", "doing")], limit=1)
        for _identity in self.each("desk"):
            for values in ({"stage_id": stage.id}, {"next_step": "x", "date_next_step": "2090-01-01"}):
                for method, args in (("write", [values]), ("save_row", [values, line.revision])):
                    with self.undone():
                        steps = self.own.step_ids
                        self.assert_left(
                            self.own | steps[:1].assignment_id,
                            lambda m=method, a=args: self.assert_refused(LINE, m, line.ids, *a),
                        )
                        self.assertEqual(self.own.step_ids.mapped("name"), steps.mapped("name"))
        for sample in ("foreign", "done", "sent"):
            line, assignment = self.sample(LINE, sample), self.sample(LINE, sample).assignment_id
            for _identity in self.each("officer_snv", "leader_snv", "reader_officer"):
                self.assert_left(
                    assignment, lambda row=line: self.assert_refused(LINE, "write", row.ids, {"stage_id": stage.id})
                )
        self.assert_no_faults()

    def test_owners(self):
        """A row is given to colleagues alone: its owner is reminded of it."""
        for model in self.ROWS:
            own, foreign = self.sample(model, "own"), self.sample(model, "foreign")
            self.become("officer_snv")
            for user in (self.officer_stc, self.desk, self.reader, self.internal, self.deputy_out):
                self.assert_left(
                    own, lambda r=own, u=user: self.assert_refused(r._name, "write", r.ids, {"user_id": u.id})
                )
            self.become("officer_two")
            both = own | foreign
            self.assert_left(
                both,
                lambda r=both: self.assert_refused(r._name, "write", r.ids, {"user_id": self.officer_stc.id}),
            )
        self.assert_no_faults()

    def test_paths_to_rows(self):
        """A draft is not read through the report that shows its state: nested, searched, grouped or exported."""
        paths = {
            "line_ids.text": "rows",
            "line_ids.return_reason": "rows",
            "measurement_ids.note": "rows",
            "narrative_ids.text": "rows",
            "signed_copy_ids.number": "papers",
            "log_ids.reason": "rows",
            "period_id.report_ids.line_ids.text": "rows",
        }
        nested = {"fields": {"display_name": {}}}
        texts = {"line_ids": "text", "measurement_ids": "note", "narrative_ids": "text", "signed_copy_ids": "number"}
        spec = {name: {"fields": {text: {}}} for name, text in texts.items()}
        spec |= {"log_ids": {"fields": {"reason": {}}}, "covered_by_id": nested}
        for _identity in self.each(*ONLOOKERS):
            for sample in ("own", "foreign"):
                report = self.sample(REPORT, sample)
                for path, circle in paths.items():
                    with self.trying(REPORT, path, sample):
                        domain = [("id", "=", report.id), (path, "ilike", self.mark(circle, sample))]
                        self.assertFalse(self.found(REPORT, domain))
                with self.trying(REPORT, "web_read", sample):
                    self.judged(self.call(REPORT, "web_read", report.ids, spec), True, "web_read")
                    through = {"report_ids": {"fields": {**spec, "return_reason": {}}}}
                    self.call("plan.period", "web_read", report.period_id.ids, through)
                with self.trying(REPORT, "export_data", sample):
                    names = ["id", *(f"{name}/{text}" for name, text in texts.items()), "log_ids/reason"]
                    self.judged(self.call(REPORT, "export_data", report.ids, names), True, "export_data")
                with self.trying(REPORT, "get_page", sample):
                    answer = self.call(REPORT, "get_page", report.ids)
                    self.judged(answer, True, "get_page")
                    self.assertEqual((answer.result["sections"], answer.result["owners"]), ([], []))
        for _identity in self.each("officer_snv", "watcher", "desk_stc", "internal"):
            for method in ("get_page", "action_fill_nil", "action_remind_colleagues"):
                self.assert_refused(REPORT, method, self.sample(REPORT, "foreign").ids)
            self.assert_refused("plan.period", "get_missing_text", self.sample("plan.period", "kept").ids)
        self.assert_no_faults()

    def test_what_looks_odd_is_counted_at_the_approval(self):
        """Until then even the number of odd rows says something of what is in them."""
        report = self.sample(REPORT, "own")
        report.line_ids._unguarded_write({"stage_kind": "done"})
        self.own.stage_id = self.env["plan.stage"].search([("kind", "=", "done")], limit=1)
        self.become("officer_snv")
        self.judged(self.call(REPORT, "action_submit", report.ids), True, "action_submit")
        self.become("desk")
        with self.trying(REPORT, "warning_count"):
            self.assertEqual(self.call(REPORT, "read", report.ids, ["warning_count"]).result[0]["warning_count"], 0)
        self.become("leader_snv")
        self.judged(self.call(REPORT, "action_approve", report.ids), True, "action_approve")
        self.become("desk")
        with self.trying(REPORT, "warning_count"):
            self.assertEqual(self.call(REPORT, "read", report.ids, ["warning_count"]).result[0]["warning_count"], 1)
        self.assert_no_faults()

    def test_nobody_else_ticks_nothing_new(self):
        """Users who may not fill in a report are told so."""
        for identity in self.each("officer_snv", "leader_snv", "desk", "reader", "manager"):
            for sample in ("own", "sent", "behalf", "foreign", "done"):
                report = self.sample(REPORT, sample)
                report.line_ids._unguarded_write({"is_typed": False})
                may = "w" in MODELS[LINE].letters(identity, sample)
                with self.trying(REPORT, "action_fill_nil", sample), self.undone():
                    before = self.row_of(report.line_ids)
                    self.judged(self.call(REPORT, "action_fill_nil", report.ids), may, "action_fill_nil")
                    self.assertEqual(self.row_of(report.line_ids) != before, may)
        self.assert_no_faults()

    # -- entering a report from a paper does not show the agency's own draft -----------------------------------------

    def test_a_draft_that_was_begun(self):
        report = self.sample(REPORT, "own")
        self.become("officer_snv")
        self.judged(self.call(LINE, "write", report.line_ids.ids, {"text": "x"}), True, "write")
        self.become("desk")
        self.assert_left(report, lambda: self.assert_refused(REPORT, "action_begin_entry", report.ids))
        self.assert_no_faults()

    def test_words_of_a_report_that_waits_for_its_leader(self):
        """The content of one report is offered to the agency's other reports once the leader has approved it."""
        report, entered = self.sample(REPORT, "own"), self.sample(REPORT, "behalf")
        entered.line_ids._unguarded_write({"text": False, "obstacle": False, "is_typed": False})
        self.become("officer_snv")
        self.judged(self.call(REPORT, "action_submit", report.ids), True, "action_submit")
        self.become("desk")
        with self.trying(LINE, "read"):
            self.call(LINE, "read", entered.line_ids.ids, ["text"])
        self.become("leader_snv")
        self.judged(self.call(REPORT, "action_approve", report.ids), True, "action_approve")
        with self.trying(LINE, "offered"):
            self.assertEqual(entered.line_ids.text, self.mark("rows", "own"))
        self.assert_no_faults()

    def test_sources_of_a_draft(self):
        """A new report carries on the source of a figure that was approved, not of one that is being written."""
        period = self.sample("plan.period", "kept")
        figure = self.sample(FIGURE, "own")
        indicator = figure.metric_id.indicator_id
        indicator.write({"responsible_agency_id": self.snv.id, "frequency": "month"})
        period.schedule_id.ask_indicators = True
        later = self._next_period(period)
        report = self.env[REPORT]._insert([later._get_report_values(self.snv.id)])
        report._make_rows()
        made = report.measurement_ids.filtered(lambda row: row.metric_id == figure.metric_id)
        self.assertEqual(len(made), 1)
        self.assertNotIn(self.mark("rows", "own"), made.source or "")
        self.assertNotIn(self.mark("rows", "behalf"), made.source or "")

    def _next_period(self, period):
        schedule = period.schedule_id
        return self.env["plan.period"].create([schedule._get_period_values(period.date_from.replace(month=7))])

    # -- returns ------------------------------------------------------------------------------------------------------

    def test_rows_of_others_in_a_return(self):
        """A return names rows of its own reports; those of others are neither shown nor touched."""
        report = self.sample(REPORT, "own")
        report._unguarded_write({"state": "submitted"})
        self.env.flush_all()
        self.become("leader_snv")
        for name, model in (("line_ids", LINE), ("measurement_ids", FIGURE), ("narrative_ids", NARRATIVE)):
            for sample in ("foreign", "done", "elsewhere"):
                row = self.sample(model, sample)
                values = {"report_ids": [Command.set(report.ids)], "reason": "x", name: [Command.set(row.ids)]}
                with self.trying("plan.report.return", name, sample), self.undone():
                    before = self.row_of(row), self.row_of(report)
                    made = self.call("plan.report.return", "create", [values])
                    if not made.error:
                        spec = {name: {"fields": {"display_name": {}, "return_reason": {}}}}
                        self.call("plan.report.return", "web_read", made.result, spec)
                        self.judged(
                            self.call("plan.report.return", "action_return", made.result), False, "action_return"
                        )
                    self.assertEqual((self.row_of(row), self.row_of(report)), before)
        self.assert_no_faults()

    def test_who_is_told_why(self):
        """A leader's reason reaches their own people; the desk's reason the agency, and each what the report says."""
        report = self.sample(REPORT, "own")
        report._unguarded_write({"state": "submitted"})
        self.env.flush_all()
        self.judged(self._return(report, "leader_snv", "MARK-reason"), True, "action_return")
        for identity in self.each("officer_snv", *ONLOOKERS, "officer_two", "watcher", "desk_stc"):
            knows = identity in ("officer_snv", "officer_two")
            for model, names in ((REPORT, ["return_reason"]), ("plan.log", ["reason"]), ("mail.activity", ["note"])):
                with self.trying(model, "read"):
                    domain = [("reason", "=", "MARK-reason")] if model == "plan.log" else []
                    domain = [("res_model", "=", REPORT)] if model == "mail.activity" else domain
                    answer = self.call(model, "search_read", domain, names)
                    if model != "mail.activity" or identity == "officer_snv":
                        self.assertEqual("MARK-reason" in answer.text, knows, model)
                    else:
                        self.assertLessEqual("MARK-reason" in answer.text, knows, model)
        self.assert_no_faults()

    def _return(self, report, identity, reason):
        self.become(identity)
        values = {"report_ids": [Command.set(report.ids)], "reason": reason}
        made = self.call("plan.report.return", "create", [values])
        return self.call("plan.report.return", "action_return", made.result)


@tagged("post_install", "-at_install")
class TestFilesAndRequests(ReportCase):
    """The file of an answer and the signed paper are read with their report, and changed on the answer alone.

    Requests and the figures of the ledger are told to nobody whom they do not concern.
    """

    def file_of(self, record):
        domain = [("res_model", "=", record._name), ("res_id", "=", record.id), ("res_field", "=", "file")]
        return self.env["ir.attachment"].search(domain)

    def test_download(self):
        for identity in self.each():
            for model, circle in ((NARRATIVE, "rows"), ("plan.report.signed.copy", "papers")):
                for sample in MODELS[model].samples():
                    record = self.sample(model, sample)
                    file = self.file_of(record)
                    self.assertEqual(len(file), 1)
                    reads = "r" in MODELS[model].letters(identity, sample)
                    for path in (
                        f"/web/content/{model}/{record.id}/file",
                        f"/web/content/{file.id}",
                        f"/web/image/{model}/{record.id}/file",
                    ):
                        with self.trying(model, path, sample):
                            answer = self.http(path)
                            if "image" not in path:
                                self.assertEqual(self.mark(circle, sample) in answer.text, reads)
                    with self.trying("ir.attachment", "read", sample):
                        self.judged(self.call("ir.attachment", "read", file.ids, ["datas"]), reads, "read")
                    with self.trying("ir.attachment", "search", sample):
                        domain = [("res_model", "=", model), ("res_id", "=", record.id), ("res_field", "=", "file")]
                        self.assertEqual(bool(self.found("ir.attachment", domain)), reads)
        self.assert_no_faults()

    def test_changing(self):
        """Not opened to the world, not exchanged behind its SHA-256, not carried elsewhere: in a draft either."""
        for _identity in self.each("officer_snv", "desk", "reader"):
            for model in (NARRATIVE, "plan.report.signed.copy"):
                for sample in ("own", "sent", "behalf"):
                    file = self.file_of(self.sample(model, sample))
                    for values in (
                        {"public": True},
                        {"datas": "eA=="},
                        {"name": "x"},
                        {"res_id": 0},
                        {"res_field": False},
                        {"access_token": "x"},
                        {"type": "url", "url": "javascript:alert(1)"},
                    ):
                        self.assert_left(
                            file, lambda f=file, v=values: self.assert_refused("ir.attachment", "write", f.ids, v)
                        )
                    for method in ("unlink", "generate_access_token"):
                        self.assert_left(file, lambda f=file, m=method: self.assert_refused("ir.attachment", m, f.ids))
                    self.assert_left(
                        file, lambda f=file: self.json_route("/mail/attachment/delete", {"attachment_id": f.id})
                    )
        self.assert_no_faults()

    def test_files_beside_the_answer(self):
        """A row has the file of its answer and no other."""
        for _identity in self.each("officer_snv", "desk", "reader"):
            for model in (LINE, NARRATIVE, "plan.report.signed.copy"):
                for sample in ("own", "sent", "behalf"):
                    record = self.sample(model, sample)
                    for more in ({}, {"public": True}, {"res_field": "file"}):
                        values = {"name": "x", "datas": "eA==", "res_model": model, "res_id": record.id, **more}
                        with self.undone():
                            self.assert_refused("ir.attachment", "create", [values])
        self.assert_no_faults()

    def test_the_answer_itself(self):
        """Its agency replaces the file of a draft, and anything that is not a file is refused in words."""
        own, sent = self.sample(NARRATIVE, "own"), self.sample(NARRATIVE, "sent")
        new = base64.b64encode(b"new").decode()
        self.become("officer_snv")
        for values in ({"file": new, "file_name": "moi.txt"}, {"file": False}):
            with self.trying(NARRATIVE, "write", "own"), self.undone():
                self.judged(self.call(NARRATIVE, "write", own.ids, values), True, "write")
        self.assert_left(sent, lambda: self.assert_refused(NARRATIVE, "write", sent.ids, {"file": new}))
        self.assert_left(own, lambda: self.assert_refused(NARRATIVE, "write", own.ids, {"file": "x"}))
        self.assert_no_faults()

    # -- requests, schedules, the ledger ------------------------------------------------------------------------------

    def test_names_of_what_is_not_read(self):
        """A form that names a foreign report, request or value is told nothing of it."""
        report, value = self.sample(REPORT, "foreign"), self.sample("plan.value", "foreign")
        request = self.sample("plan.period", "foreign")
        name = {"fields": {"display_name": {}}}
        secret = {
            (LINE, "report_id", report.id): self.stc.name,
            (FIGURE, "estimate_before_id", value.id): "31.415",
            ("plan.value", "replaced_by_id", value.id): "31.415",
            (REPORT, "covered_by_id", report.id): self.stc.name,
            (REPORT, "period_id", request.id): self.mark("requests", "foreign"),
        }
        for _identity in self.each("officer_snv", "leader_snv"):
            for (model, field, id_), text in secret.items():
                spec = {field: name, "display_name": {}}
                if model == REPORT:
                    spec["last_day_text"] = {}
                with self.trying(model, field):
                    answer = self.call(model, "onchange", [], {field: id_}, [field], spec)
                    self.assertNotIn(text, answer.text)
                    self.assertNotIn("31,415", answer.text)
                    self.assertNotIn("2090", answer.text)
        self.assert_no_faults()

    def test_schedules_of_another_desk(self):
        """A desk neither satisfies another's periods with its own, nor puts its questions into another's outline."""
        kept, other = (self.sample("plan.reporting.schedule", name) for name in ("kept", "elsewhere"))
        question, foreign = (self.sample("plan.reporting.question", name) for name in ("kept", "elsewhere"))
        self.become("desk")
        for values in (
            {"covered_ids": [Command.set(other.ids)]},
            {"plan_ids": [Command.link(self.other_plan.id)]},
            {"desk_agency_id": self.stc.id},
            {"question_ids": [Command.link(foreign.id)]},
            {"question_ids": [Command.update(foreign.id, {"name": "x"})]},
            {"period_ids": [Command.create({"code": "x"})]},
            {"period_ids": [Command.update(kept.period_ids[:1].id, {"state": "closed"})]},
            {"state": "running"},
        ):
            self.assert_left(
                [kept, foreign, *kept.period_ids],
                lambda v=values: self.assert_refused("plan.reporting.schedule", "write", kept.ids, v),
            )
            with self.trying("plan.reporting.schedule", "covers"):
                self.assertFalse(kept.covered_ids)
        self.assert_left(
            question,
            lambda: self.assert_refused("plan.reporting.question", "write", question.ids, {"schedule_id": other.id}),
        )
        values = {"name": "x", "desk_agency_id": self.skhcn.id, "plan_ids": [Command.set(self.plan.ids)]}
        for more in ({"desk_agency_id": self.stc.id}, {"covered_ids": [Command.set(other.ids)]}, {"state": "running"}):
            with self.undone():
                self.assert_refused("plan.reporting.schedule", "create", [{**values, **more}])
        with self.undone():
            context = {"default_state": "running", "default_date_first": "2020-01-01"}
            self.assert_refused("plan.reporting.schedule", "create", [values], context=context)
        with self.undone():
            self.call("ir.default", "set", "plan.reporting.schedule", "state", "running", True)
            self.assert_refused("plan.reporting.schedule", "create", [values])
        self.assert_no_faults()

    def test_published_for_another_desk(self):
        """A figure of another desk's plan is not posted."""
        values = {
            "metric_id": self.other_indicator.metric_ids[:1].id,
            "agency_id": self.stc.id,
            "date_from": "2026-01-01",
            "date_to": "2026-02-01",
            "value": "1",
            "publication": "x",
        }
        self.become("desk")
        with self.undone():
            count = self.count_of("plan.value")
            made = self.call("plan.value.publish", "create", [values])
            self.assert_refused("plan.value.publish", "action_publish", made.result)
            self.assertEqual(self.count_of("plan.value"), count)
        self.assert_no_faults()

    def test_defaults(self):
        """A caller's defaults decide nothing in records that a step creates."""
        report = self.sample(REPORT, "own")
        context = {
            "default_state": "accepted",
            "default_is_returned": True,
            "default_text": "MARK",
            "default_signer_name": "MARK",
            "default_decision": "accept_report",
            "default_user_name": "MARK",
            "default_number": "MARK",
        }
        self.become("officer_snv")
        for model in (
            REPORT,
            LINE,
            FIGURE,
            NARRATIVE,
            "plan.report.signed.copy",
            "plan.value",
            "plan.log",
            "plan.period",
        ):
            self.assert_refused(model, "create", [{}], context=context)
        for name in ("user_name", "decision", "number"):
            self.call("ir.default", "set", "plan.log", name, context[f"default_{name}"], True)
        answer = self.call(REPORT, "action_submit", report.ids, context=context)
        self.judged(answer, True, "action_submit")
        log = report.log_ids.sorted("id")[-1]
        self.assertEqual((report.state, report.signer_name), ("submitted", False))
        self.assertEqual((log.decision, log.user_name, log.number), ("submit_report", self.officer_snv.name, False))
        self.assert_no_faults()
