from . import plan_list_import
