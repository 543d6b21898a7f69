import { registry } from "@web/core/registry";
import { cell } from "../reporting/report_steps";
import { headerAction, headerButton } from "../core/steps";

const DIALOG = ".modal:not(.o_inactive_modal)";
const NO_DIALOG = { trigger: "body:not(:has(.modal))", timeout: 60000 };

/** Choose a paper in the Print menu, and wait for it. */
function print(label) {
    return [
        { trigger: ".o_cp_action_menus button:has(.fa-cog)", run: "click" },
        { trigger: ".o-dropdown--menu .dropdown-toggle:has(.fa-print)", run: "hover" },
        { trigger: `.o-dropdown--menu .o-dropdown-item:contains(${label})`, run: "click" },
        { trigger: "body:not(:has(.o_blockUI))", timeout: 60000 },
    ];
}

/** Put a file of the server's into the input of a dialog, as the browser's own dialog does. */
function choose(path, name) {
    const put = {
        content: `the file ${name}`,
        trigger: `${DIALOG} .o_field_widget[name=file]`,
        async run() {
            const transfer = new DataTransfer();
            transfer.items.add(new File([await (await fetch(path)).blob()], name));
            const input = document.querySelector(`${DIALOG} .o_field_widget[name=file] input[type=file]`);
            input.files = transfer.files;
            input.dispatchEvent(new Event("change"));
        },
    };
    return [put, { trigger: `${DIALOG} .o_field_widget[name=file] input:value(${name})` }];
}

function upload(name) {
    return [
        headerAction("Tải lên biểu Excel"),
        ...choose(`/web/content/__test__.${name}`, `${name}.xlsx`),
        { trigger: `${DIALOG} button[name=action_preview]`, run: "click" },
    ];
}

/** A report is printed, filled in offline, read back with a fault and without, and signed on paper. */
registry.category("web_tour.tours").add("plan_tracking_paper", {
    steps: () => [
        { trigger: cell("lines", 0, "text") },
        ...print("PDF"),
        { trigger: '.o_form_statusbar button[name="action_download_offline_form"]:enabled' },
        ...upload("form_faulty"),
        { trigger: `${DIALOG} .alert-danger:visible` },
        { content: "with a fault nothing is saved", trigger: `${DIALOG}:not(:has(button[name=action_import]:visible))` },
        { trigger: `${DIALOG} .modal-footer button.btn-secondary:not([name])`, run: "click" },
        NO_DIALOG,
        ...upload("form_filled"),
        { trigger: `${DIALOG} .o_data_row td[name=text_form]:contains(Đã họp giao ban)` },
        { trigger: `${DIALOG} button[name=action_import]`, run: "click" },
        { trigger: `${DIALOG} button[name=action_open_report]`, run: "click" },
        NO_DIALOG,
        { trigger: `${cell("lines", 0, "text")}:value(Đã họp giao ban)` },
        { content: "the rest has nothing new", trigger: ".o_plan_report_fill_nil:enabled", run: "click" },
        { trigger: '.o_plan_report_filter_open:contains("(0)")' },
        headerButton("action_submit"),
        { trigger: ".o_plan_report_page:not(:has(textarea, input[type=text]))" },
        headerAction("Duyệt bằng văn bản đã ký"),
        { trigger: `${DIALOG} .o_field_widget[name=number] input`, run: "edit 15/BC-SNV" },
        { trigger: `${DIALOG} .o_field_widget[name=date] input`, run: "edit 05/01/2026" },
        { trigger: `${DIALOG} .o_field_widget[name=signer] input`, run: "edit Giám đốc" },
        ...choose("/web/content/__test__.form_paper", "15-BC-SNV.pdf"),
        { trigger: `${DIALOG} button[name=action_approve]`, run: "click" },
        NO_DIALOG,
        { trigger: '.o_form_statusbar:not(:has(button:contains("Duyệt bằng văn bản đã ký")))' },
    ],
});
