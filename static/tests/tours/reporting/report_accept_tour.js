import { registry } from "@web/core/registry";
import { confirmDialog, headerAction } from "../core/steps";

registry.category("web_tour.tours").add("plan_tracking_report_approve", {
    steps: () => [
        { content: "nothing is returned without a reason", ...headerAction("Trả lại") },
        { trigger: ".modal .modal-footer button[name=action_return]", run: "click" },
        { content: "which is named", trigger: ".o_notification:contains(Lý do)" },
        { trigger: ".modal .modal-footer .btn-secondary", run: "click" },
        { trigger: "body:not(:has(.modal))" },
        { content: "one tap", trigger: ".o_statusbar_buttons button[name=action_approve]", run: "click" },
        { trigger: ".o_statusbar_status button.o_arrow_button_current[data-value=approved]" },
    ],
});

registry.category("web_tour.tours").add("plan_tracking_report_accept", {
    steps: () => [
        { content: "what is not odd is accepted at once", trigger: "button[name=action_ask_accept_clean]", run: "click" },
        { content: "asked with their number", trigger: ".modal .modal-body:contains(1)" },
        ...confirmDialog(),
        { trigger: ".o_notification:contains(1)" },
        { content: "nothing is left to check", trigger: ".o_form_view:not(:has(button[name=action_ask_accept_clean]))" },
        { trigger: "button[name=action_consolidate]", run: "click" },
        { content: "the agency's words are in it", trigger: ".o_data_row td:contains(Đã họp lần hai)" },
        {
            content: "which the desk puts into its own",
            trigger: ".o_data_row:has(td:contains(Đã họp lần hai)) td[name=text]",
            run: "click",
        },
        { trigger: ".o_data_row td[name=text] textarea", run: "edit Sở Nội vụ đã họp" },
        { trigger: ".o_form_button_save:enabled", run: "click" },
        { trigger: ".o_form_view .o_form_saved, .o_form_view:not(:has(.o_form_button_save:visible))" },
        { trigger: ".o_data_row td[name=text]:contains(Sở Nội vụ đã họp)" },
        { trigger: "button[name=action_submit]", run: "click" },
        { trigger: ".o_statusbar_status button.o_arrow_button_current[data-value=submitted]" },
    ],
});

registry.category("web_tour.tours").add("plan_tracking_report_leader_phone", {
    steps: () => [
        { content: "above the work stands what waits", trigger: ".o_plan_to_do .o_plan_note_to_approve", run: "click" },
        { content: "one tap leads to it", trigger: ".o_kanban_record button[name=action_approve]" },
        { content: "the clock does so too", trigger: ".o_menu_systray button:has(.fa-clock-o)", run: "click" },
        { trigger: ".o-mail-ActivityGroup[data-model_name='plan.report']", run: "click" },
        { trigger: ".o_kanban_record button[name=action_approve]", run: "click" },
        { content: "and nothing waits any more", trigger: ".o_kanban_view:not(:has(button[name=action_approve]))" },
    ],
});
