import { registry } from "@web/core/registry";
import { FormController } from "@web/views/form/form_controller";
import { formView } from "@web/views/form/form_view";

/** The form of a report: before a button does its work the page below has its say, and may hold it back. */
export class ReportFormController extends FormController {
    async beforeExecuteActionButton(clickParams) {
        const answers = [];
        this.model.bus.trigger("PLAN_REPORT_GO_ON", { answers });
        if ((await Promise.all(answers)).includes(false)) {
            return false;
        }
        return super.beforeExecuteActionButton(clickParams);
    }
}

registry.category("views").add("plan_report_form", { ...formView, Controller: ReportFormController });
