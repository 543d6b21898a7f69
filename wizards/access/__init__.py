from . import plan_member_import
from . import mail_activity_schedule
