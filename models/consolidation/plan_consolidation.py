from odoo import api, fields, models

# in these readers see it
PUBLISHED = ("approved", "issued")


def _items(string, *kinds):
    """Return the field of the rows of these kinds."""
    return fields.One2many(
        comodel_name="plan.consolidation.item",
        inverse_name="consolidation_id",
        string=string,
        domain=[("kind", "in", kinds)],
        copy=False,
    )


class PlanConsolidation(models.Model):
    """The desk's consolidation of a period's accepted reports: its report to the province, or the province's own
    upward.

    Who                              | may
    ---------------------------------|-----------------------------------------------------------------
    desk of the period               | draw it up, write into a draft, submit, issue
    director of the desk agency      | read, approve, return (see plan_consolidation_action.py)
    reader, manager                  | read it once it is approved
    other agencies                   | nothing

    Number 0 is the consolidation, 1 and more are its supplements. What is issued counts the reports of `report_ids` for
    ever: it can no longer be edited, and reports accepted later go into the next supplement.
    """

    _name = "plan.consolidation"
    _description = "Consolidation"
    _inherit = [
        "plan.guard.mixin",
        "plan.thread.mixin",
        "plan.activity.mixin",
        "plan.reminder.mixin",
        "plan.lock.mixin",
        "plan.reporting.scope.mixin",
        "plan.workflow.mixin",
        "plan.paper.mixin",
        "plan.signed.copy.mixin",
    ]
    _order = "period_id desc, kind, number_in_period desc, id desc"
    _rec_names_search = ["period_id", "number"]

    # identity: fixed
    period_id = fields.Many2one(
        comodel_name="plan.period", required=True, readonly=True, index=True, ondelete="restrict"
    )
    desk_agency_id = fields.Many2one(
        comodel_name="plan.agency", string="Desk", required=True, readonly=True, index=True, ondelete="restrict"
    )
    kind = fields.Selection(
        selection=[("desk", "Report of the Desk"), ("upward", "Draft Report Upward")],
        required=True,
        readonly=True,
        default="desk",
    )
    number_in_period = fields.Integer(string="Supplement Number", required=True, readonly=True, aggregator=None)
    source_id = fields.Many2one(
        comodel_name="plan.consolidation",
        string="Based On",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
    )
    # progress and dates
    state = fields.Selection(
        selection=[
            ("draft", "Being Drawn Up"),
            ("submitted", "Submitted"),
            ("approved", "Approved"),
            ("issued", "Issued"),
        ],
        required=True,
        readonly=True,
        copy=False,
        default="draft",
    )
    date_built = fields.Datetime(string="Last Drawn Up On", readonly=True, copy=False)
    submitted_user_id = fields.Many2one(
        comodel_name="res.users", string="Submitted By", readonly=True, copy=False, ondelete="restrict"
    )
    date_submitted = fields.Datetime(string="Submitted On", readonly=True, copy=False)
    signer_name = fields.Char(string="Approved By", readonly=True, copy=False)
    signer_office = fields.Char(string="Position of the Signer", readonly=True, copy=False)
    date_approved = fields.Datetime(string="Approved On", readonly=True, copy=False)
    return_reason = fields.Text(readonly=True, copy=False)
    # content
    opening = fields.Text(string="General Assessment", help="Comes before everything else.")
    item_ids = fields.One2many(comodel_name="plan.consolidation.item", inverse_name="consolidation_id", string="Rows")
    # the same rows, page by page
    result_item_ids = _items("Results", "result")
    figure_item_ids = _items("Figures", "figure")
    obstacle_item_ids = _items("Obstacles and Shortcomings", "shortcoming", "obstacle")
    proposal_item_ids = _items("Proposals", "proposal")
    other_item_ids = _items("Other Headings", "direction", "next", "other")
    missing_item_ids = _items("Missing", "missing")
    report_ids = fields.Many2many(
        comodel_name="plan.report",
        relation="plan_consolidation_report_rel",
        string="Reports Counted",
        readonly=True,
        copy=False,
    )
    report_count = fields.Integer(string="Reports", compute="_compute_counts", compute_sudo=True)
    waiting_count = fields.Integer(
        string="Accepted Since",
        compute="_compute_counts",
        compute_sudo=True,
        help="Reports that are not included yet.",
    )
    log_ids = fields.One2many(
        comodel_name="plan.log", inverse_name="consolidation_id", string="Decisions", readonly=True, copy=False
    )
    revision_count = fields.Integer(
        readonly=True, copy=False, default=0, aggregator=None, export_string_translation=False
    )

    _one_each = models.UniqueIndex(
        "(period_id, kind, number_in_period)", "Somebody has just created this: reload the page and open it."
    )

    @api.depends("period_id", "kind", "number_in_period")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for one in self:
            # sudo: everybody who can read it may know its period
            period, number = one.sudo().period_id.display_name, one.number_in_period
            if one.kind == "upward" and number:
                name = self.env._(
                    "%(period)s – draft report upward, supplement no. %(number)s", period=period, number=number
                )
            elif one.kind == "upward":
                name = self.env._("%(period)s – draft report upward", period=period)
            elif number:
                name = self.env._("%(period)s – supplement no. %(number)s", period=period, number=number)
            else:
                name = self.env._("%(period)s – consolidation", period=period)
            one.display_name = name

    @api.depends("report_ids", "state")
    def _compute_counts(self):
        for one in self:
            counted = one.report_ids
            is_open = one.kind == "desk" and one.state != "issued"
            one.report_count = len(counted)
            one.waiting_count = len(one._get_accepted() - counted) if is_open else 0
