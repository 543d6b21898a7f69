from . import plan_evidence
from . import plan_form
