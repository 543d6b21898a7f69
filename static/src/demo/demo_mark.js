import { Component } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { session } from "@web/session";

/** Says on every screen that the figures are made up, where the server says that the database holds demo data. */
class DemoMark extends Component {
    static template = "plan_tracking.DemoMark";
    static props = {};
}

if (session.plan_tracking_demo) {
    registry.category("systray").add("plan_tracking.demo_mark", { Component: DemoMark }, { sequence: 1000 });
}
