import { registry } from "@web/core/registry";
import { card, giveFile, headerAction, headerButton, openApp, openMenu, openTab, typeResult } from "../core/steps";

registry.category("web_tour.tours").add("plan_tracking_officer", {
    steps: () => [
        ...openApp(),
        ...openMenu("plan_my_work_menu"),
        { content: "the agency's cards stand in columns", trigger: card("V.1", 0) },
        {
            content: "the next column takes the card",
            trigger: card("V.1", 0),
            run: "drag_and_drop(.o_kanban_group:eq(1))",
        },
        { trigger: card("V.1", 1) },
        {
            content: "nothing is done by dragging it there",
            trigger: card("V.2", 0),
            run: "drag_and_drop(.o_kanban_group:eq(9))",
        },
        { content: "a dialog says why", trigger: ".modal .modal-body:contains(V.2)" },
        { trigger: ".modal .modal-footer .btn-primary", run: "click" },
        { trigger: "body:not(:has(.modal))" },
        { content: "the card has gone back", trigger: card("V.2", 0) },
        { trigger: `body:not(:has(${card("V.2", 9)}))` },
        // the roadmap of work that takes years
        { trigger: card("V.2", 0), run: "click" },
        { content: "the roadmap is asked for", trigger: ".o_form_view .alert-info:visible" },
        ...openTab("roadmap"),
        { trigger: ".o_field_widget[name=step_ids] .o_field_x2many_list_row_add a", run: "click" },
        { trigger: ".o_field_widget[name=step_ids] .o_selected_row [name=name] input", run: "edit Khảo sát" },
        { trigger: ".o_field_widget[name=step_ids] .o_selected_row [name=date_due]", run: "click" },
        { trigger: ".o_field_widget[name=step_ids] .o_selected_row [name=date_due] input", run: "edit 30/06/2029" },
        { trigger: ".o_form_button_save", run: "click" },
        { trigger: ".o_form_view:not(:has(.alert-info:visible))" },
        // its deadline cannot be kept
        headerAction("Đề nghị gia hạn"),
        { trigger: ".modal .o_field_widget[name=date_asked]", run: "click" },
        { trigger: ".modal .o_field_widget[name=date_asked] input", run: "edit 31/12/2031" },
        { trigger: ".modal .o_field_widget[name=reason] textarea", run: "edit Chờ hướng dẫn của Bộ" },
        { trigger: ".modal button[name=action_ask]", run: "click" },
        { trigger: "body:not(:has(.modal))" },
        { content: "what was asked for is seen", trigger: ".o_form_view .o_notebook .nav-link[name=extensions]" },
        { trigger: ".o_back_button, .o_breadcrumb a", run: "click" },
        { content: "the next step stands on the card", trigger: `${card("V.2", 0)}:contains(Khảo sát)` },
        // a result with its file
        { trigger: card("V.1", 1), run: "click" },
        ...openTab("result"),
        ...typeResult("15/KH-SNV", "05/01/2026", "Đã ban hành kế hoạch"),
        giveFile(".o_plan_evidence_files", "ke-hoach.pdf"),
        { trigger: ".o_plan_evidence_file:contains(ke-hoach.pdf)" },
        headerButton("action_submit"),
        { content: "handed in, it can be taken back", trigger: ".o_form_statusbar button[name=action_withdraw]" },
        { content: "its file stays", trigger: ".o_plan_evidence_file .fa-lock" },
    ],
});
