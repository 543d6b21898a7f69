import { markRaw, reactive } from "@odoo/owl";
import { debounce } from "@web/core/utils/timing";
import { columnsOf } from "./report_columns";
import { dropDraft, readDraft, writeDraft } from "./report_draft";

const same = (one, other) => (one || "") === (other || "");
// "85,75 %" and "85,75" are one figure
const figure = (text) => String(text || "").replace(/[\s%]/g, "");
// a file is sent at once and is too large for a draft
const isText = ([name]) => !["file", "file_name"].includes(name);

/**
 * A row as the server sent it and what is typed into it, kept in the browser until it is saved.
 *
 * `state.status`: clean, dirty, saving, saved, refused (somebody has to act), waiting (sent again by itself).
 */
export class TypedRow {
    constructor(section, row, page) {
        Object.assign(this, { section, page });
        this.key = `${row.model}-${row.id}`;
        // what is on its way to the server
        this.sent = null;
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
        this.rebase(row);
        this.keepSoon = debounce(() => this.keep(), 300);
        this.findDraft();
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

    /** Somebody has written in this period, and it says what a report must say. */
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
        // who has something to say has something new
        if (!isBack && value && this.columns.some((column) => column.name === name) && this.value("is_nil")) {
            this.change("is_nil", false);
        }
        if (!["saving", "refused", "waiting"].includes(this.state.status) || !this.isDirty) {
            this.settle("dirty");
        }
        this.keepSoon();
    }

    /** Go on from this state of the row; what is typed stays typed. */
    rebase(row) {
        this.state.row = markRaw(row);
        this.revision = row.revision;
        this.columns = columnsOf(this.section, row, this.page);
    }

    /** Forget what the server has taken; what was typed since stays. */
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

    dropOffer() {
        this.state.offer = null;
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

    /** What was typed a moment ago is kept now. */
    close() {
        this.keepSoon.cancel();
        this.keep();
    }
}
