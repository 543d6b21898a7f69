/** Steps that several tours share. Elements are found by name, class and menu id, never by a translated text. */

const MODULE = "plan_tracking";

export function openApp() {
    return [
        { trigger: ".o_navbar_apps_menu button:enabled", run: "click" },
        { trigger: `.o_app[data-menu-xmlid="${MODULE}.plan_tracking_menu_root"]`, run: "click" },
        { trigger: ".o_action_manager .o_control_panel" },
    ];
}

export function openMenu(name, parent) {
    const item = (menu) => `.o_main_navbar .o_menu_sections [data-menu-xmlid="${MODULE}.${menu}"]`;
    if (!parent) {
        return [{ trigger: item(name), run: "click" }];
    }
    return [
        { trigger: item(parent), run: "click" },
        { trigger: `.dropdown-menu [data-menu-xmlid="${MODULE}.${name}"]`, run: "click" },
    ];
}

/** The assignment of the task with this number, in the column at this place if one is given. */
export function card(code, column) {
    const group = column === undefined ? "" : `.o_kanban_group:eq(${column}) `;
    return `${group}.o_kanban_record:has(span.fw-bold:text(${code}))`;
}

/** The first assignment of a column: of hundreds only the first ones are shown. */
export function firstCard(column) {
    return `.o_kanban_group:eq(${column}) .o_kanban_record:not(.o_kanban_ghost):first`;
}

export function row(name, text) {
    return `.o_list_view .o_data_row:has(td[name=${name}]:contains(${text})) td[name=${name}]`;
}

export function openTab(name) {
    return [
        { trigger: `.o_notebook .nav-link[name=${name}]`, run: "click" },
        { trigger: `.o_notebook .nav-link.active[name=${name}]` },
    ];
}

export function confirmDialog() {
    return [
        { trigger: ".modal:not(.o_inactive_modal) .modal-footer .btn-primary", run: "click" },
        { trigger: "body:not(:has(.modal))", timeout: 60000 },
    ];
}

/** Nothing on this form can be typed into and nothing waits to be saved. */
export function formIsReadonly() {
    const field = ".o_form_renderer .o_field_widget";
    return [
        { trigger: ".o_form_view .o_form_renderer" },
        {
            content: "nothing on the form can be edited",
            trigger: `.o_form_view:not(:has(${field} input:enabled:visible, ${field} textarea:visible))`,
        },
        { trigger: ".o_form_view:not(:has(.o_form_button_save:visible))" },
    ];
}

/** Give a file to a hidden input, as the browser's own dialog does. */
export function giveFile(input, name, trigger = ".o_plan_evidence_zone") {
    return {
        content: `the file ${name}`,
        trigger,
        run() {
            const transfer = new DataTransfer();
            transfer.items.add(new File([name], name));
            const element = document.querySelector(input);
            element.files = transfer.files;
            element.dispatchEvent(new Event("change"));
        },
    };
}

/** The assignments of a result, typed into the open assignment: number, date and a line of text. */
export function typeResult(number, date, text) {
    return [
        { trigger: ".o_field_widget[name=product_number] input", run: `edit ${number}` },
        { trigger: ".o_field_widget[name=product_date] input, .o_field_widget[name=product_date] button", run: "click" },
        { trigger: ".o_field_widget[name=product_date] input", run: `edit ${date}` },
        { trigger: ".o_field_widget[name=result] textarea", run: `edit ${text}` },
    ];
}

/** A button of the assignment's header; on a telephone the first one is alone. */
export function headerButton(name) {
    return { trigger: `.o_form_statusbar button[name="${name}"]:enabled`, run: "click" };
}

/** A button of the header that opens a dialog, by its label: actions have numbers for names. */
export function headerAction(label) {
    return { trigger: `.o_form_statusbar button:contains(${label})`, run: "click" };
}
