import { Component } from "@odoo/owl";
import { DropdownItem } from "@web/core/dropdown/dropdown_item";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { STATIC_ACTIONS_GROUP_NUMBER } from "@web/search/action_menus/action_menus";
import { ExportDialog } from "./export_dialog";
import { downloadExport } from "./export_download";

// the lists that can be exported, by their names in controllers/plan_export.py
const LISTS = { work: "plan.assignment", reports: "plan.report" };

function whatOf(resModel) {
    return Object.keys(LISTS).find((what) => LISTS[what] === resModel);
}

/** The entry of a list's cog menu: all rows as they are filtered. */
export class ExportMenu extends Component {
    static template = "plan_tracking.ExportMenu";
    static props = {};
    static components = { DropdownItem };

    setup() {
        this.dialog = useService("dialog");
    }

    open() {
        const { domain, resModel } = this.env.searchModel;
        this.dialog.add(ExportDialog, { what: whatOf(resModel), resModel, records: { domain } });
    }
}

registry.category("cogMenu").add(
    "plan-sheet-menu",
    {
        Component: ExportMenu,
        groupNumber: STATIC_ACTIONS_GROUP_NUMBER,
        isDisplayed: ({ config, searchModel }) =>
            ["kanban", "list"].includes(config.viewType) && Boolean(searchModel && whatOf(searchModel.resModel)),
    },
    { sequence: 5 }
);

/** The same for the rows that were chosen in a list; a form hands its one workbook out at once. */
async function planExport(env, action) {
    const { what } = action.params;
    const { active_ids: ids } = action.context;
    if (LISTS[what]) {
        env.services.dialog.add(ExportDialog, { what, resModel: LISTS[what], records: { ids } });
        return;
    }
    // nothing is returned: whatever a client action returns is taken for the next one, a file's name too
    await downloadExport(what, { ids });
}

registry.category("actions").add("plan_export", planExport);
