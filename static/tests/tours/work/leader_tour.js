import { registry } from "@web/core/registry";
import { headerAction, headerButton, openApp, openMenu, openTab, row } from "../core/steps";

registry.category("web_tour.tours").add("plan_tracking_leader", {
    steps: () => [
        ...openApp(),
        ...openMenu("plan_assignment_waiting_menu"),
        { content: "two results wait", trigger: ".o_list_view .o_data_row:eq(1)" },
        // one lacks something
        { trigger: row("task_code", "V.1"), run: "click" },
        headerAction("Trả lại"),
        { trigger: ".modal .o_field_widget[name=reason] textarea", run: "edit Thiếu phụ lục" },
        { trigger: ".modal button[name=action_return]", run: "click" },
        { trigger: "body:not(:has(.modal))" },
        { content: "the reason is read at once", trigger: ".o_form_view .alert-warning:contains(Thiếu phụ lục)" },
        ...openTab("log"),
        { content: "and it is on record", trigger: ".o_field_widget[name=log_ids] .o_data_row:contains(Thiếu phụ lục)" },
        { trigger: ".o_back_button, .o_breadcrumb a", run: "click" },
        // the other is good: one tap
        { trigger: row("task_code", "V.2"), run: "click" },
        headerButton("action_approve"),
        { trigger: ".o_form_view:not(:has(.o_form_statusbar button[name=action_approve]))" },
        { trigger: ".o_back_button, .o_breadcrumb a", run: "click" },
        { content: "nothing is left to approve", trigger: ".o_list_view:not(:has(.o_data_row:eq(1)))" },
    ],
});
