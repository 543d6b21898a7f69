import { registry } from "@web/core/registry";

registry.category("web_tour.tours").add("plan_tracking_report_approve", {
    steps: () => [
        { content: "one tap", trigger: ".o_statusbar_buttons button[name=action_approve]", run: "click" },
        { trigger: ".o_statusbar_status button.o_arrow_button_current[data-value=approved]" },
    ],
});

registry.category("web_tour.tours").add("plan_tracking_report_accept", {
    steps: () => [
        { content: "what is not odd is accepted at once", trigger: "button[name=action_accept_clean]", run: "click" },
        { content: "nothing is left to check", trigger: ".o_form_view:not(:has(button[name=action_accept_clean]))" },
        { trigger: "button[name=action_consolidate]", run: "click" },
        { content: "the agency's words are in it", trigger: ".o_data_row td:contains(Đã họp lần hai)" },
        { trigger: "button[name=action_submit]", run: "click" },
        { trigger: ".o_statusbar_status button.o_arrow_button_current[data-value=submitted]" },
    ],
});
