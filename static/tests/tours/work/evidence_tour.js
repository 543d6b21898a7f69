import { registry } from "@web/core/registry";

const ROW = ".o_plan_evidence_file";

/** Return files of these names, by name their content too; "empty.txt" has none. */
function carry(...names) {
    const dataTransfer = new DataTransfer();
    for (const name of names) {
        dataTransfer.items.add(new File(name === "empty.txt" ? [] : [name], name));
    }
    return dataTransfer;
}

/** Give files to the hidden input, as the browser's own dialog does. */
function choose(...names) {
    const input = document.querySelector(".o_plan_evidence_files");
    input.files = carry(...names).files;
    input.dispatchEvent(new Event("change"));
}

function drag(type, ...names) {
    return ({ anchor }) => {
        anchor.dispatchEvent(new DragEvent(type, { bubbles: true, dataTransfer: carry(...names) }));
    };
}

registry.category("web_tour.tours").add("plan_tracking_evidence", {
    steps: () => [
        { trigger: ".o_plan_evidence_zone" },
        {
            content: "what was typed and not saved yet is kept",
            trigger: ".o_field_widget[name=result] textarea",
            run: "edit Đã ban hành",
        },
        {
            content: "several files at once",
            trigger: ".o_plan_evidence_zone",
            run: () => choose("a.txt", "b.txt", "c.txt"),
        },
        { trigger: `${ROW}:eq(2):contains(c.txt)` },
        {
            trigger: ".o_field_widget[name=result] textarea",
            run({ anchor }) {
                if (anchor.value !== "Đã ban hành") {
                    throw new Error(`what was typed is lost: ${anchor.value}`);
                }
            },
        },
        {
            content: "one of them goes again",
            trigger: `${ROW}:contains(b.txt) .o_plan_evidence_delete`,
            run: "click",
        },
        { trigger: ".modal .btn-primary", run: "click" },
        { trigger: `.o_plan_evidence:not(:has(${ROW}:contains(b.txt)))` },
        {
            content: "an empty file is refused in words, and nothing of its company is kept",
            trigger: ".o_plan_evidence_zone",
            run: () => choose("d.txt", "empty.txt"),
        },
        { trigger: ".o_notification:contains(empty.txt)" },
        { trigger: `.o_plan_evidence:not(:has(${ROW}:contains(d.txt)))` },
        {
            content: "dropped files come too",
            trigger: ".o_plan_evidence",
            run: drag("dragenter", "e.txt", "f.txt"),
        },
        { trigger: ".o_plan_evidence_drop", run: drag("drop", "e.txt", "f.txt") },
        { trigger: `${ROW}:contains(f.txt)` },
    ],
});
