/** The shared steps of the tours of the report: rows are found by their section and place, cells by their column. */

export function row(section, place) {
    return `.o_plan_report_section_${section} .o_plan_report_row:eq(${place})`;
}

export function cell(section, place, column) {
    return `${row(section, place)} [data-column=${column}]`;
}

/** Type into a cell and leave nothing to the mouse: the row is saved by its key. */
export function typeAndSave(section, place, column, text) {
    return [
        { trigger: cell(section, place, column), run: `edit ${text}` },
        { trigger: `${cell(section, place, column)}:focus`, run: "press Control+Enter" },
    ];
}

export function isSaved(section, place) {
    return { trigger: `${row(section, place)}.o_plan_report_saved` };
}

/** The typed text is still in the cell. */
export function holds(section, place, column, text) {
    return {
        trigger: cell(section, place, column),
        run({ anchor }) {
            if (anchor.value !== text) {
                throw new Error(`“${text}” is lost: ${anchor.value}`);
            }
        },
    };
}
