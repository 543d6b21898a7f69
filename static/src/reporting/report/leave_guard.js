import { useEffect } from "@odoo/owl";
import { browser } from "@web/core/browser/browser";
import { ConfirmationDialog } from "@web/core/confirmation_dialog/confirmation_dialog";
import { _t } from "@web/core/l10n/translation";
import { useBus, useService } from "@web/core/utils/hooks";
import { useSetupAction } from "@web/search/action_hook";
import { UnsavedRowsError, offeredMessage, unsavedMessage } from "./row_errors";

const AGAIN = 15000;

/**
 * Leaving the page saves its rows first: buttons of the form, the pager, a link, the browser's own close.
 *
 * @param {EventBus} bus  of the form's model
 * @param {() => RowStore[]} getRows
 */
export function useLeaveGuard(bus, getRows) {
    const dialog = useService("dialog");
    const notification = useService("notification");

    async function saveAll() {
        const rows = getRows();
        const saved = await Promise.all(rows.map((row) => row.save()));
        const first = rows[saved.indexOf(false)];
        if (first) {
            document.querySelector(`[data-row="${first.key}"]`)?.scrollIntoView({ block: "center" });
        }
        return !first;
    }

    async function saveOrStop() {
        // looking at another tab is not stopped
        if (!(await saveAll()) && document.visibilityState !== "hidden") {
            throw new UnsavedRowsError();
        }
    }

    const getOffered = () => getRows().filter(({ state }) => state.offer);

    /** Lead to the first row that offers earlier text. */
    function showOffered() {
        const [first] = getOffered();
        const button = first && document.querySelector(`[data-row="${first.key}"] .o_plan_report_use`);
        button?.scrollIntoView({ block: "center" });
        button?.focus({ preventScroll: true });
    }

    /** Words that were typed and never saved stay behind: nobody sends the report without having been told. */
    function askToGoOn() {
        return new Promise((resolve) => {
            dialog.add(
                ConfirmationDialog,
                {
                    title: offeredMessage(getOffered().length),
                    body: _t("They were typed earlier and are not in the report. Continue without them?"),
                    confirmLabel: _t("Continue without them"),
                    cancelLabel: _t("Show them"),
                    confirm: () => resolve(true),
                    cancel: () => {
                        resolve(false);
                        showOffered();
                    },
                },
                { onClose: () => resolve(false) }
            );
        });
    }

    function askToLeave() {
        return new Promise((resolve) => {
            dialog.add(
                ConfirmationDialog,
                {
                    title: _t("Some rows are not saved"),
                    body: _t("Your text is kept in this browser and offered again when you open the report."),
                    confirmLabel: _t("Leave the page"),
                    cancelLabel: _t("Stay here"),
                    confirm: () => resolve(true),
                    cancel: () => resolve(false),
                },
                { onClose: () => resolve(false) }
            );
        });
    }

    const retry = () => getRows().filter((row) => row.state.status === "waiting").forEach((row) => row.save());

    useBus(bus, "NEED_LOCAL_CHANGES", ({ detail }) => detail.proms.push(saveOrStop()));
    useBus(bus, "PLAN_REPORT_GO_ON", ({ detail }) => getOffered().length && detail.answers.push(askToGoOn()));
    useBus(bus, "WILL_SAVE_URGENTLY", () => getRows().forEach((row) => row.saveUrgently()));
    useSetupAction({
        beforeLeave: async ({ forceLeave } = {}) => forceLeave || (await saveAll()) || askToLeave(),
    });
    // rows that wait for the connection or a new session try again by themselves
    useEffect(
        () => {
            const timer = browser.setInterval(retry, AGAIN);
            browser.addEventListener("online", retry);
            browser.addEventListener("focus", retry);
            return () => {
                browser.clearInterval(timer);
                browser.removeEventListener("online", retry);
                browser.removeEventListener("focus", retry);
            };
        },
        () => []
    );
    return { saveAll, getOffered, showOffered, warn: () => notification.add(unsavedMessage(), { type: "danger" }) };
}
