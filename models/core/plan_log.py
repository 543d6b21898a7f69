from odoo import api, fields, models


class PlanLog(models.Model):
    """A decision: its content, user, agency, reason and document. Rows are only ever added.

    Messages can be edited and signed with another's name, so no decision rests on them. Names are copied: a row still
    says who acted when the account, the office or the agency's name has changed since.
    """

    _name = "plan.log"
    _description = "Log of Decisions"
    _inherit = ["plan.append.only.mixin", "plan.bulk.insert.mixin"]
    _order = "id desc"

    # the packages that decide add what they decide, and the records that it is about
    decision = fields.Selection(selection=[], required=True, readonly=True)
    state_before = fields.Char(readonly=True, export_string_translation=False)
    state_after = fields.Char(readonly=True, export_string_translation=False)
    user_id = fields.Many2one(comodel_name="res.users", readonly=True, ondelete="restrict", string="By (User)")
    user_name = fields.Char(string="By", required=True, readonly=True)
    user_office = fields.Char(string="Position", readonly=True)
    agency_name = fields.Char(string="Acting for", readonly=True)
    reason = fields.Text(readonly=True)
    number = fields.Char(string="Document's Number", readonly=True)
    date = fields.Date(string="Document's Date", readonly=True)
    signer = fields.Char(string="Signed By", readonly=True)
    note = fields.Char(readonly=True)

    def _get_refusal(self):
        return self.env._("The log of decisions cannot be changed: entries can only be added.")

    @api.model
    def _record(self, records, decision, members=None, before=None, **document):
        """Add one row for each record.

        :param dict members: the membership by which the user acted, by record
        :param dict before: the state before, by record
        :param document: `reason`, and `number`, `date`, `signer`, `note` of the paper that decides
        """
        user = self.env.user
        rows = []
        for record in records.sudo():  # sudo: what the log copies; who may act has been checked
            member = (members or {}).get(record)
            rows.append(
                {
                    **record._get_log_values(),
                    "decision": decision,
                    "state_before": (before or {}).get(record),
                    "state_after": record[record._state_field] if before else False,
                    "user_id": user.id,
                    "user_name": user.name,
                    "user_office": member and member._get_office(),
                    "agency_name": member and member.agency_id.name,
                    **document,
                }
            )
        return self.sudo()._insert(rows)  # sudo: nobody creates rows by hand
