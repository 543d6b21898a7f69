"""Signers and their authority: the lines above a name."""

import pytest

from ....grammars.signing import guess_head, signature_lines


@pytest.mark.parametrize(
    ("name", "head", "collective"),
    [
        ("SỞ NỘI VỤ", "GIÁM ĐỐC", ""),
        ("ỦY BAN NHÂN DÂN XÃ QUẾ PHONG", "CHỦ TỊCH", "ỦY BAN NHÂN DÂN"),
        ("ỦY BAN NHÂN DÂN TỈNH NGHỆ AN", "CHỦ TỊCH", "ỦY BAN NHÂN DÂN"),
        ("THANH TRA TỈNH", "CHÁNH THANH TRA", ""),
        ("VĂN PHÒNG", "CHÁNH VĂN PHÒNG", ""),
        ("TRƯỜNG ĐẠI HỌC VINH", "HIỆU TRƯỞNG", ""),
        ("BAN QUẢN LÝ KHU KINH TẾ ĐÔNG NAM", "TRƯỞNG BAN", ""),
        ("CÔNG AN TỈNH NGHỆ AN", "GIÁM ĐỐC", ""),
    ],
)
def test_head(name, head, collective):
    assert guess_head(name) == (head, collective)


@pytest.mark.parametrize(
    ("head", "collective", "office", "lines"),
    [
        ("Giám đốc", "", "", ["GIÁM ĐỐC"]),
        ("Giám đốc", "", "Giám đốc", ["GIÁM ĐỐC"]),
        ("Giám đốc", "", "KT. Phó Giám đốc", ["KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"]),
        ("Giám đốc", "", "Phó Giám đốc", ["KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"]),
        ("Giám đốc", "", "Q. Giám đốc", ["Q. GIÁM ĐỐC"]),
        ("Giám đốc", "", "TL. Chánh Văn phòng", ["TL. GIÁM ĐỐC", "CHÁNH VĂN PHÒNG"]),
        ("Chủ tịch", "Ủy ban nhân dân", "Chủ tịch", ["TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"]),
        ("Chủ tịch", "Ủy ban nhân dân", "Chủ tịch UBND xã", ["TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"]),
        (
            "Chủ tịch",
            "Ủy ban nhân dân",
            "Phó Chủ tịch UBND phường",
            ["TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"],
        ),
        ("Chánh Văn phòng", "", "Phó Văn phòng UBND tỉnh", ["KT. CHÁNH VĂN PHÒNG", "PHÓ VĂN PHÒNG UBND TỈNH"]),
        (
            "Chủ tịch",
            "Ủy ban nhân dân",
            "KT. Phó Chủ tịch",
            ["TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"],
        ),
        ("Chủ tịch", "Ủy ban nhân dân", "TL. Chánh Văn phòng", ["TL. CHỦ TỊCH", "CHÁNH VĂN PHÒNG"]),
    ],
)
def test_lines(head, collective, office, lines):
    assert signature_lines(head, collective, office) == lines
