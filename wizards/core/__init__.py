from . import plan_upload_mixin
from . import plan_document_upload_mixin
