from ..grammars.text import normalise
from .agencies import AgencyFiles
from .holidays import HolidayFiles
from .plans import PlanFiles
from .reporting import ReportingFiles

# the columns of each file; another name is a typing error, and the values below it would be lost
COLUMNS = {
    "plan.agency.category": "code name reports",
    "plan.agency": "code name aliases category parent official_code superior head symbol place date_from date_to",
    "plan.agency.succession": "agency_from agency_to date kind document",
    "plan.agency.group": "code name aliases note",
    "plan.agency.group.member": "group category agency",
    "plan.holiday": "name date_from date_to is_working_day",
    "plan.plan": "number title kind issued_on issuer signer desk_agency basis date_tracking_start",
    "plan.section": "plan content code name",
    "plan.indicator": "plan section number name monitor_text",
    "plan.target": "plan indicator year text",
    "plan.task": "plan section number kind name lead_text support_text deadline_text product",
    "plan.funding": "plan number name",
    "plan.reporting.schedule": "name kind desk_agency plans document due_day due_month only_first_half is_inclusive "
    "cutoff_day open_days reminder_days escalation_days bind_leads bind_monitors agencies groups ask_assignments "
    "ask_indicators ask_duties needs_signed_copy satisfies",
    "plan.reporting.question": "schedule name kind purpose choices is_required",
    "plan.clarification": "plan kind indicator section task text",
}


class PackageLoader(AgencyFiles, HolidayFiles, PlanFiles, ReportingFiles):
    """One loading of one package: its files in the order in which they need each other, then the checklist."""

    def run(self):
        """Load every file; what is at fault goes into the report, with its row."""
        for file in self.files.keys() - {name for name, _step in self._steps()}:
            self.report.add("error", file, 1, self.env._("A package has no file with this name. Check its name."))
        for file, step in self._steps():
            if file in self.files:
                self._check_columns(file)
                step(file, self.files[file])
        self._add_clarifications()

    def _check_columns(self, file):
        named = [column for column in next(iter(self.files[file]), {}) if column != "_row"]
        unknown = [column for column in named if column not in COLUMNS[file].split()]
        if unknown:
            self.report.add(
                "error",
                file,
                1,
                self.env._(
                    "Unknown columns: %(unknown)s. This file has: %(known)s.",
                    unknown=", ".join(unknown),
                    known=COLUMNS[file].replace(" ", ", "),
                ),
            )

    def _steps(self):
        return [
            ("plan.agency.category", self._load_categories),
            ("plan.agency", self._load_agencies),
            ("plan.agency.succession", self._load_successions),
            ("plan.agency.group", self._load_groups),
            ("plan.agency.group.member", self._load_group_members),
            ("plan.holiday", self._load_holidays),
            ("plan.plan", self._load_plans),
            ("plan.section", self._load_sections),
            ("plan.indicator", self._load_indicators),
            ("plan.target", self._load_targets),
            ("plan.task", self._load_tasks),
            ("plan.funding", self._load_fundings),
            ("plan.reporting.schedule", self._load_schedules),
            ("plan.reporting.question", self._load_questions),
            ("plan.clarification", self._load_package_clarifications),
        ]

    def _load_package_clarifications(self, file, rows):
        """Load what the package's maker knows to be open and no grammar can see."""
        tasks = self._by("plan.task", lambda record: (record.plan_id.id, record.section_id.code, record.number))
        indicators = self._by("plan.indicator", lambda record: (record.plan_id.id, record.number))
        # sudo: origin and key are protected; the plan's write access is checked
        clarifications = self.env["plan.clarification"].sudo()
        known = {
            (clarification.plan_id.id, clarification.key)
            for clarification in clarifications.search([("origin", "=", "package")])
        }
        # a question that a person has asked in the same words already exists
        known |= {
            (clarification.plan_id.id, self._clarification_key(clarification.name))
            for clarification in clarifications.search([("origin", "!=", "text")])
        }
        for row in rows:
            with self._row(file, row):
                plan = self._plan(self._required(row, "plan"))
                plan.check_access("write")
                key = self._clarification_key(self._required(row, "text"))
                if (plan.id, key) in known:
                    self.report.count(file, "same")
                    continue
                task = indicator = self.env["plan.task"]
                if row.get("task"):
                    task = self._found(tasks, (plan.id, row["section"], row["task"]), row["task"], "task")
                if row.get("indicator"):
                    indicator = self._found(indicators, (plan.id, row["indicator"]), row["indicator"], "indicator")
                clarifications.create(
                    {
                        "plan_id": plan.id,
                        "kind": row.get("kind") or "other",
                        "name": row["text"],
                        "task_id": task.id,
                        "indicator_id": indicator.id,
                        "origin": "package",
                        "key": key,
                        "sequence": row["_row"],
                    }
                )
                self.report.count(file, "new")

    def _clarification_key(self, text):
        return f"package:{normalise(text)[:200]}"

    def _add_clarifications(self):
        """Draw up the checklist of every plan with content and put its open points into the report, by row."""
        if self.report.has_errors:
            return
        numbers = {row["number"] for row in self.files.get("plan.plan", ())}
        plans = self.env["plan.plan"].search([("number", "in", list(numbers)), ("task_ids", "!=", False)])
        with self._row("plan.plan", {"_row": 1}):
            self.env["plan.clarification"]._refresh(plans)
        for clarification in self.env["plan.clarification"].search(
            [("plan_id", "in", plans.ids), ("state", "=", "open")]
        ):
            file, row = self._place_of(clarification)
            self.report.add("clarification", file, row, clarification.name)

    def _place_of(self, clarification):
        """Return the file and row of the package that a point is about."""
        if clarification.indicator_id:
            file, keys = "plan.indicator", {"number": clarification.indicator_id.number}
        elif clarification.task_id:
            file, keys = (
                "plan.task",
                {"section": clarification.task_id.section_id.code, "number": clarification.task_id.number},
            )
        elif clarification.group_id:
            file, keys = "plan.agency.group", {"code": clarification.group_id.code}
        else:
            file, keys = "plan.plan", {"number": clarification.plan_id.number}
        rows = (row["_row"] for row in self.files.get(file, ()) if all(row.get(key) == keys[key] for key in keys))
        return file, next(rows, 0)
