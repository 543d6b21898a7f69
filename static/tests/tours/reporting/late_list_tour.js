import { browser } from "@web/core/browser/browser";
import { registry } from "@web/core/registry";
import { openApp, openMenu } from "../core/steps";

const TABLE = ".o_plan_late_table";
const COPY = `${TABLE} .o_plan_late_counts .o_plan_copy_missing`;

/** Let the browser allow or refuse the clipboard; the text is kept for the next step. */
const copied = {};
function clipboard(isAllowed) {
    return {
        content: `the clipboard is ${isAllowed ? "open" : "closed"}`,
        trigger: COPY,
        run() {
            browser.navigator.clipboard.writeText = async (text) => {
                if (!isAllowed) {
                    throw new Error("not allowed");
                }
                copied.text = text;
            };
        },
    };
}

function check(what, isTrue) {
    if (!isTrue) {
        throw new Error(what);
    }
}

function press(key, focus) {
    return {
        content: `${key} leads to the ${focus}`,
        trigger: TABLE,
        run() {
            document.activeElement.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
            check(`the focus is not on a ${focus}`, document.activeElement.dataset.focus === focus);
        },
    };
}

registry.category("web_tour.tours").add("plan_tracking_late_list", {
    steps: () => [
        ...openApp(),
        ...openMenu("plan_late_list_menu", "plan_reports_menu"),
        { trigger: `${TABLE} tbody tr:eq(3)` },
        // the numbers above are those of the category that is chosen
        { trigger: `${TABLE} .o_plan_late_counts .o_plan_late_due_soon:contains(3)` },
        { trigger: ".o_plan_late_category", run: "selectByIndex 1" },
        { trigger: `${TABLE} .o_plan_late_counts .o_plan_late_due_soon:contains(2)` },
        { trigger: `${TABLE} tbody:not(:has(tr:eq(3))) tr:eq(2)` },
        { trigger: `${TABLE} tbody tr:has(th:contains(Sở Nội vụ)) .o_plan_late_on_time` },
        // from cell to cell by the arrows: the table is one stop of the tab key
        {
            trigger: `${TABLE}:not(:has([tabindex="0"]:eq(1))) tbody tr:eq(0) th [tabindex="0"]`,
            run() {
                this.anchor.focus();
            },
        },
        press("ArrowRight", "report"),
        press("ArrowUp", "copy"),
        press("ArrowUp", "count"),
        press("ArrowDown", "copy"),
        press("ArrowDown", "report"),
        press("Home", "agency"),
        { content: "what waits for its leader says so", trigger: `${TABLE} tr:has(th:contains(Sở Y tế)) .o_plan_late_due_soon small` },
        { trigger: `${TABLE} tr:has(th:contains(Sở Tài chính)) .o_plan_late_due_soon:not(:has(small))` },
        // who has not reported
        { trigger: ".o_plan_late_owing", run: "click" },
        { trigger: `${TABLE} tbody:not(:has(th:contains(Sở Nội vụ))):has(tr:eq(1)):not(:has(tr:eq(2)))` },
        clipboard(true),
        { trigger: COPY, run: "click" },
        { trigger: ".o_notification" },
        {
            content: "the text names who has not reported",
            trigger: TABLE,
            run() {
                const lines = copied.text.split("\n");
                check(copied.text, lines.length === 4 && lines[1] === "1. Sở Tài chính" && lines[3] === "1. Sở Y tế");
            },
        },
        clipboard(false),
        { trigger: COPY, run: "click" },
        {
            content: "where the clipboard is closed the text stands selected",
            trigger: ".modal .o_plan_missing_area",
            run() {
                const { value, selectionStart, selectionEnd } = this.anchor;
                check(value, value === copied.text && selectionEnd - selectionStart === value.length);
            },
        },
        { trigger: ".modal .modal-footer .btn-primary", run: "click" },
        { trigger: "body:not(:has(.modal))" },
        // a cell is a report; on the way back the filter is still set
        { trigger: `${TABLE} tr:has(th:contains(Sở Y tế)) .o_plan_late_due_soon`, run: "click" },
        { trigger: ".o_form_view .o_field_widget[name=agency_id]:contains(Sở Y tế)" },
        { trigger: ".o_control_panel .breadcrumb-item a, .o_control_panel .o_back_button", run: "click" },
        { trigger: ".o_plan_late_list .o_plan_late_owing:checked" },
        // a number opens the list that it counts
        { trigger: `${TABLE} .o_plan_late_counts .o_plan_late_due_soon`, run: "click" },
        { trigger: ".o_list_view:has(.o_data_row:eq(1)):not(:has(.o_data_row:eq(2)))" },
        { trigger: ".o_control_panel .breadcrumb-item a, .o_control_panel .o_back_button", run: "click" },
        // an agency's name are its reports of all years; a year without reports says so
        { trigger: `${TABLE} th a:contains(Sở Tài chính)`, run: "click" },
        { trigger: ".o_list_view:has(.o_data_row td:contains(Sở Tài chính)):not(:has(td:contains(Sở Y tế)))" },
        { trigger: ".o_control_panel .breadcrumb-item a, .o_control_panel .o_back_button", run: "click" },
        { trigger: ".o_plan_late_before", run: "click" },
        { trigger: `.o_plan_late_content:not(:has(${TABLE}))` },
    ],
});
