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
