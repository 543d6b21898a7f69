"""People of the demo and the company that they work for.

The people are invented, and named as Vietnamese forms name people who do not exist: a family name and a letter. Their
telephone numbers are nobody's: behind the 0 of a Vietnamese number comes the digit of an area or a network, which is
never 0, and abroad 00 00 would be a country of code 0, which there is not.
"""

import base64
from pathlib import Path

from odoo.fields import Command

from ..tools.table import read_csv

HERE = Path(__file__).parent
# what Odoo calls a company that nobody has named
UNNAMED = ("My Company", "YourCompany")


def create_users(env):
    """Make the users of demo_users.csv with their roles, and one who reads everything."""
    users = env["res.users"].with_context(no_reset_password=True)
    agencies = {agency.code: agency for agency in env["plan.agency"].search([])}
    for row in read_csv((HERE / "demo_users.csv").read_bytes()):
        user = users.create(
            {
                "name": row["name"],
                "login": row["login"],
                "password": row["login"],
                "email": f"{row['login']}@example.com",
                "phone": row["phone"],
            }
        )
        env["plan.member"].create(
            {
                "user_id": user.id,
                "agency_id": agencies[row["agency"]].id,
                "role": row["role"],
                "title": row["title"],
            }
        )
    reader = env.ref("plan_tracking.group_plan_tracking_reader")
    users.create(
        {"name": "Lãnh đạo UBND tỉnh", "login": "tinh", "password": "tinh", "group_ids": [Command.link(reader.id)]}
    )


def name_company(plan):
    """Give the company the name of the body that issued the plan, and a drawn logo; not one that somebody has named."""
    company = plan.env.ref("base.main_company")
    if company.name in UNNAMED:
        company.name = plan.issuer_id.head or plan.issuer_id.name
    if company.uses_default_logo:
        company.logo = base64.b64encode((HERE / "logo.svg").read_bytes())
