import base64
from unittest.mock import patch

from odoo.exceptions import UserError
from odoo.tests import tagged

from ...tools.upload import clean_file_name, decode_upload
from .common import PlanCase


@tagged("post_install", "-at_install")
class TestUpload(PlanCase):
    """Files are measured before they are stored, at every door."""

    def wizards(self):
        """Return every wizard that takes a file, as a model."""
        children = self.env.registry.descendants(["plan.upload.mixin"], "_inherit")
        found = [self.env[name] for name in children if not self.env[name]._abstract]
        self.assertGreater(len(found), 8)
        return found

    def test_too_large(self):
        """A file that is too large is refused in words, and nothing of it is kept."""
        file = base64.b64encode(b"1234567890")
        for model in self.wizards():
            with self.subTest(wizard=model._name), patch.object(type(model), "_most_bytes", 6):
                before = model.search_count([])
                with self.assertRaisesRegex(UserError, "“a.pdf” is larger|“a.pdf” lớn hơn"), self.env.cr.savepoint():
                    model.create({"file": file, "filename": "..\\a.pdf"})
                wizard = model.new({})
                with self.assertRaisesRegex(UserError, "is larger|lớn hơn"):
                    wizard.write({"file": file})
                self.assertEqual(model.search_count([]), before)

    def test_no_file_at_all(self):
        """A value that is not a file is refused in words, not by an error of the program."""
        for file in (123, True, ["x"], {"a": 1}):
            for model in self.wizards():
                with (
                    self.subTest(wizard=model._name, file=file),
                    self.assertRaisesRegex(UserError, "was not received completely"),
                ):
                    model.create({"file": file})

    def test_decoding(self):
        self.assertEqual(decode_upload(self.env, base64.b64encode(b"x"), "a"), b"x")
        self.assertEqual(decode_upload(self.env, False, "a"), b"")
        with self.assertRaisesRegex(UserError, "was not received completely"):
            decode_upload(self.env, "eA=", "a")

    def test_names(self):
        for name, wanted in (
            ("../../a.pdf", "a.pdf"),
            ("C:\\Users\\x\\b.pdf", "b.pdf"),
            ("c\r\nX: y.pdf", "c X: y.pdf"),
            ("", ""),
            (None, ""),
        ):
            self.assertEqual(clean_file_name(name), wanted)
