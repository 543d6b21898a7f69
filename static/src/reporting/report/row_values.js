import { markRaw, reactive } from "@odoo/owl";
import { debounce } from "@web/core/utils/timing";
import { columnsOf } from "./row_columns";
import { dropBrowserDraft, readBrowserDraft, writeBrowserDraft } from "./browser_draft";

const same = (one, other) => (one || "") === (other || "");
// "85,75 %" and "85,75" are one figure
const figure = (text) => String(text || "").replace(/[\s%]/g, "");
// a file is sent at once and is too large for a draft
const isText = ([name]) => !["file", "file_name"].includes(name);

/**
 * A row as the server sent it and the text typed into it, kept in the browser until it is saved.
 *
 * `state.status`: clean, dirty, saving, saved, refused (somebody has to act), waiting (sent again by itself).
 */
export class RowValues {
    constructor(section, row, page) {
        Object.assign(this, { section, page });
        this.key = `${row.model}-${row.id}`;
        // values on their way to the server
        this.sent = null;
        this.state = reactive({
            row: markRaw(row),
            values: {},
            status: "clean",
            message: "",
            login: false,
            // typed earlier and never saved: {values, revision, typed}
            offer: null,
            // another user's saved values, while it is edited further: {writer, written, cells}
            theirs: null,
        });
        this.rebase(row);
        this.keepSoon = debounce(() => this.keep(), 300);
        this.findBrowserDraft();
    }

    get row() {
        return this.state.row;
    }

    get isDirty() {
        return Object.keys(this.state.values).length > 0;
    }

    /** Something was typed that is not saved: now, or earlier and offered. */
    get isPending() {
        return this.isDirty || Boolean(this.state.offer);
    }

    /** Somebody has written in this period, and the row has the required content. */
    get isFilled() {
        return this.row.is_filled && (this.row.is_typed || this.row.is_nil);
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
        // a row with content has something new
        if (!isBack && value && this.columns.some((column) => column.name === name) && this.value("is_nil")) {
            this.change("is_nil", false);
        }
        if (!["saving", "refused", "waiting"].includes(this.state.status) || !this.isDirty) {
            this.settle("dirty");
        }
        this.keepSoon();
    }

    /** Continue from this state of the row; typed text is kept. */
    rebase(row) {
        this.state.row = markRaw(row);
        this.revision = row.revision;
        this.columns = columnsOf(this.section, row, this.page);
    }

    /** Forget the values that the server has saved; text typed since is kept. */
    forget(sent) {
        const { values } = this.state;
        for (const [name, value] of Object.entries(sent)) {
            if (same(values[name], value)) {
                delete values[name];
            }
        }
    }

    settle(status) {
        Object.assign(this.state, { status, message: "", login: false });
        if (status === "dirty" && !this.isDirty) {
            this.state.status = "clean";
        }
    }

    findBrowserDraft() {
        const draft = this.row.editable && readBrowserDraft(this.row);
        if (!draft) {
            return;
        }
        const values = Object.entries(draft.values).filter(([name, value]) => !this.equal(name, value, this.row[name]));
        if (values.length) {
            this.state.offer = markRaw({ ...draft, values: Object.fromEntries(values) });
        } else {
            dropBrowserDraft(this.row);
        }
    }

    dropOffer() {
        this.state.offer = null;
        this.keep();
    }

    /** Keep unsaved text in the browser, an undecided draft with it. */
    keep() {
        const { offer, values } = this.state;
        const kept = { ...offer?.values, ...Object.fromEntries(Object.entries(values).filter(isText)) };
        if (Object.keys(kept).length) {
            writeBrowserDraft(this.row, kept, offer ? offer.revision : this.revision);
        } else {
            dropBrowserDraft(this.row);
        }
    }

    /** Text typed a moment ago is kept now. */
    close() {
        this.keepSoon.cancel();
        this.keep();
    }
}
