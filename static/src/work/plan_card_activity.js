import { KanbanActivity, kanbanActivity } from "@mail/views/web/fields/kanban_activity/kanban_activity";

import { registry } from "@web/core/registry";

/**
 * The activity button of an assignment. Only its colour is read with the board; what is to be done is read when somebody clicks.
 */
export class PlanCardActivity extends KanbanActivity {
    static fieldDependencies = [{ name: "activity_state", type: "selection" }];
}

registry.category("fields").add("plan_card_activity", {
    ...kanbanActivity,
    component: PlanCardActivity,
    fieldDependencies: PlanCardActivity.fieldDependencies,
});
