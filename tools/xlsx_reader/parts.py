"""The parts of an XLSX as XML, read as a stream: no tree is ever built, so what a part costs is bounded
beforehand.

openpyxl, even in its read-only mode, builds every row as a tree before anything can count its cells, and whole parts
(styles, the workbook itself) at once: a row of five million empty cells, 5 KiB in the ZIP, takes a gigabyte. Here expat
hands over one tag at a time and `Budget` counts. Documents with a DTD are refused: no part of an XLSX has one.
"""

import re
import time
from xml.parsers import expat

_CHUNK = 64 * 1024
# Excel's and LibreOffice's own parts nest a dozen deep.
_MAX_DEPTH = 64
# No office program writes a tag that fills so many chunks: expat would start it again for every chunk.
_MAX_SILENCE = 4
# the format's notation for characters that XML cannot carry, and for a text that looks like it
_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")
_LONGEST_ESCAPE = 7
# Excel takes 31 letters; whatever else writes one, a name is there to be read in a sentence
_LONGEST_NAME = 60


class WorkbookError(Exception):
    """The faults of a workbook: `code` for the sentence, `values` for what it names."""

    def __init__(self, code, **values):
        super().__init__(code)
        self.code = code
        self.values = values


class Deadline:
    """The time by which the work on a file must be done, its reading and all that follows."""

    def __init__(self, seconds):
        self.seconds = seconds
        self.end = time.monotonic() + seconds

    def check(self):
        """Stop with a sentence what has taken too long."""
        if time.monotonic() > self.end:
            raise WorkbookError("too_slow", seconds=self.seconds)


class Budget:
    """The remaining budget for reading one file: tags, cells with something in them, letters, seconds."""

    def __init__(self, limits, deadline=None):
        self.limits = limits
        self.tags = limits.tags
        self.cells = limits.cells
        self.letters = limits.letters
        self.deadline = deadline or Deadline(limits.seconds)

    def spend(self, name, number=1):
        """Take so much of what is left; `name` is "tags", "cells" or "letters"."""
        left = getattr(self, name) - number
        if left < 0:
            raise WorkbookError("too_many_cells", cells=self.limits.cells)
        setattr(self, name, left)


class Text:
    """The text of a cell while it comes in pieces; `budget` pays for its letters."""

    __slots__ = ("budget", "length", "pieces")

    def __init__(self, budget):
        self.budget = budget
        self.pieces = []
        self.length = 0

    def add(self, piece):
        """Add a piece; more of a text than any cell holds is paid for and not kept."""
        self.budget.spend("letters", len(piece))
        self.length += len(piece)
        if self.length <= self.budget.limits.text * _LONGEST_ESCAPE:
            self.pieces.append(piece)

    def get(self):
        """Return the text as it is meant, None if no cell of an office program is that long."""
        longest = self.budget.limits.text
        if self.length > longest * _LONGEST_ESCAPE:
            return None
        text = unescape("".join(self.pieces))
        if 2 * len(text) <= longest:
            return text
        # Excel counts as UTF-16 does: a letter outside of the first plane is two
        return text if len(text.encode("utf-16-le", "surrogatepass")) <= 2 * longest else None


def unescape(text):
    """Return a text of a cell as it is meant: "_x000D_" is a line's end. What no database holds is left out."""
    return _ESCAPED.sub(lambda match: _get_character(int(match[1], 16)), text) if "_x" in text else text


def _get_character(code):
    is_control = code < 0x20 and code not in (0x09, 0x0A, 0x0D)
    return "" if is_control or 0xD800 <= code < 0xE000 else chr(code)


class PartReader:
    """Handlers of one part; a subclass says what its tags mean. Names are without their namespaces."""

    def start(self, tag, attributes):
        """A tag opens; `attributes` is {name: text}, names without namespaces."""

    def end(self, tag):
        """A tag closes."""

    def text(self, text):
        """Text, in pieces."""


class _Feeder:
    """Feeds a part to expat piece by piece and counts what comes out."""

    def __init__(self, reader, budget):
        self.reader, self.budget = reader, budget
        self.depth = self.events = 0
        self.parser = expat.ParserCreate()
        self.parser.buffer_text = True
        self.parser.StartDoctypeDeclHandler = self._doctype
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._text

    def _doctype(self, *_args):
        raise WorkbookError("has_dtd")

    def _start(self, tag, attributes):
        self.events += 1
        self.depth += 1
        if self.depth > _MAX_DEPTH:
            raise WorkbookError("not_a_workbook")
        self.budget.spend("tags")
        self.reader.start(_local(tag), {_local(name): text for name, text in attributes.items()})

    def _end(self, tag):
        self.events += 1
        self.depth -= 1
        self.reader.end(_local(tag))

    def _text(self, text):
        self.events += 1
        self.reader.text(text)

    def feed(self, stream):
        silent = 0
        while chunk := stream.read(_CHUNK):
            self.budget.deadline.check()
            before = self.events
            self.parser.Parse(chunk, False)
            silent = 0 if self.events > before else silent + 1
            if silent >= _MAX_SILENCE:
                raise WorkbookError("not_a_workbook")
        self.parser.Parse(b"", True)


def _local(name):
    return name.rpartition(":")[2]


def read_part(archive, path, reader, budget):
    """Read one part with `reader` and return it.

    :raises WorkbookError: the part is not there, no XML, or costs more than `budget` allows
    """
    try:
        with archive.open(path) as stream:
            _Feeder(reader, budget).feed(stream)
    except WorkbookError:
        raise
    except Exception as error:  # zipfile and expat raise whatever their libraries raise
        raise WorkbookError("not_a_workbook") from error
    return reader


class ContentTypes(PartReader):
    """[Content_Types].xml: which part is the workbook, and whether there are macros."""

    def __init__(self):
        self.workbook = None
        self.types = set()

    def start(self, tag, attributes):
        kind = attributes.get("ContentType", "")
        self.types.add(kind)
        if tag == "Override" and kind.endswith("sheet.main+xml"):
            self.workbook = attributes.get("PartName", "").lstrip("/")


class Relations(PartReader):
    """A _rels part: {id: target} of the parts in the file itself, and the path of the shared strings."""

    def __init__(self, folder):
        self.folder = folder
        self.targets = {}
        self.of_kind = {}

    def start(self, tag, attributes):
        if tag == "Relationship" and attributes.get("TargetMode") != "External":
            target = attributes.get("Target", "")
            path = target.lstrip("/") if target.startswith("/") else self.folder + target
            self.targets[attributes.get("Id")] = path
            self.of_kind[attributes.get("Type", "").rpartition("/")[2]] = path


class WorksheetNames(PartReader):
    """The workbook part: its sheets in their order, and from when its days are counted."""

    def __init__(self):
        self.worksheets = []  # (name, relation, is hidden)
        self.is_1904 = False

    def start(self, tag, attributes):
        if tag == "sheet":
            is_hidden = attributes.get("state", "visible") != "visible"
            self.worksheets.append((attributes.get("name", "")[:_LONGEST_NAME], attributes.get("id"), is_hidden))
        elif tag == "workbookPr":
            self.is_1904 = attributes.get("date1904") in ("1", "true")


class Styles(PartReader):
    """The styles part: the number format of every cell format, by its index."""

    def __init__(self):
        self.codes = {}
        self.formats = []
        self.is_cell = False

    def start(self, tag, attributes):
        if tag == "numFmt":
            self.codes[attributes.get("numFmtId")] = attributes.get("formatCode", "")
        elif tag == "cellXfs":
            self.is_cell = True
        elif tag == "xf" and self.is_cell:
            self.formats.append(attributes.get("numFmtId", "0"))

    def end(self, tag):
        if tag == "cellXfs":
            self.is_cell = False


class SharedStrings(PartReader):
    """The texts that cells name by number; furigana are left out."""

    def __init__(self, budget):
        self.budget = budget
        self.texts = []
        self.named = set()
        self.current = Text(budget)
        self.is_text = self.is_phonetic = False

    def start(self, tag, attributes):
        if tag == "si":
            self.current = Text(self.budget)
        elif tag == "rPh":
            self.is_phonetic = True
        elif tag == "t":
            self.is_text = not self.is_phonetic

    def text(self, text):
        if self.is_text:
            self.current.add(text)

    def end(self, tag):
        if tag == "t":
            self.is_text = False
        elif tag == "rPh":
            self.is_phonetic = False
        elif tag == "si":
            self.budget.spend("cells")
            self.texts.append(self.current.get())

    def get(self, number):
        """Return the text for a cell that names it, None if it is too long for one.

        Its letters are paid for with every further cell that names it: a reader of the cells reads them all.
        """
        if number is None or number >= len(self.texts):
            raise WorkbookError("not_a_workbook")
        text = self.texts[number]
        if number in self.named:
            self.budget.spend("letters", len(text or ""))
        self.named.add(number)
        return text
