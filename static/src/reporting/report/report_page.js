import { Component, markRaw, onWillStart, onWillUnmount, onWillUpdateProps, useRef, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";
import { useEvidenceUpload } from "../../work/evidence/evidence_upload";
import { ConflictDialog } from "./conflict_dialog";
import { offeredMessage } from "./row_errors";
import { useLeaveGuard } from "./leave_guard";
import { RowReader } from "./row_reader";
import { RowEditor } from "./row_editor";
import { RowStore } from "./row_store";
import { arrange, FILTERS } from "./row_order";

/** The page on which a report is filled in and read: all rows at once, each saved when it is left. */
export class ReportPage extends Component {
    static template = "plan_tracking.ReportPage";
    static components = { RowEditor, RowReader };
    static props = { ...standardWidgetProps };

    setup() {
        this.orm = useService("orm");
        this.dialog = useService("dialog");
        this.notification = useService("notification");
        this.state = useState({ page: null, version: 0, filter: "all", shown: null, unfolded: {}, busy: false });
        this.rows = [];
        this.guard = useLeaveGuard(this.props.record.model.bus, () => this.rows);
        this.inputs = { files: useRef("files"), camera: useRef("camera") };
        this.evidence = useEvidenceUpload({
            concerns: (assignmentId) => this.rows.some(({ row }) => row.assignment_id === assignmentId),
            onDone: (assignmentId, ids) => this.addFiles(assignmentId, ids),
        });
        onWillStart(() => this.load(this.props.record));
        onWillUpdateProps(({ record }) => {
            // a button of the form makes a new record of it: its state may be another one now
            if (record !== this.props.record) {
                return this.load(record);
            }
        });
        onWillUnmount(() => this.forget());
    }

    async load({ resModel, resId }) {
        const page = resId && (await this.orm.call(resModel, "get_page", [[resId]]));
        this.forget();
        const hooks = {
            onConflict: (model, conflict, onClose) =>
                this.dialog.add(ConflictDialog, { model, conflict }, { onClose }),
            onSettled: () => (this.state.version += 1),
        };
        this.state.page = page && markRaw(page);
        this.state.shown = null;
        this.state.filter = "all";
        this.sections = arrange(page, (key, row) => {
            // unprotected: a row that is being saved when the page goes is saved all the same
            return new RowStore(this.env.services.orm, key, row, page, hooks);
        });
        this.rows = this.sections.flatMap((section) => section.editors);
        this.generation = (this.generation || 0) + 1;
    }

    forget() {
        this.rows.forEach((row) => row.close());
    }

    get page() {
        return this.state.page;
    }

    get filters() {
        return FILTERS.map(({ key, label, holds }) => ({
            key,
            label: label(),
            count: this.rows.filter((row) => holds(row, this.page)).length,
        }));
    }

    get openCount() {
        return this.rows.filter((row) => !row.isFilled).length;
    }

    /** The rows of a filter are those of the moment it was chosen: none goes away while it is typed in. */
    choose(key) {
        const { holds } = FILTERS.find((filter) => filter.key === key);
        this.state.filter = key;
        this.state.shown =
            key === "all" ? null : markRaw(this.rows.filter((row) => row.isPending || holds(row, this.page)).map((row) => row.key));
    }

    editors(section) {
        const { shown } = this.state;
        return shown ? section.editors.filter((row) => shown.includes(row.key)) : section.editors;
    }

    /** The line at the top while rows offer earlier text. */
    get offered() {
        const { length } = this.guard.getOffered();
        return length ? offeredMessage(length) : "";
    }

    get hasOwners() {
        return this.rows.some(({ row }) => row.owner_id);
    }

    foldLabel(section) {
        return _t("%s unchanged lines", section.same.length);
    }

    toggle(key) {
        this.state.unfolded[key] = !this.state.unfolded[key];
    }

    async run(method, message) {
        this.state.busy = true;
        try {
            if (await this.guard.saveAll()) {
                await this.orm.call(this.props.record.resModel, method, [[this.props.record.resId]]);
                await this.load(this.props.record);
                this.notification.add(message, { type: "success" });
            } else {
                this.guard.warn();
            }
        } finally {
            this.state.busy = false;
        }
    }

    fillNil() {
        return this.run("action_fill_nil", _t("All remaining rows are now marked “Nothing New”."));
    }

    remind() {
        return this.run("action_remind_colleagues", _t("Your colleagues have been reminded of their rows."));
    }

    chooseFiles(model, name) {
        this.target = model.row.assignment_id;
        this.inputs[name].el.click();
    }

    onChosen(ev) {
        const files = [...ev.target.files];
        ev.target.value = ""; // the same file may be chosen again
        if (this.evidence.canSend(files)) {
            return this.evidence.send(this.target, files);
        }
    }

    async addFiles(assignmentId, ids) {
        const evidence = await this.orm.read("plan.evidence", ids, ["attachment_id", "name"]);
        const added = evidence.map(({ attachment_id, name }) => ({ id: attachment_id[0], name }));
        for (const model of this.rows.filter(({ row }) => row.assignment_id === assignmentId)) {
            model.state.row = markRaw({ ...model.row, files: [...model.row.files, ...added] });
        }
    }

    progress(model) {
        const progress = this.evidence.progressOf(model.row.assignment_id);
        return progress ? `${progress.title}: ${progress.percent} %` : false;
    }
}

registry.category("view_widgets").add("plan_report_page", { component: ReportPage });
