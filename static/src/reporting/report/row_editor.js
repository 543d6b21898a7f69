import { Component, useRef, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { getDataURLFromFile } from "@web/core/utils/urls";
import { checkFileSize } from "@web/core/utils/files";
import { useService } from "@web/core/utils/hooks";
import { fileUrl, readInput, show } from "./row_columns";
import { RowHead } from "./row_head";

// a day is a day in Việt Nam, wherever the browser is
const ZONE = "Asia/Ho_Chi_Minh";
const MOVES = { Enter: 1, ArrowDown: 1, ArrowUp: -1 };

/** A row that is filled in: typing renders it alone, leaving it saves it. */
export class RowEditor extends Component {
    static template = "plan_tracking.RowEditor";
    static components = { RowHead };
    static props = {
        model: Object,
        owners: Array,
        isTouch: Boolean,
        progress: { type: [String, Boolean], optional: true },
        chooseFiles: Function,
    };

    setup() {
        this.notification = useService("notification");
        this.root = useRef("root");
        this.state = useState(this.props.model.state);
    }

    get model() {
        return this.props.model;
    }

    get row() {
        return this.state.row;
    }

    /** The value of a cell: reading it through the state makes the row follow it. */
    value(name) {
        return name in this.state.values ? this.state.values[name] : this.row[name];
    }

    id(name) {
        return `o_plan_report_${this.model.key}_${name}`;
    }

    isMarked(name) {
        return ["refused", "waiting"].includes(this.state.status) && name in this.state.values;
    }

    get note() {
        const { status } = this.state;
        if (status === "saving") {
            return _t("Saving…");
        }
        if (status === "dirty") {
            return _t("Not saved yet");
        }
        if (["refused", "waiting"].includes(status)) {
            return _t("Not saved");
        }
        const { writer, written } = this.row;
        return writer && written ? _t("Saved: %(writer)s, %(written)s", { writer, written }) : "";
    }

    get offer() {
        const { values, typed } = this.state.offer;
        const cells = this.model.columns
            .filter(({ name }) => name in values)
            .map((column) => ({ name: column.name, label: column.label, text: show(column, values[column.name]) }));
        return { cells, typed: luxon.DateTime.fromMillis(typed, { zone: ZONE }).toFormat("dd/MM/yyyy HH:mm") };
    }

    get fileUrl() {
        return fileUrl(this.row);
    }

    get dateHint() {
        return show({ kind: "date" }, "2026-03-15");
    }

    /** A telephone brings its own calendar; at a desk a day is typed as everywhere in Odoo. */
    dateText(column) {
        const value = this.value(column.name);
        return this.props.isTouch ? value || "" : show(column, value);
    }

    onInput(column, ev) {
        this.model.change(column.name, readInput(column, ev.target.value));
    }

    /** A choice is saved at once, unlike typed text. */
    choose(name, value) {
        this.model.change(name, value);
        return this.model.save();
    }

    chooseOwner(ev) {
        return this.choose("owner_id", Number(ev.target.value) || false);
    }

    async chooseFile(ev) {
        const [file] = ev.target.files;
        if (!file || !checkFileSize(file.size, this.notification)) {
            return;
        }
        const url = await getDataURLFromFile(file);
        this.model.change("file", url.slice(url.indexOf(",") + 1));
        return this.choose("file_name", file.name);
    }

    onFocusOut(ev) {
        if (!this.root.el.contains(ev.relatedTarget)) {
            this.model.save();
        }
    }

    onKeydown(ev) {
        if (ev.key === "Enter" && ev.ctrlKey) {
            ev.preventDefault();
            ev.stopPropagation();
            this.complete(ev.target);
            this.model.save();
        } else if (ev.key in MOVES && ev.target.matches("[data-single]") && !ev.isComposing) {
            const isArrow = ev.key !== "Enter";
            ev.preventDefault();
            this.complete(ev.target);
            this.move(ev.target, ev.shiftKey && !isArrow ? -1 : MOVES[ev.key]);
        }
    }

    /** A date is read when it is complete, which this key says. */
    complete(input) {
        input.dispatchEvent(new Event("change"));
    }

    /** Go to the same column of the next or the previous row that has it. */
    move(input, step) {
        const page = this.root.el.closest(".o_plan_report_page");
        const inputs = [...page.querySelectorAll(`[data-column="${input.dataset.column}"]`)];
        const next = inputs[inputs.indexOf(input) + step];
        if (next) {
            next.focus();
            next.select?.();
        } else {
            this.model.save();
        }
    }
}
