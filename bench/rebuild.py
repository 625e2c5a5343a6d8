"""A plan's totals made anew from its submissions, against DuckDB and against a bare GROUP BY of the same rows."""

from time import perf_counter

from django.db import connection

from bench import duck, facts, national, reads, tree
from bench.clock import seconds, timed
from bench.people import person
from targets.models import Mark
from targets.totals.settle import rebuild, settle

TARGETS = 40
QUICK = 10  # seconds; a rebuild that takes less is done twice, and the better time counts
MOST_DUCK = {"tiny": None, "province": 25, "nation": 40}
MOST_BARE = {"tiny": None, "province": 5, "nation": 5}
BARE = """
SELECT p.parent_id, f.target_id, sum(f.value) FROM targets_snapshotfigure f
JOIN targets_return r ON r.submitted_id = f.snapshot_id
JOIN plans_participant p ON p.id = r.participant_id
JOIN plans_period m ON m.id = r.period_id
WHERE m.plan_id = %s GROUP BY p.parent_id, f.target_id
"""


def run(report, *, size, villages=None):
    """One period, then a whole year of four."""
    plan, by = made(size, villages)
    report.begin("rebuild", f"{plan.participants.count():,} units, {plan.targets.count()} targets; villages report")
    stored = grow(plan, 1, by)
    compare(report, plan, 1, stored, size)
    last = 1 if size == "nation" else 4
    for seq in range(2, last + 1):
        stored += grow(plan, seq, by)
    if last > 1:
        compare(report, plan, last, stored, size, promised=False)
    reads.run_on(report, national.of_plan(plan, by), promised=size == "nation")


def made(size, villages=None):
    """A plan of all villages of a province or of the nation, nothing reported yet; and somebody who brings figures."""
    if size == "nation":
        root = tree.nation("village", villages)
    else:
        root = tree.made_up(tree.TINY if size == "tiny" else tree.PROVINCE)
    by, plan = person("bench", root), tree.make_plan(root, targets=4 if size == "tiny" else TARGETS)
    facts.allocate(plan, ["village"])
    return plan, by


def world(size, villages=None):
    """The same with one period reported."""
    plan, by = made(size, villages)
    grow(plan, 1, by)
    return plan, by


def grow(plan, seq, by):
    """Open one period more, and let it be reported; how many figures came in."""
    tree.open_period(plan, seq)
    facts.open_returns(plan, seq, ["village"])
    figures = facts.report(plan, seq, "village", by=by)
    facts.settle_down()
    return figures


def compare(report, plan, horizon, stored, size, *, promised=True):
    """Rebuild after ``horizon`` periods, beside what it is held against."""
    report.say(f"  -- {horizon} period{'s' if horizon > 1 else ''} stored, {stored:,} figures")
    runs = 1 if size == "nation" else 3
    ours = made_anew(plan)
    if ours < QUICK:
        ours = min(ours, made_anew(plan))
    bare = seconds(lambda: bare_sum(plan), runs)
    ducks = duck.load(plan.pk)
    theirs = seconds(lambda: duck.compute(ducks, horizon), runs)
    wrong, compared = duck.differing(ducks, plan.pk)
    ducks.close()
    what = f"{horizon} of {horizon} periods"
    report.add(f"totals that DuckDB does not confirm, {what}", wrong, f"of {compared:,}", most=0)
    report.add(f"rebuild, {what}", ours, "s", note=f"{stored / ours:,.0f} figures/s")
    report.add(f"the same outputs in DuckDB, {what}", theirs, "s")
    report.add(f"bare GROUP BY of the submitted figures, {what}", bare, "s")
    report.add(f"rebuild / DuckDB, {what}", ours / theirs, "×", most=MOST_DUCK[size] if promised else None)
    report.add(f"rebuild / bare GROUP BY, {what}", ours / bare, "×", most=MOST_BARE[size] if promised else None)
    again = timed(lambda: all_settled(plan))
    report.add(f"rebuild when all of it stands already, {what}", again, "s")


def made_anew(plan):
    """Seconds for all totals from nothing: the table is emptied before, as after a loss."""
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE targets_total, targets_mark")
        cursor.execute("CHECKPOINT")
    begun = perf_counter()
    all_settled(plan)
    return perf_counter() - begun


def all_settled(plan):
    rebuild(plan.pk)
    while Mark.objects.filter(plan_id=plan.pk).exists():
        settle(plan.pk)


def bare_sum(plan):
    with connection.cursor() as cursor:
        cursor.execute(BARE, [plan.pk])
        cursor.fetchall()
