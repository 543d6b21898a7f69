import { browser } from "@web/core/browser/browser";
import { user } from "@web/core/user";

/** The place of a person's choice of columns: in this browser, apart for each list and each person. */
function keyOf(what) {
    return `plan_tracking.sheet.${what}.${user.userId}`;
}

/** Return the keys that were chosen last of the columns that there are now, or those that are chosen from the start. */
export function recallColumns(what, columns) {
    let kept = [];
    try {
        const keys = JSON.parse(browser.localStorage.getItem(keyOf(what))) || [];
        kept = columns.filter(({ key }) => keys.includes(key));
    } catch {
        // values of somebody else there are ignored
    }
    return (kept.length ? kept : columns.filter((column) => column.is_default)).map(({ key }) => key);
}

export function rememberColumns(what, keys) {
    try {
        browser.localStorage.setItem(keyOf(what), JSON.stringify(keys));
    } catch {
        // a full or closed store: the next time starts with the usual columns
    }
}
