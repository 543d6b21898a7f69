import base64

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tools import email_normalize

from ..grammars.text import clean, search_key
from ..tools.table import TableError, read_table

# the columns of the list, as offices head them (compared without accents) and as the model calls them
COLUMNS = {
    "ho ten": "name",
    "ho va ten": "name",
    "name": "name",
    "email": "email",
    "e-mail": "email",
    "thu dien tu": "email",
    "co quan": "agency",
    "ma co quan": "agency",
    "agency": "agency",
    "vai tro": "role",
    "role": "role",
    "chuc vu": "title",
    "title": "title",
    "dien thoai": "phone",
    "phone": "phone",
}
ROLES = {
    "can bo dau moi": "officer",
    "officer": "officer",
    "lanh dao": "leader",
    "leader": "leader",
    "cap pho": "deputy",
    "deputy": "deputy",
    "co quan dau moi tong hop": "desk",
    "can bo tong hop": "desk",
    "desk": "desk",
}


class PlanMemberImport(models.TransientModel):
    """Makes the users of all agencies from one list: name, e-mail, agency, role; again = no change."""

    _name = "plan.member.import"
    _description = "Import Agencies' Users"

    file = fields.Binary(string="List (CSV or XLSX)", attachment=False)
    filename = fields.Char()
    invite = fields.Boolean(
        string="Send Invitations", default=True, help="New users get an e-mail to set their password."
    )
    state = fields.Selection(selection=[("choose", "Choose"), ("preview", "Check"), ("done", "Done")], default="choose")
    line_ids = fields.One2many(comodel_name="plan.member.import.line", inverse_name="import_id", readonly=True)
    error_count = fields.Integer(compute="_compute_error_count")

    @api.depends("line_ids.error")
    def _compute_error_count(self):
        for wizard in self:
            wizard.error_count = len(wizard.line_ids.filtered("error"))

    def action_preview(self):
        """Read the list and say of each row what it will do or what is wrong with it."""
        self._read_list()
        self.state = "preview"
        return self._reopen()

    def action_import(self):
        """Create the missing users and memberships; nothing at all when a row is at fault."""
        self.env["plan.member"].check_access("create")
        self._read_list()  # again: what the screen sends back decides nothing
        if self.error_count:
            raise UserError(self.env._("Nothing was imported. Correct the rows marked as faults in the list first."))
        invited = self.env["res.users"]
        for line in self.line_ids:
            invited |= line._import_member()
        if self.invite:
            invited.action_reset_password()
        self.state = "done"
        return self._reopen()

    def _read_list(self):
        self.ensure_one()
        self.line_ids = [Command.clear(), *(Command.create(self._read_row(row)) for row in self._read_rows())]
        self._mark_doubles()

    def _read_rows(self):
        if not self.file:
            raise UserError(self.env._("Choose the list first."))
        try:
            rows = read_table(base64.b64decode(self.file), self.filename or "")
        except TableError as error:
            raise UserError(self.env["plan.package"]._table_error_text(error)) from error
        renamed = [
            {
                COLUMNS.get(search_key(key), key): value.strip() if isinstance(value, str) else value
                for key, value in row.items()
            }
            for row in rows
        ]
        missing = {"name", "email", "agency", "role"} - set(renamed[0] if renamed else ())
        if missing:
            raise UserError(
                self.env._(
                    "The list lacks these columns: %(columns)s. Its first row names them: name, email, agency, role.",
                    columns=", ".join(sorted(missing)),
                )
            )
        return renamed

    def _read_row(self, row):
        """Return the values of the line that says what a row means, with an `error` where it means nothing."""
        agency = self.env["plan.agency"].search([("code", "=ilike", row["agency"])], limit=1)
        if not agency and row["agency"]:
            found = self.env["plan.agency"].search([("display_name", "=ilike", row["agency"])])
            agency = found if len(found) == 1 else agency
        role = ROLES.get(search_key(row["role"]))
        email = email_normalize(row["email"])
        errors = [
            not row["name"] and self.env._("The name is empty."),
            not email and self.env._("“%(email)s” is no e-mail address.", email=row["email"]),
            not agency and self.env._("The agency “%(agency)s” is unknown.", agency=row["agency"]),
            not role
            and self.env._(
                "The role “%(role)s” is unknown. Write one of: cán bộ đầu mối, lãnh đạo, cấp phó, cán bộ tổng hợp.",
                role=row["role"],
            ),
        ]
        return {
            "row": row["_row"],
            "name": clean(row["name"]),
            "email": email or row["email"],
            "agency_id": agency.id,
            "role": role,
            "title": clean(row.get("title", "")),
            "phone": clean(row.get("phone", "")),
            "error": " ".join(filter(None, errors)),
        }

    def _mark_doubles(self):
        seen = {}
        for line in self.line_ids:
            key = (line.email, line.agency_id, line.role)
            if key in seen and not line.error:
                line.error = self.env._("Row %(row)s says the same already.", row=seen[key])
            seen[key] = line.row

    def _reopen(self):
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Import Agencies' Users"),
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
            "target": "new",
        }


class PlanMemberImportLine(models.TransientModel):
    """One row of the list: a person, an agency, a role."""

    _name = "plan.member.import.line"
    _description = "Row of the Users' List"
    _order = "row, id"

    import_id = fields.Many2one(comodel_name="plan.member.import", required=True, index=True, ondelete="cascade")
    row = fields.Integer()
    name = fields.Char()
    email = fields.Char()
    agency_id = fields.Many2one(comodel_name="plan.agency")
    role = fields.Selection(
        selection=lambda self: self.env["plan.member"]._fields["role"]._description_selection(self.env)
    )
    title = fields.Char()
    phone = fields.Char()
    error = fields.Char()

    def _import_member(self):
        """Create the user and membership that are missing; return the user when he is new."""
        self.ensure_one()
        users = self.env["res.users"].sudo().with_context(active_test=False)  # sudo: the manager need not manage users
        user = users.search([("login", "=ilike", self.email)], limit=1)
        new = self.env["res.users"]
        if not user:
            user = new = users.with_context(no_reset_password=True).create(
                {"name": self.name, "login": self.email, "email": self.email, "phone": self.phone}
            )
        member = self.env["plan.member"]
        if not member.search_count(
            [("user_id", "=", user.id), ("agency_id", "=", self.agency_id.id), ("role", "=", self.role)]
        ):
            member.create({"user_id": user.id, "agency_id": self.agency_id.id, "role": self.role, "title": self.title})
        return new
