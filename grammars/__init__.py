"""The grammars: what a plan's own words mean, read without Odoo.

Pure Python, no database, no clock. Each module reads one kind of text and says with note codes what it had to
assume; nothing is guessed silently. The codes are turned into sentences by the models.
"""
