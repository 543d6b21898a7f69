from . import plan_doubt_decide
