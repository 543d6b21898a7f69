from . import plan_offline_form_import
