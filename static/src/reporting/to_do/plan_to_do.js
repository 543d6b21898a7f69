import { Component, onMounted, useState } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { KanbanRenderer } from "@web/views/kanban/kanban_renderer";
import { kanbanView } from "@web/views/kanban/kanban_view";
import { ListRenderer } from "@web/views/list/list_renderer";
import { listView } from "@web/views/list/list_view";

/** A line above the lists of work: the reports that wait for the user. The work itself does not wait for it. */
export class PlanToDo extends Component {
    static template = "plan_tracking.PlanToDo";
    static props = {};

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.state = useState({ items: [] });
        onMounted(async () => {
            this.state.items = await this.orm.silent.call("plan.report", "get_to_do");
        });
    }

    open({ action, context }) {
        return this.action.doAction(action, { additionalContext: context });
    }
}

export class PlanBoardRenderer extends KanbanRenderer {
    static template = "plan_tracking.PlanBoard";
    static components = { ...KanbanRenderer.components, PlanToDo };
}

export class PlanWorkListRenderer extends ListRenderer {
    static template = "plan_tracking.PlanWorkList";
    static components = { ...ListRenderer.components, PlanToDo };
}

registry.category("views").add("plan_board", { ...kanbanView, Renderer: PlanBoardRenderer });
registry.category("views").add("plan_work_list", { ...listView, Renderer: PlanWorkListRenderer });
