from . import controllers
from . import models
from . import wizards


def uninstall_hook(env):
    """Take the work out before Odoo takes out the stages and tracks that it refers to."""
    env.cr.execute("DELETE FROM plan_evidence")
    env.cr.execute("DELETE FROM plan_assignment")
    env.cr.execute("UPDATE plan_task SET track_id = NULL")
