"""Calls that plain Odoo, or a plain addon, lets through, each held by a test of ours.

What is protected                                                   | tests
--------------------------------------------------------------------|------------------------------------------------
workflow fields over write, create, load, web_save                  | test_access_http: test_protected_fields, test_load
... through `default_*`, and through a user's own default           | here: TestDefaults; test_access_http: test_own_*
steps of a result: whose, in which state, from which wizard         | test_access_actions
permission from a context key                                       | here: test_context_gives_no_permission
locks on files, chatter, translations of what is handed in          | here: TestHandedIn; test_evidence
lines given away or stolen by one2many commands                     | here: TestStolenLines
who and when of a step is not copied                                | here: test_steps_are_not_copied
a hand-in notices a file that comes or goes meanwhile               | test_evidence: test_a_hand_in_notices
one per agency, task, assignment, also where a column is left out   | here: TestOneOfEach; test_assignment
membership read live, a reader's wide reading is not writing        | test_access_http: test_out_of_term_*; the matrix
a term that is over ends what its roles may do, whatever the groups | here: test_terms_that_are_over
texts through related, computed, display names, onchange            | test_access_matrix: every answer is searched
many2one and many2many with foreign ids, wizards of others          | test_access_actions, test_access_matrix; here
public methods, routes, reports, server actions are known           | test_access_table
a report printed by its URL                                         | test_access_routes: TestPrinting
messages: forged, rewritten, read, followed by outsiders            | test_access_http: TestMessages; test_access_routes
decisions are only ever added to                                    | here: test_the_log_stays; the matrix
files: public, tokens, links, moved, replaced                       | test_access_routes: TestFileRoutes; test_evidence
NaN, infinity, invisible characters, dates out of range             | here: TestInput; test_plan
dragging an assignment writes nothing but its stage                 | here: test_dragging
secret papers need no file                                          | here: test_secret_paper
a draft read through its header: rows, papers, paths, exports       | test_access_reporting; the matrix
... its messages, reminders, files: read, guessed, followed         | test_access_reporting: TestTalkUnderDrafts
... by entering it, or another report of the agency, from a paper   | test_access_reporting: TestRows
the file of an answer opened, exchanged, carried elsewhere          | test_access_reporting: TestFilesAndRequests
another desk's schedules, questions, requests; values of the ledger | test_access_reporting: TestFilesAndRequests
steps of a report, its rows in each state, periods, schedules       | test_access_reporting_actions
"""

import json

from psycopg2 import IntegrityError

from odoo.fields import Command
from odoo.tests import TransactionCase, tagged
from odoo.tools import mute_logger

from ..core.common import PlanCase
from .access_matrix import ASSIGNMENT, ASSIGNMENTS, MatrixCase
from .access_table import HOLDS


class AssignmentCase(MatrixCase):
    def end_terms(self, user):
        """End a user's terms and leave them their groups, as in the hours before the cron runs."""
        self.env.cr.execute("UPDATE plan_member SET date_to = '2025-12-31' WHERE user_id = %s", [user.id])
        self.env.invalidate_all()


@tagged("post_install", "-at_install")
class TestStolenLines(AssignmentCase):
    """Lines come to an assignment, and go from it, by no other way than their own."""

    def test_lines_of_another_assignment(self):
        names = {
            "step_ids": "plan.step",
            "evidence_ids": "plan.evidence",
            "extension_ids": "plan.extension",
            "log_ids": "plan.log",
            "contribution_ids": ASSIGNMENT,
        }
        changed = {"plan.step": "product", "plan.extension": "reason", "plan.evidence": "name", "plan.log": "note"}
        for identity in self.each("officer_snv", "officer_two", "reader_officer", "leader_snv", "desk", "manager"):
            for name, model in names.items():
                for sample in set(ASSIGNMENTS) - {"own"}:
                    if identity == "officer_two" and model == "plan.step" and sample != "asked":
                        continue  # users may change their own work through another of their assignments too
                    line = self.samples[model][sample]
                    for command in (
                        Command.link(line.id),
                        Command.update(line.id, {changed.get(model, "result"): "x"}),
                        Command.delete(line.id),
                        Command.unlink(line.id),
                        Command.set(line.ids),
                    ):
                        self.assert_left(
                            line, lambda c=command, n=name: self.call(ASSIGNMENT, "write", self.own.ids, {n: [c]})
                        )
        self.assert_no_faults()

    def test_lines_made_under_another_assignment(self):
        """The parent that a line names itself counts for nothing against the rules."""
        for _identity in self.each("officer_snv", "reader_officer", "leader_snv"):
            for sample in set(ASSIGNMENTS) - {"own"}:
                assignment = self.samples[ASSIGNMENT][sample]
                values = {"name": "x", "date_due": "2030-01-01", "assignment_id": assignment.id}
                with self.undone():
                    self.call(ASSIGNMENT, "write", self.own.ids, {"step_ids": [Command.create(values)]})
                    self.env.invalidate_all()
                    with self.trying("plan.step", "create through the own card", sample):
                        self.assertEqual(len(assignment.step_ids), 1)
                self.assert_refused("plan.step", "create", [values])
                self.assert_refused("plan.step", "create", [{}], context={f"default_{k}": v for k, v in values.items()})
                own = self.samples["plan.step"]["own"]
                self.assert_refused("plan.step", "write", own.ids, {"assignment_id": assignment.id})
                foreign = self.samples["plan.step"][sample]
                self.assert_refused("plan.step", "write", foreign.ids, {"assignment_id": self.own.id})
                self.assert_refused("plan.step", "write", (own | foreign).ids, {"product": "x"})
        self.assert_no_faults()

    def test_lines_through_task_and_plan(self):
        for _identity in self.each("officer_snv", "desk", "desk_stc", "manager"):
            for sample in ASSIGNMENTS:
                assignment = self.samples[ASSIGNMENT][sample]
                update = [Command.update(assignment.id, {"result": "x"})]
                for model, ids, values in (
                    ("plan.task", assignment.task_id.ids, {"assignment_ids": update}),
                    (
                        "plan.plan",
                        assignment.plan_id.ids,
                        {"task_ids": [Command.update(assignment.task_id.id, {"assignment_ids": update})]},
                    ),
                ):
                    self.assert_left(assignment, lambda m=model, i=ids, v=values: self.call(m, "write", i, v))
        self.assert_no_faults()


@tagged("post_install", "-at_install")
class TestDefaults(AssignmentCase):
    """A caller's defaults, in the context or saved, decide nothing that a step decides."""

    FORGED = {
        "result_state": "confirmed",
        "is_prior": True,
        "is_frozen": True,
        "date_checked": "2026-01-01",
        "is_given": True,
        "state": "granted",
        "date_granted": "2099-01-01",
        "can_approve": True,
        "can_confirm": True,
        "replaced_by_id": 1,
        "user_name": "x",
        "decision": "confirm",
        "signer": "x",
        "number": "x",
        "state_after": "confirmed",
    }

    def test_context_gives_no_permission(self):
        """No key of the context lets a foreign step through, and no default reaches a field of the workflow."""
        context = {f"default_{name}": value for name, value in self.FORGED.items()}
        context |= {"plan_no_evidence": True, "tracking_disable": True, "active_test": False, "su": True, "uid": 1}
        self.become("officer_snv")
        for sample in set(ASSIGNMENTS) - {"own"}:
            assignment = self.samples[ASSIGNMENT][sample]
            for method in ("action_submit", "action_approve", "action_confirm"):
                self.assert_left(
                    assignment, lambda c=assignment, m=method: self.call(ASSIGNMENT, m, c.ids, context=context)
                )
            self.assert_left(
                assignment, lambda c=assignment: self.call(ASSIGNMENT, "write", c.ids, {"result": "x"}, context=context)
            )
        with self.undone():
            self.own.product_date = "2026-02-01"
            self.env.flush_all()
            self.call(ASSIGNMENT, "action_submit", self.own.ids, context=context)
            self.env.invalidate_all()
            with self.trying(ASSIGNMENT, "defaults"):
                self.assertIn(self.own.result_state, ("none", "submitted"))
                self.assertFalse(self.own.is_prior or self.own.date_checked)
                self.check_log("submit")
        self.assert_no_faults()

    def test_own_defaults(self):
        """`ir.default` goes around the protection of a field; what is made by a step is as the step makes it."""
        self.become("officer_snv")
        for model, names in {
            ASSIGNMENT: ("result_state", "is_prior", "date_checked"),
            "plan.extension": ("state", "date_granted"),
            "plan.evidence": ("is_frozen", "user_name", "replaced_by_id"),
            "plan.log": ("user_name", "decision", "signer", "number", "state_after"),
        }.items():
            for name in names:
                self.call("ir.default", "set", model, name, self.FORGED[name], True)
        values = {"assignment_ids": [Command.set(self.own.ids)], "date_asked": "2098-01-01", "reason": "x"}
        self.samples["plan.extension"]["own"]._unguarded_write({"state": "withdrawn"})
        self.env.flush_all()
        made = self.call("plan.extension.ask", "create", [values])
        self.judged(self.call("plan.extension.ask", "action_ask", made.result), True, "action_ask")
        extension = self.own.extension_ids[:1]
        self.assertEqual((extension.state, extension.date_granted), ("asked", False))
        self.check_log("ask_extension")
        file = {"name": "x.txt", "datas": "eA==", "res_model": ASSIGNMENT, "res_id": self.own.id}
        [attachment] = self.call("ir.attachment", "create", [file]).result
        evidence = self.env["plan.evidence"].search([("attachment_id", "=", attachment)])
        self.assertEqual((evidence.is_frozen, evidence.user_name), (False, self.officer_snv.name))
        self.assertFalse(evidence.replaced_by_id)

    def check_log(self, decision):
        """The newest row says what happened, by whom, and names no paper that nobody has shown."""
        log = self.own.log_ids.sorted("id")[-1]
        self.assertEqual((log.decision, log.user_name), (decision, self.officer_snv.name))
        self.assertFalse(log.signer or log.number)
        self.assertNotEqual(log.state_after, "confirmed")

    def test_a_task_is_not_born_given(self):
        self.become("desk")
        self.call("ir.default", "set", "plan.task", "is_given", True, True)
        values = {"plan_id": self.draft.id, "number": "77", "name": "x", "deadline_text": "Năm 2026"}
        section = self.samples["plan.section"]["draft"].id
        answer = self.call("plan.task", "create", [{**values, "section_id": section}])
        made = self.env["plan.task"].browse(answer.result or [])
        self.assertFalse(any(made.mapped("is_given")))


@tagged("post_install", "-at_install")
class TestHandedIn(AssignmentCase):
    """A submitted result stays as it was submitted, for every caller and in every way."""

    def hand_in(self):
        self.own.write({"product_date": "2026-02-01", "result_state": "submitted"})
        self.env["plan.evidence"]._freeze(self.own)
        self.env.flush_all()

    def test_nothing_of_it_is_edited(self):
        self.hand_in()
        step = self.samples["plan.step"]["own"]
        evidence = self.samples["plan.evidence"]["own"]
        for _identity in self.each("officer_snv", "leader_snv", "desk", "reader_officer", "manager"):
            for name, value in (
                ("result", "x"),
                ("product_number", "x"),
                ("product_date", "2026-01-01"),
                ("is_secret", True),
                ("step_ids", [Command.delete(step.id)]),
                ("step_ids", [Command.create({"name": "x", "date_due": "2030-01-01"})]),
                ("evidence_ids", [Command.delete(evidence.id)]),
            ):
                self.assert_refused(ASSIGNMENT, "write", self.own.ids, {name: value})
            self.assert_refused("plan.step", "write", step.ids, {"product": "x"})
            self.assert_refused("plan.step", "unlink", step.ids)
            self.assert_refused("plan.evidence", "unlink", evidence.ids)
            file = evidence.attachment_id
            for values in ({"name": "x"}, {"datas": "eA=="}, {"public": True}, {"res_id": 0}, {"access_token": "x"}):
                self.assert_refused("ir.attachment", "write", file.ids, values)
            self.assert_refused("ir.attachment", "unlink", file.ids)
            self.assert_refused("ir.attachment", "write", file.ids, {"type": "url", "url": "javascript:alert(1)"})
        self.assert_no_faults()

    def test_the_log_stays(self):
        """A decision is neither made up, nor rewritten, nor taken away, by nobody at all."""
        log = self.samples["plan.log"]["own"]
        values = {
            "plan_id": self.plan.id,
            "task_id": self.own.task_id.id,
            "assignment_id": self.own.id,
            "decision": "confirm",
            "user_name": "x",
        }
        for _identity in self.each(*(set(HOLDS) - {"public"})):
            self.assert_refused("plan.log", "create", [values])
            self.assert_refused("plan.log", "write", log.ids, {"note": "x"})
            self.assert_refused("plan.log", "unlink", log.ids)
            self.assert_refused("plan.log", "copy", log.ids)
            self.assert_refused("plan.log", "update_field_translations", log.ids, "note", {"en_US": "x"})
        self.assert_no_faults()

    def test_secret_paper(self):
        """A secret result is handed in with number and date alone."""
        assignment = self.assignment_of("two_leads", self.snv)
        assignment.write({"product_number": "1/M", "product_date": "2026-02-01", "result": "x", "is_secret": True})
        self.become("officer_snv")
        self.judged(self.call(ASSIGNMENT, "action_submit", assignment.ids), True, "action_submit")
        self.assertEqual((assignment.result_state, assignment.evidence_count), ("submitted", 0))


@tagged("post_install", "-at_install")
class TestTerms(AssignmentCase):
    def test_terms_that_are_over(self):
        """Members out of office approve, confirm and submit nothing, though they still have their groups."""
        for identity, method, state in (
            ("leader_snv", "action_approve", "submitted"),
            ("reader_deputy", "action_approve", "submitted"),
            ("officer_snv", "action_submit", "none"),
            ("desk", "action_confirm", "approved"),
        ):
            with self.undone():
                self.own.write({"result_state": state, "product_date": "2026-02-01"})
                self.env.flush_all()
                self.become(identity)
                self.end_terms(self.identities[identity])
                row = self.row_of(self.own)
                self.assert_refused(ASSIGNMENT, method, self.own.ids)
                self.assertEqual(self.row_of(self.own), row)
        self.assert_no_faults()

    def test_dragging(self):
        """A board that is grouped by something else than the stage is dragged in vain."""
        for _identity in self.each("officer_snv", "leader_snv", "desk", "manager"):
            for name, value in (
                ("agency_id", self.stc.id),
                ("task_id", self.other_task.id),
                ("section_id", self.section_two.id),
                ("plan_id", self.other_plan.id),
                ("year", 2027),
                ("result_state", "confirmed"),
                ("confirming_agency_id", self.snv.id),
                ("lead_agency_id", self.snv.id),
            ):
                self.assert_left(self.own, lambda n=name, v=value: self.call(ASSIGNMENT, "write", self.own.ids, {n: v}))
                self.assert_left(
                    self.own, lambda n=name, v=value: self.call(ASSIGNMENT, "web_save", self.own.ids, {n: v}, {})
                )
        self.assert_no_faults()


@tagged("post_install", "-at_install")
class TestInput(AssignmentCase):
    def test_figures(self):
        """A value that is not a number does not get into a target, not even over JSON."""
        target = self.samples["plan.target"]["kept"]
        self.become("desk")
        for value in (float("nan"), float("inf"), 1e13):
            self.assert_left(target, lambda v=value: self._send(target, v))
        self.assert_no_faults()

    def _send(self, target, value):
        params = {"model": "plan.target", "method": "write", "args": [target.ids, {"value_min": value}], "kwargs": {}}
        body = json.dumps({"id": 0, "jsonrpc": "2.0", "method": "call", "params": params})  # NaN and all
        headers = {"Content-Type": "application/json"}
        response = self.opener.post(f"{self.base_url()}/web/dataset/call_kw", data=body, headers=headers, timeout=60)
        self.assertIn("odoo.exceptions.ValidationError", self.told(response, f"value_min = {value}").text)

    def test_names(self):
        """NUL, lone surrogates and marks that turn the direction of a text do not crash and do not stay."""
        self.become("officer_snv")
        step = self.samples["plan.step"]["own"]
        for text in ("a\x00b", "a\u202eb", "\ufeffab", "  ab "):
            with self.trying("plan.step", "write", repr(text)), self.undone():
                self.call("plan.step", "write", step.ids, {"product": text})
                self.env.invalidate_all()
                self.assertNotRegex(step.product, "[\x00\u202e\ufeff]|^ | $")
        self.assert_no_faults()

    def test_dates(self):
        self.become("officer_snv")
        step = self.samples["plan.step"]["own"]
        for value in ("1999-12-31", "2100-01-01", "0001-01-01", "9999-12-31"):
            self.assert_refused("plan.step", "write", step.ids, {"date_due": value})
        self.assert_refused(ASSIGNMENT, "write", self.own.ids, {"product_date": "2099-01-01"})
        self.assert_no_faults()


@tagged("post_install", "-at_install")
class TestOneOfEach(PlanCase):
    """A second one of its kind is refused by the database, also where optional fields are left out."""

    def twice(self, model, values):
        records = self.env[model].with_context(tracking_disable=True)
        create = getattr(records, "_unguarded_create", records.create)
        create(values)
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError), self.env.cr.savepoint():
            create(values)

    def test_work(self):
        self.activate()
        assignment = self.assignment_of("one_lead", self.snv)
        stage = self.stage("todo")
        values = {"task_id": assignment.task_id.id, "agency_id": self.xa_cao.id, "stage_id": stage.id}
        self.twice(ASSIGNMENT, values)
        self.twice(ASSIGNMENT, {**values, "role": "support", "parent_id": assignment.id, "lead_agency_id": self.snv.id})
        self.twice(
            "plan.extension",
            {"assignment_id": assignment.id, "date_before": "2026-12-31", "date_asked": "2027-01-01", "reason": "x"},
        )
        file = self.env["ir.attachment"].create({"name": "x", "raw": b"x"})
        self.twice(
            "plan.evidence",
            {
                "assignment_id": assignment.id,
                "attachment_id": file.id,
                "name": "x",
                "sha256": "0" * 64,
                "user_name": "x",
            },
        )

    def test_people_and_plans(self):
        self.twice("plan.member", {"agency_id": self.stc.id, "user_id": self.internal.id, "role": "officer"})
        self.twice("plan.plan", {"number": "1/KH", "name": "x", "date_issued": "2026-01-01"})


@tagged("post_install", "-at_install")
class TestCopies(TransactionCase):
    def test_steps_are_not_copied(self):
        """The workflow's user and time of a step are left out of a copy."""
        said = {
            ASSIGNMENT: {
                "result_state", "date_submitted", "submitted_user_id", "return_reason", "date_checked",
                "decision_number", "decision_date", "stage_before_id", "product_number", "product_date", "result",
                "is_prior", "revision_count",
            },
            "plan.extension": {
                "state", "opinion", "is_supported", "date_granted", "decision_number", "decision_date", "evidence_id",
            },
            "plan.task": {"is_given"},
            "plan.plan": {"state", "date_activated"},
            "plan.clarification": {"state", "decision", "ground", "decided_user_id", "decided_name", "date_decided"},
        }  # fmt: skip
        for model, names in said.items():
            copied = {name for name in names if self.env[model]._fields[name].copy}
            with self.subTest(model=model):
                self.assertEqual(copied, set())
