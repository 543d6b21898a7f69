"""Run in Odoo's shell: load the addon's demo data alone, without the people and channels of Odoo's own modules."""

from odoo.modules.loading import load_demo
from odoo.modules.module_graph import ModuleGraph

env = globals()["env"]
addon = env.ref("base.module_plan_tracking")
graph = ModuleGraph(env.cr)
graph.extend(env["ir.module.module"].search([("state", "=", "installed")]).mapped("name"))
# `--with-demo` would load those of every module that the addon needs
addon.demo = load_demo(env, graph[addon.name], {}, "init")
env.cr.commit()
