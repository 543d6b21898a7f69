from odoo import api, models

from ...grammars.actors import parse_actors
from ...grammars.product import guess_track


class PlanTask(models.Model):
    """Tasks of a file, inserted as a set: what is read out of their texts is what the computed fields read."""

    _name = "plan.task"
    _inherit = ["plan.task", "plan.bulk.import.mixin"]

    @api.model
    def _get_import_values(self, vals_list):
        sections = {section.id: section for section in self.env["plan.section"].search([])}
        tracks = {track.code: track.id for track in self.env["plan.track"].search([])}
        actors = self._get_actors_by_text({vals[name] for vals in vals_list for name in ("lead_text", "support_text")})
        deadlines, rows = {}, []
        links = {name: [] for name in ("lead_ids", "lead_group_ids", "support_ids", "support_group_ids")}
        for position, vals in enumerate(vals_list):
            section = sections[vals["section_id"]]
            key = section.plan_id, vals["deadline_text"], vals["kind"]
            if key not in deadlines:
                deadlines[key] = self._read_deadline(vals["deadline_text"], vals["kind"], section.plan_id.date_issued)
            (leads, lead_groups), (supports, support_groups) = actors[vals["lead_text"]], actors[vals["support_text"]]
            for name, ids in zip(links, (leads, lead_groups, supports, support_groups), strict=True):
                links[name] += [(position, id_) for id_ in ids]
            row = {**vals, **deadlines[key], "product": vals.get("product")}
            row["code"] = self._get_code(section.code, vals["number"], vals["kind"])
            row["track_id"] = tracks.get(guess_track(vals["name"], row["recurrence"])[0])
            row["confirmation"] = self._get_who_confirms(lead_groups, section.plan_id.desk_agency_id.id in leads)
            rows.append(row | self._get_keys(row))
        return rows, [(self._get_relation(name), pairs) for name, pairs in links.items()]

    @api.model
    def _get_actors_by_text(self, texts):
        """Return {text: (ids of agencies, ids of groups)}."""
        names = self._actor_names()
        found = {text: parse_actors(text, names).found for text in texts}
        return {
            text: tuple([id_ for model, id_ in keys if model == of] for of in ("plan.agency", "plan.agency.group"))
            for text, keys in found.items()
        }

    @api.model
    def _get_relation(self, name):
        field = self._fields[name]
        return field.relation, field.column1, field.column2
