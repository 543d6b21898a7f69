"""Several papers as one ZIP."""

import io
import re
import zipfile

# characters that would make a folder, a drive or an error when somebody unpacks the file
_NOT_IN_NAMES = re.compile(r'[\\/:*?"<>|\x00-\x1f]+')


def pack(files):
    """Return a ZIP of (name, content), each under a name of its own and in no folder; they are packed already."""
    stream, taken = io.BytesIO(), set()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED) as book:
        for wanted, content in files:
            name, number = _NOT_IN_NAMES.sub("-", wanted).lstrip("."), 1
            stem, dot, ending = name.rpartition(".")
            while name in taken:
                number += 1
                name = f"{stem} ({number}){dot}{ending}"
            taken.add(name)
            book.writestr(name, content)
    return stream.getvalue()
