"""The statements that derive totals, put together from their parts: the lists of columns are written once, here."""

import re
from pathlib import Path
from typing import Any
from weakref import WeakKeyDictionary

from targets.models import Total

ADDED = ("submitted", "submitted_base", "accepted", "accepted_base")
COUNTED = tuple(f.name for f in Total._meta.local_fields if f.get_internal_type() == "IntegerField")
VALUES = ("allocation", *ADDED, *COUNTED, "reported_at")
COLUMNS = ("participant_id", "seq", "target_id", *VALUES)

BASES = ("", "accepted_")
KINDS = (("", "area"), ("body_", "NOT area"))
# What is known of each basis in a change, in the order of its columns; "owing" stands between the two halves.
SUMMED = (*ADDED[:2], "known", "based", *ADDED[2:], "accepted_known", "accepted_based")
SAID = tuple(basis + name for basis in BASES for name in ("said", "reported", "absent"))


def _spread():
    """Counts of areas and of bodies side by side."""
    return [
        f"coalesce(sum({name}) FILTER (WHERE {kind}), 0)::int AS {prefix}{name}"
        for prefix, kind in KINDS
        for name in ("owing", *SAID)
    ]


def _counts():
    """The counts of a total: of units that owe it at a period where it is due. Who reported in that very period is
    counted there; who ever reported, or is not applicable, runs on; the rest of those who ever reported is carried."""
    columns = []
    for prefix, _ in KINDS:
        columns.append(f"(due * sum({prefix}owing) OVER past)::int AS {prefix}owing")
        for basis in BASES:
            said, reported, absent = (f"{prefix}{basis}{name}" for name in ("said", "reported", "absent"))
            columns += [
                f"(due * {reported})::int AS {reported}",
                f"(due * (sum({said} - {absent}) OVER past - {reported}))::int AS {prefix}{basis}carried",
                f"(due * sum({absent}) OVER past)::int AS {absent}",
            ]
    return columns


def _statement(*names):
    lists = {
        "nothing": ["NULL"] * len(SUMMED),
        "unsaid": ["NULL"] * (len(SAID) + 1),
        "spread": _spread(),
        "counts": _counts(),
        "values": [*ADDED, *COUNTED],
        "blank": ["NULL"] * len(ADDED + COUNTED),
        "stored": [f"t.{name}" for name in ADDED + COUNTED],
        "sums": [f"sum({name}) AS {name}" for name in ADDED]
        + [f"coalesce(sum({name}), 0)::int AS {name}" for name in COUNTED],
        "columns": COLUMNS,
        "updates": [f"{name} = EXCLUDED.{name}" for name in VALUES],
        "standing": [f"targets_total.{name}" for name in VALUES],
        "coming": [f"EXCLUDED.{name}" for name in VALUES],
    }
    text = "".join((Path(__file__).parent / f"{name}.sql").read_text("utf-8") for name in names)
    for name, columns in lists.items():
        text = text.replace(f"{{{name}}}", ", ".join(columns))
    return text


STALE = "SELECT * FROM unnest(%(ids)s::bigint[], %(seqs)s::int[]) AS named (holder_id, from_seq)"
LEVEL = _statement("own", "level").replace("{stale}", STALE).replace("%(at)s", "NULL")
# For all targets, as nearly always: the planner guesses better how many rows there are where it is not asked for some.
LEVEL_OF_ALL = re.sub(r"\(%\(targets\)s::bigint\[\] IS NULL OR [^)]+\)s::bigint\[\]\)\)", "TRUE", LEVEL)
CHILDLESS = _statement("own", "childless").replace("{stale}", STALE)

# Planning a statement of this length takes longer than running it for one county, so each connection keeps it planned.
# The plan is made for few holders; for many, the planner is told how many, and its time is well spent.
FEW = 4
GIVEN = {"plan": "bigint", "targets": "bigint[]", "last": "int", "ids": "bigint[]", "seqs": "int[]"}
_planned: WeakKeyDictionary[Any, set[str]] = WeakKeyDictionary()


def settle_level(cursor, given):
    """Run ``LEVEL`` with ``given`` (the names of ``GIVEN``), planned once a connection when it is for few holders."""
    text = LEVEL if given["targets"] else LEVEL_OF_ALL
    if len(given["ids"]) > FEW:
        cursor.execute(text, given)
        return
    name = "settle_targets" if given["targets"] else "settle_level"
    names = _planned.setdefault(cursor.connection, set())
    if name not in names:
        cursor.execute(_prepare(name, text))
        names.add(name)
    values = ", ".join(f"%({key})s::{kind}" for key, kind in GIVEN.items())
    cursor.execute(f"EXECUTE {name} ({values})", given)


def _prepare(name, text):
    for number, key in enumerate(GIVEN, 1):
        text = text.replace(f"%({key})s", f"${number}")
    return f"PREPARE {name} ({', '.join(GIVEN.values())}) AS {text.replace('%%', '%')}"
