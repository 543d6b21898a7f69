"""Several workers run the whole suite; each has a database of its own, and here a file store of its own."""

import os
import shutil

import pytest

import odoo


@pytest.fixture(scope="session", autouse=True)
def own_file_store(load_registry):
    """Copy the run's files: what one worker's tests clean up is not missing in another's."""
    worker = os.environ.get("PYTEST_XDIST_WORKER")
    if worker:
        shared = odoo.tools.config.filestore  # pytest-odoo has all workers use the run's
        own = f"{shared.return_value}-{worker}"
        shutil.copytree(shared.return_value, own, dirs_exist_ok=True)
        shared.return_value = own
    yield
