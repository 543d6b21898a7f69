import { deserializeDate } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { KINDS, OWED, STATUSES, kindWords, statusWords } from "./late_words";

/** The table's view of the answer of `get_late_list`: words, notes and addresses, worked out once. */
export class LateListModel {
    constructor(data) {
        this.words = statusWords();
        this.columns = data.periods.map((period) => this.column(period));
        this.rows = data.agencies.map((agency) => ({
            agency,
            cells: new Map(data.periods.map(({ id }) => [id, this.cell(data.cells[agency.id][id])])),
        }));
        this.kinds = this.kindsOf(data.periods);
        this.categories = [...new Map(data.agencies.map(({ category }) => [category.id, category])).values()];
    }

    kindsOf(periods) {
        const words = kindWords();
        const used = new Set(periods.map(({ kind }) => kind));
        return KINDS.filter((kind) => used.has(kind)).map((kind) => ({ kind, word: words[kind] }));
    }

    column(period) {
        const lastDay = deserializeDate(period.last_day);
        const { last_hour: hour, schedule } = period;
        const day = lastDay.toFormat("dd/MM");
        const words = { schedule, hour, weekday: lastDay.toFormat("cccc"), day: lastDay.toFormat("dd/MM/yyyy") };
        // a request may be wanted by an hour of its last day
        return {
            ...period,
            lastDay: hour ? _t("by %(hour)s of %(day)s", { hour, day }) : _t("to the end of %s", day),
            title: hour
                ? _t("%(schedule)s: by %(hour)s of %(weekday)s, %(day)s", words)
                : _t("%(schedule)s: by the end of %(weekday)s, %(day)s", words),
        };
    }

    cell(cell) {
        if (!cell) {
            return null;
        }
        return {
            id: cell.report_id,
            status: cell.status,
            word: this.words[cell.status],
            notes: this.notesOf(cell).join(" · "),
        };
    }

    /** The notes of a cell beside its status. */
    notesOf(cell) {
        const notes = [];
        if (cell.status === "covered") {
            notes.push(this.words[cell.covering_status] || "");
        } else if (cell.state === "accepted") {
            notes.push(_t("accepted"));
        } else if (cell.state === "approved") {
            notes.push(_t("to check"));
        } else if (cell.state === "submitted") {
            notes.push(_t("waits for its leader"));
        }
        if (cell.warning_count) {
            notes.push(_t("looks odd: %s", cell.warning_count));
        }
        if (cell.return_count && cell.status !== "returned") {
            notes.push(_t("returned before: %s", cell.return_count));
        }
        return notes;
    }

    /** The columns of one kind of period, no kind: all; each with the number of agencies of the category by status. */
    getColumns(kind, categoryId) {
        const rows = this.rows.filter(({ agency }) => !categoryId || agency.category.id === categoryId);
        return this.columns
            .filter((column) => !kind || column.kind === kind)
            .map((column) => ({ ...column, ...this.countsOf(column, rows) }));
    }

    countsOf(column, rows) {
        const numbers = {};
        for (const { cells } of rows) {
            const status = cells.get(column.id)?.status;
            numbers[status] = (numbers[status] || 0) + 1;
        }
        return {
            counts: STATUSES.filter((status) => numbers[status]).map((status) => ({
                status,
                word: this.words[status],
                number: numbers[status],
            })),
            isOwed: ["open", ...OWED].some((status) => numbers[status]),
            isLate: ["missing", "returned"].some((status) => numbers[status]),
        };
    }

    /** The rows that have a cell in one of the columns, of one category, or of those alone who owe something. */
    getRows(columns, categoryId, onlyOwing) {
        return this.rows.filter(({ agency, cells }) => {
            const shown = columns.map(({ id }) => cells.get(id)).filter(Boolean);
            return (
                shown.length &&
                (!categoryId || agency.category.id === categoryId) &&
                (!onlyOwing || shown.some(({ status }) => OWED.includes(status)))
            );
        });
    }
}
