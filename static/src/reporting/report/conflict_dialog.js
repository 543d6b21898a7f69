import { Component } from "@odoo/owl";
import { Dialog } from "@web/core/dialog/dialog";
import { _t } from "@web/core/l10n/translation";
import { show } from "./row_columns";

/** The texts of two people in one row, cell by cell: [{name, label, mine, theirs}]. */
export function differences(model, theirs) {
    const nil = [
        [true, _t("Yes")],
        [false, _t("No")],
    ];
    const columns = [...model.columns, { name: "is_nil", kind: "select", label: _t("Nothing New"), options: nil }];
    return columns
        .filter(({ name }) => !model.equal(name, model.value(name), theirs[name]))
        .map((column) => ({
            name: column.name,
            label: column.label,
            mine: show(column, model.value(column.name)),
            theirs: show(column, theirs[column.name]),
            isMine: column.name in model.state.values,
        }));
}

/** Two people on one row: both see who wrote which text, and no text is lost without somebody choosing so. */
export class ConflictDialog extends Component {
    static template = "plan_tracking.ConflictDialog";
    static components = { Dialog };
    static props = { model: Object, conflict: Object, close: Function };

    setup() {
        // closed by Escape or its cross: nothing is saved, nothing is dropped
        this.env.dialogData.dismiss = () => this.props.model.editFurther(this.props.conflict, this.cells);
        this.cells = differences(this.props.model, this.props.conflict.row);
    }

    get title() {
        return _t("Somebody else has saved this row");
    }

    keepTheirs() {
        this.props.model.takeTheirs(this.props.conflict);
        this.props.close();
    }

    saveMine() {
        const { close, conflict, model } = this.props;
        close();
        return model.saveMine(conflict);
    }

    editFurther() {
        this.props.model.editFurther(this.props.conflict, this.cells);
        this.props.close();
    }
}
