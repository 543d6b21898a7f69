import { Component, onMounted, useRef, useState } from "@odoo/owl";
import { browser } from "@web/core/browser/browser";
import { Dialog } from "@web/core/dialog/dialog";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";

/** The text, selected: for browsers that do not let a page write into the clipboard (without https most do not). */
export class MissingTextDialog extends Component {
    static template = "plan_tracking.MissingTextDialog";
    static props = { text: String, close: Function };
    static components = { Dialog };

    setup() {
        this.title = _t("Agencies without a report");
        this.area = useRef("area");
        onMounted(() => {
            this.area.el.focus();
            this.area.el.select();
        });
    }

    get rows() {
        return Math.min(this.props.text.split("\n").length + 1, 20);
    }
}

/** Return a function that copies the names of those who have not reported for a period, ready to paste into a chat. */
export function useMissingText() {
    const orm = useService("orm");
    const dialog = useService("dialog");
    const notification = useService("notification");

    return async function copyMissingText(periodId, categoryId = false) {
        const text = await orm.call("plan.period", "get_missing_text", [[periodId], categoryId]);
        try {
            await browser.navigator.clipboard.writeText(text);
        } catch {
            dialog.add(MissingTextDialog, { text });
            return;
        }
        notification.add(_t("Copied. Paste it into the chat."), { type: "success" });
    };
}

/** The button of a period's form. */
export class MissingText extends Component {
    static template = "plan_tracking.MissingText";
    static props = { ...standardWidgetProps };

    setup() {
        this.copyMissingText = useMissingText();
        this.state = useState({ busy: false });
    }

    async copy() {
        this.state.busy = true;
        try {
            await this.copyMissingText(this.props.record.resId);
        } finally {
            this.state.busy = false;
        }
    }
}

registry.category("view_widgets").add("plan_missing_text", { component: MissingText });
