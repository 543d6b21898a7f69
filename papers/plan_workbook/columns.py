"""The worksheets of a plan workbook: which file of a package each one is, and what an official reads at its columns.

The form is a paper for Vietnamese offices, so its words are Vietnamese whatever language the screen speaks. Keys are
the columns of the package (data/packages/README.md); values that are codes there are words here.
"""

from typing import NamedTuple

from .words import (
    CLARIFICATION_KINDS,
    CONTENTS,
    PLAN_KINDS,
    PURPOSES,
    QUESTION_KINDS,
    SCHEDULE_KINDS,
    SUCCESSIONS,
    TASK_KINDS,
    YES_NO,
)


class WorksheetColumn(NamedTuple):
    """One column: its key in the package, its heading, its width in characters and what its cells hold.

    `kind` is "text" (one line), "long" (wrapped), "printed" (as the document prints it, wrapped), "several" (one value
    a line), "date", "year", "whole" (a whole number) or "choice" (one of `choices`, {code: words}). `refers` names the
    sheet and column of which the cell says one value.
    """

    key: str
    heading: str
    width: int
    kind: str = "text"
    required: bool = False
    choices: dict = {}
    refers: tuple = ()
    help: str = ""


class WorksheetLayout(NamedTuple):
    """One sheet: the file of the package, its title, what it is for and its columns; `kept` of them stay in sight."""

    file: str
    title: str
    purpose: str
    columns: tuple
    kept: int = 1


def text(key, heading, width=18, **more):
    return WorksheetColumn(key, heading, width, **more)


def yes_no(key, heading, **more):
    return WorksheetColumn(key, heading, 12, "choice", choices=YES_NO, **more)


def one_of(key, heading, choices, width=18, **more):
    return WorksheetColumn(key, heading, width, "choice", choices=choices, **more)


def date(key, heading, **more):
    return WorksheetColumn(key, heading, 13, "date", **more)


def plan(heading="Văn bản"):
    return text("plan", heading, 16, required=True, refers=("plan.plan", "number"), help="Số, ký hiệu ở trang Văn bản.")


def agency(key, heading, **more):
    return text(key, heading, 14, refers=("plan.agency", "code"), help="Mã ở trang Cơ quan.", **more)


PRINTED = "Ghi đúng từng chữ như văn bản in."
SEVERAL = "Mỗi dòng trong ô một giá trị (Alt+Enter để xuống dòng)."

WORKSHEETS = (
    WorksheetLayout(
        "plan.plan",
        "Văn bản",
        "Kế hoạch và từng văn bản mà kế hoạch triển khai; văn bản được triển khai ghi ở dòng trên.",
        (
            text("number", "Số, ký hiệu", 16, required=True, help="Ví dụ 348/KH-UBND."),
            WorksheetColumn("title", "Trích yếu", 60, "printed", required=True, help=PRINTED),
            one_of("kind", "Loại văn bản", PLAN_KINDS, 22, required=True),
            date("issued_on", "Ngày ban hành", required=True),
            agency("issuer", "Cơ quan ban hành"),
            text("signer", "Người ký", 22),
            agency("desk_agency", "Cơ quan đầu mối tổng hợp"),
            WorksheetColumn("basis", "Triển khai văn bản", 20, "several", help=f"Số, ký hiệu của văn bản. {SEVERAL}"),
            date("date_tracking_start", "Theo dõi từ ngày", help="Không mở kỳ báo cáo nào trước ngày này."),
        ),
    ),
    WorksheetLayout(
        "plan.section",
        "Mục",
        "Các mục của phụ lục và các phần của kế hoạch.",
        (
            plan(),
            one_of("content", "Nội dung", CONTENTS, 26, required=True),
            text("code", "Mục", 10, required=True, help="Ví dụ I, II; phần III, mục 1 là III.1."),
            WorksheetColumn("name", "Tên mục", 60, "printed", required=True, help=PRINTED),
        ),
        3,
    ),
    WorksheetLayout(
        "plan.indicator",
        "Chỉ tiêu",
        "Phụ lục chỉ tiêu: mỗi chỉ tiêu một dòng.",
        (
            plan(),
            text("section", "Mục", 8, required=True, help="Một mục chỉ tiêu ở trang Mục."),
            text("number", "TT", 7, required=True, help="Không trùng trong cả kế hoạch."),
            WorksheetColumn("name", "Tên chỉ tiêu", 60, "printed", required=True, help=PRINTED),
            WorksheetColumn("monitor_text", "Cơ quan chủ trì theo dõi, đánh giá", 36, "printed", help=PRINTED),
        ),
        3,
    ),
    WorksheetLayout(
        "plan.target",
        "Mục tiêu",
        "Mỗi ô mục tiêu của phụ lục chỉ tiêu một dòng, kể cả ô trống hoặc ghi “-”.",
        (
            plan(),
            text(
                "indicator",
                "Chỉ tiêu",
                9,
                required=True,
                refers=("plan.indicator", "number"),
                help="TT ở trang Chỉ tiêu.",
            ),
            WorksheetColumn("year", "Năm", 8, "year", required=True),
            WorksheetColumn("text", "Mục tiêu", 40, "printed", help=f"{PRINTED} Để trống nếu văn bản để trống."),
        ),
        3,
    ),
    WorksheetLayout(
        "plan.task",
        "Nhiệm vụ",
        "Phụ lục nhiệm vụ, và các nhiệm vụ, giải pháp chung trong nội dung kế hoạch.",
        (
            plan(),
            text("section", "Mục", 8, required=True, help="Một mục cùng loại ở trang Mục."),
            text("number", "TT", 7, required=True, help="Không trùng trong một mục."),
            one_of("kind", "Loại", TASK_KINDS, 15, required=True),
            WorksheetColumn("name", "Nội dung nhiệm vụ", 60, "printed", required=True, help=PRINTED),
            WorksheetColumn("lead_text", "Đơn vị chủ trì", 30, "printed", help=PRINTED),
            WorksheetColumn("support_text", "Đơn vị phối hợp", 30, "printed", help=PRINTED),
            WorksheetColumn("deadline_text", "Thời gian hoàn thành", 20, "printed", help=PRINTED),
            WorksheetColumn("product", "Sản phẩm dự kiến", 26, "long", help="Kết quả phải giao nộp, nếu kế hoạch ghi."),
        ),
        3,
    ),
    WorksheetLayout(
        "plan.funding",
        "Nguồn kinh phí",
        "Các dòng của phần kinh phí.",
        (
            plan(),
            WorksheetColumn("number", "TT", 7, "whole", required=True),
            WorksheetColumn("name", "Nội dung", 80, "printed", required=True, help=PRINTED),
        ),
        2,
    ),
    WorksheetLayout(
        "plan.reporting.schedule",
        "Chế độ báo cáo",
        "Các loại báo cáo định kỳ mà kế hoạch yêu cầu, kèm hạn gửi.",
        (
            text("name", "Tên báo cáo", 24, required=True),
            one_of("kind", "Kỳ báo cáo", SCHEDULE_KINDS, 14, required=True),
            agency("desk_agency", "Cơ quan nhận", required=True),
            WorksheetColumn("plans", "Về các kế hoạch", 18, "several", required=True, help=f"Số, ký hiệu. {SEVERAL}"),
            text("document", "Căn cứ", 26, help="Ví dụ 348/KH-UBND, phần V.1."),
            WorksheetColumn("due_day", "Gửi trước ngày", 9, "whole", help="Từ 1 đến 31; 31 là ngày cuối tháng."),
            WorksheetColumn("due_month", "Tháng thứ mấy của kỳ", 10, "whole", help="3 là tháng cuối của quý."),
            yes_no("only_first_half", "Chỉ 6 tháng đầu năm"),
            yes_no("is_inclusive", "Gửi trong ngày đó vẫn đúng hạn"),
            WorksheetColumn("cutoff_day", "Ngày chốt số liệu", 10, "whole", help="0: đến ngày cuối còn được gửi."),
            WorksheetColumn("open_days", "Mở trước (ngày)", 10, "whole"),
            WorksheetColumn("reminder_days", "Nhắc trước (ngày làm việc)", 11, "whole"),
            WorksheetColumn("escalation_days", "Báo cơ quan đầu mối sau (ngày làm việc)", 13, "whole"),
            yes_no("bind_leads", "Đơn vị chủ trì phải báo cáo"),
            yes_no("bind_monitors", "Cơ quan theo dõi chỉ tiêu phải báo cáo"),
            WorksheetColumn("agencies", "Thêm các cơ quan", 16, "several", help=f"Mã cơ quan. {SEVERAL}"),
            WorksheetColumn("groups", "Thêm các nhóm", 16, "several", help=f"Mã nhóm cơ quan. {SEVERAL}"),
            yes_no("ask_assignments", "Hỏi về phần việc"),
            yes_no("ask_indicators", "Hỏi về số liệu"),
            yes_no("ask_duties", "Hỏi về nhiệm vụ, giải pháp chung"),
            yes_no("needs_signed_copy", "Cần văn bản đã ký"),
            WorksheetColumn(
                "satisfies", "Gộp các báo cáo", 24, "several", help=f"Tên báo cáo trùng ngày cuối kỳ. {SEVERAL}"
            ),
        ),
    ),
    WorksheetLayout(
        "plan.reporting.question",
        "Đề cương báo cáo",
        "Các đề mục và câu hỏi của từng loại báo cáo, theo thứ tự.",
        (
            text(
                "schedule",
                "Tên báo cáo",
                24,
                required=True,
                refers=("plan.reporting.schedule", "name"),
                help="Tên ở trang Chế độ báo cáo.",
            ),
            WorksheetColumn("name", "Đề mục hoặc câu hỏi", 50, "long", required=True),
            one_of("kind", "Cách trả lời", QUESTION_KINDS, 20),
            one_of("purpose", "Đưa vào phần", PURPOSES, 32, help="Phần của báo cáo tổng hợp."),
            WorksheetColumn("choices", "Các phương án", 30, "several", help=SEVERAL),
            yes_no("is_required", "Bắt buộc trả lời"),
        ),
        2,
    ),
    WorksheetLayout(
        "plan.clarification",
        "Nội dung cần làm rõ",
        "Điều văn bản để ngỏ và phần mềm không tự thấy được; cơ quan đầu mối xử lý trước khi giao việc.",
        (
            plan(),
            one_of("kind", "Loại", CLARIFICATION_KINDS, 20, required=True),
            text("indicator", "Chỉ tiêu", 9, help="TT ở trang Chỉ tiêu, nếu nói về một chỉ tiêu."),
            text("section", "Mục", 8, help="Mục của nhiệm vụ, nếu nói về một nhiệm vụ."),
            text("task", "Nhiệm vụ", 10, help="TT ở trang Nhiệm vụ, nếu nói về một nhiệm vụ."),
            WorksheetColumn("text", "Nội dung", 80, "long", required=True, help="Điều chưa rõ và điều cần quyết định."),
        ),
    ),
    WorksheetLayout(
        "plan.agency.category",
        "Loại cơ quan",
        "Các loại cơ quan.",
        (
            text("code", "Mã", 14, required=True, help="Chữ không dấu, số và _."),
            text("name", "Tên loại", 40, required=True),
            yes_no("reports", "Có báo cáo", help="Không: cơ quan cấp trên, chỉ ban hành và nhận văn bản."),
        ),
    ),
    WorksheetLayout(
        "plan.agency",
        "Cơ quan",
        "Các cơ quan được nêu trong kế hoạch. Cơ quan đã sáp nhập vẫn giữ dòng của mình, có ngày kết thúc.",
        (
            text("code", "Mã", 12, required=True, help="Chữ không dấu, số và _; xã, phường là mã năm chữ số."),
            WorksheetColumn("name", "Tên cơ quan", 44, "long", required=True),
            WorksheetColumn("aliases", "Tên gọi khác", 34, "several", help=f"Cách viết khác trong văn bản. {SEVERAL}"),
            text("category", "Loại", 14, required=True, refers=("plan.agency.category", "code"), help="Mã loại."),
            agency("parent", "Trực thuộc"),
            text("official_code", "Mã đơn vị hành chính", 12, help="Xã, phường: năm chữ số."),
            text("superior", "Cơ quan chủ quản trên văn bản", 30, help="Chữ in hoa; để trống nếu chỉ có một dòng."),
            text("head", "Tên cơ quan ban hành văn bản", 40, help="Chữ in hoa."),
            text("symbol", "Ký hiệu văn bản", 12, help="SKHCN trong 05/BC-SKHCN."),
            text("place", "Địa danh", 16),
            date("date_from", "Có từ ngày"),
            date("date_to", "Đến hết ngày"),
        ),
        2,
    ),
    WorksheetLayout(
        "plan.agency.succession",
        "Kế thừa cơ quan",
        "Cơ quan nào thay cơ quan nào: hai cơ quan sáp nhập là hai dòng.",
        (
            agency("agency_from", "Cơ quan cũ", required=True),
            agency("agency_to", "Cơ quan mới", required=True),
            date("date", "Từ ngày", required=True),
            one_of("kind", "Hình thức", SUCCESSIONS, 20),
            text("document", "Văn bản quyết định", 36),
        ),
        2,
    ),
    WorksheetLayout(
        "plan.agency.group",
        "Nhóm cơ quan",
        "Cách gọi chung nhiều cơ quan trong kế hoạch.",
        (
            text("code", "Mã", 12, required=True, help="Chữ không dấu, số và _."),
            WorksheetColumn("name", "Tên nhóm", 40, "long", required=True),
            WorksheetColumn("aliases", "Tên gọi khác", 40, "several", help=f"Cách viết khác trong văn bản. {SEVERAL}"),
            WorksheetColumn("note", "Ghi chú", 60, "long", help="Điều văn bản để ngỏ, cho người xác nhận thành viên."),
        ),
    ),
    WorksheetLayout(
        "plan.agency.group.member",
        "Thành viên đề xuất",
        "Nhóm gồm loại cơ quan hoặc cơ quan nào. Chỉ là đề xuất: phải được xác nhận trên phần mềm mới có hiệu lực.",
        (
            text("group", "Nhóm", 14, required=True, refers=("plan.agency.group", "code"), help="Mã nhóm."),
            text("category", "Loại cơ quan", 16, refers=("plan.agency.category", "code"), help="Mã loại, hoặc:"),
            agency("agency", "Cơ quan"),
        ),
    ),
    WorksheetLayout(
        "plan.holiday",
        "Ngày nghỉ",
        "Ngày nghỉ lễ, và ngày cuối tuần làm bù.",
        (
            text("name", "Tên", 40, required=True),
            date("date_from", "Từ ngày", required=True),
            date("date_to", "Đến hết ngày", help="Để trống: chỉ một ngày."),
            yes_no("is_working_day", "Ngày làm bù"),
        ),
    ),
)
BY_FILE = {worksheet.file: worksheet for worksheet in WORKSHEETS}
HEADINGS = {(worksheet.file, column.key): column.heading for worksheet in WORKSHEETS for column in worksheet.columns}
GUIDE = "Hướng dẫn"
LISTS = "Danh mục"
