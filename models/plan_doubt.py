from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import UserError
from odoo.tools import clean_context

from ..grammars.deadline import parse_deadline
from ..grammars.target import read_indicator
from ..grammars.text import clean
from ..tools.clock import vietnam_today


class PlanDoubt(models.Model):
    """A point of a plan that its text leaves open, and how the desk decided it before the work went out.

    State    | means
    ---------|-----------------------------------------------------------------------------
    open     | nobody has decided; the plan cannot be activated
    decided  | what, by whom, on what ground: never edited again
    replaced | decided, then taken up again: a new point stands in its place, this one stays readable
    """

    _name = "plan.doubt"
    _description = "Point to Decide"
    _inherit = ["plan.scope.mixin"]
    _order = "plan_id, state desc, kind, sequence, id"

    plan_id = fields.Many2one(comodel_name="plan.plan", required=True, index=True, ondelete="cascade")
    kind = fields.Selection(
        selection=[
            ("target", "Target"),
            ("deadline", "Deadline"),
            ("agency", "Unknown Agency"),
            ("group", "Members of a Group"),
            ("lead", "Who Leads"),
            ("product", "Missing Product"),
            ("other", "Other"),
        ],
        required=True,
        default="other",
    )
    name = fields.Text(string="Point", required=True)
    sequence = fields.Integer(default=10)
    indicator_id = fields.Many2one(comodel_name="plan.indicator", index="btree_not_null", ondelete="cascade")
    task_id = fields.Many2one(comodel_name="plan.task", index="btree_not_null", ondelete="cascade")
    group_id = fields.Many2one(comodel_name="plan.agency.group", ondelete="cascade")
    origin = fields.Selection(
        selection=[("text", "Read from the Text"), ("package", "Said by the Package"), ("hand", "Entered by Hand")],
        required=True,
        readonly=True,
        default="hand",
    )
    key = fields.Char(readonly=True, copy=False, export_string_translation=False)
    state = fields.Selection(
        selection=[("open", "To Decide"), ("decided", "Decided"), ("replaced", "Taken Up Again")],
        required=True,
        readonly=True,
        copy=False,
        default="open",
        index=True,
    )
    decision = fields.Text(string="How Decided", readonly=True, copy=False)
    ground = fields.Text(readonly=True, copy=False, help="The document or reason on which the decision rests.")
    decided_user_id = fields.Many2one(comodel_name="res.users", string="Decided By (User)", readonly=True, copy=False)
    decided_name = fields.Char(string="Decided By", readonly=True, copy=False)
    date_decided = fields.Date(string="Decided On", readonly=True, copy=False)

    _key_unique = models.UniqueIndex("(plan_id, key) WHERE state != 'replaced'")

    # written by `_do_decide` and `action_reopen` alone
    _DECISION = frozenset(
        {"state", "decision", "ground", "decided_user_id", "decided_name", "date_decided", "origin", "key"}
    )

    @api.depends("kind", "name")
    def _compute_display_name(self):
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        for doubt in self:
            doubt.display_name = f"{kinds.get(doubt.kind)}: {(doubt.name or '')[:80]}"

    def _has_field_access(self, field, operation):
        if operation == "write" and not self.env.su and field.name in self._DECISION:
            return False
        return super()._has_field_access(field, operation)

    @api.model_create_multi
    def create(self, vals_list):
        doubts = super().create(vals_list)
        if not self.env.su and any(doubt.state != "open" for doubt in doubts):
            raise UserError(self.env._("A new point is open. Decide it with the button."))
        return doubts

    def write(self, vals):
        if not self.env.su and any(doubt.state != "open" for doubt in self):
            raise UserError(self.env._("A decided point is not edited. Take it up again instead."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_decided(self):
        if any(doubt.state != "open" for doubt in self):
            raise UserError(self.env._("A decided point is not deleted."))
        if not self.env.su and any(doubt.origin != "hand" for doubt in self):
            raise UserError(self.env._("A point of the text or package is not deleted. Decide it."))

    def action_decide(self):
        """Open the wizard that decides these points together."""
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Decide"),
            "res_model": "plan.doubt.decide",
            "view_mode": "form",
            "target": "new",
            "context": {"default_doubt_ids": self.ids},
        }

    def action_reopen(self):
        """Take decided points up again: each stays readable, a new open one stands in its place."""
        self.check_access("write")
        for doubt in self:
            if doubt.state != "decided":
                raise UserError(self.env._("Only a decided point can be taken up again."))
        # sudo: the decision's fields are protected, the check stands above
        copied = [{**vals, "key": doubt.key} for doubt, vals in zip(self, self.sudo().copy_data(), strict=True)]
        self.sudo().write({"state": "replaced"})
        self.flush_recordset(["state"])  # the old one gives up its key before the new one takes it
        self._create_points(copied)
        return self._get_action()

    @api.model
    def _create_points(self, vals_list):
        """Create points in the system's name: neither the caller's context nor his own defaults decide any of them."""
        return self.with_user(SUPERUSER_ID).with_context(clean_context(self.env.context)).create(vals_list)

    def _get_action(self):
        action = self.env["ir.actions.act_window"]._for_xml_id("plan_tracking.plan_doubt_action")
        return {**action, "domain": [("plan_id", "in", self.plan_id.ids)], "context": {"search_default_open": 1}}

    def action_open_source(self):
        """Open the row of the plan that the point is about."""
        self.ensure_one()
        record = self.indicator_id or self.task_id or self.group_id or self.plan_id
        return {
            "type": "ir.actions.act_window",
            "res_model": record._name,
            "res_id": record.id,
            "view_mode": "form",
        }

    def _do_decide(self, decision, ground):
        """Record the decision on open points; deciding on a group confirms its proposed members."""
        self.check_access("write")
        if any(doubt.state != "open" for doubt in self):
            raise UserError(self.env._("Some of these points are decided already. Choose open ones."))
        decision, ground = clean(decision, multiline=True), clean(ground, multiline=True)
        if not (decision and ground):
            raise UserError(self.env._("Say how it is decided and on what ground."))
        self.group_id.filtered("candidate_ids").action_confirm_members()
        # sudo: the decision's fields are protected, this is the only way to them
        self.sudo().write(
            {
                "state": "decided",
                "decision": decision,
                "ground": ground,
                "decided_user_id": self.env.uid,
                "decided_name": self.env.user.name,
                "date_decided": vietnam_today(),
            }
        )

    # -- what the text leaves open ------------------------------------------------------------------------------------

    @api.model
    def _refresh(self, plans):
        """Make the open points agree with the plans as they stand: add what is new, drop what is settled."""
        for plan in plans:
            known = self.search([("plan_id", "=", plan.id), ("state", "!=", "replaced")])
            # what the package's maker asks about a row is asked once, in his words
            asked = {doubt._subject() for doubt in known if doubt.origin != "text"}
            wanted = {vals["key"]: vals for vals in self._collect(plan) if self._subject_of(vals) not in asked}
            known = known.filtered(lambda doubt: doubt.origin == "text")
            settled = known.filtered(lambda doubt, wanted=wanted: doubt.state == "open" and doubt.key not in wanted)
            settled.sudo().unlink()  # sudo: origin and key are protected, the caller has checked
            keys = set(known.exists().mapped("key"))
            self._create_points([vals for key, vals in wanted.items() if key not in keys])

    def _subject(self):
        return self.kind, self.indicator_id.id, self.task_id.id

    @api.model
    def _subject_of(self, vals):
        """Return what a point asks about: its kind and row; a point about the whole plan is like no other."""
        subject = vals["kind"], vals.get("indicator_id", False), vals.get("task_id", False)
        return subject if any(subject[1:]) else None

    @api.model
    def _collect(self, plan):
        """Return the values of all points that the plan's text leaves open, each with a key that stays the same."""
        rows = [
            *self._collect_targets(plan),
            *self._collect_deadlines(plan),
            *self._collect_actors(plan),
            *self._collect_groups(plan),
            *self._collect_leads(plan),
            *self._collect_products(plan),
        ]
        return [{"plan_id": plan.id, "origin": "text", "sequence": number, **row} for number, row in enumerate(rows)]

    def _collect_targets(self, plan):
        notes = self.env["plan.grammar.note"]
        sentences = notes._metric_doubts()
        for indicator in plan.indicator_ids:
            ambiguous = indicator.target_ids.filtered("is_ambiguous").sorted("year")
            points = [f"{target.year}: {target.text} ({target.note})" for target in ambiguous]
            metrics = read_indicator(indicator.name, indicator._get_cells())
            points += [notes._join(sentences, metric.doubts) for metric in metrics if metric.doubts]
            if points:
                yield {
                    "kind": "target",
                    "key": f"target:{indicator.id}",
                    "indicator_id": indicator.id,
                    "name": self.env._(
                        "Indicator %(number)s: how are its targets to be read? %(points)s",
                        number=indicator.number,
                        points="; ".join(points),
                    ),
                }

    def _collect_deadlines(self, plan):
        notes = self.env["plan.grammar.note"]
        sentences = notes._deadline_notes()
        for task in plan.task_ids.filtered("is_deadline_ambiguous"):
            parsed = parse_deadline(task.deadline_text or "", plan.date_issued)
            yield {
                "kind": "deadline",
                "key": f"deadline:{task.id}",
                "task_id": task.id,
                "name": self.env._(
                    "Task %(code)s: when is it due? “%(text)s” (%(notes)s)",
                    code=task.code,
                    text=task.deadline_text or "",
                    notes=notes._join(sentences, parsed.notes),
                ),
            }

    def _collect_actors(self, plan):
        names = self.env["plan.actors.mixin"]._actor_names()
        named = [(task, "task_id", field) for task in plan.task_ids for field in ("lead_text", "support_text")]
        named += [(indicator, "indicator_id", "monitor_text") for indicator in plan.indicator_ids]
        for record, link, field in named:
            unknown = record._unknown_actors(field, names)
            if unknown:
                yield {
                    "kind": "agency",
                    "key": f"agency:{record._name}:{record.id}:{field}",
                    link: record.id,
                    "name": self.env._(
                        "%(row)s: nobody known is called “%(names)s”. Who is meant?",
                        row=record.display_name[:80],
                        names="”, “".join(unknown),
                    ),
                }

    def _collect_groups(self, plan):
        tasks = plan.task_ids.filtered(lambda task: task.kind == "task")
        for group in tasks.lead_group_ids | tasks.support_group_ids | plan.indicator_ids.monitor_group_ids:
            yield {
                "kind": "group",
                "key": f"group:{group.id}",
                "group_id": group.id,
                "name": self.env._(
                    "“%(group)s”: %(count)s agencies are proposed as its members. Are these the ones meant?",
                    group=group.name,
                    count=len(group.candidate_ids),
                ),
            }

    def _collect_leads(self, plan):
        for task in plan.task_ids.filtered(lambda task: task.kind == "task"):
            both = task.lead_ids & task.support_ids
            if both:
                sentence = self.env._(
                    "Task %(code)s: %(names)s stands both as lead and as support. The lead part alone is given.",
                    code=task.code,
                    names=", ".join(both.mapped("name")),
                )
            elif not (task.lead_ids or task.lead_group_ids):
                sentence = self.env._("Task %(code)s: nobody leads it. Who does?", code=task.code)
            elif len(task.lead_ids) > 1:
                sentence = self.env._(
                    "Task %(code)s: %(names)s lead it together. Does each owe a result of its own?",
                    code=task.code,
                    names=", ".join(task.lead_ids.mapped("name")),
                )
            else:
                continue
            yield {"kind": "lead", "key": f"lead:{task.id}", "task_id": task.id, "name": sentence}

    def _collect_products(self, plan):
        missing = plan.task_ids.filtered(lambda task: task.kind == "task" and not task.product)
        if missing:
            yield {
                "kind": "product",
                "key": f"product:{plan.id}",
                "name": self.env._(
                    "%(count)s tasks name no expected product (%(codes)s). What is handed in as the result?",
                    count=len(missing),
                    codes=", ".join(missing.mapped("code")),
                ),
            }
