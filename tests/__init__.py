# Odoo's own test runner finds what is named here; the plain pytest modules (grammars, package) need no database.
from . import test_access_actions
from . import test_access_http
from . import test_access_matrix
from . import test_access_regressions
from . import test_access_routes
from . import test_access_table
from . import test_assignment
from . import test_doubt
from . import test_evidence
from . import test_member
from . import test_package
from . import test_plan
from . import test_timeliness
from . import test_tours
from . import test_translation
from . import test_demo
