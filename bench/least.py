"""The least that an import's figures take: a COPY of the rows, and a rebuild of one period of their units alone."""

import io

from django.db import connection

from bench import facts, tree
from bench.clock import timed
from bench.rebuild import all_settled
from targets.models import Total

# The columns and the key of the table that an import fills; empty, without anything else.
TABLE = "CREATE TABLE bench_copy (LIKE targets_figure, PRIMARY KEY (report_id, target_id))"
COPY = """
COPY bench_copy (report_id, target_id, value, base, na, reason, note, version, typed_by_id, typed_at, origin) FROM STDIN
"""
NULL, REST = r"\N", ("f", "", "", 1)
RUNS = 3  # the best of them counts


def copy_seconds(values, person_id):
    """Seconds for a COPY of ``values`` ((return id, target id) -> FigureInput), committed, into an empty table."""
    text = "".join(
        "\t".join(map(str, (*key, v.value, NULL if v.base is None else v.base, *REST, person_id, "now", "workbook\n")))
        for key, v in sorted(values.items())
    )
    return min(_copied(text) for _ in range(RUNS))


def _copied(text):
    with connection.cursor() as cursor:
        cursor.execute(TABLE)
        cursor.execute("CHECKPOINT")
        try:
            return timed(lambda: cursor.copy_expert(COPY, io.StringIO(text)))
        finally:
            cursor.execute("DROP TABLE bench_copy")


def rebuild_seconds(live):
    """Seconds for all totals of a plan in which only the units that were imported report, in one period, with nobody
    below them; and how many figures they report."""
    level, below = live.levels
    plan = tree.make_plan(live.root.unit, targets=live.plan.targets.count(), code="least", without=below)
    facts.allocate(plan, [level])
    tree.open_period(plan, 1)
    facts.open_returns(plan, 1, [level])
    figures = facts.report(plan, 1, level, by=live.importer, silent=0, most=live.scale.imported)
    facts.settle_down()
    return min(_made_anew(plan) for _ in range(RUNS)), figures


def _made_anew(plan):
    Total.objects.filter(participant__plan=plan).delete()
    with connection.cursor() as cursor:
        cursor.execute("VACUUM targets_total")
        cursor.execute("CHECKPOINT")
    return timed(lambda: all_settled(plan))
