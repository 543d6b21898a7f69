import { _t } from "@web/core/l10n/translation";
import { patch } from "@web/core/utils/patch";
import { Record } from "@web/model/relational_model/record";

/**
 * Name the fields that are missing or cannot be read, on this module's forms.
 *
 * Odoo says that some are, not which; and its own sentence has no Vietnamese translation.
 */
patch(Record.prototype, {
    _displayInvalidFieldNotification() {
        if (!this.resModel.startsWith("plan.")) {
            return super._displayInvalidFieldNotification();
        }
        const labels = [...this._invalidFields].map((name) => this.fields[name].string);
        return this.model.notification.add(_t("Fill in or correct: %s", labels.join(", ")), { type: "danger" });
    },
});
