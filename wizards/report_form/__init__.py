from . import plan_report_form_import
