from odoo import SUPERUSER_ID, fields, models
from odoo.tools import clean_context, email_normalize, escape_psql

from ...grammars.text import clean, search_key
from ...tools.clock import in_term, vietnam_today

# the columns of the list, as offices head them (compared without accents) and as the model calls them
COLUMNS = {
    "ten": "name",
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
    _inherit = ["plan.list.import"]
    _headings = COLUMNS
    _required = ("name", "email", "agency", "role")

    invite = fields.Boolean(
        string="Send Invitations", default=True, help="New users get an e-mail to set their password."
    )
    line_ids = fields.One2many(comodel_name="plan.member.import.line", inverse_name="import_id", readonly=True)

    def _check_allowed(self):
        self.env["plan.member"].check_access("create")

    def _import_lines(self):
        invited = self.env["res.users"]
        for line in self.line_ids:
            invited |= line._import_member()
        if self.invite:
            # as an invitation: its link lives for days, that of a forgotten password for hours
            invited.with_context(create_user=True).action_reset_password()

    def _get_lookup(self):
        """Return the agencies by code and name, and the archived logins."""
        # sudo: whether an account is archived is asked to say so, the manager need not manage users
        archived = self.env["res.users"].sudo().with_context(active_test=False).search([("active", "=", False)])
        return {
            "agencies": self.env["plan.agency"]._by_code_and_name(),
            "archived": {user.login.lower() for user in archived},
        }

    def _get_line_key(self, line):
        return (line.email, line.agency_id, line.role)

    def _read_row(self, row, lookup):
        agency = self._find_agency(lookup["agencies"], row["agency"])
        role = ROLES.get(search_key(row["role"]))
        email = email_normalize(row["email"])
        errors = [
            not row["name"] and self.env._("The name is empty."),
            not email and self.env._("“%(email)s” is not an e-mail address.", email=row["email"]),
            email in lookup["archived"]
            and self.env._("The account %(email)s is archived. Unarchive it first.", email=email),
            not agency and self.env._("The agency “%(agency)s” is unknown.", agency=row["agency"]),
            not role
            and self.env._(
                "The role “%(role)s” is unknown. Enter one of: cán bộ đầu mối, lãnh đạo, cấp phó, cán bộ tổng hợp.",
                role=row["role"],
            ),
        ]
        return {
            "row": row["_row"],
            "name": clean(row["name"]),
            "email": email or row["email"],
            "agency_id": agency.id,
            "role": role,
            "title": clean(row["title"]),
            "phone": clean(row["phone"]),
            "error": " ".join(filter(None, errors)),
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
    title = fields.Char(string="Position")
    phone = fields.Char()
    error = fields.Char()

    def _import_member(self):
        """Create the user and membership that are missing; return the user when they are new."""
        self.ensure_one()
        users = self.env["res.users"].sudo().with_context(active_test=False)  # sudo: the manager need not manage users
        user = users.search([("login", "=ilike", escape_psql(self.email))], limit=1)
        new = self.env["res.users"]
        if not user:
            # in the system's name: neither the caller's context nor their defaults give groups or a password
            context = {**clean_context(self.env.context), "no_reset_password": True}
            user = new = (
                users.with_env(self.env(user=SUPERUSER_ID, context=context))
                .create({"name": self.name, "login": self.email, "email": self.email, "phone": self.phone})
                .with_env(users.env)
            )
        members = self.env["plan.member"]
        place = {"user_id": user.id, "agency_id": self.agency_id.id, "role": self.role}
        held = members.search([(name, "=", value) for name, value in place.items()])
        if not held.filtered_domain(in_term()):
            # a member whose term is over gets a new one; the old one is kept
            members.create({**place, "title": self.title, "date_from": vietnam_today() if held else False})
        return new
