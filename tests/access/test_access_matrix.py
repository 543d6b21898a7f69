import json
from datetime import datetime, timedelta

from odoo.tests import tagged

from .access_matrix import WRITES, MatrixCase
from .access_table import HOLDS, MODELS, NOT_IMPORTED

NOT_ASKED = {"binary"}
# the name of a contribution shows the lead's assignment; exporting it reads that assignment, which is the lead's
NOT_EXPORTED = {"parent_id"}


class Operations(MatrixCase):
    """The calls tried on every model as every identity, in every way."""

    known_fields = {}
    methods = None  # all that are known, or those alone that are named

    def chosen(self, methods):
        return {name: values for name, values in methods.items() if self.methods is None or name in self.methods}

    def ask(self, model, method, ids=None, **kwargs):
        """Call a method, on `ids` if it is one of records."""
        raise NotImplementedError

    def readable_fields(self, model):
        """Return the names of the fields that the asking user may name."""
        if (self.identity, model) not in self.known_fields:
            found = self.ask(model, "fields_get", attributes=["type"])
            names = {} if found.error else found.result
            self.known_fields[self.identity, model] = [
                name for name, field in names.items() if field["type"] not in NOT_ASKED and name != "id"
            ] or ["display_name"]
        return self.known_fields[self.identity, model]

    def try_lists(self, model, tried):
        """Search, count, list, group and look up: what comes is what may be read, and its number too."""
        domain = [("id", "in", [record.id for record, _letters in tried.values()])]
        visible = {record.id for record, letters in tried.values() if "r" in letters}
        readable = MODELS[model].may(self.identity, "read")
        names = self.readable_fields(model)
        written = WRITES[model]
        if self.env[model]._fields[written].type == "date":
            written += ":year"
        queries = {
            "search": ({"domain": domain}, set),
            "search_count": ({"domain": domain}, None),
            "search_read": (
                {"domain": domain, "fields": names},
                lambda rows: {row["id"] for row in rows},
            ),
            "web_search_read": (
                {"domain": domain, "specification": {name: {} for name in names}},
                lambda found: {row["id"] for row in found["records"]},
            ),
            "name_search": ({"domain": domain, "limit": None}, lambda pairs: {pair[0] for pair in pairs}),
            "formatted_read_group": (
                {"domain": domain, "groupby": [written], "aggregates": ["__count", "id:array_agg"]},
                lambda groups: {id_ for group in groups for id_ in group["id:array_agg"]},
            ),
            "web_read_group": (
                {"domain": domain, "groupby": [written], "aggregates": ["__count", "id:array_agg"]},
                lambda found: {id_ for group in found["groups"] for id_ in group["id:array_agg"]},
            ),
        }
        for method, (values, read) in self.chosen(queries).items():
            with self.trying(model, method):
                answer = self.ask(model, method, **values)
                self.judged(answer, readable, f"{model}.{method}")
                if readable:
                    found = read(answer.result) if read else answer.result
                    self.assertEqual(found, visible if read else len(visible), f"{model}.{method}")

    def try_reads(self, model, tried):
        """Read single records by their ids."""
        names = self.readable_fields(model)
        queries = {
            "read": {"fields": names},
            "web_read": {"specification": {name: {} for name in names}},
            "export_data": {"fields_to_export": ["id", *(set(names) - NOT_EXPORTED)]},
            "get_metadata": {},
        }
        for sample, (record, letters) in tried.items():
            for method, values in self.chosen(queries).items():
                with self.trying(model, method, sample):
                    answer = self.ask(model, method, record.ids, **values)
                    self.judged(answer, "r" in letters, f"{model}.{method} of “{sample}”")

    def try_writes(self, model, tried):
        """Write: what is refused leaves the row as it was, what is allowed has changed it."""
        name = WRITES[model]
        for sample, (record, letters) in tried.items():
            value = self.new_value(record, name)
            ways = {
                "write": {"vals": {name: value}},
                "web_save": {"vals": {name: value}, "specification": {}},
            }
            if "active" in record._fields:
                ways["action_archive"] = {}
            for method, values in self.chosen(ways).items():
                where = f"{model}.{method} of “{sample}”"
                with self.trying(model, method, sample), self.undone():
                    before = self.row_of(record)
                    answer = self.ask(model, method, record.ids, **values)
                    self.judged(answer, "w" in letters, where)
                    changed = self.row_of(record) != before
                    self.assertEqual(changed, "w" in letters, f"{where} changes the row: {changed}")

    def new_value(self, record, name):
        field = record._fields[name]
        if field.type == "many2one":
            return self.xa_cao.id
        return {"integer": 77, "date": "2031-01-01"}.get(field.type, "x")

    def try_creates(self, model, tried):
        """Create a record beside each sample."""
        for sample, (record, letters) in tried.items():
            if sample == "others" and "import_id" not in record._fields:
                continue  # a new wizard has no neighbour
            values = self.beside(record)
            ways = {"create": {"vals_list": [values]}, "web_save": {"vals": values, "specification": {}}}
            for method, given in self.chosen(ways).items():
                where = f"{model}.{method} beside “{sample}”"
                with self.trying(model, method, sample), self.undone():
                    count = self.count_of(model)
                    answer = self.ask(model, method, [] if method == "web_save" else None, **given)
                    self.judged(answer, "c" in letters, where)
                    made = self.count_of(model) - count
                    self.assertEqual(made > 0, "c" in letters, f"{where} makes {made} records")

    # fields that must differ between two records
    UNIQUE = {
        "plan.agency": {"code": "M99"},
        "plan.agency.category": {"code": "m99"},
        "plan.agency.group": {"code": "M99"},
        "plan.agency.succession": {"date": "2026-03-03"},
        "plan.funding": {"number": 999},
        "plan.holiday": {"date_from": "2090-09-02"},
        "plan.indicator": {"number": "999"},
        "plan.log": {"decision": "ask"},
        "plan.member": {"role": "desk"},
        "plan.plan": {"number": "999/KH"},
        "plan.section": {"code": "IXX"},
        "plan.target": {"year": 2044},
        "plan.task": {"number": "999"},
        "plan.task.give": {"product": "x"},
        "plan.track": {"code": "m99"},
    }

    def beside(self, record):
        """Return the values of a new record under the same parent."""
        values = {
            name: field.convert_to_write(record[name], record)
            for name, field in record._fields.items()
            if field.required and field.store and not field.related and name in self.needed(record)
        }
        if "desk_agency_id" in record._fields and not record._fields["desk_agency_id"].related:
            values["desk_agency_id"] = record.desk_agency_id.id
        return json.loads(json.dumps({**values, **self.UNIQUE.get(record._name, {})}, default=str))

    def needed(self, record):
        protected = getattr(record, "_protected_fields", ())
        return {
            name
            for name, field in record._fields.items()
            if (not field.compute or (record._transient and not field.readonly))
            and name not in protected
            and (not field.readonly or name.endswith("_id"))
        }

    def try_copies(self, model, tried):
        """Copy: nobody gets a record beside one that they could not create there."""
        for sample, (record, letters) in tried.items():
            if "c" in letters:
                continue
            with self.trying(model, "copy", sample), self.undone():
                count = self.count_of(model)
                answer = self.ask(model, "copy", record.ids)
                self.judged(answer, False, f"{model}.copy of “{sample}”")
                self.assertEqual(self.count_of(model), count, f"{model}.copy of “{sample}”")

    def try_name_create(self, model, _tried):
        if MODELS[model].may(self.identity, "create"):
            return
        with self.trying(model, "name_create"), self.undone():
            count = self.count_of(model)
            self.ask(model, "name_create", name="x")
            self.assertEqual(self.count_of(model), count, f"{model}.name_create makes a record")

    def try_unlinks(self, model, tried):
        for sample, (record, letters) in tried.items():
            where = f"{model}.unlink of “{sample}”"
            with self.trying(model, "unlink", sample), self.undone():
                before = self.row_of(record)
                answer = self.ask(model, "unlink", record.ids)
                self.judged(answer, "u" in letters, where)
                left = None if "u" in letters else before
                self.assertEqual(self.row_of(record), left, f"{where}")

    def try_imports(self, model, tried):
        """Import over existing rows and as new ones: a row that may not be written is an error, and stays."""
        name = WRITES[model]
        for sample, (record, letters) in tried.items():
            field = f"{name}/.id" if record._fields[name].type == "many2one" else name
            value = str(self.new_value(record, name))
            where = f"{model}.load over “{sample}”"
            with self.trying(model, "load", sample), self.undone():
                before = self.row_of(record)
                answer = self.ask(model, "load", fields=[".id", field], data=[[str(record.id), value]])
                done = not answer.error and bool(answer.result["ids"])
                allowed = "w" in letters and model not in NOT_IMPORTED
                self.assertEqual(done, allowed, f"{where}: {answer.text[:600]}")
                self.assertEqual(self.row_of(record) != before, allowed, where)

    def try_onchanges(self, model, tried):
        """A form's questions about a record that may not be read are refused, and none shows a foreign text."""
        names = self.readable_fields(model)
        spec = {name: {} for name in names}
        for sample, (record, letters) in tried.items():
            if "r" in letters:
                continue
            written = {WRITES[model]: self.new_value(record, WRITES[model])}
            with self.trying(model, "onchange", sample):
                answer = self.ask(
                    model, "onchange", record.ids, values=written, field_names=[*written], fields_spec=spec
                )
                self.judged(answer, False, f"{model}.onchange of “{sample}”")
        for name, value in self.foreign_links(model, names):
            with self.trying(model, f"onchange {name}"):
                fields_spec = {**spec, name: {"fields": {"display_name": {}}}}
                self.ask(model, "onchange", [], values={name: value}, field_names=[name], fields_spec=fields_spec)

    def foreign_links(self, model, names):
        """Return (field, value) for every way in which a form could name a record that may not be read."""
        for name in names:
            field = self.env[model]._fields[name]
            if field.comodel_name not in self.samples:
                continue
            for sample, record in self.samples[field.comodel_name].items():
                if "r" in MODELS[field.comodel_name].letters(self.identity, sample):
                    continue
                if field.type == "many2one":
                    yield name, record.id
                elif field.type == "many2many":
                    yield name, [(6, 0, record.ids)]
                else:
                    yield name, [(4, record.id, 0)]

    def try_all(self, identity, *operations):
        """Try the named operations on every model."""
        tried = {model: self.samples_of(identity, model) for model in MODELS}
        if not HOLDS[identity]:
            # users without a role get the same answer for every record
            tried = {model: dict(list(samples.items())[:1]) for model, samples in tried.items()}
        key = self.key_of(identity)
        self.become(identity)
        self.key = key
        for model in MODELS:
            for operation in operations:
                getattr(self, f"try_{operation}")(model, tried[model])
        self.assert_no_faults()

    def key_of(self, identity):
        """Return the credentials of `identity` besides their session."""


def matrix_of(*operations, identities=HOLDS):
    """Add a test for every identity that tries the operations."""

    def decorate(cls):
        for identity in identities:

            def test(self, identity=identity):
                self.try_all(identity, *operations)

            setattr(cls, f"test_{identity}", test)
        return cls

    return decorate


@tagged("post_install", "-at_install")
@matrix_of("lists", "reads", "writes", "creates", "copies", "name_create", "unlinks", "imports", "onchanges")
class TestMatrixOfCalls(Operations):
    """Every model x every identity x every operation over call_kw, as the web client calls."""

    def ask(self, model, method, ids=None, **kwargs):
        args = [] if ids is None else [ids]
        if method == "create":
            args.append(kwargs.pop("vals_list"))
        return self.call(model, method, *args, **kwargs)


@tagged("post_install", "-at_install")
@matrix_of("lists", "reads", "writes", "creates", "unlinks")
class TestMatrixOfJson2(Operations):
    """The same over the JSON-2 API, with a key of the identity's own."""

    # another door to the same methods: one of each kind shows that it is not wider
    methods = frozenset({"search", "web_search_read", "formatted_read_group", "read", "write", "create"})

    def key_of(self, identity):
        user = self.identities.get(identity)
        if not user or user.share:
            return None  # a portal user gets no key, the public is nobody
        keys = self.env["res.users.apikeys"].with_user(user)
        return keys._generate("rpc", "matrix", datetime.now() + timedelta(hours=1))

    def become(self, identity):
        self.env.flush_all()
        self.authenticate(None, None)
        self.identity, self.marks = identity, self.forbidden_marks(identity)

    def ask(self, model, method, ids=None, **kwargs):
        if ids is not None:
            kwargs["ids"] = ids
        return self.json2(self.key, model, method, **kwargs)
