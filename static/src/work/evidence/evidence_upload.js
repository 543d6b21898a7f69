import { useState } from "@odoo/owl";
import { hasTouch } from "@web/core/browser/feature_detection";
import { _t } from "@web/core/l10n/translation";
import { checkFileSize } from "@web/core/utils/files";
import { useBus, useService } from "@web/core/utils/hooks";

const ROUTE = "/plan_tracking/evidence/upload";

/**
 * Sending files to assignments: one request brings all that were chosen, and errors are shown in words.
 *
 * Uploads go on when another record is opened meanwhile: `concerns(assignmentId)` says whether it is shown here.
 *
 * @param {Object} options
 * @param {(assignmentId: number) => boolean} options.concerns
 * @param {(assignmentId: number, ids: number[]) => any} options.onDone  called with the new evidence, none when it failed
 */
export function useEvidenceUpload({ concerns, onDone }) {
    const ui = useService("ui");
    const notification = useService("notification");
    const fileUpload = useService("file_upload");
    const uploads = useState(fileUpload.uploads);
    const assignmentOf = (upload) => Number(upload.data.get("assignment_id"));

    function onEnd({ detail }) {
        const assignmentId = assignmentOf(detail.upload);
        if (!concerns(assignmentId)) {
            return;
        }
        const { ids, error } = readAnswer(detail.upload.xhr);
        if (error) {
            notification.add(error, { type: "danger", sticky: true });
        }
        return onDone(assignmentId, ids || []);
    }
    useBus(fileUpload.bus, "FILE_UPLOAD_LOADED", onEnd);
    useBus(fileUpload.bus, "FILE_UPLOAD_ERROR", onEnd);

    return {
        /** Telephones and tablets photograph; others choose. */
        get hasCamera() {
            return hasTouch() || ui.isSmall;
        },
        /** The upload on its way to an assignment: title and percent, or nothing. */
        progressOf(assignmentId) {
            const mine = Object.values(uploads).find((upload) => assignmentOf(upload) === assignmentId);
            return mine && { title: mine.title, percent: Math.round(mine.progress * 100) };
        },
        /** One request brings them all: its size counts. */
        canSend(files) {
            const size = [...files].reduce((sum, file) => sum + file.size, 0);
            return files.length > 0 && checkFileSize(size, notification);
        },
        send(assignmentId, files, replacedId = false) {
            return fileUpload.upload(ROUTE, files, {
                displayErrorNotification: false,
                buildFormData: (data) => {
                    data.append("assignment_id", assignmentId);
                    if (replacedId) {
                        data.append("replaces_id", replacedId);
                    }
                },
            });
        },
    };
}

function readAnswer(xhr) {
    if (xhr.status === 413) {
        return { error: _t("The files together are too large. Add them one by one.") };
    }
    try {
        return JSON.parse(xhr.responseText);
    } catch {
        return { error: _t("The files were not received. Check the connection and add them again.") };
    }
}
