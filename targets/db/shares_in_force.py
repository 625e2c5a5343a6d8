"""The share in force: of the allocations of one participant and target, the latest that begins no later than a period.

An allocation that an adjustment has replaced never counts. What holds in the first period holds before it too (period
0), because baselines and totals also exist there.
"""

from django.db.models import OuterRef, QuerySet, Subquery

from targets.models import Allocation, Target


def shares_in_force(plan_id: int, seq: int) -> QuerySet[Allocation]:
    """The allocations of a plan in force at period ``seq``, one for each participant and target that has any.

    Filter it further by participant or target, not by what an allocation says: conditions are applied before the
    latest one is chosen. For an ``own`` share look at the result.
    """
    return (
        Allocation.objects.filter(target__plan_id=plan_id, replaced=False, from_seq__lte=max(seq, 1))
        .order_by("participant_id", "target_id", "-from_seq")
        .distinct("participant_id", "target_id")
    )


def shares_in_force_sql(columns: str, *, key: str, where: str, seq: str) -> str:
    """The same as text, for statements that are written in SQL: a SELECT of ``columns`` of ``targets_allocation a``.

    ``where`` restricts the allocations to one participant or to one target; ``key`` is the column that tells those
    apart which remain (``a.target_id`` or ``a.participant_id``); ``seq`` is the SQL expression of the period.
    """
    return f"""
        SELECT DISTINCT ON ({key}) {columns}
        FROM targets_allocation a
        WHERE {where} AND NOT a.replaced AND a.from_seq <= greatest({seq}, 1)
        ORDER BY {key}, a.from_seq DESC
    """


def with_first_seq(targets: QuerySet[Target]) -> QuerySet[Target]:
    """The targets with ``first_seq``, the period from which the plan's own unit owes each: 1, or that of a supplement.

    None where it owed no amount at first, as of a target without a value. Adjustments are of what had begun.
    """
    shares = Allocation.objects.filter(target=OuterRef("pk"), participant__depth=0, adjustment=None)
    return targets.annotate(first_seq=Subquery(shares.order_by("from_seq").values("from_seq")[:1]))  # type: ignore[no-redef]
