import base64
import contextlib
import hashlib
import io
import json
from unittest.mock import patch

from markupsafe import Markup
from PIL import Image
from requests import HTTPError

from odoo.exceptions import AccessError, ConcurrencyError, UserError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tests.common import JsonRpcException
from odoo.tools import mute_logger

from ..access.access_common import AccessCase
from ..core.common import PlanCase

ASSIGNMENT = "plan.assignment"
ROUTE = "/plan_tracking/evidence/upload"
PDF = b"%PDF-1.4"
QUIET = ("odoo.http", "odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_model", "odoo.sql_db")


def hand_in(assignment):
    """Hand the assignment's result in, with its files or as one that has none."""
    assignment.write(
        {
            "product_number": "16/KH-SNV",
            "product_date": "2026-03-01",
            "result": "Đã ban hành",
            "is_secret": not assignment.evidence_count,
        }
    )
    assignment.action_submit()


class EvidenceCase(PlanCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.activate()
        cls.assignment = cls.assignment_of("one_lead", cls.snv)
        cls.foreign = cls.assignment_of("two_leads", cls.stc)

    def add(self, name="a.pdf", raw=PDF, assignment=None, user=None, **values):
        """Put a file on the assignment as an officer does."""
        assignment = assignment or self.assignment
        files = self.env["ir.attachment"].with_user(user or self.officer_snv)
        return files.create(
            {"name": name, "raw": raw, "res_model": assignment._name, "res_id": assignment.id, **values}
        )

    def evidence(self, *names):
        return self.env["plan.evidence"].search([("name", "in", names)])

    def hand_in(self):
        hand_in(self.assignment.with_user(self.officer_snv))


@tagged("post_install", "-at_install")
class TestEvidence(EvidenceCase):
    """A file on an assignment is evidence of its result, and stays once the result was handed in."""

    def test_what_a_row_says(self):
        file = self.add("Kế hoạch\u202e\u200b  16.pdf", b"content")
        self.assertRecordValues(
            self.assignment.evidence_ids,
            [
                {
                    "attachment_id": file.id,
                    "name": "Kế hoạch 16.pdf",
                    "mimetype": "application/pdf",
                    "file_size": 7,
                    "sha256": hashlib.sha256(b"content").hexdigest(),
                    "kind": "product",
                    "user_name": "officer_snv",
                    "create_uid": self.officer_snv.id,
                    "is_frozen": False,
                    "date_frozen": False,
                    "replaced_by_id": False,
                }
            ],
        )
        self.assertEqual(file.name, "Kế hoạch 16.pdf")

    def test_names_survive(self):
        self.add()
        self.officer_snv.name = "Người khác"
        self.assertEqual(self.assignment.evidence_ids.user_name, "officer_snv")

    def test_many_files_at_once(self):
        """Files of two assignments, and others, in one call; each of ours becomes evidence of its assignment."""
        other = self.assignment_of("two_leads", self.snv)
        files = self.env["ir.attachment"].with_user(self.officer_snv)
        files.create(
            [
                {"name": "1", "raw": b"1", "res_model": ASSIGNMENT, "res_id": self.assignment.id},
                {"name": "2", "raw": b"2", "res_model": ASSIGNMENT, "res_id": other.id},
                {"name": "3", "raw": b"3"},
                {"name": "4", "raw": b"3", "res_model": ASSIGNMENT, "res_id": self.assignment.id},
            ]
        )
        self.assertEqual(self.assignment.evidence_ids.mapped("name"), ["1", "4"])
        self.assertEqual(other.evidence_ids.mapped("name"), ["2"])
        self.assertFalse(self.evidence("3"))

    def test_who_only_reads_adds_no_evidence(self):
        """Odoo's routes create files as superuser: the desk, which writes under an assignment, proves nothing with
        them."""
        for user in (self.reader, self.officer_stc, self.internal):
            files = self.env["ir.attachment"].with_user(user).sudo()
            with self.assertRaises(AccessError):
                files.create({"name": "x", "raw": b"x", "res_model": ASSIGNMENT, "res_id": self.assignment.id})
        files = self.env["ir.attachment"].with_user(self.desk).sudo()
        files.create({"name": "x", "raw": b"x", "res_model": ASSIGNMENT, "res_id": self.assignment.id})
        self.assertFalse(self.assignment.evidence_ids)
        files = self.env["ir.attachment"].with_user(self.officer_snv).sudo()
        files.create({"name": "x", "raw": b"x", "res_model": ASSIGNMENT, "res_id": self.assignment.id})
        self.assertEqual(self.assignment.evidence_ids.user_name, "officer_snv")

    def test_files_of_messages(self):
        """A file posted on an assignment is not evidence, and stays with its message."""
        officer = self.assignment.with_user(self.officer_snv)
        pending = self.env["ir.attachment"].with_user(self.officer_snv)
        pending = pending.create({"name": "p.txt", "raw": b"p", "res_model": "mail.compose.message", "res_id": 0})
        message = officer.message_post(
            body="Xin ý kiến", attachments=[("m.txt", b"m")], attachment_ids=pending.ids, message_type="comment"
        )
        self.assertEqual(set(message.attachment_ids.mapped("name")), {"m.txt", "p.txt"})
        self.assertEqual(message.attachment_ids.mapped("res_id"), [self.assignment.id] * 2)
        self.assertFalse(self.assignment.evidence_ids)
        # posting has its author's language
        for file in self.env["ir.attachment"].with_user(self.officer_snv).browse(message.attachment_ids.ids):
            for change in (
                file.unlink,
                file.sudo().unlink,
                lambda file=file: file.write({"raw": b"x"}),
                lambda file=file: file.write({"res_id": False}),
                file.generate_access_token,
            ):
                with self.assertRaisesRegex(UserError, "cannot be removed"):
                    change()

    def test_picture_in_a_posted_text(self):
        pixel = "R0lGODlhAQABAIAAAP///wAAACwAAAAAAQABAAACAkQBADs="
        body = Markup("<img src='data:image/gif;base64,%s'>") % pixel
        message = self.assignment.with_user(self.officer_snv).message_post(body=body, message_type="comment")
        self.assertEqual(len(message.attachment_ids), 1)
        self.assertFalse(self.assignment.evidence_ids)

    def test_empty_and_links(self):
        for raw in (b"", False):
            with self.assertRaisesRegex(UserError, "is empty"):
                self.add("rong.pdf", raw)
        for values in (
            {"type": "url", "url": "javascript:alert(1)"},
            {"type": "url", "url": "https://example.com/x.pdf"},
            {"url": "javascript:alert(1)"},
        ):
            with self.subTest(values=values), self.assertRaises(UserError):
                self.add(**values)
            with self.subTest(values=values), self.assertRaisesRegex(UserError, "not links"):
                self.env["ir.attachment"].with_user(self.officer_snv).sudo().create(
                    {"name": "x", "raw": b"x", "res_model": "plan.plan", "res_id": self.plan.id, **values}
                )
        link = (
            self.env["ir.attachment"]
            .with_user(self.officer_snv)
            .create({"name": "x", "type": "url", "url": "https://example.com"})
        )
        with self.assertRaisesRegex(UserError, "not links"):
            link.write({"res_model": ASSIGNMENT, "res_id": self.assignment.id})

    def test_other_records_keep_links_and_empty_files(self):
        partner = self.officer_snv.partner_id
        files = self.env["ir.attachment"].create(
            [
                {"name": "x", "res_model": "res.partner", "res_id": partner.id},
                {"name": "x", "type": "url", "url": "https://e.com", "res_model": "res.partner", "res_id": partner.id},
            ]
        )
        files.with_user(self.env.ref("base.user_admin")).write({"name": "y"})
        files.with_user(self.env.ref("base.user_admin")).unlink()

    def test_a_row_says_the_same_for_ever(self):
        self.add()
        row = self.assignment.evidence_ids
        for vals in ({"assignment_id": self.foreign.id}, {"sha256": "0" * 64}, {"user_name": "x"}, {"name": "x"}):
            with self.subTest(vals=vals), self.assertRaises(UserError):
                row.write(vals)

    def test_defaults_do_not_reach_it(self):
        """A caller's defaults, in the context or saved, do not affect the record."""
        self.add("foreign", assignment=self.foreign, user=self.officer_stc)
        foreign = self.evidence("foreign")
        take = [Command.link(foreign.id)]
        for name, value in (("kind", "decision"), ("replaces_ids", take), ("is_frozen", True)):
            self.env["ir.default"].set("plan.evidence", name, value, user_id=self.officer_snv.id)
        files = self.env["ir.attachment"].with_user(self.officer_snv)
        files = files.with_context(default_kind="signed_copy", default_user_name="x", default_replaces_ids=take)
        files.create({"name": "a", "raw": b"a", "res_model": ASSIGNMENT, "res_id": self.assignment.id})
        self.assertRecordValues(
            self.assignment.evidence_ids, [{"kind": "product", "is_frozen": False, "user_name": "officer_snv"}]
        )
        self.assertFalse(foreign.replaced_by_id)

    # -- what was not handed in yet -----------------------------------------------------------------------------------

    def test_loose_file_is_deleted_but_never_changed(self):
        file = self.add()
        before = self.assignment.revision_count
        for vals in (
            {"raw": b"x"},
            {"datas": base64.b64encode(b"x")},
            {"db_datas": base64.b64encode(b"x")},
            {"name": "x"},
            {"mimetype": "text/html"},
            {"res_id": self.assignment_of("two_leads", self.snv).id},
            {"res_model": "res.partner", "res_id": self.officer_snv.partner_id.id},
            {"res_field": "result"},
            {"type": "url", "url": "https://example.com"},
            {"access_token": "x"},
        ):
            with self.subTest(vals=vals), self.assertRaisesRegex(UserError, "is evidence and cannot be edited"):
                file.write(vals)
        file.description = "Bản ký"
        file.unlink()
        self.assertFalse(self.assignment.evidence_ids)
        self.assertEqual(self.assignment.revision_count, before + 1)

    # -- handed in ----------------------------------------------------------------------------------------------------

    def test_frozen(self):
        file = self.add()
        self.hand_in()
        row = self.assignment.evidence_ids
        self.assertTrue(row.is_frozen and row.date_frozen)
        attempts = (
            file.unlink,
            file.sudo().unlink,
            lambda: file.write({"raw": b"x"}),
            lambda: file.sudo().write({"raw": b"x"}),
            lambda: file.write({"res_id": False}),
            lambda: file.write({"name": "x"}),
            file.generate_access_token,
            row.with_user(self.officer_snv).sudo().unlink,
        )
        for number, change in enumerate(attempts):
            with self.subTest(number), self.assertRaisesRegex(UserError, "submitted with the result"):
                change()
        with self.assertRaises(AccessError):
            file.write({"public": True})
        # it stays when the assignment is taken back into work
        self.assignment.with_user(self.officer_snv).action_withdraw()
        with self.assertRaisesRegex(UserError, "submitted with the result"):
            file.unlink()
        self.assertEqual(file.raw, PDF)

    def test_who_may_not_touch_it_is_told_nothing(self):
        file = self.add("mật.pdf")
        self.hand_in()
        foreign = file.with_user(self.officer_stc)
        for change in (foreign.unlink, lambda: foreign.write({"name": "x"})):
            with self.assertRaises(AccessError) as caught:
                change()
            self.assertNotIn("mật", str(caught.exception))

    def test_freezing_once(self):
        self.add()
        self.hand_in()
        self.env.flush_all()
        self.env.cr.execute("UPDATE plan_evidence SET date_frozen = '2026-01-01'")
        self.env.invalidate_all()
        self.env["plan.evidence"]._freeze(self.assignment)
        self.assertEqual(str(self.assignment.evidence_ids.date_frozen), "2026-01-01 00:00:00")

    def test_freezing_leaves_other_assignments(self):
        self.add("a", assignment=self.assignment_of("two_leads", self.snv))
        self.hand_in()
        self.assertFalse(self.evidence("a").is_frozen)

    def test_what_comes_later_is_frozen_too(self):
        self.hand_in()
        file = self.add()
        self.assertTrue(self.assignment.evidence_ids.is_frozen)
        with self.assertRaises(UserError):
            file.unlink()

    def test_papers_and_decisions(self):
        """A step's paper goes to each of the assignments, frozen; no new file of the officer comes in its place."""
        assignments = self.assignment + self.foreign
        rows = self.env["plan.evidence"].with_user(self.desk)._attach(assignments, "QĐ 5.pdf", PDF, "decision")
        self.assertRecordValues(
            rows,
            [
                {
                    "assignment_id": assignment.id,
                    "kind": "decision",
                    "is_frozen": True,
                    "user_name": "desk",
                    "sha256": hashlib.sha256(PDF).hexdigest(),
                }
                for assignment in assignments
            ],
        )
        self.assertEqual(len(rows.attachment_id), 2)
        with self.assertRaisesRegex(UserError, "cannot be replaced manually"):
            self.upload([("x", b"x")], rows[0])

    def test_copying(self):
        """The current files of a contribution are added to the lead's assignment too; what was replaced does not."""
        self.add("old", assignment=self.foreign, user=self.env.user)
        self.add("new", b"new", assignment=self.foreign, user=self.env.user)
        old, new = self.foreign.evidence_ids
        new._take_place_of(old)
        copies = self.foreign.evidence_ids.with_user(self.officer_snv)._copy_to(self.assignment)
        self.assertRecordValues(
            copies,
            [{"assignment_id": self.assignment.id, "name": "new", "kind": "contribution", "sha256": new.sha256}],
        )
        self.assertNotEqual(copies.attachment_id, new.attachment_id)
        self.assertEqual(copies.attachment_id.raw, b"new")

    # -- replacing ----------------------------------------------------------------------------------------------------

    def upload(self, files, old=None, user=None):
        evidence = self.env["plan.evidence"].with_user(user or self.officer_snv)
        assignment = self.assignment.with_user(user or self.officer_snv)
        return evidence._upload(assignment, files, old.id if old else False)

    def test_replacing(self):
        """The old one stays, frozen as it was; it is replaced once, and no longer counted."""
        self.add("old")
        self.hand_in()
        old, before = self.evidence("old"), self.assignment.revision_count
        new = self.upload([("new", b"new")], old)
        self.assertEqual((old.replaced_by_id, new.replaces_ids), (new, old))
        self.assertTrue(old.is_frozen and new.is_frozen)
        self.assertEqual(old.attachment_id.raw, PDF)
        self.assertGreater(self.assignment.revision_count, before)
        self.assertEqual(self.assignment.evidence_count, 1)
        self.assertRecordValues(
            self.assignment.log_ids[:1],
            [{"decision": "replace_evidence", "user_name": "officer_snv", "note": "old, replaced by new"}],
        )
        with self.assertRaisesRegex(UserError, "was already replaced by “new”"):
            self.upload([("newer", b"newer")], old)
        with self.assertRaisesRegex(UserError, "Only one file can replace a file"):
            self.upload([("1", b"1"), ("2", b"2")], new)
        self.assertFalse(self.evidence("newer", "1", "2"))

    def test_replacing_in_work(self):
        """Not handed in, the new file may go again, and the old one counts as before."""
        self.add("old")
        old = self.evidence("old")
        new = self.upload([("new", b"new")], old)
        self.assertFalse(new.is_frozen)
        new.attachment_id.with_user(self.officer_snv).unlink()
        self.assertFalse(old.replaced_by_id)
        self.assertEqual(self.assignment.evidence_count, 1)

    def test_replacing_what_is_not_here(self):
        self.add("foreign", assignment=self.foreign, user=self.officer_stc)
        foreign = self.evidence("foreign")
        with self.assertRaisesRegex(UserError, "no longer exists"):
            self.upload([("x", b"x")], foreign)
        with self.assertRaises(AccessError):
            self.upload([("x", b"x")], user=self.officer_stc)

    # -- counts, queries, locks ---------------------------------------------------------------------------------------

    def test_a_hand_in_notices(self):
        """Adding, replacing and deleting write the assignment's row, which a hand-in writes too: one of them is run
        again."""
        counts = [self.assignment.revision_count]

        def count():
            self.env.flush_all()
            self.env.invalidate_all()
            counts.append(self.assignment.revision_count)

        file = self.add()
        count()
        self.upload([("new", b"new")], self.assignment.evidence_ids)
        count()
        file.unlink()
        count()
        self.assertEqual(counts, sorted(set(counts)))

    def test_revision_is_not_written(self):
        with self.assertRaises(AccessError):
            self.assignment.with_user(self.officer_snv).write({"revision_count": 7})

    def test_queries_of_uploading(self):
        def upload(count):
            return lambda: self.upload([(f"{count}-{number}", b"%d" % number) for number in range(count)])

        self.count_queries(upload(1))
        one, ten = self.count_queries(upload(1)), self.count_queries(upload(10))
        self.assertLessEqual(ten, one + 2, f"one file: {one} queries, ten: {ten}")
        self.assertLessEqual(one, 25)

    def test_queries_of_counting(self):
        assignments = self.env[ASSIGNMENT].search([])
        for assignment in assignments:
            self.add(f"{assignment.id}", assignment=assignment, user=self.env.user)
        reading = assignments.with_user(self.reader)
        reading.mapped("evidence_count")
        one = self.count_queries(lambda: reading[:1].with_prefetch().mapped("evidence_count"))
        many = self.count_queries(lambda: reading.mapped("evidence_count"))
        self.assertGreater(len(assignments), 5)
        self.assertEqual(one, many)
        self.assertEqual(set(reading.mapped("evidence_count")), {1})

    def count_queries(self, function):
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.cr.sql_log_count
        function()
        self.env.flush_all()
        return self.cr.sql_log_count - before


class HttpEvidenceCase(AccessCase):
    def setUp(self):
        super().setUp()
        quiet = mute_logger(*QUIET)
        quiet.__enter__()
        self.addCleanup(quiet.__exit__)

    def post(self, *files, assignment=None, token=True, **data):
        """Send files to the upload route; return the answer's status and what it says."""
        data.setdefault("assignment_id", (assignment or self.own).id)
        if token:
            data["csrf_token"] = self.csrf_token()
        answer = self.url_open(ROUTE, data=data, files=[("ufile", file) for file in files] or {"none": ""})
        self.env.invalidate_all()
        try:
            return answer.status_code, answer.json()
        except json.JSONDecodeError:
            return answer.status_code, answer.text

    def send(self, *names, **data):
        """Send files that must arrive; return the evidence."""
        status, said = self.post(*[(name, name.encode()) for name in names], **data)
        self.assertEqual((status, list(said)), (200, ["ids"]), said)
        return self.env["plan.evidence"].browse(said["ids"])

    def not_taken(self, *files, **data):
        """Send files that must be refused in words; nothing of them is kept. Return the words."""
        before = self.env["ir.attachment"].search_count([("res_model", "=", ASSIGNMENT)])
        status, said = self.post(*(files or [("x", b"x")]), **data)
        self.assertEqual((status, list(said)), (200, ["error"]), said)
        self.assertEqual(self.env["ir.attachment"].search_count([("res_model", "=", ASSIGNMENT)]), before)
        self.assertNotIn("Traceback", said["error"])
        return said["error"]

    def hand_in(self, assignment):
        hand_in(assignment.with_user(self.officer_snv))
        self.env.flush_all()


@tagged("post_install", "-at_install")
class TestEvidenceHttp(HttpEvidenceCase):
    """Files come and go over HTTP as each role may, and by no other door."""

    def test_upload(self):
        for user in (self.officer_snv, self.leader_snv, self.officer_two, self.reader_officer, self.reader_deputy):
            self.login(user)
            rows = self.send("a.txt", "b.txt", "c.txt")
            self.assertEqual(rows.mapped("name"), ["a.txt", "b.txt", "c.txt"])
            self.assertEqual(rows.assignment_id, self.own)
            self.assertEqual(rows.create_uid, user)
            self.assertEqual(rows[1].sha256, hashlib.sha256(b"b.txt").hexdigest())
            self.assertEqual(self.url_open(f"/web/content/{rows[1].attachment_id.id}").content, b"b.txt")

    def test_upload_of_who_may_not(self):
        nowhere = False
        for user in (self.officer_stc, self.desk_stc, self.internal, self.portal, self.deputy_out, self.officer_cao):
            self.login(user)
            said = self.not_taken()
            self.assertEqual(said, self.not_taken(assignment_id=999999999), "says more than that it is not there")
            nowhere = nowhere or said
            self.assertEqual(said, nowhere)
        # readers of the assignment may know its agency
        for user in (self.desk, self.reader, self.manager):
            self.login(user)
            self.assertIn(self.snv.name, self.not_taken())
        self.login(self.watcher)
        self.not_taken(assignment=self.assignment_of("range", self.stc))
        self.authenticate(None, None)
        self.post(("x", b"x"), token=False)
        self.assertFalse(self.own.evidence_ids)

    def test_upload_of_a_closed_plan(self):
        self.plan.state = "closed"
        self.login(self.officer_snv)
        self.assertIn(self.plan.number, self.not_taken())

    def test_all_or_none(self):
        self.login(self.officer_snv)
        self.assertIn("“b”", self.not_taken(("a", b"a"), ("b", b""), ("c", b"c")))
        self.assertFalse(self.own.evidence_ids)

    def test_strange_requests(self):
        self.login(self.officer_snv)
        for number in ("", "x", "1e3", "-1", "1.0", "٣", "9" * 30, "1 OR 1=1"):
            self.not_taken(assignment_id=number)
            if number:
                self.not_taken(replaces_id=number)
        status, said = self.post()
        self.assertEqual((status, list(said)), (200, ["error"]), "no file at all")
        self.assertNotEqual(self.url_open(f"{ROUTE}?assignment_id={self.own.id}").status_code, 200)

    def test_without_token(self):
        self.login(self.officer_snv)
        status, _said = self.post(("x", b"x"), token=False)
        self.assertEqual(status, 400)
        status, _said = self.post(("x", b"x"), token=False, csrf_token="x")
        self.assertEqual(status, 400)
        self.assertFalse(self.own.evidence_ids)

    def test_too_large(self):
        self.env["ir.config_parameter"].sudo().set_param("web.max_file_upload_size", 2000)
        self.login(self.officer_snv)
        status, said = self.post(("x", b"x" * 3000))
        self.assertEqual(status, 413)
        self.assertNotIn("Traceback", said)
        self.assertFalse(self.own.evidence_ids)
        self.send("small")

    def test_run_again(self):
        """A request that lost to another one is run again with all of its files, not only with the first."""
        self.login(self.officer_snv)
        evidence = type(self.env["plan.evidence"])
        upload, calls = evidence._upload, []

        def lose_once(records, *args):
            calls.append(args)
            if len(calls) == 1:
                raise ConcurrencyError("lost")
            return upload(records, *args)

        with patch.object(evidence, "_upload", lose_once), patch("time.sleep"):
            rows = self.send("a.txt", "b.txt")
        self.assertEqual(len(calls), 2)
        self.assertEqual(rows.mapped("file_size"), [5, 5])

    def test_a_page_is_served_as_text(self):
        self.login(self.officer_snv)
        for name in ("x.html", "x.svg"):
            _status, said = self.post((name, b"<svg xmlns='http://www.w3.org/2000/svg'><script>x</script></svg>"))
            row = self.env["plan.evidence"].browse(said["ids"])
            answer = self.url_open(f"/web/content/{row.attachment_id.id}")
            self.assertIn("text/plain", answer.headers["Content-Type"])

    def test_large_photograph_stays_as_taken(self):
        stream = io.BytesIO()
        Image.new("RGB", (4000, 3000), "red").save(stream, "JPEG")
        self.login(self.officer_snv)
        _status, said = self.post(("anh.jpg", stream.getvalue()))
        row = self.env["plan.evidence"].browse(said["ids"])
        self.assertEqual(row.sha256, hashlib.sha256(stream.getvalue()).hexdigest())
        self.assertEqual(row.attachment_id.raw, stream.getvalue())

    def test_other_doors(self):
        """However a file comes onto the assignment, it is evidence; the desk's is a plain file."""
        self.login(self.officer_snv)
        self.rpc(
            "ir.attachment", "create", [{"name": "1", "datas": "eA==", "res_model": ASSIGNMENT, "res_id": self.own.id}]
        )
        self.url_open(
            "/web/binary/upload_attachment",
            data={"model": ASSIGNMENT, "id": self.own.id, "csrf_token": self.csrf_token()},
            files={"ufile": ("2", b"x")},
        )
        self.chatter("3")
        self.env.invalidate_all()
        self.assertEqual(self.own.evidence_ids.mapped("name"), ["1", "2", "3"])
        self.assertEqual(self.own.evidence_ids.create_uid, self.officer_snv)
        self.login(self.desk)
        self.chatter("4")
        self.env.invalidate_all()
        self.assertTrue(self.env["ir.attachment"].search([("res_id", "=", self.own.id), ("name", "=", "4")]))
        self.assertEqual(self.own.evidence_count, 3)

    def chatter(self, name, assignment=None, **data):
        assignment = assignment or self.own
        return self.url_open(
            "/mail/attachment/upload",
            data={"thread_id": assignment.id, "thread_model": ASSIGNMENT, "csrf_token": self.csrf_token(), **data},
            files={"ufile": (name, b"x")},
        )

    def test_file_of_a_message(self):
        self.login(self.officer_snv)
        answer = self.chatter("m.txt", is_pending="true").json()
        file = self.env["ir.attachment"].browse(answer["data"]["attachment_id"])
        self.route(
            "/mail/message/post",
            thread_model=ASSIGNMENT,
            thread_id=self.own.id,
            post_data={"body": "x", "attachment_ids": file.ids, "message_type": "comment"},
        )
        self.env.invalidate_all()
        self.assertEqual((file.res_model, file.res_id), (ASSIGNMENT, self.own.id))
        self.assertFalse(self.own.evidence_ids)
        self.attack(file)

    def test_loose_file_is_deleted(self):
        self.login(self.officer_snv)
        first, second = self.send("a", "b")
        self.rpc("ir.attachment", "unlink", first.attachment_id.ids)
        self.route("/mail/attachment/delete", attachment_id=second.attachment_id.id)
        self.env.invalidate_all()
        self.assertFalse((first | second).exists())

    def test_nobody_else_deletes(self):
        self.login(self.officer_snv)
        row = self.send("a")
        for user in (self.officer_stc, self.desk, self.reader, self.manager, self.watcher, self.internal, self.portal):
            self.login(user)
            self.attack(row.attachment_id)
            self.assertTrue(row.exists())

    def test_token_of_who_has_left(self):
        """The uploader of a file on an assignment gets a token to delete it: it is worthless once they have left."""
        self.login(self.officer_two)
        [file] = self.chatter("a").json()["data"]["store_data"]["ir.attachment"]
        self.env.invalidate_all()
        row = self.own.evidence_ids
        self.assertEqual(row.attachment_id.id, file["id"])
        self.env["plan.member"].search([("user_id", "=", self.officer_two.id)]).unlink()
        self.env.flush_all()
        self._try("/mail/attachment/delete", attachment_id=file["id"], access_token=file["ownership_token"])
        self.assertTrue(row.exists())
        self.authenticate(None, None)
        self._try("/mail/attachment/delete", attachment_id=file["id"], access_token=file["ownership_token"])
        self.assertTrue(row.exists())

    def test_frozen(self):
        self.login(self.officer_snv)
        row = self.send("a")
        self.hand_in(self.own)
        self.attack(row.attachment_id)
        with self.unchanged(row):
            self.refused("plan.evidence", "unlink", row.ids)
        # not through another's rights either
        for user in (self.leader_snv, self.reader_deputy, self.desk, self.manager, self.env.ref("base.user_admin")):
            self.login(user)
            self.attack(row.attachment_id)

    def attack(self, file):
        """Try to change and delete a file by every door, as the user who is logged in."""
        names = ("name", "raw", "res_model", "res_id", "res_field", "public", "access_token", "url", "type", "mimetype")
        other = self.assignment_of("two_leads", self.snv)
        with self.unchanged(file, *names):
            for vals in (
                {"datas": base64.b64encode(b"x").decode()},
                {"raw": base64.b64encode(b"x").decode()},
                {"db_datas": base64.b64encode(b"x").decode()},
                {"name": "x"},
                {"mimetype": "text/html"},
                {"public": True},
                {"access_token": "x"},
                {"res_id": other.id},
                {"res_id": False},
                {"res_model": "res.partner", "res_id": self.env.user.partner_id.id},
                {"res_field": "result"},
                {"type": "url", "url": "javascript:alert(1)"},
            ):
                self.refused("ir.attachment", "write", file.ids, vals)
            self.refused("ir.attachment", "generate_access_token", file.ids)
            self.refused("ir.attachment", "unlink", file.ids)
            for path, params in (
                ("/mail/attachment/delete", {"attachment_id": file.id}),
                ("/mail/attachment/delete", {"attachment_id": file.id, "access_token": "x"}),
            ):
                self._try(path, **params)
            self.assertTrue(file.exists())

    def _try(self, path, **params):
        # the kind of refusal does not matter here
        with contextlib.suppress(JsonRpcException, HTTPError):
            self.route(path, **params)
        self.env.invalidate_all()

    def test_rows_are_written_by_nobody(self):
        self.login(self.officer_snv)
        row = self.send("a")
        other = self.assignment_of("two_leads", self.snv)
        values = {
            "assignment_id": other.id,
            "attachment_id": self.foreign_file.id,
            "name": "x",
            "sha256": "0" * 64,
            "user_name": "x",
        }
        for user in (self.officer_snv, self.desk, self.manager, self.reader, self.env.ref("base.user_admin")):
            self.login(user)
            with self.unchanged(row), self.unchanged(self.own, "revision_count"):
                for vals in (
                    {"assignment_id": other.id},
                    {"is_frozen": True},
                    {"kind": "decision"},
                    {"replaced_by_id": row.id},
                    {"sha256": "0" * 64},
                    {"replaces_ids": [Command.clear()]},
                ):
                    self.refused("plan.evidence", "write", row.ids, vals)
                self.refused("plan.evidence", "create", [values])
                self.refused("plan.evidence", "unlink", row.ids)
                self.refused(ASSIGNMENT, "write", self.own.ids, {"revision_count": 9})
                for command in (
                    Command.create(values),
                    Command.update(row.id, {"kind": "decision"}),
                    Command.delete(row.id),
                    Command.unlink(row.id),
                    Command.clear(),
                ):
                    self.refused(ASSIGNMENT, "write", self.own.ids, {"evidence_ids": [command]})
                    self.refused(ASSIGNMENT, "write", self.own.ids, {"evidence_ids": [command], "result": "x"})

    def test_replacing(self):
        self.login(self.officer_snv)
        old = self.send("old")
        self.hand_in(self.own)
        new = self.send("new", replaces_id=old.id)
        self.assertEqual(old.replaced_by_id, new)
        self.assertTrue(new.is_frozen)
        self.assertIn("“new”", self.not_taken(replaces_id=old.id))
        foreign = self.foreign.evidence_ids
        self.assertTrue(foreign)
        said = self.not_taken(replaces_id=foreign.id)
        self.assertEqual(said, self.not_taken(replaces_id=999999999))
        for user in (self.officer_stc, self.desk, self.reader, self.manager, self.watcher):
            self.login(user)
            self.not_taken(replaces_id=new.id)
        self.assertFalse(new.replaced_by_id)

    def test_at_the_screen(self):
        """Many files at once, chosen and dropped; what was typed meanwhile is kept."""
        self.env.flush_all()
        self.start_tour(f"/odoo/plan-assignments/{self.own.id}", "plan_tracking_evidence", login=self.officer_snv.login)
        self.assertEqual(self.own.evidence_ids.mapped("name"), ["a.txt", "c.txt", "e.txt", "f.txt"])
        self.assertEqual(self.own.result, "Đã ban hành")

    def test_who_reads(self):
        """Evidence and its file follow the assignment."""
        row = self.foreign.evidence_ids
        for user in (self.officer_stc, self.officer_two, self.desk, self.reader, self.manager, self.reader_officer):
            self.login(user)
            self.assertEqual(self.rpc("plan.evidence", "search", []).count(row.id), 1, user.login)
            self.assertEqual(self.url_open(f"/web/content/{row.attachment_id.id}").content, PDF)
        for user in (self.officer_snv, self.officer_cao, self.watcher, self.desk_stc):
            self.login(user)
            self.assertNotIn(row.id, self.rpc("plan.evidence", "search", []))
            self.refused("plan.evidence", "read", row.ids, ["name"])
            self.assertIn(self.url_open(f"/web/content/{row.attachment_id.id}").status_code, (403, 404))
        for user in (self.internal, self.portal, self.deputy_out):
            self.login(user)
            self.refused("plan.evidence", "search", [])
            self.assertIn(self.url_open(f"/web/content/{row.attachment_id.id}").status_code, (403, 404))

    def test_who_reads_more_than_his_own(self):
        """The lead that asked for a contribution reads its files, a watcher those of its section."""
        self.attach(self.contribution, "gop-y.pdf")
        watched = self.assignment_of("range", self.stc)
        self.attach(watched, "theo-doi.pdf")
        self.login(self.officer_snv)
        self.assertIn(self.contribution.evidence_ids.id, self.rpc("plan.evidence", "search", []))
        self.login(self.watcher)
        self.assertIn(watched.evidence_ids.id, self.rpc("plan.evidence", "search", []))
