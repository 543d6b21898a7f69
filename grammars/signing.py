"""The signer of an agency's papers, and their authority: the lines above a name (NĐ 30/2020, phụ lục I, phần II, 7)."""

import re

# the name of a body, and its head; a body that decides together signs "TM." of it
HEADS = (
    (r"ỦY BAN NHÂN DÂN|UBND", "CHỦ TỊCH", "ỦY BAN NHÂN DÂN"),
    (r"BAN CHỈ ĐẠO", "TRƯỞNG BAN", "BAN CHỈ ĐẠO"),
    (r"VĂN PHÒNG", "CHÁNH VĂN PHÒNG", ""),
    (r"THANH TRA", "CHÁNH THANH TRA", ""),
    (r"THỐNG KÊ", "TRƯỞNG THỐNG KÊ", ""),
    (r"BAN\b", "TRƯỞNG BAN", ""),
    (r"TRƯỜNG", "HIỆU TRƯỞNG", ""),
    (r"VIỆN", "VIỆN TRƯỞNG", ""),
    (r"BÁO|TẠP CHÍ", "TỔNG BIÊN TẬP", ""),
    (r"HIỆP HỘI|HỘI|LIÊN HIỆP", "CHỦ TỊCH", ""),
)
OF_COLLECTIVE = re.compile(r"\s+(UBND|ỦY BAN NHÂN DÂN)\b.*")
RIGHTS = re.compile(r"^(TM|Q|KT|TL|TUQ)\.\s*", re.IGNORECASE)


def guess_head(name):
    """Return (title of the head, name of the collective) of a body by its name in the header: a proposal to edit."""
    for pattern, title, collective in HEADS:
        if re.match(pattern, (name or "").upper()):
            return title, collective
    return "GIÁM ĐỐC", ""


def signature_lines(head, collective, office=""):
    """Return the lines above the signer's name, in capitals.

    :param str head: the title of the agency's head
    :param str collective: of a body that decides together, its name; empty where the head decides
    :param str office: the signer's right and title, "KT. Phó Giám đốc"; empty: the head of the body
    """
    head = (head or "").upper()
    right = RIGHTS.match(office or "")
    title = RIGHTS.sub("", office or "").strip().upper()
    title = (OF_COLLECTIVE.sub("", title) if collective else title) or head  # its body is named above
    right = right.group(1).upper() if right else "KT" if title.startswith("PHÓ ") else ""  # a deputy signs for the head
    together = [f"TM. {collective.upper()}"] if collective else []
    if right in ("TL", "TUQ"):
        return [f"{right}. {head}", title]
    if right == "KT":
        return [*together, f"KT. {head}", title]
    if right == "Q":
        return [*together, f"Q. {head}"]
    return [*together, title]
