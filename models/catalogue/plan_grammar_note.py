from odoo import api, models


class PlanGrammarNote(models.AbstractModel):
    """The sentences for what the grammars note: they know no Odoo and no language, only codes."""

    _name = "plan.grammar.note"
    _description = "Notes of the Grammars"

    @api.model
    def _join(self, sentences, codes):
        return "; ".join(sentences.get(code, code) for code in codes)

    @api.model
    def _target_notes(self):
        """Return the sentence of every note of `grammars.target.Target`."""
        return {
            "sign_understood": self.env._("no sign is printed: read as at least"),
            "range_lower_bound": self.env._("a range: met at its lower bound"),
            "range_upper_bound": self.env._("a range of a fall: met at its upper bound"),
            "sign_with_range": self.env._("a sign before a range: it is unclear which bound counts"),
            "above_full": self.env._("cannot exceed 100 %: read as 100 %"),
            "share_of": self.env._("the cell names the base of the share; the unit keeps only the %"),
            "composite": self.env._("the cell holds two figures"),
            "approximate": self.env._("“about”: read as at least"),
            "change_rate": self.env._("a rise or fall without a base"),
            "reduction": self.env._("a fall: the value is the change, with a minus sign"),
            "fraction": self.env._("a fraction, read as a share"),
            "zero": self.env._("it is unclear whether 0 is a floor or a ceiling"),
            "year_like": self.env._("the number looks like a year"),
            "long_unit": self.env._("the words after the number are more than a unit"),
            "remark": self.env._("a remark in brackets was not interpreted"),
            "conflicting_signs": self.env._("the signs before and after the number disagree"),
            "unreadable": self.env._("could not be read"),
        }

    @api.model
    def _get_metric_ambiguities(self):
        """Return the sentence of every ambiguity of `grammars.target.Metric`."""
        return {
            "no_unit": self.env._("the figures have no unit"),
            "no_period": self.env._("it is unclear whether the count is yearly or in total"),
            "mixed_units": self.env._("the cells have different units"),
            "mixed_direction": self.env._("some cells set a floor, others a ceiling"),
            "rank_scope": self.env._("a rank: the total number is missing"),
            "composite": self.env._("cells hold two figures, split into two metrics"),
        }

    @api.model
    def _deadline_notes(self):
        """Return the sentence of every note of `grammars.deadline.Deadline`."""
        return {
            "before_strict": self.env._("“before”: the last valid day is the day before"),
            "long_range": self.env._("a range of years: it would not be late before its end"),
            "open_end": self.env._("a start without an end: read as ongoing"),
            "listed_periods": self.env._("several periods are listed: the last one ends it"),
            "yearly_with_period": self.env._("yearly, with a year of unclear meaning"),
            "year_from_issue": self.env._("no year is printed: the plan's year was taken"),
            "before_issue": self.env._("due before the plan was issued"),
            "more_than_yearly": self.env._("quarterly, monthly or more often"),
            "conditional": self.env._("depends on an event"),
            "year_out_of_range": self.env._("the year cannot be right"),
            "invalid_date": self.env._("there is no such day"),
            "empty": self.env._("nothing is printed"),
            "unreadable": self.env._("could not be read"),
        }
