"""Run in Odoo's shell: build the pages' scripts and style sheets once, instead of in every test run."""

env = globals()["env"]
env["ir.qweb"]._pregenerate_assets_bundles()
env.cr.commit()
