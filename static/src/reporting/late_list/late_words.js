import { _t } from "@web/core/l10n/translation";

// the order in which a period's counts are shown: what is owed first
export const STATUSES = ["missing", "returned", "due_soon", "open", "late", "on_time", "covered"];
// an agency in one of these owes the desk something now
export const OWED = ["missing", "returned", "due_soon"];
export const KINDS = ["month", "quarter", "half", "year", "ad_hoc"];

/** The name of each status in a cell: a colour alone is not enough for people who cannot see it. */
export function statusWords() {
    return {
        missing: _t("Missing"),
        returned: _t("Returned"),
        due_soon: _t("Due soon"),
        open: _t("Not yet due"),
        late: _t("Sent late"),
        on_time: _t("On time"),
        covered: _t("In another report"),
    };
}

export function kindWords() {
    return {
        month: _t("Monthly"),
        quarter: _t("Quarterly"),
        half: _t("Half-yearly"),
        year: _t("Yearly"),
        ad_hoc: _t("Ad hoc"),
    };
}
