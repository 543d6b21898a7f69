from . import plan_report_return
from . import plan_report_sign
from . import plan_period_reopen
from . import plan_reporting_backfill
from . import plan_value_publish
