from . import plan_assignment_import
from . import plan_assignment_ask
from . import plan_assignment_sign
from . import plan_assignment_return
from . import plan_assignment_stop
from . import plan_extension_ask
from . import plan_extension_decide
from . import plan_task_give
