"""What PostgreSQL's planner is told about the statements of totals, and which of its plans are kept."""

from contextlib import contextmanager

from targets.prepared import Prepared
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

# Planning a statement of this length takes longer than running it for one county. The plan that is kept is made for few
# holders; for many, the planner is told how many, and its time is well spent.
FEW = 4
_SOME = Prepared("settle_targets", LEVEL)
_ALL = Prepared("settle_level", LEVEL_OF_ALL)


def prepare(cursor):
    """Set up the running transaction for the statements of totals."""
    cursor.execute("; ".join(f"SET LOCAL {name} = {value}" for name, value in SETTINGS.items()))


@contextmanager
def hashing(cursor):
    """What is read inside is joined by hashing: a planner that thinks the tables empty would hold every row against
    every other, and 32 townships took 9 seconds instead of a tenth of one. Where LATERAL leaves no choice, rows are
    still reached one unit at a time. Not for what finds a few rows by their keys: that would read whole tables."""
    cursor.execute("SET LOCAL enable_nestloop = off")
    yield
    cursor.execute("SET LOCAL enable_nestloop TO DEFAULT")


def settle_level(cursor, given):
    """Run ``LEVEL`` with ``given``, planned once a minute when it is for few holders."""
    if len(given["ids"]) > FEW:
        cursor.execute(LEVEL if given["targets"] else LEVEL_OF_ALL, given)
    else:
        (_SOME if given["targets"] else _ALL).run(cursor, given)
