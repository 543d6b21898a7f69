import { Component, onWillStart, useRef, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { useSetupAction } from "@web/search/action_hook";
import { ControlPanel } from "@web/search/control_panel/control_panel";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";
import { useGridKeys } from "./grid_keys";
import { LateListModel } from "./late_list_model";
import { useMissingText } from "./missing_text";
import { downloadExport } from "../../exports/export/export_download";

const LATEST = [["is_latest", "=", true]];

/** The late list: agencies by periods, as one plain table; every number and every cell leads to what it counts. */
export class LateList extends Component {
    static template = "plan_tracking.LateList";
    static props = { ...standardActionServiceProps };
    static components = { ControlPanel };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.copyMissingText = useMissingText();
        this.display = { controlPanel: {} };
        this.filters = useState({ year: 0, kind: "", categoryId: 0, onlyOwing: false, ...this.props.state?.filters });
        this.sheet = useState({ busy: false });
        this.table = useRef("table");
        this.root = useRef("root");
        this.onKeydown = useGridKeys(this.table);
        useSetupAction({ rootRef: this.root, getLocalState: () => ({ filters: { ...this.filters } }) });
        onWillStart(() => this.load(this.filters.year));
    }

    /** Read a year; 0: this one. */
    async load(year) {
        const data = await this.orm.call("plan.report", "get_late_list", [], { year: year || null });
        this.model = new LateListModel(data);
        this.filters.year = data.year;
        if (!this.model.kinds.some(({ kind }) => kind === this.filters.kind)) {
            this.filters.kind = "";
        }
        if (!this.model.categories.some(({ id }) => id === this.filters.categoryId)) {
            this.filters.categoryId = 0;
        }
        this.render();
    }

    getColumns() {
        return this.model.getColumns(this.filters.kind, this.filters.categoryId);
    }

    getRows(columns) {
        return this.model.getRows(columns, this.filters.categoryId, this.filters.onlyOwing);
    }

    onCategory(ev) {
        this.filters.categoryId = Number(ev.target.value);
    }

    /** Hand the table out as it is filtered. */
    async takeExport() {
        const { year, kind, categoryId, onlyOwing } = this.filters;
        this.sheet.busy = true;
        try {
            await downloadExport("late", { year, kind, category_id: categoryId, only_owing: onlyOwing });
        } finally {
            this.sheet.busy = false;
        }
    }

    /** One listener for some thousand cells. */
    onClick(ev) {
        const element = ev.target.closest("[data-focus]");
        // a link that is opened in another tab is the browser's
        if (!element || ev.ctrlKey || ev.metaKey || ev.shiftKey) {
            return;
        }
        ev.preventDefault();
        const { focus, report, agency, period, status } = element.dataset;
        const open = {
            report: () => this.openReport(Number(report)),
            agency: () => this.openAgency(Number(agency)),
            count: () => this.openCount(Number(period), status),
            follow_up: () => this.followUp(Number(period)),
            copy: () => this.copyMissingText(Number(period), this.filters.categoryId),
        };
        return open[focus]();
    }

    async followUp(periodId) {
        return this.action.doAction(await this.orm.call("plan.period", "action_follow_up", [[periodId]]));
    }

    openReport(id) {
        return this.open(_t("Report"), { res_id: id, views: [[false, "form"]] });
    }

    openAgency(id) {
        const { agency } = this.model.rows.find((row) => row.agency.id === id);
        const views = ["list", "pivot", "graph", "form"].map((type) => [false, type]);
        return this.open(agency.name, { views, domain: [["agency_id", "=", id], ...LATEST] });
    }

    openCount(periodId, status) {
        const { name, counts } = this.getColumns().find(({ id }) => id === periodId);
        const { word } = counts.find((count) => count.status === status);
        const standing =
            status === "covered"
                ? [["covered_by_id", "!=", false]]
                : [
                      ["covered_by_id", "=", false],
                      ["status", "in", [status]],
                  ];
        const { categoryId } = this.filters;
        const category = categoryId ? [["agency_id.category_id", "=", categoryId]] : [];
        return this.open(`${name}: ${word}`, {
            views: [
                [false, "list"],
                [false, "form"],
            ],
            domain: [["period_id", "=", periodId], ...standing, ...category, ...LATEST],
        });
    }

    open(name, action) {
        return this.action.doAction({ type: "ir.actions.act_window", res_model: "plan.report", name, ...action });
    }
}

registry.category("actions").add("plan_late_list", LateList);
