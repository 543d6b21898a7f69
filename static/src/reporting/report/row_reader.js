import { Component } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { columnsOf, fileUrl, show } from "./row_columns";
import { RowHead } from "./row_head";

/** A row that is only read: its texts, nothing else. */
export class RowReader extends Component {
    static template = "plan_tracking.RowReader";
    static components = { RowHead };
    static props = { section: String, row: Object, page: Object };

    get cells() {
        const { section, row, page } = this.props;
        return columnsOf(section, row, page)
            .map((column) => ({
                name: column.name,
                kind: column.kind,
                label: column.label,
                text: this.text(column),
                url: column.kind === "file" && fileUrl(row),
            }))
            .filter(({ text }) => text);
    }

    text(column) {
        const { row } = this.props;
        // the name the stage had when the report was handed in
        return column.name === "stage_id" ? row.stage_name : show(column, row[column.name]);
    }

    get empty() {
        return this.props.row.is_nil ? _t("Nothing New") : _t("Not filled in");
    }

    get written() {
        const { writer, written } = this.props.row;
        return writer && written ? _t("Saved: %(writer)s, %(written)s", { writer, written }) : "";
    }
}
