from . import plan_consolidation_issue
from . import plan_consolidation_return
from . import plan_followup_issue
