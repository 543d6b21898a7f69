from . import plan_report
