import { deserializeDate, formatDate, parseDate, serializeDate } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";

/**
 * The cells of a row: {name, label, kind, help?, options?}, in the order of the keyboard.
 *
 * The labels are those of the model's fields: what the server refuses, it names by them.
 *
 * Kinds: text (several lines), line, number, date, select, file.
 */
export function columnsOf(section, row, page) {
    return { lines, measurements, narratives }[section](row, page);
}

function lines(row, page) {
    const columns = [{ name: "text", kind: "text", label: _t("Result of the Period") }];
    if (row.assignment_id) {
        columns.push(
            { name: "stage_id", kind: "select", label: _t("Stage"), options: stages(row, page) },
            { name: "next_step", kind: "line", label: _t("Next Step") },
            { name: "date_next_step", kind: "date", label: _t("Next Step By") }
        );
    }
    return [
        ...columns,
        { name: "obstacle", kind: "text", label: _t("Obstacles") },
        { name: "proposal", kind: "text", label: _t("Proposals") },
    ];
}

/** The assignment may be in a step that no report moves it to. */
function stages(row, page) {
    const offered = page.stages[row.track_id] || [];
    const isOffered = !row.stage_id || offered.some(([id]) => id === row.stage_id);
    return isOffered ? offered : [[row.stage_id, row.stage_name], ...offered];
}

function measurements(row) {
    const columns = [];
    if (row.kind === "verdict") {
        columns.push({ name: "verdict", kind: "select", label: _t("Verdict"), options: verdicts(), canBeEmpty: true });
    } else {
        if (row.is_ratio) {
            columns.push(
                { name: "numerator", kind: "number", label: _t("Numerator") },
                { name: "denominator", kind: "number", label: _t("Denominator") }
            );
        }
        columns.push({ name: "actual", kind: "number", label: _t("Actual") });
        if (row.asks_estimate) {
            columns.push({ name: "estimate", kind: "number", label: _t("Estimate to Period End") });
        }
        if (row.asks_settled) {
            const label = _t("Actual of the Last Period");
            columns.push({ name: "settled", kind: "number", label, help: row.settled_label });
        }
    }
    return [
        ...columns,
        { name: "note", kind: "text", label: _t("Reason or Note") },
        { name: "source", kind: "line", label: _t("Source") },
    ];
}

function verdicts() {
    return [
        ["met", _t("Met")],
        ["on_track", _t("On Track")],
        ["not_met", _t("Not Met")],
    ];
}

function narratives(row) {
    const label = _t("Answer");
    const answer = {
        text: { name: "text", kind: "text" },
        number: { name: "number", kind: "number" },
        choice: { name: "choice", kind: "select", canBeEmpty: true, options: choices(row) },
        yes_no: {
            name: "yes_no",
            kind: "select",
            canBeEmpty: true,
            options: [
                ["yes", _t("Yes")],
                ["no", _t("No")],
            ],
        },
        file: { name: "file_name", kind: "file" },
    }[row.kind];
    return [{ label, ...answer }];
}

function choices(row) {
    return row.choices.map((text) => [text, text]);
}

/** Return a value as people read it. */
export function show(column, value) {
    if (value === false || value === undefined || value === null) {
        return "";
    }
    if (column.kind === "select") {
        return column.options.find(([key]) => key === value)?.[1] ?? String(value);
    }
    return column.kind === "date" && isDay(value) ? formatDate(deserializeDate(value)) : String(value);
}

const isDay = (text) => /^\d{4}-\d\d-\d\d$/.test(text);

/** Say what is wrong with a value before it is sent: a day must be one; numbers are for the server to read. */
export function refuse(column, value) {
    return column.kind === "date" && value && !isDay(value)
        ? _t("“%(cell)s”: “%(text)s” is not a date. Type day, month and year, such as 15/03/2026.", {
              cell: column.label,
              text: value,
          })
        : "";
}

function readDay(text) {
    try {
        return isDay(text) ? text : text.trim() && serializeDate(parseDate(text));
    } catch {
        return text;
    }
}

/** Return where the file of an answer is read. */
export function fileUrl({ model, id }) {
    return `/web/content/${model}/${id}/file?filename_field=file_name&download=true`;
}

/** Return the value of an input as the server takes it: texts and numbers as typed. */
export function readInput(column, text) {
    if (column.kind === "select") {
        const option = column.options.find(([key]) => String(key) === text);
        return option ? option[0] : false;
    }
    return column.kind === "date" ? readDay(text) || false : text;
}
