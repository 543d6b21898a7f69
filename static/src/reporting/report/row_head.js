import { Component } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { useService } from "@web/core/utils/hooks";

const COLORS = {
    overdue: "text-bg-danger",
    done_late: "text-bg-danger",
    due_soon: "text-bg-warning",
    not_due: "text-bg-info",
    handed_in: "text-bg-info",
    done_on_time: "text-bg-success",
};

/** The head of a row: its name, the plan's text, its previous state, its warnings. */
export class RowHead extends Component {
    static template = "plan_tracking.RowHead";
    static props = { row: Object };

    setup() {
        this.action = useService("action");
    }

    /** The number in the plan: a narrative has none, its "number" is an answer. */
    get code() {
        const { code, metric, number } = this.props.row;
        return code || (metric && number) || "";
    }

    get assignmentUrl() {
        return `/odoo/plan.assignment/${this.props.row.assignment_id}`;
    }

    openAssignment(ev) {
        // a link that is opened in another tab is the browser's
        if (ev.ctrlKey || ev.metaKey || ev.shiftKey) {
            return;
        }
        ev.preventDefault();
        return this.action.doAction({
            type: "ir.actions.act_window",
            res_model: "plan.assignment",
            res_id: this.props.row.assignment_id,
            views: [[false, "form"]],
        });
    }

    get timelinessClass() {
        return COLORS[this.props.row.timeliness[0]] || "text-bg-light";
    }

    get change() {
        return { new: _t("New"), changed: _t("Changed") }[this.props.row.change];
    }
}
