import { deserializeDate, formatDate, parseDate, serializeDate } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";

/**
 * The cells of a row: {name, label, kind, help, options, can_be_empty}, in the order of the keyboard.
 *
 * The server says which columns there are and which of them a row asks: `_get_columns` of the row's model.
 *
 * Kinds: text (several lines), line, number, date, select, file.
 */
export function columnsOf(section, row, page) {
    const { columns } = page.sections.find(({ key }) => key === section);
    return columns
        .filter(({ asked }) => !asked || row.asks.includes(asked))
        .map((column) => ({ ...column, help: row[column.help], options: offered(column, row, page) }));
}

function offered({ options }, row, page) {
    return { stages, choices }[options]?.(row, page) || options;
}

/** The assignment may be in a step that no report moves it to. */
function stages(row, page) {
    const steps = page.stages[row.track_id] || [];
    const isOffered = !row.stage_id || steps.some(([id]) => id === row.stage_id);
    return isOffered ? steps : [[row.stage_id, row.stage_name], ...steps];
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
