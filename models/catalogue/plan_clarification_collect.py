from odoo import api, models

from ...grammars.deadline import parse_deadline
from ...grammars.target import read_indicator


class PlanClarificationCollect(models.Model):
    """The points that the text of a plan leaves open: one collector a kind of point, each point with a key that stays
    the same.
    """

    _inherit = "plan.clarification"

    @api.model
    def _refresh(self, plans):
        """Bring the open points into line with the plans: add what is new, drop what is settled."""
        for plan in plans:
            known = self.search([("plan_id", "=", plan.id), ("state", "!=", "replaced")])
            # a question of the package's maker about a row is asked once, in their words
            asked = {clarification._subject() for clarification in known if clarification.origin != "text"}
            wanted = {vals["key"]: vals for vals in self._collect(plan) if self._subject_of(vals) not in asked}
            known = known.filtered(lambda clarification: clarification.origin == "text")
            settled = known.filtered(
                lambda clarification, wanted=wanted: clarification.state == "open" and clarification.key not in wanted
            )
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
        sentences = notes._get_metric_ambiguities()
        for indicator in plan.indicator_ids:
            ambiguous = indicator.target_ids.filtered("is_ambiguous").sorted("year")
            points = [f"{target.year}: {target.text} ({target.note})" for target in ambiguous]
            metrics = read_indicator(indicator.name, indicator._get_cells())
            points += [notes._join(sentences, metric.ambiguities) for metric in metrics if metric.ambiguities]
            if points:
                yield {
                    "kind": "target",
                    "key": f"target:{indicator.id}",
                    "indicator_id": indicator.id,
                    "name": self.env._(
                        "Indicator %(number)s: what do its targets mean? %(points)s",
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
        names = self.env["plan.annex.row.mixin"]._actor_names()
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
                        "%(row)s: no known agency is called “%(names)s”. Which agency is meant?",
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
                    "“%(group)s”: %(count)s agencies are proposed as its members. Are these the right ones?",
                    group=group.name,
                    count=len(group.candidate_ids),
                ),
            }

    def _collect_leads(self, plan):
        for task in plan.task_ids.filtered(lambda task: task.kind == "task"):
            both = task.lead_ids & task.support_ids
            if both:
                sentence = self.env._(
                    "Task %(code)s: %(names)s is named both as lead and as support. Only the lead assignment is "
                    "created.",
                    code=task.code,
                    names=", ".join(both.mapped("name")),
                )
            elif not (task.lead_ids or task.lead_group_ids):
                sentence = self.env._("Task %(code)s: it has no lead. Which agency leads it?", code=task.code)
            elif len(task.lead_ids) > 1:
                sentence = self.env._(
                    "Task %(code)s: %(names)s lead it together. Does each of them owe a separate result?",
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
                    "%(count)s tasks name no expected product (%(codes)s). Which result must be submitted?",
                    count=len(missing),
                    codes=", ".join(missing.mapped("code")),
                ),
            }
