from . import plan_evidence
