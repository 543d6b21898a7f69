from . import plan_evidence
from . import plan_word
from . import plan_report_form
from . import plan_export
from . import plan_form
