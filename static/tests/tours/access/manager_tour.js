import { registry } from "@web/core/registry";
import { openApp, openMenu, openTab, row } from "../core/steps";

registry.category("web_tour.tours").add("plan_tracking_manager", {
    steps: () => [
        ...openApp(),
        ...openMenu("plan_plan_menu", "plan_catalogue_menu"),
        { content: "no plan yet", trigger: ".o_view_nocontent" },
        ...openMenu("plan_package_import_menu", "plan_configuration_menu"),
        { trigger: ".modal .o_field_widget[name=package]" },
        { trigger: ".modal button.btn-primary[name=action_preview]", run: "click" },
        {
            content: "what would be loaded is shown, file by file",
            trigger: ".modal .o_field_widget[name=count_ids] .o_data_row:eq(5)",
            timeout: 60000,
        },
        { trigger: ".modal .o_field_widget[name=line_ids] .o_data_row" },
        { trigger: ".modal button[name=action_load]", run: "click" },
        { trigger: ".modal button[name=action_open_plans]", run: "click", timeout: 60000 },
        { trigger: "body:not(:has(.modal))" },
        { trigger: row("number", "348/KH-UBND"), run: "click" },
        { trigger: ".o_form_view .o_notebook" },
        ...openTab("tasks"),
        { trigger: ".o_field_widget[name=annex_task_html] .o_plan_annex tbody tr:eq(50)" },
    ],
});
