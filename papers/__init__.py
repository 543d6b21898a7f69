"""Papers as files: what is printed, edited in an office program and filled in offline. No Odoo in here."""
