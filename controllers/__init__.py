from . import plan_evidence
from . import plan_document
from . import plan_report_form
from . import plan_sheet
from . import plan_form
