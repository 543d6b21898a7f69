from . import plan_clarification_decide
