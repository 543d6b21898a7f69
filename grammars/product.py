"""The likely track of stages of a task, guessed from its name and its completion time."""

import re

from .text import search_key

__all__ = ["guess_track"]

# Matched on search_key(): no accents.
_DOCUMENT = (
    r"(?:ke hoach|de an|chuong trinh|quy hoach|nghi quyet|quyet dinh|co che|chinh sach|quy che|quy dinh|huong dan)"
)
_THING = r"(?:trung tam|ha tang|co so du lieu|he thong|nen tang|khong gian|quy|khu cong nghiep|mang luoi)"
_DRAFT = r"(?:xay dung|ban hanh|sua doi|bo sung|hoan thien|ra soat|tham muu|trinh|lap|va|trien khai|cac|,| )*"
_MAKE = r"(?:xay dung|nang cap|hoan thien|hoan chinh|hinh thanh|thanh lap|phat trien|dau tu|hoan thanh|tung buoc)"
_IS_DOCUMENT = re.compile(rf"{_DRAFT}{_DOCUMENT}\b")
_IS_PROJECT = re.compile(rf"(?:{_MAKE}[, ]*(?:va )?)+(?:\w+[, ]+){{0,6}}?{_THING}\b")
_ALSO_DOING = re.compile(r"(?: va|,) (?:trien khai|thu hut (?:dau tu|du an)|van hanh|thuc hien)\b")
_IS_DOING = re.compile(r"(?:tiep tuc|thuc hien|trien khai|to chuc|thuc day|long ghep|bo tri|duy tri|dua)\b")


def guess_track(name, recurrence):
    """(track, whether it is only a guess): 'document', 'project' or 'regular' for a task's name.

    A name that begins with the document to be written is one, whatever its recurrence; it is a guess when the name goes
    on to carry it out ("Xây dựng kế hoạch và triển khai hạ tầng 5G"). Work that recurs and writes no document is
    regular. A name that makes or upgrades a thing is a project. Everything else is a guess.
    """
    key = search_key(name)
    recurs = recurrence in ("yearly", "ongoing")
    if _IS_DOCUMENT.match(key) and not _IS_DOING.match(key):
        return "document", bool(_ALSO_DOING.search(key))
    if recurs:
        return "regular", bool(_IS_PROJECT.match(key))
    if _IS_PROJECT.match(key):
        return "project", False
    return ("regular" if _IS_DOING.match(key) else "project"), True
