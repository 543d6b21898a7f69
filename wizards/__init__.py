from . import plan_list_import
from . import plan_package_import
from . import plan_member_import
from . import plan_assignment_import
from . import plan_doubt_decide
