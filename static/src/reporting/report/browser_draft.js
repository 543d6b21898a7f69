import { browser } from "@web/core/browser/browser";
import { user } from "@web/core/user";
import { session } from "@web/session";

/**
 * Unsaved text of a row: kept in this browser, for this user of this database, until it is.
 *
 * A browser may refuse to keep anything (private window, full storage): then the page works without drafts.
 */
function keyOf(row) {
    return ["plan_tracking.report", session.db, user.userId, row.model, row.id].join("/");
}

/** Return {values, revision, typed} or null; `typed` is in milliseconds. */
export function readBrowserDraft(row) {
    try {
        return JSON.parse(browser.localStorage.getItem(keyOf(row)));
    } catch {
        return null;
    }
}

export function writeBrowserDraft(row, values, revision) {
    try {
        browser.localStorage.setItem(keyOf(row), JSON.stringify({ values, revision, typed: Date.now() }));
    } catch {
        // no room: the row itself still holds the text
    }
}

export function dropBrowserDraft(row) {
    try {
        browser.localStorage.removeItem(keyOf(row));
    } catch {
        // nothing is kept where nothing may be kept
    }
}
