from . import plan_evidence
from . import plan_word
from . import plan_offline_form
from . import plan_export
from . import plan_workbook
