import base64
import io
from unittest.mock import patch

import openpyxl
import psycopg2

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests.common import freeze_time
from odoo.tools import mute_logger

from ..core.common import PlanCase

OFFICER = "plan_tracking.group_plan_tracking_officer"
LEADER = "plan_tracking.group_plan_tracking_leader"
DESK = "plan_tracking.group_plan_tracking_desk"


def csv_file(*rows):
    """Return the base64 of a CSV, as a browser sends it."""
    return base64.b64encode("\n".join(rows).encode())


def xlsx_file(*rows):
    """Return the base64 of an XLSX with one sheet."""
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    stream = io.BytesIO()
    book.save(stream)
    return base64.b64encode(stream.getvalue())


class TestMember(PlanCase):
    """Writing a membership grants the group of its role and withdraws it with the last one."""

    def roles(self, user):
        """Return which of our agency roles the user has directly."""
        names = {
            self.env.ref(xmlid): name for xmlid, name in ((OFFICER, "officer"), (LEADER, "leader"), (DESK, "desk"))
        }
        return {names[group] for group in user.group_ids if group in names}

    def join(self, agency, role="officer", user=None, **vals):
        """Create a membership as the manager."""
        user = user or self.internal
        members = self.env["plan.member"].with_user(self.manager)
        return members.create({"user_id": user.id, "agency_id": agency.id, "role": role, **vals})

    def test_groups_follow(self):
        self.assertEqual(self.roles(self.internal), set())
        first = self.join(self.snv)
        second = self.join(self.stc, "deputy")
        third = self.join(self.skhcn, "desk")
        self.assertEqual(self.roles(self.internal), {"officer", "leader", "desk"})
        third.unlink()
        self.assertEqual(self.roles(self.internal), {"officer", "leader"})
        second.role = "officer"
        self.assertEqual(self.roles(self.internal), {"officer"})
        first.unlink()
        self.assertEqual(self.roles(self.internal), {"officer"}, "the other agency still needs it")
        second.user_id = self.reader
        self.assertEqual(self.roles(self.internal), set())
        self.assertEqual(self.roles(self.reader), {"officer"})
        self.assertTrue(self.reader.has_group("plan_tracking.group_plan_tracking_reader"), "given by hand, it stays")
        self.assertTrue(self.internal.has_group("base.group_user"))

    def test_users_of_the_case(self):
        """Each user of the tests has the roles of their memberships; a term that is over gives none."""
        for user, roles in (
            (self.officer_snv, {"officer"}),
            (self.leader_snv, {"leader"}),
            (self.desk, {"desk"}),
            (self.reader_officer, {"officer"}),
            (self.deputy_out, set()),
            (self.reader, set()),
            (self.manager, set()),
        ):
            self.assertEqual(self.roles(user), roles, user.name)

    def test_terms(self):
        """A term begins and ends with its first and last day in Việt Nam; the nightly run follows."""
        with freeze_time("2026-03-10 03:00:00"):
            member = self.join(self.snv, "leader", date_from="2026-04-01", date_to="2026-06-30")
            self.assertEqual(self.roles(self.internal), set())
        for now, roles in (
            ("2026-03-31 16:59:00", set()),
            ("2026-03-31 17:01:00", {"leader"}),
            ("2026-06-30 16:59:00", {"leader"}),
            ("2026-06-30 17:01:00", set()),
        ):
            with self.subTest(now=now), freeze_time(now):
                self.run_cron()
                self.assertEqual(self.roles(self.internal), roles)
                self.assertEqual(self.internal._plan_agency_ids("leader"), self.snv.ids if roles else [])
        with freeze_time("2026-07-10 03:00:00"):
            member.with_user(self.manager).date_to = False
            self.assertEqual(self.roles(self.internal), {"leader"})

    def run_cron(self):
        with self.enter_registry_test_mode():
            self.env.ref("plan_tracking.ir_cron_sync_groups").method_direct_trigger()

    def test_rules_follow_at_once(self):
        """A member removed from their agency, or whose term ends, reads nothing of it with the next click."""
        self.activate()
        assignments = self.env["plan.assignment"].with_user(self.officer_two)
        own = self.assignment_of("one_lead", self.snv)
        snv, stc = self.officer_two.plan_member_ids.sorted("id")
        self.assertEqual(assignments.search([]).agency_id, self.snv | self.stc)
        snv.with_user(self.manager).unlink()
        self.assertEqual(assignments.search([]).agency_id, self.stc)
        with self.assertRaises(AccessError):
            own.with_user(self.officer_two).read(["result"])
        with self.assertRaises(AccessError):
            own.with_user(self.officer_two).write({"result": "x"})
        stc.with_user(self.manager).date_to = "2024-12-31"
        self.assertFalse(assignments.sudo().with_user(self.officer_two).env.user._plan_agency_ids())
        with self.assertRaises(AccessError):
            assignments.search([])

    def test_term_ends_before_the_nightly_run(self):
        """Between midnight and the nightly run the group is still there, the agency's work is not."""
        self.officer_snv.plan_member_ids.date_to = "2030-12-31"
        self.activate()
        assignments = self.env["plan.assignment"].with_user(self.officer_snv)
        with freeze_time("2030-12-31 16:00:00"):
            self.assertEqual(assignments.search([]).agency_id, self.snv)
        with freeze_time("2030-12-31 17:30:00"):
            assignments.env.invalidate_all()
            self.assertFalse(assignments.search([]))
            self.assertEqual(self.roles(self.officer_snv), {"officer"})

    def test_bad_memberships(self):
        with self.assertRaisesRegex(ValidationError, "is a portal user"):
            self.join(self.snv, user=self.portal)
        self.join(self.snv)
        for vals in ({}, {"date_to": "2030-01-01"}):
            with (
                mute_logger("odoo.sql_db"),
                self.assertRaises(psycopg2.errors.UniqueViolation),
                self.env.cr.savepoint(),
            ):
                self.join(self.snv, **vals)
        self.join(self.snv, date_from="2027-01-01")
        self.join(self.snv, "leader")

    def test_who_writes_memberships(self):
        for user in (self.officer_snv, self.leader_snv, self.desk, self.reader, self.internal):
            with self.subTest(user=user.name), self.assertRaises(AccessError):
                self.env["plan.member"].with_user(user).create({"user_id": user.id, "agency_id": self.stc.id})
            with self.subTest(user=user.name), self.assertRaises(AccessError):
                self.leader_snv.plan_member_ids.with_user(user).write({"role": "officer"})


class TestUserImport(PlanCase):
    """The users of all agencies out of one list."""

    HEAD = ("Họ và tên", "Email", "Cơ quan", "Vai trò", "Chức vụ", "Điện thoại")
    ROWS = (
        ("Trần Thị Bình", "binh@nghean.example", "SNV", "Cán bộ đầu mối", "Chuyên viên", "0912 000 001"),
        ("Lê Văn Cường", "Cuong@Nghean.example", "stc", "Lãnh đạo", "Giám đốc", ""),
        ("Lê Văn Cường", "cuong@nghean.example", "Sở Nội vụ", "can bo dau moi", "", ""),
        ("Hồ Thị Đào", "dao@nghean.example", "xa cao son", "CẤP PHÓ", "Phó Chủ tịch", ""),
        ("Vũ Em", "em@nghean.example", "SKHCN", "Cán bộ tổng hợp", "", ""),
    )

    def wizard(self, file, name="can-bo.csv", **vals):
        wizards = self.env["plan.member.import"].with_user(self.manager)
        return wizards.create({"file": file, "filename": name, **vals})

    def lines(self, *rows, head=HEAD):
        return csv_file(",".join(head), *(",".join(row) for row in rows))

    def run_import(self, file, name="can-bo.csv", **vals):
        """Import as the manager; return the users that were sent an invitation."""
        invited = []

        def invite(users, signup_type="reset"):
            invited.extend((user.login, signup_type) for user in users)

        with patch.object(self.env.registry["res.users"], "_action_reset_password", invite):
            wizard = self.wizard(file, name, **vals)
            wizard.action_preview()
            self.assertEqual((wizard.state, wizard.error_count), ("preview", 0), wizard.line_ids.mapped("error"))
            wizard.action_import()
        self.assertEqual(wizard.state, "done")
        return invited

    def assert_imported(self):
        members = self.env["plan.member"].search([("user_id.login", "like", "@nghean.example")])
        self.assertEqual(
            {(one.user_id.login, one.agency_id.code, one.role, one.title or "") for one in members},
            {
                ("binh@nghean.example", "SNV", "officer", "Chuyên viên"),
                ("cuong@nghean.example", "STC", "leader", "Giám đốc"),
                ("cuong@nghean.example", "SNV", "officer", ""),
                ("dao@nghean.example", "XCAO", "deputy", "Phó Chủ tịch"),
                ("em@nghean.example", "SKHCN", "desk", ""),
            },
        )
        self.assertEqual(len(members.user_id), 4)
        cuong = members.user_id.filtered(lambda user: user.login.startswith("cuong"))
        self.assertTrue(cuong.has_group(LEADER) and cuong.has_group(OFFICER) and cuong._is_internal())
        self.assertFalse(cuong.has_group("base.group_system"))
        binh = members.user_id.filtered(lambda user: user.login.startswith("binh"))
        self.assertEqual((binh.name, binh.phone), ("Trần Thị Bình", "0912 000 001"))

    def test_csv(self):
        invited = self.run_import(self.lines(*self.ROWS))
        self.assert_imported()
        logins = {"binh", "cuong", "dao", "em"}
        self.assertEqual(sorted(invited), [(f"{login}@nghean.example", "signup") for login in sorted(logins)])

    def test_xlsx(self):
        invited = self.run_import(xlsx_file(self.HEAD, *self.ROWS), "Cán bộ.XLSX", invite=False)
        self.assert_imported()
        self.assertEqual(invited, [])

    def test_again_changes_nothing(self):
        """The same list again invites nobody and makes nobody; a new row makes one more."""
        self.run_import(self.lines(*self.ROWS))
        users = self.env["res.users"].search_count([])
        self.assertEqual(self.run_import(self.lines(*self.ROWS)), [])
        self.assert_imported()
        self.assertEqual(self.env["res.users"].search_count([]), users)
        more = ("Người Mới", "moi@nghean.example", "XDONG", "officer", "", "")
        again = (self.ROWS[0][0], self.ROWS[0][1], "STC", "officer", "", "")
        self.assertEqual(self.run_import(self.lines(*self.ROWS, more, again)), [("moi@nghean.example", "signup")])
        self.assertEqual(self.env["res.users"].search_count([]), users + 1)

    def test_known_users_get_the_role_alone(self):
        """People with an account are found by their login in any case; they keep name and password and are not
        invited.
        """
        known = self.new_user("known")
        known.login = "Co_San@nghean.example"
        invited = self.run_import(self.lines(("Tên Khác", "co_san@nghean.example", "SNV", "officer", "", "")))
        self.assertEqual(invited, [])
        self.assertEqual((known.name, known.plan_member_ids.agency_id), ("known", self.snv))

    def test_signs_of_patterns_are_no_patterns(self):
        """An address with _ in it means itself: nobody else gets the role."""
        other = self.new_user("other")
        other.login = "coxsan@nghean.example"
        self.run_import(self.lines(("Cò San", "co_san@nghean.example", "SNV", "officer", "", "")))
        self.assertFalse(other.plan_member_ids)
        self.assertTrue(self.env["res.users"].search([("login", "=", "co_san@nghean.example")]).plan_member_ids)

    def test_faults_by_row(self):
        """Every faulty row is named with what is wrong; nothing is imported, not even the good ones."""
        good = self.ROWS[0]
        twins = [self.new_agency(f"TW{number}", "Sở Trùng Tên") for number in range(2)]
        self.assertEqual(len(twins), 2)
        rows = (
            (good, ""),
            (("", "a@b.example", "SNV", "officer", "", ""), "The name is empty"),
            (("A", "khong-phai", "SNV", "officer", "", ""), "“khong-phai” is not an e-mail address"),
            (("A", "", "SNV", "officer", "", ""), "“” is not an e-mail address"),
            (("A", "a@b.example", "KHAC", "officer", "", ""), "The agency “KHAC” is unknown"),
            (("A", "a@b.example", "S%", "officer", "", ""), "The agency “S%” is unknown"),
            (("A", "a@b.example", "_NV", "officer", "", ""), "The agency “_NV” is unknown"),
            (("A", "a@b.example", "Sở Trùng Tên", "officer", "", ""), "is unknown"),
            (("A", "a@b.example", "", "officer", "", ""), "The agency “” is unknown"),
            (("A", "a@b.example", "SNV", "vua", "", ""), "The role “vua” is unknown"),
            (("A", "a@b.example", "SNV", "manager", "", ""), "The role “manager” is unknown"),
            (("", "x", "y", "z", "", ""), "The name is empty. “x” is not an e-mail address. The agency “y” is unknown"),
            (good, "Row 2 already says the same"),
        )
        users, members = self.env["res.users"].search_count([]), self.env["plan.member"].search_count([])
        wizard = self.wizard(self.lines(*(row for row, _words in rows)))
        wizard.action_preview()
        self.assertEqual(wizard.line_ids.mapped("row"), list(range(2, len(rows) + 2)))
        for line, (row, words) in zip(wizard.line_ids, rows, strict=True):
            with self.subTest(row=row):
                self.assertIn(words, line.error or "")
                self.assertEqual(bool(line.error), bool(words))
        with self.assertRaisesRegex(UserError, "Nothing was imported"):
            wizard.action_import()
        # the lines on the screen decide nothing: made to look faultless, the list is read again
        wizard.line_ids.error = False
        with self.assertRaisesRegex(UserError, "Nothing was imported"):
            wizard.action_import()
        self.assertEqual(self.env["res.users"].search_count([]), users)
        self.assertEqual(self.env["plan.member"].search_count([]), members)

    def test_files_that_are_no_list(self):
        for file, name, words in (
            (csv_file("Họ tên,Email,Cơ quan,Vai trò"), "a.csv", "no rows below its headings"),
            (csv_file("Họ tên,Email,Vai trò", "A,a@b.example,officer"), "a.csv", "lacks these columns: Agency"),
            (csv_file("x"), "a.ods", "neither CSV nor XLSX"),
            (csv_file("x"), "a.xlsx", "is a text file"),
            (base64.b64encode("Họ tên".encode("utf-16")), "a.csv", "not in UTF-8"),
            (False, False, "First choose the list"),
        ):
            with self.subTest(name=name, words=words), self.assertRaisesRegex(UserError, words):
                self.wizard(file, name).action_preview()

    def test_manager_alone(self):
        for user in (self.desk, self.leader_snv, self.reader, self.internal):
            with self.subTest(user=user.name), self.assertRaises(AccessError):
                self.env["plan.member.import"].with_user(user).create({})


@freeze_time("2026-03-10 03:00:00")
class TestTakeOver(PlanCase):
    """Results from before the software, from a list of the desk."""

    HEAD = "Nhiệm vụ,Cơ quan,Năm,Số văn bản,Ngày văn bản,Kết quả"

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.activate()

    def wizard(self, *rows, user=None, head=HEAD):
        wizards = self.env["plan.assignment.import"].with_user(user or self.desk)
        file = csv_file(head, *rows)
        return wizards.create({"plan_id": self.plan.id, "file": file, "filename": "ket-qua.csv"})

    def test_good_list(self):
        """The assignment is done with the product's number and date, and marked as done before."""
        wizard = self.wizard("I.1,SNV,,15/KH-SNV,31/12/2025,Đã ban hành", "i.3,xcao,2026,1/BC,2026-02-01,")
        wizard.action_preview()
        self.assertRecordValues(wizard, [{"error_count": 0, "state": "preview"}])
        self.assertEqual(wizard.line_ids.mapped("is_known"), [False, False])
        self.assertFalse(self.assignment_of("one_lead", self.snv).is_prior, "a preview changes nothing")
        wizard.action_import()
        self.assertEqual(wizard.state, "done")
        assignments = self.assignment_of("one_lead", self.snv) | self.assignment_of("yearly", self.xa_cao, year=2026)
        self.assertRecordValues(
            assignments,
            [
                {"stage_kind": "done", "is_prior": True, "product_number": "15/KH-SNV", "result": "Đã ban hành"},
                {"stage_kind": "done", "is_prior": True, "product_number": "1/BC", "result": ""},
            ],
        )
        self.assertEqual([str(assignment.date_done) for assignment in assignments], ["2025-12-31", "2026-02-01"])
        self.assertEqual(set(assignments.mapped("timeliness")), {"done_on_time"})
        others = self.env["plan.assignment"].search([("plan_id", "=", self.plan.id)]) - assignments
        self.assertEqual(set(others.mapped("stage_kind")), {"todo"})

    def test_again_changes_nothing(self):
        row = "I.1,SNV,,15/KH-SNV,31/12/2025,Đã ban hành"
        self.wizard(row).action_import()
        assignment = self.assignment_of("one_lead", self.snv)
        self.env.flush_all()
        self.env.cr.execute("UPDATE plan_assignment SET write_date = '2020-01-01' WHERE id = %s", [assignment.id])
        self.env.invalidate_all()
        wizard = self.wizard(row)
        wizard.action_preview()
        self.assertEqual(wizard.line_ids.mapped("is_known"), [True])
        wizard.action_import()
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertEqual(assignment.write_date.year, 2020)
        self.wizard("I.1,SNV,,16/KH-SNV,31/12/2025,Sửa số").action_import()
        self.assertEqual((assignment.product_number, assignment.is_prior), ("16/KH-SNV", True))

    def test_faults(self):
        """Each row at fault says why; nothing at all is taken over, also not the good rows."""
        done = self.assignment_of("then_ongoing", self.stc)
        self.hand_in(done, self.officer_stc, product_number="7/STC", product_date="2026-02-02")
        rows = (
            ("I.1,SNV,,15/KH-SNV,31/12/2025,Đã làm", ""),
            ("I.9,SNV,,1/KH,31/12/2025,", "The plan has no task “I.9”"),
            ("I.1,XCAO,,1/KH,31/12/2025,", f"{self.xa_cao.name} has no assignment in task I.1"),
            ("I.3,XCAO,,1/KH,31/12/2025,", f"{self.xa_cao.name} has no assignment in task I.3 (year –)"),
            ("I.3,XCAO,2025,1/KH,31/12/2025,", "(year 2025)"),
            (f"I.3,XCAO,{'9' * 5000},1/KH,31/12/2025,", "has no assignment in task I.3"),
            ("I.1,Sở Nào Đó,,1/KH,31/12/2025,", "The agency “Sở Nào Đó” is unknown"),
            ("i.2,Sở Nội vụ,,,31/12/2025,", "The product's number is empty"),
            ("I.2,SNV,năm nay,1/KH,31/12/2025,", "(year năm nay)"),
            ("I.2,SNV,²,1/KH,31/12/2025,", "(year ²)"),
            ("I.2,SNV,,,31/12/2025,", "The product's number is empty"),
            ("I.2,STC,,1/KH,31/02/2025,", "“31/02/2025” is not a date"),
            ("I.4,SKHCN,,1/KH,,", "“” is not a date"),
            ("II.2,STC,,1/KH,11/03/2026,", "is in the future"),
            ("II.1,STC,,1/KH,01/02/2026,", "This assignment already has its own result, submitted or done"),
            ("I.1,SNV,,16/KH-SNV,31/12/2025,", "Row 2 already says the same"),
        )
        wizard = self.wizard(*(row for row, _words in rows))
        wizard.action_preview()
        for line, (row, words) in zip(wizard.line_ids, rows, strict=True):
            with self.subTest(row=row):
                self.assertIn(words, line.error or "")
                self.assertEqual(bool(line.error), bool(words))
        self.assertEqual(wizard.error_count, len(rows) - 1)
        with self.assertRaisesRegex(UserError, "Nothing was imported"):
            wizard.action_import()
        self.assertFalse(self.env["plan.assignment"].search([("is_prior", "=", True)]))
        self.assertEqual(done.product_number, "7/STC")

    def test_the_screen_decides_nothing(self):
        """Lines that were changed between check and import do not matter: the list is read again."""
        wizard = self.wizard("I.1,SNV,,15/KH-SNV,31/12/2025,Đã làm")
        wizard.action_preview()
        foreign = self.assignment_of("range", self.stc)
        wizard.line_ids = [
            Command.update(wizard.line_ids.id, {"assignment_id": foreign.id, "product_number": "99/GIA"}),
            Command.create({"row": 3, "assignment_id": foreign.id, "product_number": "98/GIA", "error": False}),
        ]
        wizard.action_import()
        taken = self.env["plan.assignment"].search([("is_prior", "=", True)])
        self.assertRecordValues(
            taken, [{"id": self.assignment_of("one_lead", self.snv).id, "product_number": "15/KH-SNV"}]
        )
        self.assertEqual(foreign.stage_kind, "todo")

    def test_whose_list(self):
        """The desk of this plan alone, and while the plan is active."""
        row = "I.1,SNV,,15/KH-SNV,31/12/2025,Đã làm"
        with self.assertRaises(AccessError):
            self.wizard(row, user=self.desk_stc).action_preview()
        with self.assertRaises(AccessError):
            self.wizard(row, user=self.desk_stc).action_import()
        for user in (self.officer_snv, self.leader_snv, self.manager, self.reader):
            with self.subTest(user=user.name), self.assertRaises(AccessError):
                self.wizard(row, user=user)
        wizard = self.wizard(row)
        self.plan.with_user(self.desk).action_close()
        with self.assertRaises(UserError):
            wizard.action_import()
        self.assertFalse(self.assignment_of("one_lead", self.snv).is_prior)

    def test_files_that_are_no_list(self):
        with self.assertRaisesRegex(UserError, "lacks these columns: Product Number, Product Date"):
            self.wizard("I.1,SNV", head="Nhiệm vụ,Cơ quan").action_preview()
        draft = self.plan.copy({"number": "x"})
        wizard = self.wizard()
        wizard.plan_id = draft
        with self.assertRaisesRegex(UserError, "once the plan is active"):
            wizard.action_preview()
