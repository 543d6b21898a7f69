import { Component } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";

const COLORS = {
    overdue: "text-bg-danger",
    done_late: "text-bg-danger",
    due_soon: "text-bg-warning",
    not_due: "text-bg-info",
    handed_in: "text-bg-info",
    done_on_time: "text-bg-success",
};

/** What a row is about: its name, what the plan asks, how it stood before, what is odd about it. */
export class ReportHead extends Component {
    static template = "plan_tracking.ReportHead";
    static props = { row: Object };

    /** The number in the plan: a narrative has none, its "number" is an answer. */
    get code() {
        const { code, metric, number } = this.props.row;
        return code || (metric && number) || "";
    }

    get timelinessClass() {
        return COLORS[this.props.row.timeliness[0]] || "text-bg-light";
    }

    get change() {
        return { new: _t("New"), changed: _t("Changed") }[this.props.row.change];
    }
}
