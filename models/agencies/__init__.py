from . import plan_agency_category
from . import plan_agency
from . import plan_agency_group
from . import plan_agency_succession
from . import plan_holiday
