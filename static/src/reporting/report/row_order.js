import { _t } from "@web/core/l10n/translation";

/** The filters above the rows: each names the rows to be filled in that it shows. */
export const FILTERS = [
    { key: "all", label: () => _t("All"), holds: () => true },
    { key: "mine", label: () => _t("Mine"), holds: ({ row }, page) => row.owner_id === page.user_id },
    { key: "open", label: () => _t("Not filled in yet"), holds: (model) => !model.isFilled },
];

/**
 * Lay out the sections of a page: rows to be filled in, rows to be read, and those read rows that say nothing new.
 *
 * Readers see first the odd rows, then the new or changed ones; the order within is the server's.
 *
 * @param {Object|false} page
 * @param {(key: string, row: Object) => RowStore} makeEditor
 */
export function arrange(page, makeEditor) {
    return ((page && page.sections) || []).map(({ key, title, rows }) => {
        const isEdited = (row) => page.editable && row.editable;
        const read = rows.filter((row) => !isEdited(row));
        const isSame = (row) => row.change === "same" && !row.warnings.length;
        const rank = (row) => (row.warnings.length ? 0 : row.change ? 1 : 2);
        return {
            key,
            title,
            editors: rows.filter(isEdited).map((row) => makeEditor(key, row)),
            readers: read.filter((row) => !isSame(row)).sort((one, other) => rank(one) - rank(other)),
            same: read.filter(isSame),
        };
    });
}
