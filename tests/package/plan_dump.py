"""Everything that a package brings, as plain values: two databases hold the same plan when their dumps are equal.

Self-contained on purpose: it is run inside an Odoo shell as well.
"""

MODELS = (
    "plan.agency.category", "plan.agency", "plan.agency.succession", "plan.agency.group", "plan.holiday", "plan.plan",
    "plan.section", "plan.indicator", "plan.metric", "plan.target", "plan.task", "plan.funding",
    "plan.reporting.schedule", "plan.reporting.question", "plan.clarification",
)  # fmt: skip
KEYS = ("plan_id", "section_id", "indicator_id", "metric_id", "content", "kind", "code", "number", "year")
LEFT_OUT = ("message_", "activity_", "my_activity", "create_", "write_", "display_name")


def dump(env):
    """Return {model: [{field: value}]} of every stored field, references by the keys of what they name."""
    env = env(context={**env.context, "active_test": False})
    return {name: sorted((values(record) for record in env[name].search([])), key=repr) for name in MODELS}


def values(record):
    result = {}
    for name, field in sorted(record._fields.items()):
        if not field.store or name == "id" or name.startswith(LEFT_OUT) or field.type == "one2many":
            continue
        value = record[name]
        if field.relational:
            value = sorted(key(one) for one in value)
        elif name == "key" and ":" in (value or ""):
            value = value.split(":")[0]  # the id of a row follows
        elif field.type in ("char", "text", "date"):
            value = str(value or "")
        result[name] = value
    return result


def key(record):
    """Return a text that names a record without its id."""
    parts = [record[name] for name in KEYS if name in record._fields]
    if record._name == "plan.metric":  # nothing but its place tells two measures of an indicator apart
        parts.append(record.sequence)
    named = [key(part) if hasattr(part, "_name") and part else str(part or "") for part in parts]
    return "/".join([record._name, *named, record.display_name if len(named) < 2 else ""])
