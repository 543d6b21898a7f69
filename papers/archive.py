"""Several papers as one ZIP."""

import io
import zipfile


def pack(files):
    """Return a ZIP of (name, content), each under a name of its own; what is in it is packed already."""
    stream, taken = io.BytesIO(), set()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED) as book:
        for wanted, content in files:
            name, number = wanted, 1
            stem, dot, ending = wanted.rpartition(".")
            while name in taken:
                number += 1
                name = f"{stem} ({number}){dot}{ending}"
            taken.add(name)
            book.writestr(name, content)
    return stream.getvalue()
