"""What PostgreSQL's planner is told about the statements of totals, and which of its plans are kept."""

from contextlib import contextmanager

from targets.db.prepared import Prepared
from targets.totals.statements import SETTLE_LEVEL, SETTLE_LEVEL_ABOVE, SETTLE_TARGETS, SETTLE_TARGETS_ABOVE

# For one transaction. Compiling and planning anew would take longer than running; sorts stay in memory; and the rows
# that are asked for were written a moment ago, so that reaching them by index costs hardly more than reading on: also
# when the plan was made while the tables were small.
PLANNER_SETTINGS = {
    "jit": "off",
    "plan_cache_mode": "force_generic_plan",
    "work_mem": "'32MB'",
    "random_page_cost": "1.1",
    "enable_seqscan": "off",
}

# By whether the holders work themselves, and whether all targets are asked for. Planning a statement of this length
# takes longer than running it for one county, and the plan for one is as good for hundreds.
_STATEMENTS = {
    (True, True): Prepared("settle_level", SETTLE_LEVEL),
    (True, False): Prepared("settle_targets", SETTLE_TARGETS),
    (False, True): Prepared("settle_above", SETTLE_LEVEL_ABOVE),
    (False, False): Prepared("settle_targets_above", SETTLE_TARGETS_ABOVE),
}


def set_planner_settings(cursor):
    """Set up the running transaction for the statements of totals."""
    cursor.execute("; ".join(f"SET LOCAL {name} = {value}" for name, value in PLANNER_SETTINGS.items()))


@contextmanager
def prefer_hash_joins(cursor):
    """What is read inside is joined by hashing: a planner that thinks the tables empty would hold every row against
    every other, and 32 townships took 9 seconds instead of a tenth of one. Where LATERAL leaves no choice, rows are
    still reached one unit at a time. Not for what finds a few rows by their keys: that would read whole tables."""
    cursor.execute("SET LOCAL enable_nestloop = off")
    yield
    cursor.execute("SET LOCAL enable_nestloop TO DEFAULT")


def settle_level(cursor, given, works=True):
    """Recompute some holders of one level; ``works`` is False where all of them only add up what stands below them.
    Planned once a minute."""
    _STATEMENTS[works, not given["targets"]].run(cursor, given)
