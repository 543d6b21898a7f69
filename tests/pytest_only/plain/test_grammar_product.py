"""The likely track of a task."""

import pytest

from ....grammars.product import guess_track


@pytest.mark.parametrize(
    ("name", "recurrence", "track", "is_guess"),
    [
        ("Đề án Thành lập Trung tâm khởi nghiệp đổi mới sáng tạo Nghệ An", "once", "document", False),
        ("Đề án/Kế hoạch phát triển mạng lưới kết nối, thu hút nhân tài", "once", "document", False),
        ("Xây dựng Kế hoạch phát triển hạ tầng số giai đoạn 2026-2030", "once", "document", False),
        ("Xây dựng kế hoạch ứng phó sự cố an toàn thông tin mạng", "yearly", "document", False),
        ("Sửa đổi và bổ sung chương trình phát triển tài sản trí tuệ", "once", "document", False),
        ("Ban hành Quy chế quản lý dữ liệu", "once", "document", False),
        ("Xây dựng kế hoạch và triển khai hạ tầng 5G", "once", "document", True),
        ("Xây dựng trung tâm dữ liệu và hệ thống tính toán hiệu năng cao", "once", "project", False),
        ("Nâng cấp, hoàn thiện hạ tầng công nghệ thông tin", "once", "project", False),
        ("Hình thành và vận hành một Trung tâm", "once", "project", False),
        ("Thành lập Hội đồng tư vấn cấp tỉnh", "once", "project", True),
        ("Tiếp tục thực hiện Đề án phát triển y tế thông minh", "yearly", "regular", False),
        ("Bố trí cán bộ có chuyên môn", "ongoing", "regular", False),
        ("Xây dựng, từng bước hoàn chỉnh cơ sở dữ liệu số các ngành", "yearly", "regular", True),
        ("Đưa nội dung Nghị quyết vào văn kiện", "once_then_ongoing", "regular", True),
        ("", "unknown", "project", True),
    ],
)
def test_tracks(name, recurrence, track, is_guess):
    assert guess_track(name, recurrence) == (track, is_guess)
