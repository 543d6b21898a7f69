import { _t } from "@web/core/l10n/translation";
import { ConnectionLostError, RPCError } from "@web/core/network/rpc";
import { registry } from "@web/core/registry";

/** Rows could not be saved: the user who wanted to continue (a button of the header, the pager) has to stop. */
export class UnsavedRowsError extends Error {}

export function unsavedMessage() {
    return _t("Some rows are not saved yet: they are marked with the reason. Correct them, then continue.");
}

/** Say how many rows offer earlier text that was never saved. */
export function offeredMessage(count) {
    return count === 1
        ? _t("1 row contains unsaved text")
        : _t("%s rows contain unsaved text", count);
}

/**
 * Say why a row was not saved and what to do.
 *
 * @returns {{status: "refused"|"waiting", message: string, login?: boolean}} "waiting": it is sent again by itself
 */
export function explain(error) {
    if (error instanceof ConnectionLostError) {
        return {
            status: "waiting",
            message: _t(
                "No connection. Your text is kept in this browser and will be saved once you are online again."
            ),
        };
    }
    if (!(error instanceof RPCError)) {
        throw error;
    }
    if (error.exceptionName === "odoo.http.SessionExpiredException") {
        return {
            status: "waiting",
            login: true,
            message: _t("Your session has ended. Your text is kept in this browser: log in again, then come back."),
        };
    }
    if (error.exceptionName?.startsWith("odoo.exceptions.")) {
        return { status: "refused", message: error.data.message };
    }
    return {
        status: "refused",
        message: _t("The server could not save this row. Your text is kept in this browser: try again later."),
    };
}

function unsavedRowsHandler(env, error, originalError) {
    if (!(originalError instanceof UnsavedRowsError)) {
        return false;
    }
    error.unhandledRejectionEvent?.preventDefault();
    env.services.notification.add(unsavedMessage(), { type: "danger" });
    return true;
}

registry.category("error_handlers").add("plan_tracking.unsaved_rows", unsavedRowsHandler, { sequence: 90 });
