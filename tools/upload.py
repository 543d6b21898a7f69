"""Files as a Binary field takes them from a browser, measured before they are decoded."""

import base64
import binascii

from odoo.exceptions import UserError

# bytes of a file that is kept: a scan of some hundred pages
LARGEST = 50 * 1024**2


def decode_upload(env, file, name, most=LARGEST):
    """Return the bytes of an uploaded file.

    :param file: base64, as a Binary field holds it; nothing where none was chosen
    :param str name: what the file is called, for the sentence
    :param int most: bytes that are taken
    :raises UserError: it is too large, or did not arrive whole
    """
    file = file or b""
    if len(file) > most * 4 / 3 + 4:
        raise UserError(
            env._(
                "“%(name)s” is larger than %(size)s MB. Remove pictures and what does not belong.",
                name=name or "?",
                size=most // 1024**2,
            )
        )
    try:
        return base64.b64decode(file)
    except (binascii.Error, TypeError, ValueError) as error:
        raise UserError(env._("The file did not arrive whole. Choose it anew.")) from error
