import { ConfirmationDialog } from "@web/core/confirmation_dialog/confirmation_dialog";
import { registry } from "@web/core/registry";

/**
 * Ask before a step that is taken with many records at once: the server says with how many.
 *
 * @param {Object} params  {title, body, confirm, model, ids, method}; what the method returns is done next
 */
function ask(env, { params }) {
    const { title, body, confirm, model, ids, method } = params;
    env.services.dialog.add(ConfirmationDialog, {
        title,
        body,
        confirmLabel: confirm,
        confirm: async () => env.services.action.doAction(await env.services.orm.call(model, method, [ids])),
        cancel: () => {},
    });
}

registry.category("actions").add("plan_ask", ask);
