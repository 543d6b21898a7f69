import os
from contextlib import contextmanager
from datetime import date, datetime
from unittest.mock import patch
from zoneinfo import ZoneInfo

import pytest
from lxml import etree

from odoo.addons.mail.tests.common import mail_new_test_user
from odoo.tests import Form, HttpCase, tagged
from odoo.tests.common import freeze_time
from odoo.tools.safe_eval import safe_eval

from ...tools.clock import vietnam_today
from .common import WorkCase

ZONES = (False, "UTC", "Asia/Ho_Chi_Minh", "America/New_York", "Pacific/Kiritimati")
TODO = "mail.mail_activity_data_todo"
# what the clock in Odoo's bar asks of the search view of a list that it opens
CLOCK = {"overdue": "activities_overdue", "today": "activities_today", "planned": "activities_upcoming_all"}


@tagged("post_install", "-at_install")
@freeze_time("2026-03-10 03:00:00")
class TestClock(WorkCase):
    """The day that Odoo shows is Việt Nam's, in whatever zone the user is: on either side of midnight there.

    Assignment | deadline and activity | 16:59 UTC, still 10/3 | 17:01 UTC, 11/3
    -----------|-----------------------|-----------------------|----------------
    first      | 10/3                  | today                 | overdue
    second     | 11/3                  | planned               | today
    """

    BEFORE, AFTER = "2026-03-10 16:59:00", "2026-03-10 17:01:00"

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.first, cls.second = cls.assignment_of("one_lead", cls.snv), cls.assignment_of("two_leads", cls.snv)
        for assignment, day in ((cls.first, "2026-03-10"), (cls.second, "2026-03-11")):
            assignment.write({"date_deadline": day, "date_deadline_origin": day})

    def put_activities(self):
        for assignment in self.first | self.second:
            assignment.activity_schedule(TODO, user_id=self.leader_snv.id, date_deadline=assignment.date_deadline)

    def sides(self):
        """Return every zone, with both moments and the assignments that are in each state then."""
        none = self.env["plan.assignment"]
        expected = {
            self.BEFORE: {"overdue": none, "today": self.first, "planned": self.second},
            self.AFTER: {"overdue": self.first, "today": self.second, "planned": none},
        }
        return [(zone, moment, assignments) for zone in ZONES for moment, assignments in expected.items()]

    @contextmanager
    def looking(self, zone, moment):
        """Give the environment of the leader who looks at that moment, in that zone."""
        self.leader_snv.tz = zone
        with self.subTest(zone=zone, moment=moment), freeze_time(moment):
            self.env.invalidate_all()
            context = {"lang": "en_US", **({"tz": zone} if zone else {})}  # as the web client sends it
            yield self.env(user=self.leader_snv, context=context)

    def clock_domains(self, env, model):
        """Return the domains of the filters that the clock asks of the model's search view."""
        arch = etree.fromstring(env[model].get_view(view_type="search")["arch"])
        return {
            name: safe_eval(arch.find(f".//filter[@name='{name}']").get("domain"), {"uid": env.uid})
            for name in ("filter_activities_my", *CLOCK.values())
        }

    def clock(self, env, model="plan.assignment"):
        """Return the numbers that the clock shows for a model."""
        groups = {group["model"]: group for group in env["res.users"]._get_activity_groups()}
        return {state: groups[model][f"{state}_count"] for state in CLOCK}

    # -- what is shown ------------------------------------------------------------------------------------------------

    def test_clock_and_the_list_that_it_opens(self):
        self.put_activities()
        for zone, moment, assignments in self.sides():
            with self.looking(zone, moment) as env:
                self.assertEqual(self.clock(env), {state: len(records) for state, records in assignments.items()})
                domains = self.clock_domains(env, "plan.assignment")
                for state, records in assignments.items():
                    found = env["plan.assignment"].search(domains["filter_activities_my"] + domains[CLOCK[state]])
                    self.assertEqual(found, records.with_env(env), state)
                    self.assertTrue(all(record.my_activity_state == state for record in found))

    def test_states_of_assignments(self):
        """The colour on the board, the search and the groups by it, and the view of activities agree."""
        self.put_activities()
        for zone, moment, assignments in self.sides():
            with self.looking(zone, moment) as env:
                both = env["plan.assignment"].browse((self.first | self.second).ids)
                own = [("id", "in", both.ids)]
                groups = dict(both._read_group(own, ["activity_state"], ["id:recordset"]))
                shown = env["mail.activity"].get_activity_data("plan.assignment", own)["grouped_activities"]
                for state, records in assignments.items():
                    records = records.with_env(env)
                    self.assertEqual(
                        both.filtered(lambda assignment, state=state: assignment.activity_state == state), records
                    )
                    self.assertEqual(both.search([*own, ("activity_state", "=", state)]), records)
                    self.assertEqual(groups.get(state, both.browse()), records)
                    of_state = [
                        assignment
                        for assignment, kinds in shown.items()
                        if all(kind["state"] == state for kind in kinds.values())
                    ]
                    self.assertEqual(of_state, records.ids)

    def test_own_counts(self):
        """What is overdue by the deadline is so at the moment at which its activity is late."""
        for zone, moment, assignments in self.sides():
            with self.looking(zone, moment) as env:
                both = env["plan.assignment"].browse((self.first | self.second).ids)
                late = both.search([("id", "in", both.ids), ("timeliness", "=", "overdue")])
                self.assertEqual(late, assignments["overdue"].with_env(env))

    def test_every_list_has_the_filters_of_the_clock(self):
        with_activities = [
            name
            for name, model in self.env.registry.items()
            if issubclass(model, self.env.registry["plan.activity.mixin"]) and not model._abstract
        ]
        self.assertIn("plan.report", with_activities)
        for model in with_activities:
            domains = self.clock_domains(self.env(user=self.leader_snv), model)
            for domain in domains.values():
                self.env[model].search(domain)

    # -- the number beside the clock ----------------------------------------------------------------------------------

    def test_number_of_open_pages(self):
        """Open pages add up what they are told to the number that a reload gives."""
        told = []

        def hear(_user, kind, message, **_options):
            if kind == "mail.activity/updated":
                told.append(message["count_diff"])

        for zone, moment, assignments in self.sides():
            with self.looking(zone, moment) as env:
                told.clear()
                with self.rolled_back(), patch.object(type(self.leader_snv), "_bus_send", hear):
                    self.put_activities()
                    clock = self.clock(env)
                    self.assertEqual(sum(told), clock["overdue"] + clock["today"])
                    (self.first | self.second).activity_ids.date_deadline = "2026-03-11"
                    clock = self.clock(env)
                    self.assertEqual(sum(told), 2 if assignments["overdue"] else 0)
                    self.assertEqual(sum(told), clock["overdue"] + clock["today"])
                    (self.first | self.second).activity_ids.unlink()
                    self.assertEqual(sum(told), 0)

    # -- the day that is proposed -------------------------------------------------------------------------------------

    def test_proposed_days(self):
        for zone, moment, assignments in self.sides():
            with self.looking(zone, moment) as env:
                today = assignments["today"].date_deadline
                with self.rolled_back():
                    activity = self.first.with_env(env).activity_schedule(TODO, user_id=env.uid)
                    self.assertEqual(activity.date_deadline, today)
                    activity.action_reschedule_tomorrow()
                    self.assertEqual((activity.date_deadline - today).days, 1)
                    activity.action_reschedule_today()
                    self.assertEqual(activity.date_deadline, today)
                    activity.action_reschedule_nextweek()
                    self.assertEqual(activity.date_deadline, date(2026, 3, 16))
                    kind = self.env.ref(TODO)
                    context = {"active_model": self.first._name, "active_ids": self.first.ids}
                    wizard = Form(env["mail.activity.schedule"].with_context(**context))
                    self.assertEqual((wizard.date_deadline - today).days, kind.delay_count)

    # -- who and what else --------------------------------------------------------------------------------------------

    def test_members_get_a_zone(self):
        """Who has a place and no zone gets Việt Nam's; a zone of one's own stays, and so does a stranger's none."""
        users = [
            mail_new_test_user(self.env, login=f"plan_zone_{number}", groups="base.group_user", tz=zone)
            for number, zone in enumerate((False, "America/New_York", False))
        ]
        self.assertEqual([user.tz for user in users], [False, "America/New_York", False])
        self.env["plan.member"].with_user(self.manager).create(
            [{"user_id": user.id, "agency_id": self.snv.id, "role": "officer"} for user in users[:2]]
        )
        self.assertEqual([user.tz for user in users], ["Asia/Ho_Chi_Minh", "America/New_York", False])

    @freeze_time("2026-03-10 17:01:00")
    def test_other_records_keep_their_own_day(self):
        """Activities of other modules go by the zone of the person to whom they are assigned, as ever."""
        partner = self.env["res.partner"].create({"name": "Đối tác"})
        for zone, state in (("America/New_York", "today"), ("UTC", "today"), ("Asia/Ho_Chi_Minh", "overdue")):
            self.internal.tz = zone
            activity = partner.activity_schedule(TODO, user_id=self.internal.id, date_deadline="2026-03-10")
            self.env.invalidate_all()
            env = self.env(user=self.internal, context={"tz": zone})
            self.assertEqual((activity.user_tz, activity.state), (zone, state))
            self.assertEqual(self.clock(env, "res.partner")[state], 1)
            self.assertEqual(env["res.partner"].search([("activity_state", "=", state)]), partner.with_env(env))
            activity.action_reschedule_today()
            self.assertEqual(activity.date_deadline, date(2026, 3, 10))
            activity.unlink()

    def test_terms_and_the_year(self):
        """What has ended, and what is this year's, turns with Việt Nam's day."""
        member = self.officer_two.plan_member_ids[0]
        member.date_to = self.xa_dong.date_to = "2026-03-10"
        for zone, moment, assignments in self.sides():
            with self.looking(zone, moment) as env:
                over = bool(assignments["overdue"])
                for record in (member, self.xa_dong):
                    own = record.with_env(env(user=self.manager))
                    self.assertEqual(own.has_ended, over)
                    found = own.search([("id", "=", own.id), ("has_ended", "=", True)])
                    self.assertEqual(bool(found), over)
        self.collective.write({"stage_id": self.stage("cancelled").id})
        for moment, current in (("2026-12-31 16:59:00", True), ("2026-12-31 17:01:00", False)):
            with freeze_time(moment):
                self.env.invalidate_all()
                own = [("id", "=", self.collective.id), ("is_current", "=", True)]
                self.assertEqual(bool(self.env["plan.assignment"].search(own)), current)
                self.assertEqual(self.collective.is_current, current)


@pytest.mark.today
@tagged("post_install", "-at_install")
class TestClockOfBrowser(WorkCase, HttpCase):
    """A browser that stands where it is another day counts days up to ours from the day in Việt Nam."""

    # one of them is always in another day than Việt Nam
    FAR = ("Pacific/Kiritimati", "Pacific/Pago_Pago")
    READ = """
        const timer = setInterval(() => {
            const shown = document.querySelector(".o-mail-Activity-info");
            if (shown) {
                clearInterval(timer);
                const isToday = shown.querySelector("span").matches(".text-warning");
                isToday ? console.log("test successful") : console.error(`${shown.textContent} (${new Date()})`);
            }
        }, 200);
    """

    def test_day_under_a_assignment(self):
        self.assignment.activity_schedule(TODO, user_id=self.leader_snv.id, date_deadline=vietnam_today())
        [zone, *_] = [zone for zone in self.FAR if datetime.now(ZoneInfo(zone)).date() != vietnam_today()]
        with patch.dict(os.environ, TZ=zone):  # of the browser that is started
            url = f"/odoo/plan.assignment/{self.assignment.id}"
            self.browser_js(url, self.READ, "odoo.isReady", login="plan_leader_snv", timeout=180)
