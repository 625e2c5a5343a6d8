"""Planner settings and prepared plans for the statements of totals."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db.backends.utils import CursorWrapper

from targets.db.prepared import Prepared
from targets.totals.statements import SETTLE_LEVEL, SETTLE_LEVEL_ABOVE, SETTLE_TARGETS, SETTLE_TARGETS_ABOVE

# For one transaction. JIT compilation and planning take longer than execution; sorts stay in memory; and the rows were
# written a moment ago, so that an index scan reads from memory, even if the plan was made while the tables were small.
PLANNER_SETTINGS = {
    "jit": "off",
    "plan_cache_mode": "force_generic_plan",
    "work_mem": "'32MB'",
    "random_page_cost": "1.1",
    "enable_seqscan": "off",
}

# Keyed by (holders have contributions of their own, all targets are requested). Planning such a statement took 15 ms of
# a round of 75, and a plan for one holder is as quick for 128 (docs/capacity.md).
_STATEMENTS = {
    (True, True): Prepared("settle_level", SETTLE_LEVEL),
    (True, False): Prepared("settle_targets", SETTLE_TARGETS),
    (False, True): Prepared("settle_above", SETTLE_LEVEL_ABOVE),
    (False, False): Prepared("settle_targets_above", SETTLE_TARGETS_ABOVE),
}


def set_planner_settings(cursor: CursorWrapper) -> None:
    """Set the planner options of the running transaction for the statements of totals."""
    cursor.execute("; ".join(f"SET LOCAL {name} = {value}" for name, value in PLANNER_SETTINGS.items()))


@contextmanager
def prefer_hash_joins(cursor: CursorWrapper) -> Iterator[None]:
    """Switch off nested-loop joins for the statements inside.

    With the statistics of empty tables 32 townships took 9.1 s instead of 0.11 s (docs/capacity.md). LATERAL subqueries
    still read one unit at a time. Not for statements that find a few rows by key: they would read whole tables.
    """
    cursor.execute("SET LOCAL enable_nestloop = off")
    yield
    cursor.execute("SET LOCAL enable_nestloop TO DEFAULT")


def settle_level(cursor: CursorWrapper, given: dict[str, Any], works: bool = True) -> None:
    """Recompute the totals of some holders of one level; ``works`` is False when they have no contributions of their
    own and only sum the totals of their children. Planned once a minute."""
    _STATEMENTS[works, not given["targets"]].run(cursor, given)
