"""The same target in the plan of the year before, of the same unit: what was reached by the same time.

Two targets are the same when their names, units of measure, measures, scales and roll-ups are.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from accounts import policy
from accounts.models import Person
from accounts.policy import Verb
from plans.models import Participant, Period, Plan
from targets.models import Target
from targets.results.place import TotalsPlace
from targets.totals.arithmetic import LEVEL, RATIO
from targets.totals.reading import read_totals
from targets.totals.standing import rate

SAME = ("name", "unit", "measure", "direction", "scale", "rollup")


@dataclass(frozen=True)
class LastYear:
    """``values`` are the numbers to date as people see them, ``shares`` the shares of the year's result that units of
    the same level had (none while that year is not over), both by the month in which a period ends."""

    plan: Plan
    target: Target
    values: Mapping[int, Decimal]
    shares: Mapping[int, list[Decimal]]


def read_last_year(person: Person, place: TotalsPlace, target: Target) -> LastYear | None:
    """The year before of this number; None where there is no such plan, target or unit, or the person may not see its
    totals; six queries."""
    same = {name: getattr(target, name) for name in SAME}
    plans = Plan.objects.filter(unit=place.plan.unit_id, year=place.plan.year - 1).exclude(state=Plan.State.DRAFT)
    before = (
        Target.objects.filter(plan__in=plans, **same).select_related("plan").order_by("-plan_id", "position").first()
    )
    if before is None:
        return None
    me = Participant.objects.filter(plan=before.plan_id, unit=place.participant.unit_id).select_related("unit").first()
    if me is None or not policy.may(person, Verb.SEE_TOTALS, me):
        return None
    alike = Participant.objects.filter(plan=before.plan_id, unit__level=me.unit.level, kind=me.kind)
    stored = dict(alike.values_list("pk", "keeps_totals")) | {me.pk: me.keeps_totals}
    totals = read_totals(
        before.plan_id, stored, target_ids=[before.pk], stored_ids=[pk for pk, keeps in stored.items() if keeps]
    )
    periods = list(Period.objects.filter(plan=before.plan_id).order_by("seq"))
    months = {period.seq: period.end.month for period in periods if period.begun}
    series = {pk: _read_series(totals[pk, before.pk], before, months, place.basis) for pk in stored}
    own = {months[seq]: value for seq, value in series[me.pk].items() if seq}
    is_over = bool(periods) and periods[-1].begun
    return LastYear(before.plan, before, own, _list_shares(series.values(), before, months) if is_over else {})


def _read_series(history, target, months, basis):
    """{seq: number to date} of one unit; a period without a row keeps the number of the one before."""
    found, last = {}, None
    for seq in [0, *sorted(months)]:
        row = history.get(seq)
        if row is not None:
            value, base = getattr(row, basis), getattr(row, f"{basis}_base")
            last = rate(value, base, target.scale) if target.measure == RATIO else value
        if last is not None:
            found[seq] = last
    return found


def _list_shares(series, target, months):
    """{month: the shares of the units that ended above their start}."""
    shares: dict[int, list[Decimal]] = {month: [] for month in months.values()}
    for each in series:
        end = each.get(max(months))
        start = each.get(0, Decimal(0)) if target.measure in (LEVEL, RATIO) else Decimal(0)
        if end is None or end <= start:
            continue
        for seq, month in months.items():
            shares[month].append((each.get(seq, start) - start) / (end - start))
    return shares
