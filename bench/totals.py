"""How long totals take: a plan rebuilt, and one return of a county until the province is right."""

from django.db import connection, transaction

from bench.clock import line, seconds
from targets.models import Return, Total
from targets.rollup.marks import mark
from targets.rollup.settle import rebuild, settle
from targets.rollup.verify import verify

BARE = """
SELECT f.target_id, r.period_id, count(*), sum(f.value) FROM targets_snapshotfigure f
JOIN targets_return r ON r.submitted_id = f.snapshot_id GROUP BY 1, 2
"""


def run(province):
    plan = province.plan
    report = Return.objects.get(participant=province.county, period__plan=plan, period__seq=12)
    figures, totals = report.submitted.figures.count(), Total.objects.count()
    print(f"\ntotals: {totals:,} of them, {figures} figures in a return")
    bare = seconds(group_by)
    line("rebuild of the plan, both bases, all months", seconds(lambda: rebuild(plan.pk), 3), bare, "a bare GROUP BY")
    saved = seconds(lambda: touch(report), 20)
    line("one return → its county, city and province", seconds(lambda: settled(plan, report), 20), saved, "a bare save")
    line("verification by plain Python", seconds(lambda: verify(plan.pk), 1), bare, "a bare GROUP BY")


def group_by():
    with connection.cursor() as cursor:
        cursor.execute(BARE)
        cursor.fetchall()


def touch(report):
    """What a save costs at the least: one row, one mark, one commit."""
    with transaction.atomic():
        Return.objects.filter(pk=report.pk).update(changed_at=report.changed_at)
        mark(plan_id=0)


def settled(plan, report):
    with transaction.atomic():
        mark(plan_id=plan.pk, participant_id=report.participant_id, from_seq=12)
    settle(plan.pk)
