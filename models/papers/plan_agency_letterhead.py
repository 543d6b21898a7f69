import re

from odoo import api, fields, models

from ...grammars.signing import guess_head, signature_lines
from ..access.plan_member import LEADER_ROLES

COMMUNE = re.compile(r"(Xã|Phường|Đặc khu) ")
SHORT = re.compile(r"^UBND ")
PLACE = re.compile(r"(?<=ỦY BAN NHÂN DÂN )(TỈNH|THÀNH PHỐ|XÃ|PHƯỜNG|ĐẶC KHU) .+")


class PlanAgencyLetterhead(models.Model):
    """The head and the signature of an agency's papers: a commune's and a department's differ, so it is data."""

    _inherit = "plan.agency"

    head_title = fields.Char(
        string="Title of Its Head",
        compute="_compute_signing",
        store=True,
        readonly=False,
        help="As printed above a signature: GIÁM ĐỐC, CHỦ TỊCH.",
    )
    collective = fields.Char(
        string="Signed for the Collective",
        compute="_compute_signing",
        store=True,
        readonly=False,
        help="A collective body signs “TM.” with this name: ỦY BAN NHÂN DÂN.",
    )

    @api.depends("head")
    def _compute_signing(self):
        for agency in self:
            agency.head_title, agency.collective = guess_head(agency.head or agency.name)

    def _get_written_name(self):
        """Return the body as a sentence of a paper has it: a commune writes as its UBND, not as the place."""
        agency = self.sudo()  # sudo: bodies that a paper names are printed on it
        place = COMMUNE.match(agency.name or "")
        if place and agency.collective:
            return f"UBND {agency.name[0].lower()}{agency.name[1:]}"
        return agency.name or ""

    def _get_addressee(self):
        """Return the body as an addressee, written out."""
        return SHORT.sub("Ủy ban nhân dân ", self._get_written_name())

    def _get_file_word(self):
        """Return what a paper's file calls the body: its letters, of a commune, which has a number, its name."""
        code = self.sudo().code or ""  # sudo: as above
        return self._get_written_name() if code.isdigit() else code

    def _get_letterhead(self):
        """Return what `Document` says of the body that issues a paper."""
        agency = self.sudo()  # sudo: how a body's papers are headed is printed on each of them
        return {
            "superior": agency.superior or "",
            "issuer": _keep_place((agency.head or agency.name or "").upper()),
            "issuer_name": agency._get_written_name(),
            "symbol": agency.symbol or agency.code or "",
            "place": agency.place or "",
        }

    def _get_signature(self, office=""):
        agency = self.sudo()  # sudo: as above
        return signature_lines(agency.head_title, agency.collective, office)

    def _get_leader(self):
        """Return the membership of who leads the agency today."""
        # sudo: the signer of an agency is named on its papers
        members = self.env["plan.member"].sudo()._search_in_office(self, LEADER_ROLES)
        return members.filtered(lambda member: member.role == "leader")[:1] or members[:1]


def _keep_place(name):
    """Let "ỦY BAN NHÂN DÂN TỈNH NGHỆ AN", where it is too long for its column, break in front of the place alone."""
    return PLACE.sub(lambda place: place[0].replace(" ", "\N{NO-BREAK SPACE}"), name)
