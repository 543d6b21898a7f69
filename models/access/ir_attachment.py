from odoo import SUPERUSER_ID, api, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL

from ...grammars.text import clean


class IrAttachment(models.Model):
    """Files on this module's records are real files and never public; what was said with a message stays as it is.

    The checks look at who asks, not at `env.su`: Odoo's own routes delete files as superuser on behalf of the user who
    uploaded them.
    """

    _inherit = "ir.attachment"

    # content, name and record of a file
    _PROOF = frozenset(
        {
            "datas", "db_datas", "mimetype", "name", "raw", "res_field", "res_id", "res_model", "store_fname", "type",
            "url",
        }
    )  # fmt: skip

    @api.model_create_multi
    def create(self, vals_list):
        circle = self.env["plan.thread.mixin"]
        vals_list = [
            {**vals, "name": self._clean_file_name(vals["name"])}
            if isinstance(vals.get("name"), str) and circle._covers(vals.get("res_model"))
            else vals
            for vals in vals_list
        ]
        attachments = super().create(vals_list)
        attachments._check_original()
        attachments._check_place()
        attachments._check_may_hang()
        attachments._check_not_doubled()
        attachments._add_to_record()
        return attachments

    def write(self, vals):
        # Odoo gives out tokens as superuser, for large files in mails: nobody else opens our files to who has a link
        if self._PROOF & vals.keys() or ("access_token" in vals and not self.env.su):
            self._check_stays("write")
        result = super().write(vals)
        if "original_id" in vals:
            self._check_original()
        if {"res_id", "res_model"} & vals.keys():
            self._check_may_hang()
        if {"public", "res_model", "type", "url"} & vals.keys():
            self._check_place()
        if {"res_field", "res_id", "res_model"} & vals.keys():
            self._kept_here()._check_not_sealed()  # nor is a file carried onto what is locked
        return result

    def unlink(self):
        self._check_stays("unlink")
        self._leave_record()
        return super().unlink()

    @api.model
    def _search(self, domain, *args, bypass_access=False, **kwargs):
        """Find no file of a chatter that is not the user's to read, though they may read the record."""
        query = super()._search(domain, *args, bypass_access=bypass_access, **kwargs)
        if self.env.su or bypass_access:
            return query
        # the table is named: Odoo joins it with itself to order or group by `original_id`
        res_model, res_id = SQL.identifier(self._table, "res_model"), SQL.identifier(self._table, "res_id")
        for name in self.env["plan.private.thread.mixin"]._get_private_thread_models():
            records = self.env[name]
            if records.has_access("read"):  # where it is not, Odoo itself finds no file
                talk = records._search(records._get_talk_domain())
                query.add_where(SQL("(%s IS DISTINCT FROM %s OR %s IN %s)", res_model, name, res_id, talk.subselect()))
        return query

    def _inaccessible_comodel_records(self, model_and_ids, operation):
        yield from super()._inaccessible_comodel_records(model_and_ids, operation)
        if self.env.su:
            return
        if operation != "read":
            # the file of an answer is written through its row, with its SHA-256; a paper is only ever added
            for name in model_and_ids.keys() & set(self._get_report_models()):
                yield from ((name, id_) for id_ in filter(None, model_and_ids[name]))
        for name in model_and_ids.keys() & set(self.env["plan.private.thread.mixin"]._get_private_thread_models()):
            records = self.env[name].browse(filter(None, model_and_ids[name])).exists()
            for record in records - records._filtered_access("read")._filtered_talk():
                yield name, record.id

    @api.model
    def _get_report_models(self):
        """Return the names of the models that are part of a report."""
        return []

    @api.model
    def _clean_file_name(self, name):
        """Return the name of a file as it is stored: no folders, nothing hidden, its ending kept if it is long."""
        name = clean(name.replace("\\", "/").rsplit("/", 1)[-1])
        stem, dot, ending = name.rpartition(".")
        if len(name) > 120:
            name = f"{stem[:100]}{dot}{ending[:10]}" if dot else name[:120]
        return name or self.env._("File")

    def _kept_here(self):
        """Return, as superuser, those of the files that hang on our records."""
        circle = self.env["plan.thread.mixin"]
        # sudo: asked of the file itself
        return self.sudo().filtered(lambda file: circle._covers(file.res_model) or self._is_guarded(file.res_model))

    @api.model
    def _is_guarded(self, model_name):
        return issubclass(self.env.registry.get(model_name, object), self.env.registry["plan.guard.mixin"])

    def _said_here(self):
        """Return, as superuser, those of the files on messages that belong to a message under our records."""
        files = self.sudo().filtered(lambda file: file.res_model == "mail.message")  # sudo: asked of the file itself
        if not files:
            return files
        said = [("attachment_ids", "in", files.ids), ("model", "in", self.env["plan.thread.mixin"]._get_covered())]
        return files & self.env["mail.message"].sudo().search(said).attachment_ids  # sudo: see above

    def _of_plans(self):
        """Return, as superuser, those of the files that hang on our records or on messages under them."""
        is_of_plans = self.env["mail.thread"]._is_of_plans
        files = self.sudo().exists()  # sudo: where they hang is asked
        messages = files.filtered(lambda file: file.res_model == "mail.message" and file.res_id)
        said = self.env["mail.message"].browse(messages.mapped("res_id")).exists()._of_plans()
        return files.filtered(
            lambda file: is_of_plans(file.res_model) or (file in messages and file.res_id in said.ids)
        )

    def _check_original(self):
        """Refuse an original that the user may not read: its words could be searched for through the copy."""
        if not self.env.su and self.original_id:
            self.original_id.check_access("read")

    def _check_may_hang(self):
        """Let only people who may write under a record put files on it: Odoo does so as superuser for whoever asks."""
        if not self.env.su or self.env.uid == SUPERUSER_ID:
            return  # Odoo has asked for the right to write
        circle = self.env["plan.thread.mixin"]
        hung = self.filtered(lambda file: file.res_id and not file.res_field and circle._covers(file.res_model))
        for model, files in hung.grouped("res_model").items():
            self.env["mail.message"]._check_may_post(model, list(set(files.mapped("res_id"))))

    def _check_place(self):
        for file in self._kept_here():
            if file.public:
                raise AccessError(self.env._("Files of work and plans cannot be made public."))
            if file.type == "url" or file.url:
                raise UserError(self.env._("Work and plans accept files, not links. Upload the file itself."))

    def _check_not_doubled(self):
        """Refuse a second file beside the one that a locked record holds in a field, such as its official copy."""
        for file in self._kept_here().filtered("res_field"):
            place = [(name, "=", file[name]) for name in ("res_model", "res_id", "res_field")]
            if file._get_sealing_reason() and self.sudo().search_count(place) > 1:  # sudo: asked of the record
                raise AccessError(file._get_sealing_reason())

    def _check_stays(self, operation):
        files = self._kept_here() | self._said_here()
        if not files:
            return
        self._check_asked(operation)
        if self.env.uid != SUPERUSER_ID:  # the system cleans up after itself
            files._check_not_kept(operation)
        files._check_not_sealed()

    def _check_asked(self, operation):
        """Ask for the user's own right, also where Odoo works as superuser for them: they are told nothing else."""
        circle = self.env["plan.thread.mixin"]
        # a file in a field is written through its record, which asks
        hung = self.sudo().filtered(lambda file: circle._covers(file.res_model) and not file.res_field)
        hung.sudo(False).check_access(operation)
        self.check_access(operation)

    def _get_sealing_reason(self):
        """Return in words why not even superuser changes this file, or False: its record was sent, issued, handed in.

        Odoo works as superuser for whoever asks, so a proof may not depend on who is asking.
        """
        if not (self.res_field and self.res_id and self._is_guarded(self.res_model)):
            return False
        record = self.env[self.res_model].browse(self.res_id).exists()
        return bool(record) and record._get_locked_reason()

    def _check_not_sealed(self):
        """Refuse to write or delete files that nobody changes, superuser included."""
        for file in self:
            if reason := file._get_sealing_reason():
                raise AccessError(reason)

    def _add_to_record(self):
        """Make of these files what their record makes of a file that is put on it."""

    def _leave_record(self):
        """Undo what `_add_to_record` has made of these files: they are about to go."""

    def _check_not_kept(self, operation):
        """Refuse to write or delete files that stay as they are; asked as superuser."""
        self._check_not_said()

    def _check_not_said(self):
        circle = self.env["plan.thread.mixin"]
        messages = self.env["mail.message"].search([("attachment_ids", "in", self.ids)])
        if any(circle._covers(message.model) for message in messages):
            raise UserError(self.env._("Files of messages on work and plans cannot be removed. Write another message."))
