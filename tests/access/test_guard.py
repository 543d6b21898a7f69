from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from .access_matrix import MatrixCase

# a field of each guarded model, and a value that it does not have
CHANGES = {
    "plan.log": {"note": "Giả"},
    "plan.value": {"value": 1.0},
    "plan.evidence": {"name": "gia.pdf"},
    "plan.extension": {"state": "granted"},
    "plan.report": {"state": "accepted"},
    "plan.report.line": {"text": "Giả"},
    "plan.measurement": {"actual": 1.0},
    "plan.narrative": {"text": "Giả"},
    "plan.report.signed.copy": {"number": "Giả"},
    "plan.consolidation": {"opening": "Giả"},
    "plan.consolidation.item": {"text": "Giả"},
    "plan.followup": {"text": "Giả"},
}
# samples that are filled in, and samples that nobody writes any more
DRAFTS = {
    **dict.fromkeys(("plan.report", "plan.report.line", "plan.measurement", "plan.narrative"), "own"),
    **dict.fromkeys(("plan.consolidation", "plan.consolidation.item", "plan.followup"), "draft"),
}
LOCKED = {
    **dict.fromkeys(("plan.log", "plan.value", "plan.evidence", "plan.extension"), "own"),
    **dict.fromkeys(("plan.report", "plan.report.line", "plan.measurement", "plan.narrative"), "done"),
    "plan.report.signed.copy": "own",
    **dict.fromkeys(("plan.consolidation", "plan.consolidation.item", "plan.followup"), "approved"),
}


@tagged("post_install", "-at_install")
class TestGuard(MatrixCase):
    """What was sent, accepted, issued or decided stays as it is, also for superuser, whichever public way it takes."""

    def record(self, name, sample):
        found = self.reports.get(name, {}).get(sample) or self.samples[name][sample]
        return found.with_user(self.env.ref("base.user_root")).sudo()

    def refuses(self, action, record):
        before = self.env["plan.log"].search_count([]), record.read(load=None)
        with self.assertRaises(UserError), self.env.cr.savepoint():
            action()
        self.env.invalidate_all()
        self.assertEqual((self.env["plan.log"].search_count([]), record.read(load=None)), before)

    def test_every_guarded_model_is_tried(self):
        guard = self.env.registry["plan.guard.mixin"]
        guarded = {
            name for name, model in self.env.registry.items() if issubclass(model, guard) and not model._abstract
        }
        self.assertEqual(guarded, set(CHANGES))
        self.assertEqual(guarded, set(LOCKED))

    def test_locked_records(self):
        for name, sample in LOCKED.items():
            record = self.record(name, sample)
            with self.subTest(model=name):
                for action in (
                    lambda record=record, name=name: record.write(CHANGES[name]),
                    lambda record=record, name=name: record.update(CHANGES[name]),
                    lambda record=record, name=name: record.web_save(CHANGES[name], {}),
                    record.unlink,
                    record.copy,
                ):
                    self.refuses(action, record)

    def test_nobody_makes_one(self):
        for name, sample in LOCKED.items():
            record = self.record(name, sample)
            values = record.copy_data()[0]
            columns = list(CHANGES[name])
            with self.subTest(model=name):
                self.refuses(lambda record=record, values=values: record.create([values]), record)
                if record._rec_name and name != "plan.consolidation.item":  # people add rows of their own to a draft
                    self.refuses(lambda record=record: record.name_create("Giả"), record)
                loaded = record.load(columns, [[str(CHANGES[name][column]) for column in columns]])
                self.assertFalse(loaded["ids"])

    def test_fields_of_the_workflow_in_a_draft(self):
        """A draft is filled in, and brought on by its steps alone."""
        for name, sample in DRAFTS.items():
            record = self.record(name, sample)
            for field in (set(record._protected_fields) if "state" in record._fields else {"is_returned"}) | {"state"}:
                if field in record._fields and record._fields[field].store:
                    with self.subTest(model=name, field=field):
                        self.refuses(lambda record=record, field=field: record.write({field: False}), record)

    def test_nested_commands(self):
        """A command on a record that is not locked reaches none of its locked lines."""
        assignment, plan = self.own.sudo(), self.plan.sudo()
        log, evidence = self.record("plan.log", "own"), self.record("plan.evidence", "own")
        extension = self.record("plan.extension", "own")
        report, line = self.record("plan.report", "done"), self.record("plan.report.line", "done")
        paper = self.record("plan.report.signed.copy", "own")
        for parent, field, row in (
            (assignment, "log_ids", log),
            (assignment, "evidence_ids", evidence),
            (assignment, "extension_ids", extension),
            (report, "line_ids", line),
            (report, "log_ids", self.report_logs["done"]),
            (paper.report_id, "signed_copy_ids", paper),
        ):
            change = CHANGES[row._name]
            for command in (
                Command.create({**row.copy_data()[0], **change}),
                Command.update(row.id, change),
                Command.delete(row.id),
                Command.unlink(row.id),
                Command.clear(),
                Command.set([]),
            ):
                with self.subTest(model=row._name, field=field, command=command[0]):
                    self.refuses(lambda p=parent, f=field, c=command: p.write({f: [c]}), row)
        self.refuses(
            lambda: plan.write({"task_ids": [Command.update(assignment.task_id.id, {
                "assignment_ids": [Command.update(assignment.id, {"log_ids": [Command.delete(log.id)]})]})]}), log,
        )  # fmt: skip

    def test_server_actions(self):
        """An administrator's server action is refused like everybody else's call."""
        for name, sample in LOCKED.items():
            record = self.record(name, sample)
            field, value = next(iter(CHANGES[name].items()))
            model = self.env["ir.model"]._get_id(name)
            by_code = self.env["ir.actions.server"].create(
                {
                    "name": "x",
                    "model_id": model,
                    "state": "code",
                    "code": f"record.sudo().write({{{field!r}: {value!r}}})",
                }
            )
            by_delete = self.env["ir.actions.server"].create(
                {"name": "x", "model_id": model, "state": "code", "code": "record.sudo().unlink()"}
            )
            by_object = self.env["ir.actions.server"].create(
                {
                    "name": "x",
                    "model_id": model,
                    "state": "object_write",
                    "update_path": field,
                    "value": str(value),
                }
            )
            for action in (by_code, by_delete, by_object):
                context = {"active_model": name, "active_id": record.id, "active_ids": record.ids}
                with self.subTest(model=name, action=action.state):
                    self.refuses(lambda a=action, c=context: a.sudo().with_context(**c).run(), record)

    def test_files_of_locked_records(self):
        """The bytes of a signed copy, of an answer that was sent and of frozen evidence stay, for the system too."""
        root = self.env.ref("base.user_root")
        paper, answer = self.record("plan.report.signed.copy", "own"), self.record("plan.narrative", "done")
        places = [(paper, "file"), (answer, "file")]
        files = {
            record: self.env["ir.attachment"]
            .with_user(root)
            .search([("res_model", "=", record._name), ("res_id", "=", record.id), ("res_field", "=", field)])
            for record, field in places
        }
        evidence = self.record("plan.evidence", "own")
        evidence._unguarded_write({"is_frozen": True})
        files[evidence] = evidence.attachment_id
        for record, file in files.items():
            self.assertEqual(len(file), 1)
            for action in (
                lambda file=file: file.write({"raw": b"x"}),
                lambda file=file: file.write({"res_id": 0}),
                lambda file=file: file.write({"name": "x"}),
                file.unlink,
            ):
                with self.subTest(model=record._name):
                    self.refuses(action, file)
        for record, field in places:
            beside = {"name": "x", "raw": b"x", "res_model": record._name, "res_id": record.id, "res_field": field}
            self.refuses(lambda beside=beside: self.env["ir.attachment"].with_user(root).create(beside), record)
            loose = self.env["ir.attachment"].with_user(root).create({"name": "x", "raw": b"x"})
            place = {name: beside[name] for name in ("res_model", "res_id", "res_field")}
            self.refuses(lambda loose=loose, place=place: loose.write(place), loose)

    def test_own_steps_go_on(self):
        """What the module does itself is not in its own way: an answer is written while the report is a draft."""
        row = self.record("plan.narrative", "own")
        row.write({"text": "Đã họp"})
        self.assertEqual((row.text, row.is_typed), ("Đã họp", True))
        with self.assertRaises(AccessError):
            row.write({"is_typed": False})
