import { _t } from "@web/core/l10n/translation";
import { user } from "@web/core/user";
import { Mutex } from "@web/core/utils/concurrency";
import { refuse } from "./row_columns";
import { explain } from "./row_errors";
import { RowValues } from "./row_values";

// the owner of a row is its cell "user_id"
const asCells = ({ owner_id, ...cells }) => (owner_id === undefined ? cells : { ...cells, user_id: owner_id });

/** A row that saves itself: as a whole, one request at a time, and nothing typed is ever dropped. */
export class RowStore extends RowValues {
    /**
     * @param {Object} orm
     * @param {string} section
     * @param {Object} row  as the server sent it
     * @param {Object} page
     * @param {Object} hooks
     * @param {(row: RowStore, conflict: Object, onClose: () => void) => void} hooks.onConflict
     * @param {() => void} hooks.onSettled  the row was saved, or what it offered was taken or dropped
     */
    constructor(orm, section, row, page, hooks) {
        super(section, row, page);
        Object.assign(this, { orm, hooks, mutex: new Mutex(), isAsking: false });
    }

    /** Save what is typed. Return whether nothing is left unsaved; while a person is asked, they decide first. */
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
            const answer = await this.orm.call(model, "save_row", [[id], asCells(this.sent), this.revision]);
            return answer.conflict ? this.meet(answer.conflict) : this.accept(answer.row);
        } catch (error) {
            this.settle("refused");
            Object.assign(this.state, explain(error));
            return false;
        } finally {
            this.sent = null;
            this.keep();
        }
    }

    accept(row) {
        this.forget(this.sent);
        this.state.theirs = null;
        this.rebase(row);
        this.settle(this.isDirty ? "dirty" : "saved");
        this.hooks.onSettled();
        return !this.isDirty;
    }

    /** Somebody else has saved the row: ask, unless both wrote the same. */
    meet(conflict) {
        if (Object.entries(this.sent).every(([name, value]) => this.equal(name, value, conflict.row[name]))) {
            return this.accept(conflict.row);
        }
        this.settle("refused");
        this.state.message = _t("%(writer)s saved this row on %(written)s. Your text is not saved.", conflict);
        this.isAsking = true; // the dialog takes the focus: leaving the row for it is not a second try
        this.hooks.onConflict(this, conflict, () => (this.isAsking = false));
        return false;
    }

    takeTheirs({ row }) {
        this.state.values = {};
        this.state.theirs = null;
        this.rebase(row);
        this.settle("saved");
        this.keep();
        this.hooks.onSettled();
    }

    saveMine({ row }) {
        this.isAsking = false;
        this.rebase(row);
        return this.save();
    }

    /** Continue from another user's saved text, with both in sight. */
    editFurther({ writer, written, row }, cells) {
        this.rebase(row);
        this.settle("dirty");
        this.state.theirs = { writer, written, cells };
    }

    /** Put the draft into the row, on the revision it was typed on: later changes by others are not overwritten. */
    takeOffer() {
        const { values, revision } = this.state.offer;
        this.state.values = { ...values, ...this.state.values };
        this.revision = revision;
        this.state.offer = null;
        this.hooks.onSettled();
        return this.save();
    }

    dropOffer() {
        super.dropOffer();
        this.hooks.onSettled();
    }

    /** The browser closes the page: typed text goes to the server without waiting, and stays kept if it fails. */
    saveUrgently() {
        this.close();
        if (this.isDirty && !this.isAsking && this.state.status !== "refused" && !this.sent) {
            const { id, model } = this.row;
            const args = [[id], asCells(this.state.values), this.revision];
            const params = { model, method: "save_row", args, kwargs: { context: user.context } };
            const data = JSON.stringify({ jsonrpc: "2.0", method: "call", params });
            const blob = new Blob([data], { type: "application/json" });
            navigator.sendBeacon(`/web/dataset/call_kw/${model}/save_row`, blob);
        }
    }
}
