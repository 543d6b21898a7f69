from . import plan_report
from . import plan_report_layout
from . import plan_report_compare
from . import plan_report_cell_values
from . import plan_report_refusals
from . import plan_report_leftovers
