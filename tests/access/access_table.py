"""The table of rights: the one table from which the access tests derive every answer that they expect.

Each model of the module has its row in `MODELS`: the letters of its access rows, and the circle of its records. A
circle says for every identity which of its sample records it reads ("r") and works on ("w"); a row says what working on
comes to in its model. A model, a public method, a route, a report or a server action without an entry here fails the
tests, and so does an entry that nothing answers to.

Letters: r read, w write, c create (a record beside the sample, under the same parent), u unlink.
"""

from typing import NamedTuple

# the callers: the roles of each identity of the tests, anywhere
HOLDS = {
    "officer_snv": ("officer",),
    "officer_two": ("officer",),  # of two agencies, SNV and STC
    "reader_officer": ("officer", "reader"),  # reads all, works for SNV
    "reader_deputy": ("leader", "reader"),
    "leader_snv": ("leader",),
    "watcher": ("officer",),  # of the commune that watches section II and was asked for a contribution
    "desk": ("desk",),
    "desk_stc": ("desk",),  # the desk of another plan
    "reader": ("reader",),
    "manager": ("manager",),
    "deputy_out": (),  # their term is over
    "internal": (),
    "portal": (),
    "public": (),
}
ROLES = ("officer", "leader", "desk", "reader", "manager")


def _each(names, what):
    return dict(zip(names, [what] * len(names)))


# -- circles: {identity: {sample: letters}}; who is not named has nothing ------------------------------------------

# An agency's work. The samples are assignments of SNV's, of STC's, the contribution that SNV asked the commune for, an
# assignment of STC's in the watched section, and one of STC's in another desk's plan; and what hangs on these
# assignments.
_SNV = {"own": "rw", "asked": "r"}
_ALL = {"own": "r", "foreign": "r", "asked": "r", "watched": "r", "elsewhere": "r"}
WORK = {
    "officer_snv": _SNV,
    "officer_two": {"own": "rw", "foreign": "rw", "asked": "r", "watched": "rw", "elsewhere": "rw"},
    "reader_officer": _ALL | {"own": "rw"},
    "reader_deputy": _ALL | {"own": "rw"},
    "leader_snv": _SNV,
    "watcher": {"asked": "rw", "watched": "r"},
    "desk": {"own": "r", "foreign": "r", "asked": "r", "watched": "r"},
    "desk_stc": {"elsewhere": "r"},
    "reader": _ALL,
    "manager": _ALL,
}

# A plan as written: one in force of the first desk, one in force of another, and a draft of the first.
_PLANS = {"kept": "r", "elsewhere": "r", "draft": "r"}
PLANS = {
    **_each([name for name, roles in HOLDS.items() if roles], _PLANS),
    "desk": _PLANS | {"kept": "rw", "draft": "rw"},
    "desk_stc": _PLANS | {"elsewhere": "rw"},
    "manager": _PLANS | {"draft": "rw"},
}
# Its checklist is not the officers'.
CLARIFICATIONS = {
    **_each(["reader", "reader_officer", "reader_deputy"], _PLANS),
    "desk": {"kept": "rw", "draft": "rw"},
    "desk_stc": {"elsewhere": "rw"},
    "manager": PLANS["manager"],
}

# Consolidations of a desk: a draft of the first desk, one that its director has approved, and one approved at another
# desk. Nobody of the tests leads the desk's agency (see test_consolidation.py).
CONSOLIDATIONS = {
    **_each(["reader", "reader_officer", "reader_deputy", "manager"], {"approved": "r", "elsewhere": "r"}),
    "desk": {"draft": "rw", "approved": "r"},
    "desk_stc": {"elsewhere": "r"},
}

# Members of SNV and of STC.
_MEMBERS = {"own": "r", "foreign": "r"}
MEMBERS = {
    **_each(["officer_snv", "leader_snv"], {"own": "r"}),
    **_each(["officer_two", "reader_officer", "reader_deputy", "reader"], _MEMBERS),
    **_each(["desk", "desk_stc"], _MEMBERS),
    "manager": {"own": "rw", "foreign": "rw"},
}

# Records that are the same for everybody and maintained by the manager.
REFERENCE = {
    **_each([name for name, roles in HOLDS.items() if roles], {"any": "r"}),
    "manager": {"any": "rw"},
}

# Reports of agencies. The samples are a draft of SNV's, an approved report of its, a draft of its that the desk enters
# from a paper, a draft and an approved one of STC's, and an approved one of STC's for another desk. Of what is not yet
# approved the desk and the readers see the report alone, never its rows.
_SENT = {"sent": "r", "done": "r", "elsewhere": "r"}
_ALL_REPORTS = {"own": "r", "behalf": "r", "foreign": "r", **_SENT}
_REPORTS_OF_SNV = {"own": "r", "sent": "r", "behalf": "r"}
REPORTS_OF = {
    **_each(["officer_snv", "leader_snv"], _REPORTS_OF_SNV),
    **_each(["officer_two", "reader_officer", "reader_deputy", "reader", "manager"], _ALL_REPORTS),
    "desk": {"own": "r", "sent": "r", "behalf": "r", "foreign": "r", "done": "r"},
    "desk_stc": {"elsewhere": "r"},
}
_ROWS_OF_SNV = {"own": "rw", "sent": "r", "behalf": "r"}
ROWS = {
    **_each(["officer_snv", "leader_snv"], _ROWS_OF_SNV),
    **_each(["reader_officer", "reader_deputy"], _SENT | _ROWS_OF_SNV),
    "officer_two": _SENT | _ROWS_OF_SNV | {"foreign": "rw"},
    "desk": {"sent": "r", "done": "r", "behalf": "rw"},
    "desk_stc": {"elsewhere": "r"},
    **_each(["reader", "manager"], _SENT),
}
# figures and narrative are rows as the lines are: some of the samples show it
_FEWER = {"own", "sent", "behalf", "foreign"}
FEWER_ROWS = {name: {one: samples[one] for one in samples.keys() & _FEWER} for name, samples in ROWS.items()}
# signed copies are nobody's to write
PAPERS = {name: _each(samples.keys() & {"own", "sent", "foreign"}, "r") for name, samples in ROWS.items()}
# Ledger values of SNV, of STC, and of STC in another desk's plan.
_VALUES = {"own": "r", "foreign": "r", "elsewhere": "r"}
VALUES = {
    **_each(["officer_snv", "leader_snv"], {"own": "r"}),
    **_each(["officer_two", "reader_officer", "reader_deputy", "reader", "manager"], _VALUES),
    "desk": {"own": "r", "foreign": "r"},
    "desk_stc": {"elsewhere": "r"},
}
# Schedules: one of each desk, and ad hoc requests, which their addressees alone know of: SNV and STC.
_REGULAR = {"kept": "r", "elsewhere": "r"}
_REQUESTS = _REGULAR | {"asked": "r", "foreign": "r"}
REQUESTS = {
    **_each(["officer_snv", "leader_snv"], _REGULAR | {"asked": "r"}),
    **_each(["officer_two", "reader_officer", "reader_deputy", "reader", "manager"], _REQUESTS),
    "watcher": _REGULAR,
    "desk": {"kept": "rw", "asked": "rw", "foreign": "rw"},
    "desk_stc": {"elsewhere": "rw"},
}

# Wizards: users may use their own if they may use its kind, and nobody may use another's, not even a colleague's.
WIZARDS = {name: {"mine": "rw"} for name, roles in HOLDS.items() if roles}


class Row(NamedTuple):
    """The rights on a model: its access rows, its circle, and what "w" means for its records."""

    rights: tuple  # letters for each of ROLES
    circle: dict
    work: str | dict = "wcu"  # letters; where they differ, by sample
    extra: dict = {}  # {identity: {sample: letters}} beyond the circle

    def samples(self):
        return sorted({sample for samples in self.circle.values() for sample in samples})

    def letters(self, identity, sample):
        """Return what `identity` may do with that sample."""
        if self.circle is WIZARDS:
            return self._wizard_letters(identity, sample)
        found = self.circle.get(identity, {}).get(sample, "")
        work = self.work[sample] if isinstance(self.work, dict) else self.work
        return found.replace("w", work) + self.extra.get(identity, {}).get(sample, "")

    def _wizard_letters(self, identity, sample):
        return "rwcu" if sample == "mine" and self.may(identity, "create") else ""

    def may(self, identity, operation):
        """Say whether the access rows let `identity` do it with any record at all."""
        roles = {*HOLDS[identity], *(["officer"] if "leader" in HOLDS[identity] else [])}
        return any(operation[0] in letters for role, letters in zip(ROLES, self.rights, strict=True) if role in roles)


_WRITTEN = ("r", "r", "rwcu", "r", "rwcu")
_REFERENCE = ("r", "r", "r", "r", "rwcu")
_READ = ("r", "r", "r", "r", "r")
_FILLED_IN = ("rw", "rw", "rw", "r", "r")
# the printed content of a plan in force is fixed; additions can be edited
_IN_FORCE = {"kept": "wc", "elsewhere": "wc", "draft": "wcu"}


def _wizard(*roles):
    return Row(tuple("rwcu" if role in roles else "" for role in ROLES), WIZARDS)


MODELS = {
    # work
    "plan.assignment": Row(("rw", "rw", "r", "r", "r"), WORK, "w"),
    "plan.step": Row(("rwcu", "rwcu", "r", "r", "r"), WORK),
    "plan.extension": Row(_READ, WORK, ""),
    "plan.evidence": Row(_READ, WORK, ""),
    "plan.log": Row(_READ, WORK, ""),
    # recipients and times of mails
    "plan.digest": Row(("", "", "", "", "r"), {"manager": {"any": "r"}}, ""),
    # the plan as written
    "plan.plan": Row(
        _WRITTEN,
        PLANS,
        {"kept": "wc", "elsewhere": "wc", "draft": "wcu"},
        # a manager prepares drafts for every desk
        extra={"manager": {"kept": "c", "elsewhere": "c"}},
    ),
    "plan.section": Row(_WRITTEN, PLANS, _IN_FORCE),
    "plan.task": Row(_WRITTEN, PLANS),  # as long as no agency has it
    "plan.indicator": Row(_WRITTEN, PLANS, _IN_FORCE),
    "plan.metric": Row(_WRITTEN, PLANS, _IN_FORCE),
    "plan.target": Row(_WRITTEN, PLANS, _IN_FORCE),
    # nothing but what is printed
    "plan.funding": Row(_WRITTEN, PLANS, {"kept": "c", "elsewhere": "c", "draft": "wcu"}),
    "plan.clarification": Row(("", "", "rwcu", "r", "rwcu"), CLARIFICATIONS),
    # the desk's consolidations
    "plan.consolidation": Row(("", "r", "rw", "r", "r"), CONSOLIDATIONS, "w"),
    "plan.consolidation.item": Row(("", "r", "rwcu", "r", "r"), CONSOLIDATIONS),
    # print jobs of officer_snv
    "plan.print.job": Row(_READ, {"officer_snv": {"own": "r"}}, ""),
    "plan.followup": Row(("", "", "rwu", "r", "r"), CONSOLIDATIONS, "wu"),
    # agencies and people
    "plan.agency": Row(("r", "r", "r", "r", "rwc"), REFERENCE, "wc"),
    "plan.agency.category": Row(_REFERENCE, REFERENCE),
    # the sample is named by the first desk's plan alone
    "plan.agency.group": Row(("r", "r", "rw", "r", "rwcu"), REFERENCE, extra={"desk": {"any": "w"}}),
    "plan.agency.succession": Row(_REFERENCE, REFERENCE),
    # one calendar for all desks
    "plan.holiday": Row(_WRITTEN, REFERENCE, extra=_each(["desk", "desk_stc"], {"any": "wcu"})),
    "plan.member": Row(_REFERENCE, MEMBERS),
    "plan.stage": Row(_REFERENCE, REFERENCE),
    "plan.track": Row(_REFERENCE, REFERENCE),
    # the reporting
    # a schedule with open periods is stopped, not deleted; the manager prepares new ones, as packages bring them
    "plan.reporting.schedule": Row(
        _WRITTEN, REQUESTS, "wc", extra={"manager": _each(["kept", "elsewhere", "asked", "foreign"], "c")}
    ),
    "plan.reporting.question": Row(_WRITTEN, REQUESTS),
    "plan.period": Row(("r", "r", "rw", "r", "r"), REQUESTS, ""),
    "plan.report": Row(("rw", "rw", "r", "r", "r"), REPORTS_OF, ""),
    "plan.report.line": Row(_FILLED_IN, ROWS, "w"),
    "plan.measurement": Row(_FILLED_IN, FEWER_ROWS, "w"),
    "plan.narrative": Row(_FILLED_IN, FEWER_ROWS, "w"),
    "plan.report.signed.copy": Row(_READ, PAPERS, ""),
    "plan.value": Row(_READ, VALUES, ""),
    # wizards
    "plan.assignment.ask": _wizard("officer", "leader"),
    "plan.assignment.import": _wizard("desk"),
    "plan.assignment.import.line": _wizard("desk"),
    "plan.assignment.sign": _wizard("officer", "leader"),
    "plan.assignment.return": _wizard("officer", "leader", "desk"),
    "plan.assignment.stop": _wizard("officer", "leader", "desk"),
    "plan.consolidation.issue": _wizard("desk"),
    "plan.consolidation.return": _wizard("leader"),
    "plan.clarification.decide": _wizard("desk"),
    "plan.extension.ask": _wizard("officer", "leader", "desk"),
    "plan.extension.decide": _wizard("officer", "leader", "desk"),
    "plan.member.import": _wizard("manager"),
    "plan.member.import.line": _wizard("manager"),
    "plan.package.import": _wizard("desk", "manager"),
    "plan.package.import.count": _wizard("desk", "manager"),
    "plan.package.import.line": _wizard("desk", "manager"),
    "plan.period.reopen": _wizard("desk"),
    "plan.offline.form.import": _wizard("officer", "leader", "desk"),
    "plan.offline.form.import.line": _wizard("officer", "leader", "desk"),
    "plan.report.return": _wizard("officer", "leader", "desk"),
    "plan.report.sign": _wizard("officer", "leader", "desk"),
    "plan.reporting.backfill": _wizard("desk"),
    "plan.followup.issue": _wizard("desk"),
    "plan.value.publish": _wizard("desk"),
    "plan.task.give": _wizard("desk"),
}

# nobody imports a list over these: assignments and rows are written one by one, each with its checks
NOT_IMPORTED = {
    "plan.assignment",
    "plan.consolidation",
    "plan.consolidation.item",
    "plan.measurement",
    "plan.narrative",
    "plan.report.line",
    "plan.followup",
}

# -- what is done under and with an assignment
# ------------------------------------------------------------------------------

_WORKS = {
    name: {assignment for assignment, letters in assignments.items() if "w" in letters}
    for name, assignments in WORK.items()
}

# messages, activities and files on an assignment
POSTS = {
    **_WORKS,
    **_each(["officer_snv", "reader_officer", "reader_deputy", "leader_snv"], {"own", "asked"}),
    "officer_two": {"own", "foreign", "asked", "watched", "elsewhere"},
    "desk": {"own", "foreign", "asked", "watched"},
    "desk_stc": {"elsewhere"},
}
_LEADS = {"leader_snv": {"own"}, "reader_deputy": {"own"}}
# the desk's own work in the other plan is nobody's to confirm: that plan names no independent agency
_CONFIRMS = {
    "desk": {"own", "foreign", "watched"},
    **_each(["officer_snv", "officer_two", "reader_officer", "reader_deputy", "leader_snv"], {"asked"}),
}

# {action on an assignment: (the state in which it is tried, {identity: the assignments on which it may})}
ACTIONS = {
    "action_submit": ("none", _WORKS),
    "action_withdraw": ("submitted", _WORKS),
    "action_approve": ("submitted", _LEADS),
    "action_confirm": ("approved", _CONFIRMS),
    "action_spot_check": ("approved", _CONFIRMS),
}
# {wizard's action: (the state of the assignment, {identity: the assignments on which it may})}
WIZARD_ACTIONS = {
    ("plan.assignment.return", "action_return", "submitted"): _LEADS,
    ("plan.assignment.return", "action_return", "approved"): _CONFIRMS,
    ("plan.assignment.return", "action_return", "confirmed"): _CONFIRMS,
    ("plan.assignment.return", "action_resume", "paused"): _CONFIRMS,
    ("plan.assignment.stop", "action_stop", "none"): _CONFIRMS,
    ("plan.assignment.sign", "action_approve", "submitted"): _WORKS,
    # only a lead asks others: a contribution asks nobody
    ("plan.assignment.ask", "action_ask", "none"): {
        name: assignments - {"asked"} for name, assignments in _WORKS.items() if assignments - {"asked"}
    },
    ("plan.extension.ask", "action_ask", "none"): {
        name: _WORKS.get(name, set()) | _CONFIRMS.get(name, set()) for name in HOLDS
    },
    ("plan.extension.decide", "action_decide", "none"): _CONFIRMS,
}

# -- what is done with a report --------------------------------------------------------------------------------------

# owners of reports: the agency, its leaders, the desk
_SNV_REPORTS = {"own", "sent", "behalf"}
OWNS = {
    **_each(["officer_snv", "reader_officer", "reader_deputy", "leader_snv"], _SNV_REPORTS),
    "officer_two": _SNV_REPORTS | {"foreign", "done", "elsewhere"},
}
_DECIDES = _each(["leader_snv", "reader_deputy"], _SNV_REPORTS)
_KEEPS = {"desk": _SNV_REPORTS | {"foreign", "done"}, "desk_stc": {"elsewhere"}}

# [(action on a report, the state in which it is tried, {identity: the reports on which it may})]; "behalf" is a draft
# that the desk is entering
REPORT_ACTIONS = [
    ("action_submit", "draft", OWNS),
    ("action_submit", "behalf", {}),
    ("action_withdraw", "submitted", OWNS),
    ("action_approve", "submitted", _DECIDES),
    ("action_submit_approve", "draft", _DECIDES),
    ("action_accept", "approved", _KEEPS),
    ("action_fill_nil", "draft", OWNS),
    ("action_fill_nil", "behalf", _KEEPS),
    ("action_download_offline_form", "draft", OWNS),
    ("action_download_offline_form", "behalf", _KEEPS),
    ("action_remind_colleagues", "draft", OWNS),
    ("action_begin_entry", "draft", _KEEPS),
    ("action_stop_entry", "behalf", _KEEPS),
]
# methods that only return something
LEAVES_NO_TRACE = {"action_download_offline_form"}
# [(wizard, its action, the state of the report, {identity: the reports on which it may})]
REPORT_WIZARDS = [
    ("plan.report.return", "action_return", "submitted", _DECIDES),
    ("plan.report.return", "action_return", "approved", _KEEPS),
    ("plan.report.return", "action_revise", "accepted", _KEEPS),
    ("plan.report.sign", "action_add", "approved", OWNS),
    ("plan.report.sign", "action_add", "accepted", OWNS),
    ("plan.report.sign", "action_approve", "submitted", OWNS),
    ("plan.report.sign", "action_enter", "behalf", _KEEPS),
]
# deciders on a schedule and its periods
KEEPS_SCHEDULES = {"desk": {"kept"}, "desk_stc": {"elsewhere"}}

# -- the ways in -----------------------------------------------------------------------------------------------------

# The methods of this module that anybody may call over RPC, and their limits. Overrides of Odoo's own methods are among
# them: they must be no wider than what they override.
OVERRIDES = "the ORM's own: access rows, rules and protected fields decide"
OPENS = "anybody: returns an action; what it opens is read with the caller's own rights"
NEVER = "nobody: only the system writes here"
PUBLIC = {
    "ir.attachment": {"create": OVERRIDES, "write": OVERRIDES, "unlink": OVERRIDES},
    "ir.embedded.actions": {"create": OVERRIDES, "write": OVERRIDES},
    "ir.filters": {"create": OVERRIDES, "write": OVERRIDES},
    "ir.http": {"session_info": OVERRIDES},
    "ir.module.module": {"button_uninstall": OVERRIDES},
    "mail.activity": dict.fromkeys(
        (
            "action_notify",
            "action_reschedule_nextweek",
            "action_reschedule_today",
            "action_reschedule_tomorrow",
            "create",
            "get_activity_data",
            "unlink",
            "write",
        ),
        OVERRIDES,
    ),
    "mail.mail": {"create": OVERRIDES},
    "mail.message": {"create": OVERRIDES, "write": OVERRIDES, "unlink": OVERRIDES, "fetch": OVERRIDES},
    "mail.notification": {"write": OVERRIDES},
    "plan.activity.mixin": {"activity_schedule": OVERRIDES},
    "plan.agency": {
        "action_open_punctuality": OPENS,
        "action_print_own_assignment_sheet": "anybody: the sheet of the caller's own agencies",
    },
    "plan.agency.group": {
        "create": OVERRIDES,
        "write": OVERRIDES,
        "action_confirm_members": "who may write the group: desk, manager",
    },
    "plan.assignment": {
        "write": OVERRIDES,
        "web_read_group": OVERRIDES,
        "action_my_work": OPENS,
        "action_submit": "the assignment's agency: officer, leader, deputy in office",
        "action_withdraw": "the assignment's agency, while no leader has decided",
        "action_approve": "a leader or deputy of the assignment's agency, in office today",
        "action_confirm": "who confirms the assignment: desk, independent agency's leader, or the asking lead",
        "action_spot_check": "who confirms the assignment",
    },
    "plan.assignment.ask": {"action_ask": "the agency of a lead's assignment: `_do_ask` checks the assignment"},
    "plan.assignment.sign": {
        "action_approve": "the assignments' agency: `_do_approve_by_signed_copy` checks every assignment"
    },
    "plan.assignment.return": {
        "action_return": "the assignments' leader, who confirms them, or who keeps them, by their state",
        "action_resume": "who keeps the assignments: the desk, for its own work the independent agency, or who asked",
    },
    "plan.assignment.stop": {"action_stop": "who keeps the assignments"},
    "plan.assignment.timeliness": {"search_panel_select_range": OVERRIDES},
    "plan.consolidation": {
        "write": OVERRIDES,
        "action_build": "the period's desk, of a draft of its own report",
        "action_submit": "the period's desk",
        "action_withdraw": "the period's desk, as long as the director has not decided",
        "action_approve": "a leader or deputy of the desk agency, in office today",
        "action_make_upward": "the period's desk, of what the director has approved",
        "action_open_reports": OPENS,
    },
    "plan.consolidation.item": {
        "create": OVERRIDES,
        "write": OVERRIDES,
        "action_open_report": OPENS,
    },
    "plan.consolidation.issue": {"action_issue": "the periods' desk, of what the director has approved"},
    "plan.consolidation.return": {"action_return": "leaders and deputies of the desk agency: every one is checked"},
    "plan.clarification": {
        "create": OVERRIDES,
        "write": OVERRIDES,
        "action_decide": OPENS,
        "action_reopen": "the plan's desk, on a decided point",
        "action_open_source": OPENS,
    },
    "plan.clarification.decide": {"action_decide": "the plan's desk: `_do_decide` checks every point"},
    "plan.extension": {"action_withdraw": "the assignment's agency, while the request is open"},
    "plan.extension.ask": {"action_ask": "the assignments' agency, or who keeps them: `_ask` checks every assignment"},
    "plan.extension.decide": {"action_decide": "who keeps the assignments: every request is checked"},
    # only the system writes here; models open `write` for the fields that people fill in
    "plan.guard.mixin": {"create": NEVER, "write": OVERRIDES, "unlink": OVERRIDES},
    "plan.list.import": {
        "action_preview": "who the list's wizard lets (`_check_allowed`): manager for users, desk for earlier results",
        "action_import": "the same; reads the list again",
    },
    "plan.member": {"create": OVERRIDES, "write": OVERRIDES, "unlink": OVERRIDES},
    "plan.package.import": {
        "action_preview": "desk and manager: loads with the caller's own rights and takes it back",
        "action_load": "desk and manager: loads with the caller's own rights",
        "action_open_plans": OPENS,
        "action_empty_workbook": "desk and manager (`_check_may_export`)",
    },
    "plan.period": {
        "action_consolidate": "the period's desk",
        "action_follow_up": "the period's desk",
        "action_close": "the period's desk",
        "action_ask_accept_clean": "says how many of the reports that the user may read are approved; changes nothing",
        "action_accept_clean": "the period's desk, of approved reports: `action_accept` checks every one",
        "action_open_reports": OPENS,
        "action_open_missing": OPENS,
        "get_missing_text": "the period's desk",
    },
    "plan.period.reopen": {"action_reopen": "the periods' desk: `_do_reopen` checks every one"},
    "plan.plan": {
        "create": OVERRIDES,
        "action_activate": "the plan's desk (`_get_cannot_activate_reason`)",
        "action_close": "who may write the plan: its desk",
        "action_export_workbook": "the plan's desk and the manager (`_check_may_export`)",
        "action_review": "who may write the plan: its desk; the manager while it is a draft",
        "action_open_clarifications": OPENS,
        "action_open_assignments": OPENS,
        "action_open_indicators": OPENS,
        "action_open_tasks": OPENS,
    },
    "plan.report": {
        "get_to_do": "counts of what waits for the caller, by his own memberships of today and the rules",
        "get_late_list": "who may read reports; rows by the rules: own agency, own desk, readers all",
        "action_submit": "the report's agency: officer, leader, deputy in office",
        "action_withdraw": "the report's agency, while no leader has decided",
        "action_approve": "a leader or deputy of the report's agency, in office today",
        "action_submit_approve": "the same, of a draft",
        "action_accept": "the report's desk",
        "action_begin_entry": "the report's desk, as long as its agency has written nothing",
        "action_stop_entry": "the report's desk",
        "action_fill_nil": "who fills in the draft: its agency, or the desk entering it",
        "action_remind_colleagues": "the report's agency",
        "get_page": "who may read the report; of its rows those that he may read",
        "action_download_offline_form": "who fills in the draft: its agency, or the desk entering it",
    },
    "plan.offline.form.import": {
        "action_preview": "who fills in the draft: its agency, or the desk entering it",
        "action_import": "the same; reads the form again and saves with the caller's own rights",
        "action_open_report": OPENS,
    },
    "plan.report.return": {
        "action_return": "the reports' leader or their desk, by their state: `_do_return` checks every one",
        "action_revise": "the reports' desk: `_do_revise` checks every one",
    },
    "plan.report.line": {"write": OVERRIDES},
    "plan.report.row.mixin": {
        "write": OVERRIDES,
        "save_row": "who may write the row; the other's words are told to who may read it",
    },
    "plan.report.sign": {
        "action_add": "the reports' agency, what is approved: `_do_add_signed_copy` checks every one",
        "action_approve": "the reports' agency: `_do_approve_by_signed_copy` checks every one",
        "action_enter": "the reports' desk: `_do_enter` checks every one",
    },
    "plan.reporting.backfill": {"action_open": "the schedule's desk: `_do_backfill` checks it"},
    "plan.reporting.question": {"write": OVERRIDES},
    "plan.reporting.schedule": {
        "create": OVERRIDES,
        "write": OVERRIDES,
        "action_start": "the schedule's desk",
        "action_stop": "the schedule's desk",
        "action_open_periods": OPENS,
    },
    "plan.desk.scope.mixin": {"write": OVERRIDES},
    "plan.search.mixin": {"create": OVERRIDES, "write": OVERRIDES},
    "plan.export.mixin": {"get_export_columns": "who may read the list; what its columns are called"},
    "plan.step": {"create": OVERRIDES, "write": OVERRIDES},
    "plan.target": {"create": OVERRIDES, "write": OVERRIDES},
    "plan.task": {
        "create": OVERRIDES,
        "write": OVERRIDES,
        "action_read_text": "who may write the task, as long as no agency has it",
        "action_open_assignments": OPENS,
        "action_open_missing": OPENS,
    },
    "plan.task.give": {"action_give": "the plan's desk, of a plan in force: `_do_give` checks the duty"},
    "plan.thread.mixin": {
        "message_new": NEVER,
        "message_update": NEVER,
        "message_post": "who may write under the record; in their own name",
    },
    "res.config.settings": {"get_values": OVERRIDES, "set_values": OVERRIDES},
    "plan.print.job": {"action_look": OPENS, "action_stop": "whoever asked for it"},
    "plan.upload.mixin": {"create": OVERRIDES, "write": OVERRIDES},
    "plan.followup": {
        "write": OVERRIDES,
        "action_build": "the letter's desk, while it is a draft",
        "action_escalate": "the letter's desk",
    },
    "plan.followup.issue": {"action_issue": "the letter's desk, while it is a draft"},
    "plan.value": {"action_open_report": OPENS},
    "plan.value.publish": {"action_publish": "the desk of the metric's plan: `_publish` checks it"},
}

# The module's own routes, reports and server actions: who may use them, and with what.
ROUTES = {
    "/plan_tracking/export": "whoever reads the records that it writes out, with his own rights alone",
    "/plan_tracking/word/<string:report_name>/<string:ids>": "who may read what the paper prints",
    "/plan_tracking/plan_workbook": "desk and manager",
    "/plan_tracking/plan_workbook/<int:plan_id>": "the plan's desk and the manager; an unknown plan is not found",
    "/plan_tracking/evidence/upload": "who works on the assignment; who may not read it is told that there is none",
    "/plan_tracking/report/<int:report_id>/offline_form": "who fills in the draft: its agency, or the desk entering it",
}
_ASSIGNMENT_SHEET = "the agency's own people, the desk for its plans, readers (`_get_assignment_sheet_plans`)"
_BRIEF = "the plan's desk and readers (`_check_may_brief`)"
_CONSOLIDATION = "who may read the consolidation and its rows"
_ANNEXES = "who may read the plan"
REPORTS = {
    "plan_tracking.paper_followup": "who may read the letter",
    "plan_tracking.paper_report": "who may read the report's rows",
    "plan_tracking.paper_consolidation": _CONSOLIDATION,
    "plan_tracking.paper_annexes": _ANNEXES,
    "plan_tracking.paper_brief": _BRIEF,
    "plan_tracking.paper_assignment_sheet": _ASSIGNMENT_SHEET,
}
SERVER_ACTIONS = {
    "plan_tracking.plan_assignment_action_my_work": OPENS,
    "plan_tracking.plan_report_word": "who may read the report's rows",
    "plan_tracking.plan_consolidation_word": _CONSOLIDATION,
    "plan_tracking.plan_plan_annexes_word": _ANNEXES,
    "plan_tracking.plan_plan_brief_word": _BRIEF,
    "plan_tracking.plan_agency_assignment_sheet_word": _ASSIGNMENT_SHEET,
    "plan_tracking.plan_agency_assignment_sheet_print": _ASSIGNMENT_SHEET,
    "plan_tracking.plan_agency_action_own_assignment_sheet": OPENS,
    "plan_tracking.plan_report_print": "who may read the reports' rows: each is printed in his name",
    "plan_tracking.plan_followup_word": "who may read the letter",
}
