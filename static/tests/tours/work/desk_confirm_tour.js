import { registry } from "@web/core/registry";
import { headerButton, openApp, openMenu } from "../core/steps";

registry.category("web_tour.tours").add("plan_tracking_desk_confirm", {
    steps: () => [
        ...openApp(),
        ...openMenu("plan_assignment_waiting_menu"),
        { content: "the results of 130 communes on one page", trigger: ".o_list_view .o_data_row:eq(129)" },
        // one of them is looked at
        { trigger: ".o_list_view .o_data_row:eq(3) td[name=task_code]", run: "click" },
        { trigger: ".o_form_view .o_field_widget[name=result]:contains(Đã ban hành)" },
        headerButton("action_spot_check"),
        { trigger: ".o_form_view:not(:has(.o_form_statusbar button[name=action_spot_check]))" },
        { trigger: ".o_back_button, .o_breadcrumb a", run: "click" },
        // all are confirmed together
        { trigger: "thead .o_list_record_selector input", run: "click" },
        { trigger: ".o_data_row_selected:eq(129)" },
        { trigger: ".o_control_panel button[name=action_confirm]", run: "click" },
        { content: "nothing waits any more", trigger: ".o_view_nocontent", timeout: 60000 },
    ],
});
