from .common import PlanCase


class TestX(PlanCase):
    def test_x(self):
        parts = self.activate()
        for p in parts: print(p.task_id.code, p.agency_id.code, p.role, p.year, p.date_deadline, p.stage_id.name)
        for d in self.plan.doubt_ids: print(d.kind, d.key, d.name)
        for t in self.plan.task_ids: print(t.code, t.recurrence, t.date_start, t.date_end, t.track_id.code, t.confirmation, t.is_deadline_ambiguous)
        for t in self.plan.indicator_ids.target_ids: print(t.year, t.text, t.kind, t.operator, t.value_min, t.is_ambiguous)
