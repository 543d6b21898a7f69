from . import plan_demo
from . import plan_demo_report
