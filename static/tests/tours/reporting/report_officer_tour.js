import { registry } from "@web/core/registry";
import { cell, holds, isSaved, row, typeAndSave } from "./report_steps";
import { headerButton } from "../core/steps";

registry.category("web_tour.tours").add("plan_tracking_report_officer", {
    steps: () => [
        { content: "the first line, with the keyboard alone", trigger: cell("lines", 0, "text"), run: "edit Đã họp" },
        { trigger: `${cell("lines", 0, "text")}:focus`, run: "press Tab" },
        { trigger: `${cell("lines", 0, "stage_id")}:focus`, run: "press Tab" },
        { trigger: `${cell("lines", 0, "next_step")}:focus`, run: "edit Trình dự thảo" },
        { trigger: `${cell("lines", 0, "next_step")}:focus`, run: "press Tab" },
        { trigger: `${cell("lines", 0, "date_next_step")}:focus`, run: "edit 30/6/2030" },
        { content: "down to the same cell of the next line", trigger: `${cell("lines", 0, "date_next_step")}:focus`, run: "press Enter" },
        { trigger: `${cell("lines", 1, "date_next_step")}:focus` },
        { content: "the line that was left is saved", ...isSaved("lines", 0) },
        { trigger: `${cell("lines", 1, "date_next_step")}:focus`, run: "press ArrowUp" },
        { trigger: `${cell("lines", 0, "date_next_step")}:focus` },
        ...typeAndSave("lines", 1, "text", "Đã ban hành"),
        isSaved("lines", 1),
        // a figure that is none
        ...typeAndSave("measurements", 0, "actual", "khoảng 80"),
        { trigger: `${row("measurements", 0)}.o_plan_report_refused .o_plan_report_message:contains(khoảng 80)` },
        holds("measurements", 0, "actual", "khoảng 80"),
        { content: "no button passes over it", ...headerButton("action_submit") },
        { trigger: ".o_notification .bg-danger, .o_notification_bar.bg-danger" },
        {
            content: "the browser is closed and opened again",
            trigger: `${row("measurements", 0)}.o_plan_report_refused`,
            run: () => window.location.reload(),
            expectUnloadPage: true,
        },
        { trigger: `${row("measurements", 0)} .o_plan_report_offer:contains(khoảng 80)` },
        { content: "the page says so at its top", trigger: ".o_plan_report_unsaved:contains(1)" },
        { content: "and nobody submits without it unasked", ...headerButton("action_submit") },
        { trigger: ".modal .modal-footer .btn-secondary", run: "click" },
        { trigger: "body:not(:has(.modal))" },
        { trigger: ".o_plan_report_show_unsaved", run: "click" },
        { trigger: `${row("measurements", 0)} .o_plan_report_use:focus` },
        { content: "what was typed is offered", trigger: `${row("measurements", 0)} .o_plan_report_use`, run: "click" },
        holds("measurements", 0, "actual", "khoảng 80"),
        { trigger: `${row("measurements", 0)}.o_plan_report_refused` },
        { trigger: ".o_plan_report_page:not(:has(.o_plan_report_unsaved))" },
        ...typeAndSave("measurements", 0, "actual", "85,75 %"),
        isSaved("measurements", 0),
        holds("measurements", 0, "actual", "85,75"),
        { content: "the rest in one click", trigger: ".o_plan_report_fill_nil:enabled", run: "click" },
        { trigger: '.o_plan_report_filter_open:contains("(0)")' },
        {
            content: "a word too few is typed, and the button saves it first",
            trigger: cell("narratives", 0, "text"),
            run: "edit Đã chỉ đạo",
        },
        headerButton("action_submit"),
        { content: "handed in: all is read, nothing is typed", trigger: `${row("lines", 0)}.o_plan_report_read` },
        { trigger: ".o_plan_report_page:not(:has(textarea, input[type=text], .o_plan_report_fill_nil))" },
    ],
});

/** Somebody else writes the same row, and the session ends meanwhile: the test sees to both. */
registry.category("web_tour.tours").add("plan_tracking_report_conflict", {
    steps: () => [
        ...typeAndSave("lines", 0, "text", "Lời của cán bộ"),
        { content: "the session has ended", trigger: `${row("lines", 0)}.o_plan_report_waiting a[href="/web/login"]` },
        holds("lines", 0, "text", "Lời của cán bộ"),
        {
            content: "back from logging in: it is sent again by itself",
            trigger: `${row("lines", 0)}.o_plan_report_waiting`,
            run: () => window.dispatchEvent(new Event("focus")),
        },
        { trigger: ".modal .o_plan_report_conflict .o_plan_report_mine:contains(Lời của cán bộ)" },
        { trigger: ".modal .o_plan_report_conflict .o_plan_report_others:contains(Lời của lãnh đạo)" },
        { trigger: ".modal:contains(tour.ld) .o_plan_report_edit_further", run: "click" },
        { trigger: `${row("lines", 0)} .o_plan_report_theirs:contains(Lời của lãnh đạo)` },
        holds("lines", 0, "text", "Lời của cán bộ"),
        ...typeAndSave("lines", 0, "text", "Lời của cả hai"),
        isSaved("lines", 0),
        // the second row: theirs stays
        ...typeAndSave("lines", 1, "text", "Lời của cán bộ"),
        { trigger: ".modal .o_plan_report_keep_theirs", run: "click" },
        isSaved("lines", 1),
        holds("lines", 1, "text", "Lời của lãnh đạo"),
        // the third row: mine is saved
        ...typeAndSave("lines", 2, "text", "Lời của cán bộ"),
        { trigger: ".modal .o_plan_report_save_mine", run: "click" },
        isSaved("lines", 2),
        holds("lines", 2, "text", "Lời của cán bộ"),
    ],
});
