"""Wards that all report: a month with a report for each, a request of some that is closed, and what waits to start.

Run in Odoo's shell on a database of the test's own, and kept there. Real servers run by the real clock, so all days
follow from today.
"""

from datetime import timedelta

from odoo.fields import Command, Datetime

from ....tools.clock import vietnam_today
from .race_data import RaceData, new_plan, new_tasks, new_users

# login without "race_": role in every ward
PEOPLE = {"officer": "officer", "officer_b": "officer", "leader": "leader", "deputy": "deputy"}
DESK = ("desk", "desk_b")
LAST = "last"  # an officer of the last ward alone
# duties that are given as tasks while reports are sent
DUTIES = 3
# wards of which a request asks too: only the test that closes it writes into their reports
CLOSING = 50


def fill(env, wards):
    """Open the month with two lines, two questions and a figure for each ward; two schedules have not started."""
    _make_base(env, wards, PEOPLE, figures=wards - CLOSING)
    some = {"agency_ids": [Command.set(RaceData.wards[-CLOSING:].ids)], "bind_leads": False, "bind_monitors": False}
    closing = _new_schedule("CLOSE", "ad_hoc", ask_indicators=False, **some)
    (_new_schedule("MONTH", "month") | closing).with_user(RaceData.desk).action_start()
    _new_schedule("QUARTER", "quarter", **some)
    _new_schedule("SEND", "ad_hoc", ask_assignments=False, ask_indicators=False, **some)
    env.cr.commit()


def fill_for_crons(env, wards):
    """Let a month be due to open for all wards, with two lines, two questions and, for some, a figure each."""
    _make_base(env, wards, ["officer"], figures=10)
    leader = {"user_id": new_users(["leader"], email="leader@example.com", notification_type="email").id}
    RaceData.env["plan.member"].create({**leader, "agency_id": RaceData.wards[0].id, "role": "leader"})
    # the machine's own: nobody listens there until a test does
    RaceData.env["ir.mail_server"].create({"name": "Thư", "smtp_host": "127.0.0.1", "smtp_encryption": "none"})
    month = _new_schedule("MONTH", "month").sudo()
    month.write({"state": "running", "date_first": month._align(vietnam_today())})
    env.cr.commit()


def _make_base(env, wards, people, figures):
    RaceData.env = env(context={**env.context, "tracking_disable": True, "no_reset_password": True})
    RaceData._make_agencies()
    category = RaceData.env["plan.agency.category"].create({"code": "phuong", "name": "Phường"})
    group = RaceData.env["plan.agency.group"].create(
        {"code": "PH", "name": "Các phường", "category_ids": [Command.set(category.ids)]}
    )
    RaceData.wards = RaceData.env["plan.agency"].create(
        [
            {"code": f"P{number:03}", "name": f"Phường Số {number:03}", "category_id": category.id}
            for number in range(wards)
        ]
    )
    group.action_confirm_members()
    _make_people(people)
    RaceData.plan = new_plan("1/BC", "Các phường", 2)
    duties, RaceData.section_indicators = RaceData.env["plan.section"].create(
        [
            {"plan_id": RaceData.plan.id, "content": content, "code": "I", "name": "Chung"}
            for content in ("duty", "indicator")
        ]
    )
    new_tasks(RaceData.plan, duties, "", DUTIES, kind="duty", deadline_text="")
    for number, ward in enumerate(RaceData.wards[:figures]):
        RaceData.new_indicator(str(number), f"Số dịch vụ {number}", ward.name, {2030: "≥ 10"}).frequency = "month"
    RaceData.activate(RaceData.plan)


def _make_people(people):
    users = {user.name: user for user in new_users([*people, *DESK, LAST])}
    for name, user in users.items():
        user.write({"email": f"{name}@example.com", "notification_type": "email"})
    places = [(users[name], ward, PEOPLE[name]) for name in people for ward in RaceData.wards]
    places += [(users[name], RaceData.skhcn, "desk") for name in DESK]
    places.append((users[LAST], RaceData.wards[-1], "officer"))
    RaceData.env["plan.member"].create(
        [{"user_id": user.id, "agency_id": agency.id, "role": role} for user, agency, role in places]
    )
    RaceData.desk = users["desk"]


def _new_schedule(name, kind, **values):
    """Create a schedule one period of which is open today: it is due at the end of the month after it at the latest."""
    days = {"due_month": {"month": 2, "quarter": 4}.get(kind, 1), "due_day": 28, "open_days": 180}
    questions = [
        {"name": "Bao nhiêu máy chủ?", "kind": "number", "sequence": 1},
        {"name": "Kiến nghị", "purpose": "proposal", "sequence": 2},
    ]
    schedule = RaceData.env["plan.reporting.schedule"].create(
        {
            "name": name,
            "kind": kind,
            "desk_agency_id": RaceData.skhcn.id,
            "plan_ids": [Command.set(RaceData.plan.ids)],
            "date_due": Datetime.now() + timedelta(30),
            "question_ids": [Command.create(question) for question in questions],
            **(days if kind != "ad_hoc" else {}),
            **values,
        }
    )
    if kind != "ad_hoc":  # and no other one
        schedule.date_to = schedule._get_dates(schedule._align(vietnam_today()))["date_last_day"]
    return schedule
