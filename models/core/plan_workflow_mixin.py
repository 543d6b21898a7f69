from typing import NamedTuple

from odoo import api, models
from odoo.exceptions import LockError, UserError
from odoo.tools import SQL

from ...grammars.text import clean


class Transition(NamedTuple):
    """A row of a workflow's table: from which states, to which one, by whom, and whether a reason is owed.

    `actor` is a name that the model's `_get_actor_place` turns into an agency and the roles in it.
    """

    sources: tuple
    target: str
    actor: str
    needs_reason: bool = False


class PlanWorkflowMixin(models.AbstractModel):
    """Only the workflow's own actions write decisions, as superuser.

    `readonly` alone enforces nothing over RPC. Without write access to a protected field, forms show it read-only by
    themselves, and write, create, defaults in the context and imports refuse it. A user's own default still gets
    through: a model checks after `create()` that what it made is at its beginning.

    A model with several states declares its table of `_transitions` and who its actors are; `_transition` is the only
    way from one state to another.
    """

    _name = "plan.workflow.mixin"
    _description = "Workflow"

    _protected_fields = frozenset()
    _state_field = "state"
    _transitions = {}

    def _has_field_access(self, field, operation):
        if operation == "write" and field.name in self._protected_fields and not self.env.su:
            return False
        return super()._has_field_access(field, operation)

    def _transition(self, name, reason="", values=None, **document):
        """Take all records through one transition, or none of them: role, reason, lock, state again, write, log.

        :param str name: a key of `_transitions`
        :param dict values: fields written together with the state
        :param document: `number`, `date`, `signer`, `note` of the paper that decides, for the log
        :raises UserError: a sentence with the record that prevents the action, and what to do
        """
        transition = self._transitions[name]
        reason = self._clean_text(reason)
        members = self._check_actors(transition.actor)
        self._check_states(transition)
        if transition.needs_reason and not reason:
            raise UserError(self.env._("Give the reason in a sentence: the agency reads it."))
        self._lock()
        self._check_states(transition)
        before = {record: record[self._state_field] for record in self}
        # sudo: the state and its fields are protected; the checks are above
        ids_of = {}
        for record, more in self.sudo()._get_transition_values(name).items():
            own = {self._state_field: transition.target, **more, **(values or {})}
            ids_of.setdefault(frozenset(own.items()), []).append(record.id)
        for own, ids in ids_of.items():
            self.browse(ids).sudo().with_context(tracking_disable=True)._unguarded_write(dict(own))
        self.env["plan.log"]._record(self, name, members=members, before=before, reason=reason, **document)

    def _unguarded_write(self, vals):
        """Write what a step writes; a model with `plan.guard.mixin`, which refuses `write`, goes around that."""
        return self.write(vals)

    def _get_transition_values(self, name):
        """Return {record: what the transition writes on it besides its state}."""
        return {record: {} for record in self}

    def _get_actor_place(self, actor):
        """Return (agency, roles): who acts as `actor` on this record holds one of the roles in that agency."""
        raise NotImplementedError

    def _get_actor_reason(self, actor):
        """Say in words who may do it, to somebody who may not."""
        raise NotImplementedError

    def _get_acting_members(self, actor):
        """Return {record: membership} for the records on which the user acts as `actor` today."""
        mine = {}
        for member in self.env.user._plan_memberships():
            mine.setdefault((member.agency_id.id, member.role), member)
        acting = {}
        for record in self.sudo():  # sudo: who may act is asked before what may be read
            agency, roles = record._get_actor_place(actor)
            member = next(filter(None, (mine.get((agency.id, role)) for role in roles)), None) if agency else None
            if member:
                acting[record] = member
        return acting

    def _check_actors(self, actor):
        """Return the membership by which the user acts on each record; refuse in words where there is none."""
        self.check_access("read")
        members = self._get_acting_members(actor)
        for record in self:
            if record not in members:
                raise UserError(record._get_actor_reason(actor))
        return members

    def _check_states(self, transition):
        for record in self:
            if record[self._state_field] not in transition.sources:
                raise UserError(
                    self.env._(
                        "“%(record)s” is now “%(state)s”, so this is no longer possible. Reload the page to see the "
                        "changes.",
                        record=record.display_name,
                        state=record._get_state_label(),
                    )
                )

    @api.model
    def _clean_text(self, text, longest=2000, multiline=True):
        """Return what people typed as it is stored: trimmed, with nothing hidden in it.

        :raises UserError: a text longer than anybody reads; it would fill its lists
        """
        cleaned = clean(text or "", multiline=multiline)
        if len(cleaned) > longest:
            raise UserError(
                self.env._(
                    "“%(text)s…” is too long: at most %(longest)s characters. Attach a longer text as a file.",
                    text=cleaned[:40],
                    longest=longest,
                )
            )
        return cleaned

    def _get_state_label(self):
        field = self._fields[self._state_field]
        return dict(field._description_selection(self.env)).get(self[self._state_field], "")

    def _lock(self):
        """Hold the records for this transaction: of two who press at once, the second is told to try again."""
        try:
            self.lock_for_update(allow_referencing=True)
        except LockError as error:
            raise UserError(self.env._("Somebody else is working on this right now. Try again in a moment.")) from error
        self.invalidate_recordset([self._state_field], flush=True)

    def _hold(self):
        """Lock the records and touch them, for a step that writes only what hangs on them.

        A user who began before another had ended, and arrives here afterwards, has seen an outdated state. No two
        transactions that write one row both succeed: they fail with a serialization error, and Odoo runs their request
        again. A transition needs no touch, it writes the state.
        """
        self._lock()
        if self.ids:
            table = SQL.identifier(self._table)
            self.env.cr.execute(SQL("UPDATE %s SET write_uid = write_uid WHERE id IN %s", table, tuple(self.ids)))

    # Datetimes that `_bump` sets to now
    _bump_moments = ()

    def _bump(self):
        """Touch these drafts because what they say changes; refuse where they are drafts no more.

        Of two transactions that write one row one fails with a serialization error, and Odoo runs it again: a row that
        is saved while its draft is being submitted is either in what was submitted or refused. For models with a
        `revision_count` and a `_get_locked_reason`.
        """
        if not self:
            return
        self.flush_recordset()
        now = self.env.cr.now()
        touches = [SQL("revision_count = revision_count + 1")]
        touches += [SQL("%s = %s", SQL.identifier(name), now) for name in self._bump_moments]
        touched = self.env.execute_query(
            SQL(
                "UPDATE %s SET %s WHERE id IN %s AND state = 'draft' RETURNING id",
                SQL.identifier(self._table),
                SQL(", ").join(touches),
                tuple(self.ids),
            )
        )
        self.invalidate_recordset(["revision_count", "state", *self._bump_moments], flush=False)
        if len(touched) < len(self):
            raise UserError(self[0]._get_locked_reason())

    @api.model
    def _get_log_values(self):
        """Return what the log copies to say what a decision was about: plan, task, assignment."""
        raise NotImplementedError
