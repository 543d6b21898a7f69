"""Files as a Binary field takes them from a browser, measured before they are stored or decoded."""

import base64
import binascii

from odoo.exceptions import UserError

from ..grammars.text import clean

# bytes of a file that is kept: a scan of some hundred pages
LARGEST = 50 * 1024**2


def check_upload(env, file, name, most=LARGEST):
    """Refuse anything that is not a file, and files that are too large.

    :param file: base64, as a Binary field takes it; nothing where none was chosen
    :param str name: what the file is called, for the sentence
    :param int most: bytes that are taken
    :raises UserError: why not, and what to do
    """
    if file and not isinstance(file, (str, bytes)):
        raise UserError(env._("The file was not received completely. Choose it again."))
    if len(file or b"") > most * 4 / 3 + 4:
        raise UserError(
            env._(
                "“%(name)s” is larger than %(size)s MB. Remove pictures and unneeded content.",
                name=clean_file_name(name) or "?",
                size=most // 1024**2,
            )
        )


def decode_upload(env, file, name, most=LARGEST):
    """Return the bytes of an uploaded file.

    :raises UserError: it is too large, or did not arrive whole; the parameters are those of `check_upload`
    """
    check_upload(env, file, name, most)
    try:
        return base64.b64decode(file or b"")
    except (binascii.Error, ValueError) as error:
        raise UserError(env._("The file was not received completely. Choose it again.")) from error


def clean_file_name(name):
    """Return a file's name without the folders that some browsers and every attacker prepend."""
    return clean((name or "").replace("\\", "/")).rpartition("/")[2].strip()
