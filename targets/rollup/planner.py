"""What PostgreSQL's planner is told about the statements of totals, and how long it may keep a plan it has made."""

from time import monotonic
from typing import Any
from weakref import WeakKeyDictionary

from targets.rollup.statements import LEVEL, LEVEL_OF_ALL

# For one transaction. Compiling and planning anew would take longer than running; sorts stay in memory; and the rows
# that are asked for were written a moment ago, so that reaching them by index costs hardly more than reading on: also
# when the plan was made while the tables were small.
SETTINGS = {
    "jit": "off",
    "plan_cache_mode": "force_generic_plan",
    "work_mem": "'32MB'",
    "random_page_cost": "1.1",
    "enable_seqscan": "off",
}

# Planning a statement of this length takes longer than running it for one county, so each connection keeps it planned.
# The plan is made for few holders; for many, the planner is told how many, and its time is well spent.
FEW = 4
# A plan rests on how large the tables were when it was made, and a worker's connection lives for weeks: it is made
# anew after so many seconds of use, which costs nothing that anybody could notice.
KEPT = 60
GIVEN = {"plan": "bigint", "targets": "bigint[]", "last": "int", "ids": "bigint[]", "seqs": "int[]"}
# When each statement was planned, by its name.
_planned: WeakKeyDictionary[Any, dict[str, float]] = WeakKeyDictionary()


def prepare(cursor):
    """Set up the running transaction for the statements of totals."""
    cursor.execute("; ".join(f"SET LOCAL {name} = {value}" for name, value in SETTINGS.items()))


def settle_level(cursor, given):
    """Run ``LEVEL`` with ``given`` (the names of ``GIVEN``), planned once a minute when it is for few holders."""
    text = LEVEL if given["targets"] else LEVEL_OF_ALL
    if len(given["ids"]) > FEW:
        cursor.execute(text, given)
        return
    name = "settle_targets" if given["targets"] else "settle_level"
    _plan(cursor, name, text)
    values = ", ".join(f"%({key})s::{kind}" for key, kind in GIVEN.items())
    cursor.execute(f"EXECUTE {name} ({values})", given)


def _plan(cursor, name, text):
    """See to it that the connection has the statement ``name`` planned, not long ago."""
    planned = _planned.setdefault(cursor.connection, {})
    now = monotonic()
    if now - planned.get(name, now) >= KEPT:
        cursor.execute(f"DEALLOCATE {name}")
        del planned[name]
    if name not in planned:
        cursor.execute(_prepared(name, text))
        planned[name] = now


def _prepared(name, text):
    for number, key in enumerate(GIVEN, 1):
        text = text.replace(f"%({key})s", f"${number}")
    return f"PREPARE {name} ({', '.join(GIVEN.values())}) AS {text.replace('%%', '%')}"
