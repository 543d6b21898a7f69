import itertools
from datetime import date, timedelta

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests.common import freeze_time
from odoo.tools import mute_logger

from ..core.common import WorkCase

DEADLINE = date(2026, 12, 31)
LATER = date(2027, 6, 30)


@freeze_time("2026-03-10 03:00:00")
class ExtensionCase(WorkCase):
    def asked(self, assignment=None):
        """Return a request of the assignment's agency that nobody has looked at."""
        return self.extend(assignment or self.assignment, self.officer_snv, LATER)

    def assert_untouched(self, assignment=None):
        assignment = assignment or self.assignment
        self.assertEqual((assignment.date_deadline, assignment.date_deadline_origin), (DEADLINE, DEADLINE))


class TestAsk(ExtensionCase):
    """Requests for a later deadline: their agencies, work and times."""

    def test_request(self):
        extension = self.asked()
        self.assertRecordValues(
            extension,
            [
                {
                    "state": "asked",
                    "date_before": DEADLINE,
                    "date_asked": LATER,
                    "reason": "Chờ ý kiến các bộ",
                    "agency_id": self.snv.id,
                    "plan_id": self.plan.id,
                }
            ],
        )
        self.assertTrue(self.assignment.has_open_extension)
        self.assertEqual(self.assignment.search([("has_open_extension", "=", True)]), self.assignment)
        self.assertEqual(
            self.log(self.assignment, "decision", "reason", "date", "agency_name"),
            [("ask_extension", "Chờ ý kiến các bộ", LATER, "Sở Nội vụ")],
        )
        self.assert_untouched()

    def test_who_asks(self):
        """The agency, or the assignment's keeper; nobody else."""
        for user in (self.officer_snv, self.leader_snv, self.deputy_snv, self.officer_two, self.desk):
            with self.subTest(user=user.name), self.rolled_back():
                self.assertEqual(self.extend(self.assignment, user, LATER).state, "asked")
        for user in (self.officer_stc, self.desk_stc, self.deputy_out, self.leader_ttra, self.reader, self.manager):
            with self.subTest(user=user.name), self.assertRaises(AccessError):
                self.extend(self.assignment, user, LATER)
        with self.assertRaisesRegex(UserError, "only its officers and leaders"):
            self.env["plan.extension"].with_user(self.reader)._ask(self.assignment.with_user(self.reader), LATER, "x")

    def test_day_of_asking(self):
        """On the last day of the deadline in Việt Nam its agency may ask, afterwards its keeper alone."""
        for now, late in (("2026-12-31 16:59:59", False), ("2026-12-31 17:00:00", True)):
            with freeze_time(now), self.rolled_back():
                assignment = self.assignment.with_user(self.officer_snv)
                assignment.invalidate_recordset()
                self.assertEqual(assignment.can_extend, not late)
                if late:
                    with self.assertRaisesRegex(UserError, "ended on 31/12/2026"):
                        self.asked()
                else:
                    self.asked()
                    assignment.invalidate_recordset()
                    self.assertFalse(assignment.can_extend, "one at a time")
        with freeze_time("2027-02-01 03:00:00"):
            self.assertEqual(self.extend(self.assignment, self.desk, LATER).state, "asked")

    def test_what_is_not_asked_for(self):
        for assignment, user, day, sentence in (
            (self.of_desk, self.officer_skhcn, LATER, "has no deadline"),
            (self.assignment, self.officer_snv, DEADLINE, "must be after the current one, 31/12/2026"),
            (self.assignment, self.officer_snv, date(2026, 3, 1), "must be after the current one"),
            (self.assignment, self.officer_snv, date(2100, 1, 1), "before the year 2100"),
        ):
            with self.subTest(day=day), self.assertRaisesRegex(UserError, sentence), self.rolled_back():
                self.extend(assignment, user, day)
        with self.assertRaisesRegex(UserError, "why the deadline cannot be kept"):
            self.extend(self.assignment, self.officer_snv, LATER, reason=" \n ")
        self.stop(self.assignment, self.desk, "cancelled")
        with self.assertRaisesRegex(UserError, "already"):
            self.asked()

    def test_of_what_is_done(self):
        self.hand_in(self.assignment, self.officer_snv)
        self.assignment.with_user(self.leader_snv).action_approve()
        self.assignment.with_user(self.desk).action_confirm()
        with self.assertRaisesRegex(UserError, "already"):
            self.asked()

    def test_one_at_a_time(self):
        """A second request waits until the first is settled; then it may come."""
        extension = self.asked()
        for user in (self.officer_snv, self.desk):
            with self.assertRaisesRegex(UserError, "already has an extension request"):
                self.extend(self.assignment, user, date(2027, 12, 31))
        self.decide(extension, self.desk, "support")
        with self.assertRaisesRegex(UserError, "already has an extension request"):
            self.asked()
        extension.with_user(self.leader_snv).action_withdraw()
        self.assertEqual(extension.state, "withdrawn")
        self.assertEqual(self.asked().state, "asked")

    def test_several_at_once(self):
        """For several assignments at once, or for none."""
        other = self.assignment_of("two_leads", self.snv)
        day = date(2028, 1, 31)
        with self.assertRaisesRegex(UserError, "must be after the current one"):
            self.extend(self.assignment | other, self.officer_snv, LATER)
        self.assertFalse(self.env["plan.extension"].search([]))
        extensions = self.extend(self.assignment | other, self.officer_snv, day)
        self.assertEqual(
            self.table(extensions, "assignment_id", "date_before"),
            {(self.assignment, DEADLINE), (other, date(2027, 12, 31))},
        )
        with self.assertRaises(AccessError):
            self.extend(other | self.assignment_of("two_leads", self.stc), self.officer_snv, day)

    def test_several_agencies(self):
        """The desk asks for several agencies in one go, and one decision settles them."""
        assignments = self.assignment_of("two_leads", self.snv) | self.assignment_of("two_leads", self.stc)
        extensions = self.extend(assignments, self.desk, date(2028, 6, 30))
        self.assertEqual(extensions.agency_id, self.snv | self.stc)
        self.decide(extensions, self.desk)
        self.assertEqual(set(assignments.mapped("date_deadline")), {date(2028, 6, 30)})

    def test_nobody_writes_a_request(self):
        extension = self.asked()
        for user in (self.officer_snv, self.leader_snv, self.desk, self.reader, self.manager):
            for change in (
                lambda user=user: extension.with_user(user).write({"state": "granted"}),
                lambda user=user: extension.with_user(user).write({"date_granted": LATER}),
                lambda user=user: extension.with_user(user).unlink(),
                lambda user=user: (
                    self.env["plan.extension"]
                    .with_user(user)
                    .create(
                        {
                            "assignment_id": self.assignment.id,
                            "date_before": DEADLINE,
                            "date_asked": LATER,
                            "reason": "x",
                        }
                    )
                ),
                lambda user=user: self.assignment.with_user(user).write({"date_deadline": LATER}),
            ):
                with self.subTest(user=user.name), self.assertRaises(AccessError):
                    change()
        self.assert_untouched()

    def test_own_defaults_decide_nothing(self):
        """A user's own defaults get past the protection of fields: a request has nothing but what was asked."""
        for name, value in (
            ("opinion", "Đồng ý"),
            ("is_supported", True),
            ("decision_number", "1/QĐ"),
            ("date_granted", "2030-01-01"),
        ):
            self.env["ir.default"].set("plan.extension", name, value, user_id=self.officer_snv.id)
        self.assertRecordValues(
            self.asked(), [{"opinion": False, "is_supported": False, "decision_number": False, "date_granted": False}]
        )

    def test_who_reads(self):
        extension = self.asked()
        for user in (self.officer_snv, self.leader_snv, self.officer_two, self.desk, self.reader, self.manager):
            self.assertEqual(extension.with_user(user).read(["state"])[0]["state"], "asked", user.name)
        for user in (self.officer_stc, self.desk_stc, self.leader_ttra, self.deputy_out, self.internal):
            with self.subTest(user=user.name), self.assertRaises(AccessError):
                extension.with_user(user).read(["state"])


class TestDecide(ExtensionCase):
    """The opinion of the desk, the decision of the authority, and the deadline that moves by it alone."""

    def test_who_decides(self):
        """The desk records what the authority decided; nobody else does, and nobody for their own agency."""
        extension = self.asked()
        for verdict in ("support", "object", "grant", "refuse"):
            for user in (self.officer_snv, self.leader_snv, self.officer_two):
                with (
                    self.subTest(verdict=verdict, user=user.name),
                    self.assertRaisesRegex(UserError, "can decide this"),
                ):
                    self.decide(extension, user, verdict)
            for user in (self.desk_stc, self.leader_ttra, self.officer_stc, self.deputy_out, self.reader, self.manager):
                with self.subTest(verdict=verdict, user=user.name), self.assertRaises(AccessError):
                    self.decide(extension, user, verdict)
        self.assertEqual(extension.state, "asked")
        self.assert_untouched()
        for user, withdraws, decides in (
            (self.officer_snv, True, False), (self.desk, False, True), (self.reader, False, False),
        ):  # fmt: skip
            self.assertRecordValues(extension.with_user(user), [{"can_withdraw": withdraws, "can_decide": decides}])

    def test_opinion(self):
        """The desk's opinion moves nothing; it may be given again."""
        extension = self.asked()
        self.decide(extension, self.desk, "object", reason="Chưa đủ căn cứ", number=False, date=False, file=False)
        self.assertRecordValues(
            extension, [{"state": "advised", "is_supported": False, "opinion": "Chưa đủ căn cứ", "date_granted": False}]
        )
        self.decide(extension, self.desk, "support", reason="Đồng ý")
        self.assertRecordValues(extension, [{"state": "advised", "is_supported": True, "opinion": "Đồng ý"}])
        self.assertEqual(self.log(self.assignment, "decision", "reason")[0], ("advise", "Đồng ý"))
        self.assert_untouched()

    def test_granted(self):
        """With number, date and file the deadline moves; the original stays."""
        extension = self.asked()
        self.decide(extension, self.desk, reason="Khối lượng lớn")
        self.assertRecordValues(
            extension,
            [
                {
                    "state": "granted",
                    "date_granted": LATER,
                    "decision_number": "20/QĐ-UBND",
                    "decision_date": date(2026, 3, 2),
                }
            ],
        )
        self.assertEqual((self.assignment.date_deadline, self.assignment.date_deadline_origin), (LATER, DEADLINE))
        self.assertRecordValues(
            extension.evidence_id, [{"kind": "decision", "is_frozen": True, "assignment_id": self.assignment.id}]
        )
        self.assertEqual(
            self.log(self.assignment, "decision", "number", "note", "state_before", "state_after", "agency_name")[0],
            ("grant", "20/QĐ-UBND", "30/06/2027", "asked", "granted", self.skhcn.name),
        )
        self.assertFalse(self.assignment.has_open_extension)

    def test_another_day(self):
        """The authority may say another day than was asked for, but none before the present deadline."""
        extension = self.asked()
        self.decide(extension, self.desk, date_granted="2027-03-31")
        self.assertEqual(
            (self.assignment.date_deadline, extension.date_granted), (date(2027, 3, 31), date(2027, 3, 31))
        )
        again = self.extend(self.assignment, self.officer_snv, LATER)
        self.assertEqual(again.date_before, date(2027, 3, 31))
        for day in ("2027-03-31", "2026-01-01", "2100-01-01"):
            with self.subTest(day=day), self.assertRaises(ValidationError), self.rolled_back():
                self.decide(again, self.desk, date_granted=day)
        self.assertEqual((self.assignment.date_deadline, again.state), (date(2027, 3, 31), "asked"))

    def test_refused(self):
        extension = self.asked()
        self.decide(extension, self.desk, "refuse", date_granted=LATER, reason="Không có lý do khách quan")
        self.assertRecordValues(
            extension, [{"state": "refused", "date_granted": False, "decision_number": "20/QĐ-UBND"}]
        )
        self.assertTrue(extension.evidence_id)
        self.assertEqual(self.log(self.assignment, "decision", "reason")[0], ("refuse", "Không có lý do khách quan"))
        self.assert_untouched()

    def test_document_is_needed(self):
        extension = self.asked()
        for verdict in ("grant", "refuse"):
            for missing, sentence in (
                ({"number": " "}, "number and date of the document"),
                ({"date": False}, "number and date of the document"),
                ({"date": "2026-03-11"}, "is in the future"),
                ({"file": False}, "Add the document's file"),
            ):
                with self.subTest(missing=missing), self.assertRaisesRegex(UserError, sentence):
                    self.decide(extension, self.desk, verdict, **missing)
        self.assertEqual(extension.state, "asked")
        self.decide(extension, self.desk, file=False, is_secret=True)
        self.assertEqual((extension.state, len(extension.evidence_id)), ("granted", 0))

    def test_settled_is_settled(self):
        """A request that is decided, taken back or lapsed is not decided again."""
        settle = {
            "granted": lambda extension: self.decide(extension, self.desk),
            "refused": lambda extension: self.decide(extension, self.desk, "refuse"),
            "withdrawn": lambda extension: extension.with_user(self.officer_snv).action_withdraw(),
            "lapsed": lambda extension: self.stop(self.assignment, self.desk, "cancelled"),
        }
        for state, action in settle.items():
            with self.rolled_back():
                extension = self.asked()
                action(extension)
                self.assertEqual(extension.state, state)
                for verdict in ("support", "refuse"):
                    with self.subTest(state=state), self.assertRaisesRegex(UserError, "so this is no longer possible"):
                        self.decide(extension, self.desk, verdict)
                with self.subTest(state=state), self.assertRaises(UserError):
                    self.decide(extension, self.desk)
                with self.subTest(state=state), self.assertRaisesRegex(UserError, "so this is no longer possible"):
                    extension.with_user(self.officer_snv).action_withdraw()

    def test_withdrawn_by_its_agency(self):
        extension = self.asked()
        with self.assertRaisesRegex(UserError, "only its officers and leaders"):
            extension.with_user(self.desk).action_withdraw()
        with self.assertRaises(AccessError):
            extension.with_user(self.officer_stc).action_withdraw()
        extension.with_user(self.officer_two).action_withdraw()
        self.assertEqual(self.log(self.assignment, "decision")[0], "withdraw_extension")

    def test_lapses_with_the_work(self):
        """Once the result is confirmed there is nothing left to decide; as long as it waits there is."""
        extension = self.asked()
        self.hand_in(self.assignment, self.officer_snv)
        self.assignment.with_user(self.leader_snv).action_approve()
        self.assertEqual(extension.state, "asked")
        self.assignment.with_user(self.desk).action_confirm()
        self.assertEqual(extension.state, "lapsed")
        self.assertEqual(self.log(self.assignment, "decision")[:2], ["lapse", "confirm"])
        # where the leader's word is enough, with that
        extension = self.extend(self.collective, self.officer_cao, LATER)
        self.hand_in(self.collective, self.officer_cao)
        self.collective.with_user(self.leader_cao).action_approve()
        self.assertEqual(extension.state, "lapsed")

    def test_of_the_desk(self):
        """The independent agency records decisions on the desk's own work."""
        own = self.of_desk
        own.write({"date_deadline": DEADLINE, "date_deadline_origin": DEADLINE})
        extension = self.extend(own, self.officer_skhcn, LATER)
        with self.assertRaisesRegex(UserError, "Only Thanh tra tỉnh can decide this"):
            self.decide(extension, self.desk)
        self.decide(extension, self.leader_ttra)
        self.assertEqual(own.date_deadline, LATER)

    def test_closed_plan(self):
        extension = self.asked()
        self.plan.with_user(self.desk).action_close()
        for change in (
            lambda: self.decide(extension, self.desk),
            lambda: self.decide(extension, self.desk, "support"),
            lambda: extension.with_user(self.officer_snv).action_withdraw(),
            lambda: self.extend(self.assignment_of("two_leads", self.snv), self.officer_snv, LATER),
        ):
            with self.assertRaisesRegex(UserError, "is closed"):
                change()

    def test_one_decision_for_many(self):
        """One document settles many requests; with one that is settled already it settles none."""
        other = self.assignment_of("two_leads", self.snv)
        extensions = self.extend(self.assignment | other, self.officer_snv, date(2028, 1, 31))
        extensions[0].with_user(self.officer_snv).action_withdraw()
        with self.assertRaisesRegex(UserError, "so this is no longer possible"):
            self.decide(extensions, self.desk)
        self.assertEqual(extensions[1].state, "asked")
        self.decide(extensions[1], self.desk)
        self.assertEqual(extensions[1].assignment_id.date_deadline, date(2028, 1, 31))


class TestContribution(ExtensionCase):
    """A contribution's deadline is the lead's to move, up to its own."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.asked_for = cls.ask(cls, cls.assignment, cls.officer_snv, [cls.xa_dong])

    def test_decided_by_the_lead(self):
        """Without a document, and never by the desk."""
        day = date(2026, 9, 30)
        extension = self.extend(self.asked_for, self.officer_dong, day)
        with self.assertRaisesRegex(UserError, "Only Sở Nội vụ can decide this"):
            self.decide(extension, self.desk)
        with self.assertRaisesRegex(UserError, "Only Sở Nội vụ can decide this"):
            self.decide(extension, self.officer_dong)
        wizard = self.wizard("plan.extension.decide", extension, self.officer_snv, verdict="grant")
        self.assertTrue(wizard.is_contribution)
        wizard.action_decide()
        self.assertEqual(self.asked_for.date_deadline, day)
        self.assertEqual(str(self.asked_for.date_deadline_origin), "2026-06-30")
        self.assertFalse(extension.evidence_id)

    def test_bounded_by_the_lead(self):
        with self.assertRaisesRegex(ValidationError, "no later than the work that needs it"), self.rolled_back():
            self.extend(self.asked_for, self.officer_dong, DEADLINE + timedelta(days=1))
        extension = self.extend(self.asked_for, self.officer_dong, DEADLINE)
        with self.assertRaisesRegex(ValidationError, "no later than the work"), self.rolled_back():
            self.wizard(
                "plan.extension.decide", extension, self.officer_snv, date_granted=DEADLINE + timedelta(days=1)
            ).action_decide()

    def test_not_smuggled_in(self):
        """Beside a contribution, a request of one's own wants its document and its keeper."""
        own = self.asked()
        extension = self.extend(self.asked_for, self.officer_dong, date(2026, 9, 30))
        with self.assertRaises(UserError):
            self.wizard("plan.extension.decide", own | extension, self.officer_snv).action_decide()
        self.assert_untouched()


class TestBothReadings(ExtensionCase):
    """The timeliness of an assignment against its present deadline, and against the original one."""

    def test_after_an_extension(self):
        self.decide(self.asked(), self.desk)
        with freeze_time("2027-02-01 03:00:00"):
            self.assignment.invalidate_recordset()
            self.assertRecordValues(self.assignment, [{"timeliness": "not_due", "timeliness_origin": "overdue"}])
            self.hand_in(self.assignment, self.officer_snv, product_date="2027-01-20")
            self.assertRecordValues(self.assignment, [{"timeliness": "handed_in", "timeliness_origin": "overdue"}])
            self.assignment.with_user(self.leader_snv).action_approve()
            self.assignment.with_user(self.desk).action_confirm()
            self.assertRecordValues(self.assignment, [{"timeliness": "done_on_time", "timeliness_origin": "done_late"}])

    def test_sql_says_what_python_says(self):
        """Both readings, over every standing and pair of deadlines: search, grouping and reading agree."""
        today = date(2026, 3, 10)
        days = [None, today - timedelta(days=9), today, today + timedelta(days=9), today + timedelta(days=99)]
        grid = itertools.product(("todo", "review", "done", "paused"), days, days)
        vals_list = [
            {
                "task_id": self.assignment.task_id.id,
                "agency_id": self.stc.id,
                "year": 2000 + number,
                "stage_id": self.stage(stage).id,
                "date_deadline": now,
                "date_deadline_origin": origin,
                "date_submitted": today if stage == "review" else False,
                "product_date": today - timedelta(days=3) if stage == "done" else False,
            }
            for number, (stage, now, origin) in enumerate(grid)
        ]
        with mute_logger("odoo.sql_db"):
            assignments = self.env["plan.assignment"].create(vals_list[:100])
        for name in ("timeliness", "timeliness_origin"):
            domain = [("id", "in", assignments.ids)]
            grouped = dict(assignments._read_group(domain, [name], ["id:recordset"]))
            for key, _label in assignments._fields[name].selection:
                with self.subTest(name=name, key=key):
                    standing = assignments.filtered(lambda assignment, name=name, key=key: assignment[name] == key)
                    self.assertEqual(assignments.search([*domain, (name, "=", key)]), standing.sorted())
                    self.assertEqual(grouped.get(key, assignments.browse()), standing.sorted())
        self.assertTrue(assignments.filtered(lambda assignment: assignment.timeliness != assignment.timeliness_origin))
