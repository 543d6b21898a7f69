import { registry } from "@web/core/registry";
import { openApp, openMenu } from "../core/steps";

const DIALOG = ".o_plan_export_dialog";
const NO_DIALOG = "body:not(:has(.modal))";

function tick(name) {
    return [
        { trigger: `${DIALOG} input[name=${name}]:not(:checked)`, run: "click" },
        { trigger: `${DIALOG} input[name=${name}]:checked` },
    ];
}

registry.category("web_tour.tours").add("plan_tracking_export", {
    steps: () => [
        ...openApp(),
        ...openMenu("plan_assignment_menu"),
        { trigger: ".o_kanban_view .o_kanban_group .o_kanban_record" },
        { trigger: ".o_switch_view.o_list", run: "click" },
        { trigger: ".o_list_view .o_data_row:eq(2)" },
        // all that is found, in two columns: without any there is nothing to save
        { trigger: ".o_cp_action_menus button:has(.fa-cog)", run: "click" },
        { trigger: ".o_plan_export_menu", run: "click" },
        { trigger: `${DIALOG} input[name=contact]:checked` },
        { trigger: `${DIALOG} input[name=year]:not(:checked)` },
        {
            content: "it says what to do and asks nothing; its button unticks, and is not the “none” of a choice",
            trigger: `${DIALOG} p:not(:contains(?)) + div .o_plan_export_none:not(:contains(Không có)):not(:text(None))`,
        },
        { trigger: `${DIALOG} .o_plan_export_none`, run: "click" },
        { trigger: `${DIALOG}:not(:has(input:checked)) .o_plan_export_take:disabled` },
        ...tick("task"),
        ...tick("year"),
        { trigger: `${DIALOG} .o_plan_export_take:enabled`, run: "click" },
        { trigger: NO_DIALOG, timeout: 60000 },
        // two rows that are chosen, in the columns of the last time
        { trigger: ".o_data_row:eq(0) .o_list_record_selector input", run: "click" },
        { trigger: ".o_data_row:eq(1) .o_list_record_selector input", run: "click" },
        { trigger: ".o_selection_container .o_cp_action_menus button", run: "click" },
        { trigger: ".o-dropdown-item:contains(Excel)", run: "click" },
        { trigger: `${DIALOG}:not(:has(input:checked:eq(2))) input[name=year]:checked` },
        { trigger: `${DIALOG} .o_plan_export_take:enabled`, run: "click" },
        { trigger: NO_DIALOG, timeout: 60000 },
        // the late list exports its current view
        ...openMenu("plan_late_list_menu", "plan_reports_menu"),
        { trigger: ".o_plan_late_owing", run: "click" },
        { trigger: ".o_plan_late_table tbody:not(:has(tr:eq(1))) tr" },
        { trigger: ".o_plan_late_export:enabled", run: "click" },
        { trigger: ".o_plan_late_export:enabled", timeout: 60000 },
        // a period its results
        ...openMenu("plan_period_menu", "plan_reports_menu"),
        { trigger: ".o_list_view .o_data_row td.o_data_cell", run: "click" },
        { trigger: ".o_form_view button:has(.fa-file-excel-o)", run: "click" },
        { trigger: ".o_form_view button:has(.fa-file-excel-o):enabled", timeout: 60000 },
        // and says nothing more: an error would appear before the next page
        ...openMenu("plan_assignment_menu"),
        { trigger: ".o_kanban_view .o_kanban_group .o_kanban_record" },
        { trigger: NO_DIALOG },
    ],
});
