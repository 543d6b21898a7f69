"""The words for the codes of a package in the plan workbook: {code: words}, in the order of the choices."""

YES_NO = {"1": "Có", "0": "Không"}
PLAN_KINDS = {
    "plan": "Kế hoạch",
    "action_programme": "Chương trình hành động",
    "resolution": "Nghị quyết",
    "decision": "Quyết định",
    "directive": "Chỉ thị",
    "other": "Văn bản khác",
}
CONTENTS = {"indicator": "Chỉ tiêu", "task": "Nhiệm vụ", "duty": "Nhiệm vụ, giải pháp chung"}
TASK_KINDS = {"task": "Nhiệm vụ", "duty": "Nhiệm vụ, giải pháp chung"}
SUCCESSIONS = {"merge": "Hợp nhất, sáp nhập", "split": "Chia, tách", "rename": "Đổi tên"}
SCHEDULE_KINDS = {"month": "Hằng tháng", "quarter": "Hằng quý", "half": "6 tháng", "year": "Hằng năm"}
QUESTION_KINDS = {
    "text": "Bằng lời",
    "number": "Số",
    "yes_no": "Có hoặc không",
    "choice": "Chọn một phương án",
    "file": "Tệp",
}
PURPOSES = {
    "direction": "Công tác lãnh đạo, chỉ đạo",
    "result": "Kết quả thực hiện",
    "shortcoming": "Tồn tại, hạn chế và nguyên nhân",
    "obstacle": "Khó khăn, vướng mắc",
    "next": "Nhiệm vụ trọng tâm kỳ tới",
    "proposal": "Kiến nghị, đề xuất",
    "other": "Câu hỏi khác",
}
CLARIFICATION_KINDS = {
    "target": "Mục tiêu",
    "deadline": "Hạn hoàn thành",
    "agency": "Cơ quan chưa rõ",
    "group": "Thành viên của nhóm",
    "lead": "Đơn vị chủ trì",
    "product": "Thiếu sản phẩm",
    "other": "Khác",
}
