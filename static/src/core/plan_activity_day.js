import { Activity } from "@mail/core/web/activity";
import { ActivityListPopoverItem } from "@mail/core/web/activity_list_popover_item";

import { patch } from "@web/core/utils/patch";

// a day is a day in Việt Nam, wherever the browser is
const ZONE = "Asia/Ho_Chi_Minh";

/**
 * An activity on a record of ours, as far from the browser's day as it is from the day in Việt Nam: Odoo counts the days
 * up to it in the browser's zone.
 */
function asFarFromHere(activity) {
    if (!activity.is_in_vietnam || !activity.date_deadline) {
        return activity;
    }
    const here = luxon.DateTime.now().startOf("day");
    const { year, month, day } = luxon.DateTime.now().setZone(ZONE);
    const there = here.set({ year, month, day });
    const days = Math.round(activity.date_deadline.diff(there, "days").days);
    return { date_deadline: here.plus({ days }) };
}

/** Reads a getter of Odoo's with the activity put in relation to the browser's day. */
function patchDelay(component, name) {
    const { get } = Object.getOwnPropertyDescriptor(component.prototype, name);
    patch(component.prototype, {
        get [name]() {
            return get.call({ props: { activity: asFarFromHere(this.props.activity) } });
        },
    });
}

patchDelay(Activity, "delay");
patchDelay(ActivityListPopoverItem, "delayLabel");
