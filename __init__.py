from . import controllers
from . import models
from . import wizards


def uninstall_hook(env):
    """Take the work out before Odoo takes out the stages and tracks that it refers to."""
    # what refers to what, the referring first; contributions before the assignments that they hang on
    env.cr.execute("DELETE FROM plan_log")
    env.cr.execute("UPDATE plan_measurement SET estimate_before_id = NULL")
    env.cr.execute("DELETE FROM plan_value")
    env.cr.execute("DELETE FROM plan_report_signed_copy")
    env.cr.execute("UPDATE plan_report SET covered_by_id = NULL")
    env.cr.execute("DELETE FROM plan_report")
    env.cr.execute("DELETE FROM plan_period")
    env.cr.execute("DELETE FROM plan_reporting_schedule")
    env.cr.execute("DELETE FROM plan_extension")
    env.cr.execute("DELETE FROM plan_evidence")
    env.cr.execute("DELETE FROM plan_assignment WHERE parent_id IS NOT NULL")
    env.cr.execute("DELETE FROM plan_assignment")
    env.cr.execute("UPDATE plan_task SET track_id = NULL")
