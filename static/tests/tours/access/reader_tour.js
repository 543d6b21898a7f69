import { registry } from "@web/core/registry";
import { firstCard, formIsReadonly, openApp, openMenu, row } from "../core/steps";

registry.category("web_tour.tours").add("plan_tracking_reader", {
    steps: () => [
        ...openApp(),
        ...openMenu("plan_assignment_menu"),
        {
            content: "a card that is dragged does not move",
            trigger: firstCard(0),
            // a column that every kind of work has
            run: "drag_and_drop(.o_kanban_group:eq(8))",
        },
        { content: "a dialog says whose card it is", trigger: ".modal .modal-footer .btn-primary", run: "click" },
        { trigger: "body:not(:has(.modal))" },
        { trigger: ".o_kanban_group:eq(8):not(:has(.o_kanban_record))" },
        { trigger: firstCard(0), run: "click" },
        { trigger: ".o_form_view .o_field_widget[name=agency_id]" },
        ...formIsReadonly(),
        { trigger: ".o_statusbar_status:not(:has(button:enabled:visible))" },
        ...openMenu("plan_plan_menu", "plan_catalogue_menu"),
        { trigger: ".o_list_view:not(:has(.o_list_button_add))" },
        { trigger: row("number", "348/KH-UBND"), run: "click" },
        { trigger: ".o_form_view .o_notebook" },
        { trigger: ".o_control_panel:not(:has(.o_form_button_create))" },
        { trigger: ".o_form_statusbar:not(:has(.o_statusbar_buttons button))" },
        ...formIsReadonly(),
        ...openMenu("plan_task_menu", "plan_catalogue_menu"),
        { trigger: row("code", "I.1"), run: "click" },
        { trigger: ".o_form_view .o_field_widget[name=lead_text]" },
        ...formIsReadonly(),
    ],
});
