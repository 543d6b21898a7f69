"""kanban: the board at 1,000, 10,000 and 100,000 assignments, beside the board of Odoo's Project and plain SQL."""

from .goals import Goal, figure, milliseconds

SIZES = (1_000, 10_000, 100_000)
CARDS = 480
KIBIBYTE = 1024


def run(room, options):
    """Measure every size and return the goals, held at the largest."""
    sizes = options.sizes or SIZES
    databases = {size: room.database(f"kanban_{size}", "kanban_rows", size=size) for size in sizes}
    measured = {
        size: room.inside("kanban", "measure", database, repeat=options.repeat)["figures"]
        for size, database in databases.items()
    }
    goals = []
    for size in sizes:
        for user in ("officer", "desk"):
            goals += times(size, user, measured[size], held=size == max(sizes))
    for user in ("officer", "desk"):
        goals += weights(max(sizes), user, measured[max(sizes)])
        goals.append(steady(user, {size: measured[size]["boards"][user]["queries"] for size in sizes}))
    return goals, measured


def times(size, user, measured, held):
    """The time of a whole board against plain SQL and against Project; only the largest size is held to it."""
    own, sql, peer = (measured["boards"][name]["seconds"] for name in (user, f"{user} sql", "peer"))
    name = f"kanban {size:,} {user}"
    own_text = milliseconds(own)
    return [
        Goal(
            f"{name}: time of plain SQL",
            own / sql,
            "x",
            at_most=3 if held else None,
            beside=f"{own_text}, plain SQL {milliseconds(sql)}",
        ),
        Goal(
            f"{name}: time of project.task",
            own / peer,
            "x",
            at_most=1 / 3 if held else None,
            beside=f"{own_text}, project.task {milliseconds(peer)}",
        ),
    ]


def weights(size, user, measured):
    """Queries and bytes of the answer that holds the assignments, and of the whole board beside it."""
    board = measured["boards"][user]
    answer, peer_answer = (measured["boards"][f"{name} web_read_group"] for name in (user, "peer"))
    name, cards = f"kanban {size:,} {user}", measured["cards"][user]
    return [
        Goal(f"{name}: cards on the first page", cards, "cards", at_least=CARDS),
        Goal(
            f"{name}: queries for {cards} cards",
            answer["queries"],
            "queries",
            at_most=24,
            beside=f"project.task {peer_answer['queries']}; with progress bars and side panel {board['queries']}",
        ),
        Goal(
            f"{name}: size of {cards} cards",
            answer["bytes"] / KIBIBYTE,
            "KiB",
            at_most=300,
            beside=f"project.task {figure(peer_answer['bytes'] / KIBIBYTE)} KiB",
        ),
    ]


def steady(user, queries):
    """The number of queries must not grow with the number of assignments."""
    text = ", ".join(f"{size:,}: {count}" for size, count in queries.items())
    return Goal(
        f"kanban {user}: queries that more cards add", max(queries.values()) - min(queries.values()), "queries",
        at_most=0, beside=text,
    )  # fmt: skip
