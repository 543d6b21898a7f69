import { Component, onWillStart, useState } from "@odoo/owl";
import { Dialog } from "@web/core/dialog/dialog";
import { _t } from "@web/core/l10n/translation";
import { useService } from "@web/core/utils/hooks";
import { recallColumns, rememberColumns } from "./export_columns";
import { downloadExport } from "./export_download";

/** The columns of an export; the choice is kept for the next time. */
export class ExportDialog extends Component {
    static template = "plan_tracking.ExportDialog";
    static props = {
        what: String,
        resModel: String,
        /** the records of the list: {domain} as filtered, or {ids} as chosen */
        records: Object,
        close: Function,
    };
    static components = { Dialog };

    setup() {
        this.orm = useService("orm");
        this.title = _t("Excel for Offices");
        this.state = useState({ chosen: {}, busy: false });
        onWillStart(async () => {
            this.columns = await this.orm.call(this.props.resModel, "get_export_columns", []);
            this.choose(recallColumns(this.props.what, this.columns));
        });
    }

    get keys() {
        return this.columns.map(({ key }) => key).filter((key) => this.state.chosen[key]);
    }

    choose(keys) {
        this.state.chosen = Object.fromEntries(keys.map((key) => [key, true]));
    }

    chooseAll() {
        this.choose(this.columns.map(({ key }) => key));
    }

    chooseNone() {
        this.choose([]);
    }

    chooseUsual() {
        this.choose(this.columns.filter((column) => column.is_default).map(({ key }) => key));
    }

    async take() {
        const { what, records, close } = this.props;
        rememberColumns(what, this.keys);
        this.state.busy = true;
        try {
            await downloadExport(what, { ...records, columns: this.keys });
            close();
        } finally {
            this.state.busy = false;
        }
    }
}
