import { registry } from "@web/core/registry";
import { row } from "./report_steps";

registry.category("web_tour.tours").add("plan_tracking_report_leader", {
    steps: () => [
        { content: "what looks odd comes first", trigger: `${row("lines", 0)} .o_plan_report_warning` },
        { content: "then what has changed", trigger: `${row("lines", 1)}:contains(Đã họp lần hai)` },
        { content: "what is as before is folded", trigger: ".o_plan_report_section_lines:not(:has(.o_plan_report_row:eq(2)))" },
        { trigger: ".o_plan_report_section_lines .o_plan_report_fold[aria-expanded=false]", run: "click" },
        { trigger: row("lines", 2) },
        { content: "the work's name leads to its card", trigger: `${row("lines", 0)} .o_plan_report_assignment`, run: "click" },
        { trigger: ".o_form_view .o_field_widget[name=stage_id]" },
        { trigger: ".o_control_panel .breadcrumb-item:last a, .o_control_panel .o_back_button", run: "click" },
        { content: "it is read, not filled in", trigger: ".o_plan_report_page:not(:has(textarea, select, .o_plan_report_tools))" },
    ],
});

registry.category("web_tour.tours").add("plan_tracking_report_desk", {
    steps: () => [
        { content: "not approved yet: no content", trigger: ".o_plan_report_hidden" },
        { trigger: ".o_plan_report_page:not(:has(.o_plan_report_row))" },
    ],
});
