"""What is handed out on paper and in files; nothing here knows of Odoo."""
