import { markRaw, reactive } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { Mutex } from "@web/core/utils/concurrency";
import { debounce } from "@web/core/utils/timing";
import { columnsOf, refuse } from "./report_columns";
import { dropDraft, readDraft, writeDraft } from "./report_draft";
import { explain } from "./report_error";

const same = (one, other) => (one || "") === (other || "");
// "85,75 %" and "85,75" are one figure
const figure = (text) => String(text || "").replace(/[\s%]/g, "");

// a file is sent at once and is too large for a draft
const isText = ([name]) => !["file", "file_name"].includes(name);

/**
 * A row of the report and what is typed into it: saved as a whole, one request at a time, nothing typed ever dropped.
 *
 * `state.status`: clean, dirty, saving, saved, refused (somebody has to act), waiting (sent again by itself).
 */
export class ReportRow {
    /**
     * @param {Object} orm
     * @param {string} section
     * @param {Object} row  as the server sent it
     * @param {Object} page
     * @param {(row: ReportRow, conflict: Object, onClose: () => void) => void} onConflict
     * @param {() => void} onSaved
     */
    constructor(orm, section, row, page, { onConflict, onSaved }) {
        Object.assign(this, { orm, section, onConflict, onSaved });
        this.key = `${row.model}-${row.id}`;
        this.revision = row.revision;
        this.columns = columnsOf(section, row, page);
        this.mutex = new Mutex();
        this.sent = null;
        this.isAsking = false;
        this.state = reactive({
            row: markRaw(row),
            values: {},
            status: "clean",
            message: "",
            login: false,
            // typed earlier and never saved: {values, revision, typed}
            offer: null,
            // what somebody else saved meanwhile, while it is edited further: {writer, written, cells}
            theirs: null,
        });
        this.keepSoon = debounce(() => this.keep(), 300);
        this.findDraft();
    }

    get row() {
        return this.state.row;
    }

    get isDirty() {
        return Object.keys(this.state.values).length > 0;
    }

    get isFilled() {
        return this.row.is_typed || this.row.is_nil;
    }

    value(name) {
        return name in this.state.values ? this.state.values[name] : this.row[name];
    }

    equal(name, one, other) {
        const column = this.columns.find((cell) => cell.name === name);
        return column?.kind === "number" ? figure(one) === figure(other) : same(one, other);
    }

    change(name, value) {
        const { values } = this.state;
        const isBack = same(value, this.row[name]) && !(this.sent && name in this.sent);
        if (isBack) {
            delete values[name];
        } else {
            values[name] = value;
        }
        // who has something to say has something new
        if (!isBack && value && this.columns.some((column) => column.name === name) && this.value("is_nil")) {
            this.change("is_nil", false);
        }
        if (!["saving", "refused", "waiting"].includes(this.state.status) || !this.isDirty) {
            this.settle("dirty");
        }
        this.keepSoon();
    }

    /** Save what is typed. Return whether nothing is left unsaved; while somebody is asked, he decides first. */
    save() {
        return this.mutex.exec(() => !this.isDirty || (!this.isAsking && this.send()));
    }

    async send() {
        const { id, model } = this.row;
        const faults = this.columns.map((column) => refuse(column, this.state.values[column.name])).filter(Boolean);
        if (faults.length) {
            Object.assign(this.state, { status: "refused", message: faults.join(" ") });
            return false;
        }
        this.sent = { ...this.state.values };
        this.settle("saving");
        try {
            const answer = await this.orm.call(model, "save_row", [[id], this.sent, this.revision]);
            return answer.conflict ? this.meet(answer.conflict) : this.accept(answer.row);
        } catch (error) {
            this.settle("refused");
            Object.assign(this.state, { login: false, ...explain(error) });
            return false;
        } finally {
            this.sent = null;
            this.keep();
        }
    }

    /** The server has what was sent; what was typed since stays. */
    accept(row) {
        const { values } = this.state;
        for (const [name, value] of Object.entries(this.sent || {})) {
            if (same(values[name], value)) {
                delete values[name];
            }
        }
        this.state.theirs = null;
        this.rebase(row);
        this.settle("saved");
        this.onSaved();
        return !this.isDirty;
    }

    /** Somebody else has saved the row: ask, unless both wrote the same. */
    meet(conflict) {
        if (Object.entries(this.sent).every(([name, value]) => this.equal(name, value, conflict.row[name]))) {
            return this.accept(conflict.row);
        }
        this.settle("refused");
        this.state.message = _t("%(writer)s saved this row on %(written)s. What you typed is not saved.", conflict);
        this.isAsking = true; // the dialog takes the focus: leaving the row for it is no second try
        this.onConflict(this, conflict, () => (this.isAsking = false));
        return false;
    }

    takeTheirs({ row }) {
        this.state.values = {};
        this.state.theirs = null;
        this.rebase(row);
        this.settle("saved");
        this.keep();
        this.onSaved();
    }

    /** Go on from what somebody else saved, with both in sight. */
    editFurther({ writer, written, row }, cells) {
        this.rebase(row);
        this.settle("dirty");
        this.state.theirs = { writer, written, cells };
    }

    rebase(row) {
        this.isAsking = false;
        this.state.row = markRaw(row);
        this.revision = row.revision;
    }

    settle(status) {
        this.state.status = status === "dirty" && !this.isDirty ? "clean" : status;
        this.state.message = "";
        this.state.login = false;
    }

    findDraft() {
        const draft = this.row.editable && readDraft(this.row);
        if (!draft) {
            return;
        }
        const values = Object.entries(draft.values).filter(([name, value]) => !this.equal(name, value, this.row[name]));
        if (values.length) {
            this.state.offer = markRaw({ ...draft, values: Object.fromEntries(values) });
        } else {
            dropDraft(this.row);
        }
    }

    /** Put the draft into the row, on the revision it was typed on: who has saved since then is not overwritten. */
    takeOffer() {
        const { values, revision } = this.state.offer;
        this.state.values = { ...values, ...this.state.values };
        this.revision = revision;
        this.state.offer = null;
        return this.save();
    }

    dropOffer() {
        this.state.offer = null;
        this.keep();
    }

    /** The browser closes the page: what is typed goes to the server without waiting, and stays kept if it fails. */
    saveUrgently() {
        this.close();
        if (this.isDirty && this.state.status !== "refused" && !this.sent) {
            const { id, model } = this.row;
            const params = { model, method: "save_row", args: [[id], { ...this.state.values }, this.revision], kwargs: {} };
            const data = JSON.stringify({ jsonrpc: "2.0", method: "call", params });
            const blob = new Blob([data], { type: "application/json" });
            navigator.sendBeacon(`/web/dataset/call_kw/${model}/save_row`, blob);
        }
    }

    /** What was typed a moment ago is kept now. */
    close() {
        this.keepSoon.cancel();
        this.keep();
    }

    /** Keep what is not saved in the browser, an undecided draft with it. */
    keep() {
        const { offer, values } = this.state;
        const kept = { ...offer?.values, ...Object.fromEntries(Object.entries(values).filter(isText)) };
        if (Object.keys(kept).length) {
            writeDraft(this.row, kept, offer ? offer.revision : this.revision);
        } else {
            dropDraft(this.row);
        }
    }
}
