"""What units reported before a period, to work out amounts from running totals and the other way round."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, Sum

from targets.checks.queries.rules import read_earlier_reports
from targets.models import Return, SnapshotFigure
from targets.workbooks.period_figures import PeriodFigures


@dataclass(frozen=True)
class EarlierSum:
    """The sum of what a unit reported of a target in ``periods`` earlier periods, and the ``last`` of these numbers."""

    total: Decimal = Decimal(0)
    periods: int = 0
    last: Decimal | None = None


NOTHING_EARLIER = EarlierSum()


def read_earlier_sums(stored: PeriodFigures, codes: Iterable[str]) -> dict[tuple[str, str], EarlierSum]:
    """{(unit code, target code): EarlierSum} of the plan's earlier periods, as submitted; two queries."""
    plan, seq = stored.period.plan_id, stored.period.seq
    units = {stored.participants[code].pk: code for code in codes}
    targets = {target.pk: code for code, target in stored.targets.items()}
    returns = Return.objects.filter(period__plan=plan, period__seq__lt=seq, participant__in=units)
    figures = SnapshotFigure.objects.filter(snapshot__in=returns.values("submitted"), value__isnull=False)
    sums = figures.order_by().values_list("snapshot__report__participant", "target")
    latest = read_earlier_reports(plan, seq, units)
    found = {}
    for unit, target, total, periods in sums.annotate(Sum("value"), Count("snapshot")):
        if target in targets:
            last = latest[unit][target].last
            found[units[unit], targets[target]] = EarlierSum(total, periods, last.value if last else None)
    return found


def count_earlier_periods(stored: PeriodFigures) -> dict[str, int]:
    """target code -> in how many earlier periods it was due; one query."""
    plan = stored.period.plan
    before = list(plan.periods.filter(seq__lt=stored.period.seq))
    return {code: sum(each.falls_due(t.frequency) for each in before) for code, t in stored.targets.items()}
