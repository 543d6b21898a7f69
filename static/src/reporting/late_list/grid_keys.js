import { useEffect } from "@odoo/owl";

const FOCUSABLE = "[data-focus]";

/** The way of each arrow: to another cell of the row, or to another row. */
const STEPS = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] };

/**
 * One tab stop for a whole table; inside it the arrows lead from cell to cell, Home and End along a row.
 *
 * Focusable elements carry `data-focus` and `tabindex="-1"`; a cell may hold several, one under another.
 */
export function useGridKeys(ref) {
    useEffect(() => {
        const table = ref.el;
        if (table && !table.querySelector(`${FOCUSABLE}[tabindex="0"]`)) {
            table.querySelector(`tbody ${FOCUSABLE}`)?.setAttribute("tabindex", "0");
        }
    });

    function focus(element) {
        ref.el.querySelectorAll(`${FOCUSABLE}[tabindex="0"]`).forEach((one) => one.setAttribute("tabindex", "-1"));
        element.setAttribute("tabindex", "0");
        element.focus();
    }

    function beside(element, key) {
        const cell = element.closest("td, th");
        const own = [...cell.querySelectorAll(FOCUSABLE)];
        const [down, right] = STEPS[key];
        const inside = down && own[own.indexOf(element) + down];
        return inside || far(cell, down, right);
    }

    /** The next cell in this direction in which there is something: a gap is stepped over. */
    function far(cell, down, right) {
        const rows = [...ref.el.rows];
        let row = rows.indexOf(cell.parentElement) + down;
        let column = cell.cellIndex + right;
        while (rows[row]?.cells[column]) {
            const found = [...rows[row].cells[column].querySelectorAll(FOCUSABLE)];
            if (found.length) {
                return found.at(down < 0 ? -1 : 0);
            }
            row += down;
            column += right;
        }
        return null;
    }

    return function onKeydown(ev) {
        const element = ev.target.closest(FOCUSABLE);
        if (!element || ev.altKey || ev.ctrlKey || ev.metaKey || ev.shiftKey) {
            return;
        }
        let next = null;
        if (ev.key in STEPS) {
            next = beside(element, ev.key);
        } else if (ev.key === "Home" || ev.key === "End") {
            const all = [...element.closest("tr").querySelectorAll(FOCUSABLE)];
            next = all.at(ev.key === "Home" ? 0 : -1);
        } else {
            return;
        }
        ev.preventDefault();
        if (next) {
            focus(next);
        }
    };
}
