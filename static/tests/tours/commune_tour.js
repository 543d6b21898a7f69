import { registry } from "@web/core/registry";

const CARD = ".o_kanban_renderer .o_kanban_record:not(.o_kanban_ghost)";

registry.category("web_tour.tours").add("plan_tracking_commune", {
    steps: () => [
        { content: "six cards in one plain list", trigger: `${CARD}:eq(5)` },
        { trigger: `.o_kanban_view:not(:has(.o_kanban_group)):not(:has(${CARD}:eq(6)))` },
        { trigger: `${CARD}:has(span.fw-bold:text(I.3))`, run: "click" },
        { trigger: ".o_form_view .o_statusbar_status button.dropdown-toggle:visible:enabled", run: "click" },
        { content: "the next stage", trigger: ".o-dropdown--menu .dropdown-item:eq(1)", run: "click" },
        { trigger: ".o_field_widget[name=progress]:contains(20)" },
        { content: "back to the list, which waits for the saving", trigger: ".o_back_button", run: "click" },
        { trigger: `${CARD}:eq(5)` },
    ],
});
