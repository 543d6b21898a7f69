import { registry } from "@web/core/registry";
import { giveFile, headerButton, typeResult } from "../core/steps";

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
        // the result, photographed
        { trigger: `${CARD}:has(span.fw-bold:text(I.3))`, run: "click" },
        ...typeResult("07/KH-UBND", "05/01/2026", "Đã ban hành kế hoạch"),
        { content: "a telephone offers its camera", trigger: ".o_plan_evidence_camera:visible" },
        giveFile(".o_plan_evidence input[capture=environment]", "anh.jpg"),
        { trigger: ".o_plan_evidence_file:contains(anh.jpg)" },
        headerButton("action_submit"),
        { content: "handed in", trigger: ".o_plan_evidence_file .fa-lock" },
    ],
});
