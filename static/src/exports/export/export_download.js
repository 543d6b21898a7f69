import { download } from "@web/core/network/download";

/**
 * Have a workbook made and saved; errors are shown as with any other call.
 *
 * @param {string} what one of the workbooks that controllers/plan_export.py knows
 * @param {object} [params] what that one asks for
 */
export function downloadExport(what, params = {}) {
    return download({ url: "/plan_tracking/export", data: { data: JSON.stringify({ what, ...params }) } });
}
