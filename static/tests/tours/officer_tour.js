import { registry } from "@web/core/registry";
import { card, openApp, openMenu } from "./steps";

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
            content: "without number and date of the product nothing is done",
            trigger: card("V.2", 0),
            run: "drag_and_drop(.o_kanban_group:eq(9))",
        },
        { content: "a dialog says why", trigger: ".modal .modal-body:contains(V.2)" },
        { trigger: ".modal .modal-footer .btn-primary", run: "click" },
        { trigger: "body:not(:has(.modal))" },
        { content: "the card has gone back", trigger: card("V.2", 0) },
        { trigger: `body:not(:has(${card("V.2", 9)}))` },
    ],
});
