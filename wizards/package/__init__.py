from . import plan_package_import
