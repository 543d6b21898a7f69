import { Component, onWillUnmount, useRef, useState } from "@odoo/owl";
import { ConfirmationDialog } from "@web/core/confirmation_dialog/confirmation_dialog";
import { useDropzone } from "@web/core/dropzone/dropzone_hook";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { humanSize } from "@web/core/utils/binary";
import { useService } from "@web/core/utils/hooks";
import { standardFieldProps } from "@web/views/fields/standard_field_props";
import { useEvidenceUpload } from "./evidence_upload";

// a day is a day in Việt Nam, wherever the browser is
const ZONE = "Asia/Ho_Chi_Minh";

/** The files that prove a result: dropped, chosen or photographed; replaced beside the old ones, which stay. */
export class EvidenceField extends Component {
    static template = "plan_tracking.EvidenceField";
    static props = { ...standardFieldProps };
    static components = {};

    setup() {
        this.orm = useService("orm");
        this.dialog = useService("dialog");
        this.evidence = useEvidenceUpload({
            concerns: (assignmentId) => assignmentId === this.props.record.resId,
            onDone: () => this.reload(),
        });
        this.state = useState({ saving: false });
        this.root = useRef("root");
        this.inputs = {
            files: useRef("files"),
            camera: useRef("camera"),
            replacement: useRef("replacement"),
        };
        this.replaced = false;
        this.alive = true;
        onWillUnmount(() => (this.alive = false));
        useDropzone(this.root, (ev) => this.upload(ev.dataTransfer.files), "o_plan_evidence_drop", () => this.canAdd);
    }

    get busy() {
        return this.state.saving || Boolean(this.progress);
    }

    get canAdd() {
        return !this.props.readonly && !this.busy;
    }

    get hasCamera() {
        return this.evidence.hasCamera;
    }

    get files() {
        return this.props.record.data[this.props.name].records.map(({ resId, data }) => ({
            id: resId,
            name: data.name,
            url: `/web/content/${data.attachment_id.id}`,
            attachmentId: data.attachment_id.id,
            size: humanSize(data.file_size),
            date: data.create_date.setZone(ZONE).toFormat("dd/MM/yyyy"),
            user: data.user_name,
            sha256: data.sha256,
            digest: data.sha256.slice(0, 8),
            kind: this.kinds[data.kind],
            isFrozen: data.is_frozen,
            replacedBy: data.replaced_by_id && data.replaced_by_id.display_name,
            canReplace: !data.replaced_by_id && ["product", "contribution"].includes(data.kind),
        }));
    }

    /** The labels of files that are not simply the product. */
    get kinds() {
        return {
            paper: _t("Signed copy"),
            decision: _t("Decision"),
            contribution: _t("Contribution"),
        };
    }

    get progress() {
        return this.evidence.progressOf(this.props.record.resId);
    }

    choose(name, replaced = false) {
        this.replaced = replaced;
        this.inputs[name].el.click();
    }

    onChosen(ev) {
        const files = [...ev.target.files];
        ev.target.value = ""; // the same file may be chosen again
        return this.upload(files, this.replaced);
    }

    async upload(files, replaced = false) {
        if (!this.canAdd || !this.evidence.canSend(files)) {
            return;
        }
        this.state.saving = true;
        try {
            // typed text is saved before the assignment is read again
            if (await this.props.record.save()) {
                await this.evidence.send(this.props.record.resId, files, replaced);
            }
        } finally {
            this.state.saving = false;
        }
    }

    delete(file) {
        this.dialog.add(ConfirmationDialog, {
            title: _t("Delete this file?"),
            body: _t("“%s” will be deleted permanently.", file.name),
            confirmLabel: _t("Delete"),
            confirm: async () => {
                await this.orm.unlink("ir.attachment", [file.attachmentId]);
                await this.reload();
            },
            cancel: () => {},
        });
    }

    async reload() {
        const { record } = this.props;
        // typed while the files were on their way
        if (this.alive && (await record.save())) {
            await record.load();
            this.env.bus.trigger("MAIL:RELOAD-THREAD", { model: record.resModel, id: record.resId });
        }
    }
}

export const evidenceField = {
    component: EvidenceField,
    displayName: _t("Evidence"),
    supportedTypes: ["one2many"],
    isEmpty: () => false,
    relatedFields: [
        { name: "name", type: "char" },
        { name: "file_size", type: "integer" },
        { name: "create_date", type: "datetime" },
        { name: "user_name", type: "char" },
        { name: "sha256", type: "char" },
        { name: "kind", type: "char" },
        { name: "is_frozen", type: "boolean" },
        { name: "attachment_id", type: "many2one", relation: "ir.attachment" },
        { name: "replaced_by_id", type: "many2one", relation: "plan.evidence" },
    ],
};

registry.category("fields").add("plan_evidence", evidenceField);
