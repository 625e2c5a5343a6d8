"""What PostgreSQL's planner is told about the statements of totals, and which of its plans are kept."""

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


def settle_level(cursor, given):
    """Run ``LEVEL`` with ``given``, planned once a minute when it is for few holders."""
    if len(given["ids"]) > FEW:
        cursor.execute(LEVEL if given["targets"] else LEVEL_OF_ALL, given)
    else:
        (_SOME if given["targets"] else _ALL).run(cursor, given)
