import io
import json
import zipfile

from odoo.tests import tagged

from .access_common import REFUSALS
from .access_matrix import ASSIGNMENT, ASSIGNMENTS, REFUSED, MatrixCase
from .access_table import MODELS, POSTS, WIZARDS, WORK


class AssignmentCase(MatrixCase):
    def reads(self, sample):
        return "r" in WORK.get(self.identity, {}).get(sample, "")

    def works(self, sample):
        return "w" in WORK.get(self.identity, {}).get(sample, "")

    def posts(self, sample):
        return sample in POSTS.get(self.identity, ())

    def sample_of(self, sample):
        return self.samples[ASSIGNMENT][sample]

    def each_assignment(self):
        """Become every identity and come by every assignment."""
        for identity in self.each():
            for sample in ASSIGNMENTS:
                yield identity, sample, self.sample_of(sample)
        self.assert_no_faults()


@tagged("post_install", "-at_install")
class TestExportRoutes(MatrixCase):
    """The web client exports exactly the data that its user reads, as CSV and as a workbook."""

    def test_every_model_and_identity(self):
        for identity in self.each():
            for model, row in MODELS.items():
                if row.circle is WIZARDS:
                    continue  # never in a list from which one exports
                for kind in ("csv", "xlsx"):
                    with self.trying(model, kind):
                        self._try_export(identity, model, kind)
        self.assert_no_faults()

    def _try_export(self, identity, model, kind):
        samples = {sample: record.id for sample, record in self.samples[model].items()}
        letters = MODELS[model].letters
        visible = [id_ for sample, id_ in samples.items() if "r" in letters(identity, sample)]
        may = bool(visible) or MODELS[model].may(identity, "read")
        status, lines = self._export(model, kind, domain=[("id", "in", [*samples.values()])])
        self.assertEqual(status == 200, may, f"{kind} of {model}: {status}")
        if may:
            self.assertEqual(len(lines), len(visible), f"{kind} of {model}")
        hidden = [id_ for id_ in samples.values() if id_ not in visible]
        if hidden:
            status, lines = self._export(model, kind, ids=hidden)
            self.assertTrue(status != 200 or not lines, f"{kind} of hidden records of {model}: {lines}")

    def _export(self, model, kind, domain=(), ids=False):
        fields = [
            {"name": name, "label": name, "type": field.type}
            for name, field in self.env[model]._fields.items()
            if field.store and field.type in ("char", "text", "many2one") and not field.groups and name != "parent_id"
        ]
        data = {
            "model": model,
            "fields": fields,
            "ids": ids,
            "domain": list(domain),
            "import_compat": False,
            "context": {},
            "groupby": [],
        }
        form = {"data": json.dumps(data), "csrf_token": self.csrf_token()}
        response = self.url_open(f"/web/export/{kind}", data=form, timeout=60, allow_redirects=False)
        if response.status_code != 200:
            # whatever went wrong, Odoo answers 500 here and says in the text what it was
            orderly = response.status_code in REFUSED or any(name in response.text for name in REFUSALS)
            self.assertTrue(orderly, response.text[-400:])
            return response.status_code, []
        content = response.content if kind == "csv" else self._unzip(response.content)
        found = [mark for mark in self.marks if mark.encode() in content]
        self.assertFalse(found)
        rows = content.count(b"<row ") if kind == "xlsx" else len(response.text.splitlines())
        return 200, range(rows - 1)

    def _unzip(self, content):
        with zipfile.ZipFile(io.BytesIO(content)) as book:
            return b"".join(book.read(name) for name in book.namelist())


@tagged("post_install", "-at_install")
class TestFileRoutes(AssignmentCase):
    """An assignment's files are read with the assignment, and come and go with the right to work on it."""

    def test_download(self):
        for _identity, sample, _assignment in self.each_assignment():
            for file in self.files[sample]:
                for path in (
                    f"/web/content/{file.id}",
                    f"/web/content/{file.id}?download=1",
                    f"/web/content/ir.attachment/{file.id}/raw",
                    f"/web/image/{file.id}",
                    f"/web/content?model=ir.attachment&id={file.id}&field=datas",
                ):
                    with self.trying("ir.attachment", path, sample):
                        answer = self.http(path)
                        if "image" not in path:
                            self.assertEqual(answer.status == 200, self.reads(sample), f"{path}: {answer.status}")

    def test_zip(self):
        """Odoo's zip of several files holds none that may not be read."""
        for _identity, sample, _assignment in self.each_assignment():
            file = self.files[sample][0]
            with self.trying("ir.attachment", "zip", sample):
                form = {"file_ids": str(file.id), "zip_name": "x.zip", "csrf_token": self.csrf_token()}
                response = self.url_open("/mail/attachment/zip", data=form, timeout=60)
                content = b""
                if response.content[:2] == b"PK":
                    with zipfile.ZipFile(io.BytesIO(response.content)) as book:
                        content = b"".join(book.read(name) for name in book.namelist())
                mark = self.mark("work", sample).encode()
                self.assertEqual(mark in content or b"PDF" in content, self.reads(sample))

    def test_wizards_papers(self):
        """The paper that somebody is about to record is their own."""
        papers = {
            model: self.samples[model]["others"]
            for model, row in MODELS.items()
            if row.circle is WIZARDS
            and "file" in self.env[model]._fields
            and self.env[model]._fields["file"].type == "binary"
        }
        self.assertIn("plan.assignment.sign", papers)
        for _identity in self.each():
            for model, wizard in papers.items():
                for path in (f"/web/content/{model}/{wizard.id}/file", f"/web/image/{model}/{wizard.id}/file"):
                    with self.trying(model, path):
                        answer = self.http(path)
                        self.assertNotIn(self.mark("wizards", "others"), answer.text)
        self.assert_no_faults()

    def test_over_call_kw(self):
        for _identity, sample, assignment in self.each_assignment():
            file = self.files[sample].filtered(lambda file: file.raw == b"%PDF-1.4")[:1]
            with self.trying("ir.attachment", "read", sample):
                self.judged(self.call("ir.attachment", "read", file.ids, ["name", "datas"]), self.reads(sample), "read")
            with self.trying("ir.attachment", "search", sample):
                answer = self.call("ir.attachment", "search", [("id", "=", file.id), ("res_model", "=", ASSIGNMENT)])
                found = [] if answer.error else answer.result
                self.assertEqual(found, file.ids if self.reads(sample) else [])
            with self.trying("ir.attachment", "write", sample), self.undone():
                before = self.row_of(file)
                for values in ({"name": "x"}, {"public": True}, {"datas": "eA=="}, {"res_id": self.own.id + 999}):
                    # evidence is not changed by those either who may work on the assignment
                    self.judged(self.call("ir.attachment", "write", file.ids, values), False, f"write {values}")
                self.assertEqual(self.row_of(file), before)
            with self.trying("ir.attachment", "unlink", sample), self.undone():
                answer = self.call("ir.attachment", "unlink", file.ids)
                self.judged(answer, self.works(sample), "unlink")
                self.assertEqual(bool(self.row_of(file)), not self.works(sample))
            with self.trying("ir.attachment", "create", sample), self.undone():
                values = {"name": "x.txt", "datas": "eA==", "res_model": ASSIGNMENT, "res_id": assignment.id}
                self.judged(self.call("ir.attachment", "create", [values]), self.works(sample), "create")

    def count_files(self, assignment):
        self.env.cr.execute(
            "SELECT COUNT(*) FROM ir_attachment WHERE res_model = %s AND res_id = %s", [ASSIGNMENT, assignment.id]
        )
        return self.env.cr.fetchone()[0]

    def count_evidence(self, assignment):
        self.env.cr.execute("SELECT COUNT(*) FROM plan_evidence WHERE assignment_id = %s", [assignment.id])
        return self.env.cr.fetchone()[0]

    def test_uploads(self):
        """A file is added by who works on the assignment, or with what is said under it; evidence by the first
        alone."""
        for _identity, sample, assignment in self.each_assignment():
            for path, form, allowed in (
                ("/web/binary/upload_attachment", {"model": ASSIGNMENT, "id": assignment.id}, self.works(sample)),
                (
                    "/mail/attachment/upload",
                    {"thread_model": ASSIGNMENT, "thread_id": assignment.id},
                    self.posts(sample),
                ),
            ):
                with self.trying(ASSIGNMENT, path, sample), self.undone():
                    files, evidence = self.count_files(assignment), self.count_evidence(assignment)
                    self.http(path, data=form, files={"ufile": ("x.txt", b"x", "text/plain")})
                    self.assertEqual(self.count_files(assignment) - files, int(allowed), path)
                    proof = self.count_evidence(assignment) - evidence
                    self.assertEqual(proof, int(allowed and self.works(sample)), f"{path} makes evidence")

    def test_uploading_evidence(self):
        """The module's own route: evidence comes from who works on the assignment, and in the place of that
        assignment's alone."""
        foreign = {sample: self.samples["plan.evidence"][sample] for sample in ASSIGNMENTS}
        for _identity, sample, assignment in self.each_assignment():
            form = {"assignment_id": str(assignment.id)}
            with self.trying("plan.evidence", "upload", sample), self.undone():
                count = self.count_evidence(assignment)
                self._upload(form)
                self.assertEqual(self.count_evidence(assignment) - count, int(self.works(sample)))
            for other in ASSIGNMENTS:
                with self.trying("plan.evidence", f"upload in the place of “{other}”", sample), self.undone():
                    count, before = self.count_evidence(assignment), self.row_of(foreign[other])
                    self._upload({**form, "replaces_id": str(foreign[other].id)})
                    allowed = self.works(sample) and other == sample
                    self.assertEqual(self.count_evidence(assignment) - count, int(allowed))
                    self.assertEqual(self.row_of(foreign[other]) != before, allowed)

    def _upload(self, form):
        return self.http("/plan_tracking/evidence/upload", data=form, files={"ufile": ("x.txt", b"x", "text/plain")})

    def test_deleting_as_the_chatter_does(self):
        for _identity, sample, _assignment in self.each_assignment():
            file = self.files[sample].filtered(lambda file: file.raw == b"%PDF-1.4")[:1]
            with self.trying("ir.attachment", "/mail/attachment/delete", sample), self.undone():
                self.json_route("/mail/attachment/delete", {"attachment_id": file.id})
                gone = not self.row_of(file)
                self.assertLessEqual(gone, self.works(sample), "a file of another's card is deleted")
            frozen = self.files[sample] - file
            with self.trying("ir.attachment", "/mail/attachment/delete, handed in", sample), self.undone():
                self.json_route("/mail/attachment/delete", {"attachment_id": frozen[0].id})
                self.assertTrue(self.row_of(frozen[0]), "evidence that was handed in is deleted")


@tagged("post_install", "-at_install")
class TestMessageRoutes(AssignmentCase):
    """Messages on an assignment are read by its readers, and written by those who may post there."""

    def count_messages(self, assignment):
        self.env.cr.execute(
            "SELECT COUNT(*) FROM mail_message WHERE model = %s AND res_id = %s", [ASSIGNMENT, assignment.id]
        )
        return self.env.cr.fetchone()[0]

    def test_reading(self):
        for _identity, sample, assignment in self.each_assignment():
            thread = {"thread_model": ASSIGNMENT, "thread_id": assignment.id}
            mark, message = self.mark("work", sample), self.messages[sample]
            with self.trying("mail.message", "/mail/thread/messages", sample), self.undone():
                answer = self.json_route("/mail/thread/messages", thread)
                self.assertEqual(mark in answer.text, self.reads(sample))
            with self.trying("mail.message", "/mail/data", sample), self.undone():
                wanted = ["messages", "attachments", "activities", "followers", "suggestedRecipients"]
                self.json_route("/mail/data", {"fetch_params": [["mail.thread", {**thread, "request_list": wanted}]]})
            with self.trying("mail.message", "read", sample):
                self.judged(self.call("mail.message", "read", message.ids, ["body"]), self.reads(sample), "read")
            with self.trying("mail.message", "search", sample):
                answer = self.call("mail.message", "search", [("id", "=", message.id)])
                found = [] if answer.error else answer.result
                self.assertEqual(found, message.ids if self.reads(sample) else [])
            with self.trying("mail.message", "search by text", sample):
                answer = self.call("mail.message", "search_count", [("body", "ilike", mark)])
                found = 0 if answer.error else answer.result
                self.assertEqual(found > 0, self.reads(sample))

    def test_posting(self):
        for _identity, sample, assignment in self.each_assignment():
            for attempt in (self.post_by_route, self.post_by_method, self.post_by_create):
                with self.trying("mail.message", attempt.__name__, sample), self.undone():
                    count = self.count_messages(assignment)
                    attempt(assignment)
                    made = self.count_messages(assignment) - count
                    self.assertEqual(made > 0, self.posts(sample), f"{made} messages are added")

    POST = {"body": "x", "message_type": "comment"}

    def post_by_route(self, assignment):
        thread = {"thread_model": ASSIGNMENT, "thread_id": assignment.id}
        self.json_route("/mail/message/post", {**thread, "post_data": self.POST})

    def post_by_method(self, assignment):
        self.call(ASSIGNMENT, "message_post", assignment.ids, **self.POST)

    def post_by_create(self, assignment):
        self.call("mail.message", "create", [{"model": ASSIGNMENT, "res_id": assignment.id, **self.POST}])

    def test_rewriting(self):
        for _identity, sample, _assignment in self.each_assignment():
            message = self.messages[sample]
            with self.trying("mail.message", "write", sample), self.undone():
                before = self.row_of(message)
                self.judged(self.call("mail.message", "write", message.ids, {"body": "x"}), False, "write")
                self.judged(self.call("mail.message", "unlink", message.ids), False, "unlink")
                params = {"message_id": message.id, "update_data": {"body": "x", "attachment_ids": []}}
                self.json_route("/mail/message/update_content", params)
                self.assertEqual(self.row_of(message), before)

    def test_activities(self):
        for identity, sample, assignment in self.each_assignment():
            user = self.identities.get(identity) or self.env.ref("base.public_user")
            activity = self.activities[sample]
            with self.trying("mail.activity", "read", sample):
                answer = self.call("mail.activity", "read", activity.ids, ["summary", "note"])
                # Odoo shows an activity to whom it is for and to who may write under its record
                if not self.reads(sample) or self.works(sample):
                    self.judged(answer, self.reads(sample), "read")
            with self.trying("mail.activity", "search", sample):
                answer = self.call("mail.activity", "search", [("summary", "ilike", self.mark("work", sample))])
                found = [] if answer.error else answer.result
                self.assertEqual(found, activity.ids if self.works(sample) else [])
            with self.trying("mail.activity", "get_activity_data", sample):
                self.call("mail.activity", "get_activity_data", ASSIGNMENT, [("id", "=", assignment.id)])
            values = {
                "res_model_id": self.env["ir.model"]._get_id(ASSIGNMENT),
                "res_id": assignment.id,
                "activity_type_id": self.env.ref("mail.mail_activity_data_todo").id,
                "user_id": user.id,
            }
            with self.trying("mail.activity", "create", sample), self.undone():
                answer = self.call("mail.activity", "create", [values])
                self.judged(answer, self.posts(sample), "create")
            with self.trying("mail.activity", "write and unlink", sample), self.undone():
                before = self.row_of(activity)
                if not self.posts(sample):
                    self.judged(self.call("mail.activity", "write", activity.ids, {"summary": "x"}), False, "write")
                    self.judged(self.call("mail.activity", "action_feedback", activity.ids), False, "feedback")
                    self.judged(self.call("mail.activity", "unlink", activity.ids), False, "unlink")
                    self.assertEqual(self.row_of(activity), before)

    def test_following(self):
        """Nobody can follow a record that they cannot read, or see its followers."""
        for identity, sample, assignment in self.each_assignment():
            user = self.identities.get(identity)
            if not user:
                continue
            with self.trying("mail.followers", "subscribe", sample), self.undone():
                self.call(ASSIGNMENT, "message_subscribe", assignment.ids, user.partner_id.ids)
                self.json_route(
                    "/mail/thread/subscribe",
                    {"res_model": ASSIGNMENT, "res_id": assignment.id, "partner_ids": user.partner_id.ids},
                )
                self.env.invalidate_all()
                follows = user.partner_id in assignment.message_partner_ids
                self.assertLessEqual(follows, self.reads(sample))


@tagged("post_install", "-at_install")
class TestPrinting(MatrixCase):
    """No report of the module's, and none of Odoo's, prints a record of ours."""

    def test_reports_of_other_models_print_nothing_of_ours(self):
        report = self.env.ref("web.action_report_internalpreview")
        for _identity in self.each():
            for kind in ("html", "pdf"):
                with self.trying("ir.actions.report", kind):
                    path = f"/report/{kind}/{report.report_name}/{self.foreign.id}"
                    response = self.url_open(path, timeout=60, allow_redirects=False)
                    found = [mark for mark in self.marks if mark in response.text]
                    self.assertFalse(found)
        self.assert_no_faults()

    def test_a_report_on_assignments_obeys_the_rules(self):
        """Users who create a report on our models get no foreign record printed: the printing user's rules hold."""
        view = self.env["ir.ui.view"].create(
            {
                "name": "x",
                "type": "qweb",
                "key": "plan_tracking.matrix_report",
                "arch": '<t t-name="plan_tracking.matrix_report"><t t-foreach="docs" t-as="doc">'
                '<p t-out="doc.result"/></t></t>',
            }
        )
        report = self.env["ir.actions.report"].create(
            {"name": "x", "model": ASSIGNMENT, "report_type": "qweb-html", "report_name": view.key}
        )
        for identity in self.each():
            for sample in ASSIGNMENTS:
                with self.trying("ir.actions.report", "html", sample):
                    record = self.samples[ASSIGNMENT][sample]
                    response = self.url_open(
                        f"/report/html/{report.report_name}/{record.id}", timeout=60, allow_redirects=False
                    )
                    shown = self.mark("work", sample) in response.text
                    self.assertLessEqual(shown, "r" in WORK.get(identity, {}).get(sample, ""))
        self.assert_no_faults()
