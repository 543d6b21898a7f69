from . import plan_digest
from . import plan_digest_mail
from . import res_config_settings
