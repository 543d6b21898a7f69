import { registry } from "@web/core/registry";
import { confirmDialog, firstCard, openApp, openMenu, openTab, row } from "../core/steps";

function decide(decision) {
    return [
        { trigger: ".o_control_panel button[name=action_decide]", run: "click" },
        { trigger: ".modal .o_field_widget[name=decision] textarea", run: `edit ${decision}` },
        { trigger: ".modal .o_field_widget[name=ground] textarea", run: "edit Công văn 1/SKHCN" },
        { trigger: ".modal button[name=action_decide]", run: "click" },
        { trigger: "body:not(:has(.modal))" },
        // the list shows only open points: decided ones have left it
        { trigger: ".o_list_view:not(:has(.o_data_row_selected))" },
    ];
}

const openPlan = [
    ...openMenu("plan_plan_menu", "plan_catalogue_menu"),
    { trigger: row("number", "348/KH-UBND"), run: "click" },
    { trigger: ".o_form_view .o_statusbar_status" },
];

registry.category("web_tour.tours").add("plan_tracking_desk", {
    steps: () => [
        ...openApp(),
        ...openPlan,
        ...openTab("indicators"),
        { trigger: ".o_field_widget[name=annex_indicator_html] .o_plan_annex tbody td:contains(5G)" },
        ...openTab("tasks"),
        { trigger: ".o_field_widget[name=annex_task_html] .o_plan_annex tbody td:contains(Sở Nội vụ)" },
        // the checklist
        { trigger: ".o_statusbar_buttons button[name=action_review]", run: "click" },
        { trigger: ".o_list_view .o_data_row:eq(4)" },
        { trigger: ".o_data_row:eq(0) .o_list_record_selector input", run: "click" },
        { trigger: ".o_data_row:eq(1) .o_list_record_selector input", run: "click" },
        { trigger: ".o_data_row:eq(2) .o_list_record_selector input", run: "click" },
        ...decide("Như đề xuất"),
        { trigger: "thead .o_list_record_selector input", run: "click" },
        { trigger: ".o_data_row_selected:eq(4)" },
        ...decide("Hiểu theo văn bản"),
        { trigger: ".o_view_nocontent" },
        // activation
        ...openPlan,
        { trigger: ".o_statusbar_buttons button[name=action_activate].btn-primary", run: "click" },
        ...confirmDialog(),
        { trigger: ".o_statusbar_buttons button[name=action_close]", timeout: 60000 },
        // all work, and the agencies that have done their part of one task
        ...openMenu("plan_assignment_menu"),
        { trigger: firstCard(0) },
        ...openMenu("plan_task_menu", "plan_catalogue_menu"),
        { trigger: row("code", "I.1"), run: "click" },
        { trigger: ".o_form_view button[name=action_open_assignments]" },
        ...openTab("assignments"),
        { trigger: ".o_field_widget[name=assignment_ids] .o_data_row:has(td:contains(Sở Nội vụ))" },
    ],
});
