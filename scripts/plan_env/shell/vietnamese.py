"""Run in Odoo's shell: make Vietnamese the language of a new database, and Vietnam its country and time zone."""

env = globals()["env"]
users = env["res.users"].with_context(active_test=False).search([])
partners = env["res.partner"].with_context(active_test=False).search([])
partners.write({"lang": "vi_VN"})
users.write({"tz": "Asia/Ho_Chi_Minh"})
# Users created later, manually or by an import, start with the same.
env["ir.default"].set("res.partner", "lang", "vi_VN")
env["ir.default"].set("res.partner", "tz", "Asia/Ho_Chi_Minh")
country = env.ref("base.vn")
env.ref("base.main_company").write({"country_id": country.id, "currency_id": country.currency_id.id})
env.cr.commit()
