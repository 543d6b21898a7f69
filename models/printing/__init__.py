from . import plan_paper_mixin
from . import plan_signed_copy_mixin
from . import ir_actions_report
from . import plan_print_job
