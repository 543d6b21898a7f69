from . import plan_package
from . import plan_package_workbook
from . import plan_plan
from . import plan_plan_catalogue
from . import plan_task
