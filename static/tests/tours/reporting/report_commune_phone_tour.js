import { registry } from "@web/core/registry";
import { cell, isSaved, row } from "./report_steps";
import { giveFile } from "../core/steps";

// the size of a touch target, in pixels
const SMALLEST = 44;

registry.category("web_tour.tours").add("plan_tracking_report_phone", {
    steps: () => [
        {
            content: "big enough for a thumb, and not wider than the screen",
            trigger: row("lines", 0),
            run() {
                const controls = ":is(button, select, textarea, input:not([type=file], [type=checkbox]), .form-check)";
                const small = [...document.querySelectorAll(`.o_plan_report_page ${controls}`)].filter(
                    (element) => element.offsetParent && element.offsetHeight < SMALLEST
                );
                if (small.length) {
                    throw new Error(`too small: ${small.map((element) => element.outerHTML).join(" ")}`);
                }
                if (document.documentElement.scrollWidth > window.innerWidth) {
                    throw new Error("the page is wider than the screen");
                }
            },
        },
        { content: "the keyboard of figures", trigger: `${cell("measurements", 0, "actual")}[inputmode=decimal]`, run: "edit 12,5" },
        { content: "tapped elsewhere: the figure is saved", trigger: cell("lines", 0, "text"), run: "click" },
        isSaved("measurements", 0),
        { trigger: cell("lines", 0, "text"), run: "edit Đã ban hành" },
        { content: "a telephone has a camera", trigger: `${row("lines", 0)} .o_plan_report_camera`, run: "click" },
        giveFile(".o_plan_report_input_camera", "anh.jpg", row("lines", 0)),
        { trigger: `${row("lines", 0)} .o_plan_report_files:contains(1)` },
        { trigger: `${row("lines", 0)} .o_plan_report_evidence a[href*="/web/content/"]:contains(anh.jpg)` },
        { content: "nothing new in one line", trigger: `${row("lines", 1)} .form-check-input`, run: "click" },
        isSaved("lines", 0),
        isSaved("lines", 1),
        { content: "what is left to do", trigger: ".o_plan_report_filter_open", run: "click" },
        { trigger: ".o_plan_report_section_lines:not(:has(.o_plan_report_saved))" },
        { content: "and in the rest", trigger: ".o_plan_report_fill_nil:enabled", run: "click" },
        { trigger: '.o_plan_report_filter_open:contains("(0)")' },
        { content: "at the end of the page too", trigger: ".o_plan_report_end button[name=action_submit]:visible", run: "click" },
        // of all rows this one is on the screen: the page begins at its top again
        { trigger: `${row("measurements", 0)}.o_plan_report_read` },
    ],
});
