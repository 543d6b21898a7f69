import re

from odoo import api, fields, models

from ..grammars.signing import guess_head, signature_lines
from .plan_member import LEADER_ROLES

PLACE = re.compile(r"(?<=ỦY BAN NHÂN DÂN )(TỈNH|THÀNH PHỐ|XÃ|PHƯỜNG|ĐẶC KHU) .+")


class PlanAgencyPaper(models.Model):
    """How an agency's papers are headed and signed: a commune's and a department's differ, so it is data."""

    _inherit = "plan.agency"

    head_title = fields.Char(
        string="Title of Its Head",
        compute="_compute_signing",
        store=True,
        readonly=False,
        help="As it stands above a signature: GIÁM ĐỐC, CHỦ TỊCH.",
    )
    collective = fields.Char(
        string="Signed for the Collective",
        compute="_compute_signing",
        store=True,
        readonly=False,
        help="A body that decides together signs “TM.” with this name: ỦY BAN NHÂN DÂN.",
    )

    @api.depends("head")
    def _compute_signing(self):
        for agency in self:
            agency.head_title, agency.collective = guess_head(agency.head or agency.name)

    def _get_paper_head(self):
        """Return what `Document` says of the body that issues a paper."""
        agency = self.sudo()  # sudo: how a body's papers are headed is printed on each of them
        return {
            "superior": agency.superior or "",
            "issuer": _keep_place((agency.head or agency.name or "").upper()),
            "issuer_name": agency.name or "",
            "symbol": agency.symbol or agency.code or "",
            "place": agency.place or "",
        }

    def _get_signature(self, office=""):
        agency = self.sudo()  # sudo: as above
        return signature_lines(agency.head_title, agency.collective, office)

    def _get_leader(self):
        """Return the membership of who leads the agency today."""
        # sudo: who signs for an agency stands on its papers
        members = self.env["plan.member"].sudo()._search_in_office(self, LEADER_ROLES)
        return members.filtered(lambda member: member.role == "leader")[:1] or members[:1]


def _keep_place(name):
    """Let "ỦY BAN NHÂN DÂN TỈNH NGHỆ AN", where it is too long for its column, break in front of the place alone."""
    return PLACE.sub(lambda place: place[0].replace(" ", "\N{NO-BREAK SPACE}"), name)
