"""Read the doubts about the submissions of a period that count for the totals of a unit."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from django.db.models import F, Q

from accounts import policy
from accounts.models import Person
from accounts.policy import Verb
from plans.models import Participant, Period
from targets.doubts.doubt import Doubt
from targets.doubts.queries.return_doubts import make_doubt
from targets.models import StoredDoubt, Target


class ReportedPlace(Protocol):
    """A unit, a period and a basis: a ``TotalsPlace``."""

    @property
    def participant(self) -> Participant: ...

    @property
    def period(self) -> Period | None: ...

    @property
    def basis(self) -> str: ...


@dataclass(frozen=True)
class PlacedDoubt:
    """A doubt, whose return it is about, and of which ``target`` the number is; None: of the return as a whole."""

    participant: Participant
    target: Target | None
    doubt: Doubt


def doubts_seen(person: Person, field: str) -> Q | None:
    """The condition on the path in ``field`` of the units about whose numbers this person may see doubts; None where
    there are none."""
    return policy.paths_q(person, Verb.SEE_DOUBTS, field) if policy.may_anywhere(person, Verb.SEE_DOUBTS) else None


def read_period_doubts(person: Person, within: ReportedPlace, most: int | None = None) -> list[PlacedDoubt]:
    """The doubts about what units of this subtree reported for the period, on the basis of the place, as far as this
    person may see them: the strongest first, then in the order of the plan; at most so many. One query, none for who
    may see none."""
    report = "snapshot__report"
    seen = doubts_seen(person, f"{report}__participant__path")
    if seen is None:
        return []
    rows = StoredDoubt.objects.filter(
        seen,
        snapshot=F(f"{report}__{within.basis}_id"),
        **{f"{report}__period": within.period, f"{report}__participant__path__startswith": within.participant.path},
    )
    ordered = rows.order_by("-strength", f"{report}__participant__path", "target__position", "pk")
    return [
        PlacedDoubt(row.snapshot.report.participant, row.target, make_doubt(row))
        for row in ordered.select_related(f"{report}__participant", "target")[:most]
    ]


def group_by_unit(
    doubts: Iterable[PlacedDoubt], units: Iterable[Participant]
) -> dict[int, dict[int | None, list[PlacedDoubt]]]:
    """{unit: {target, None for the whole return: doubts}} of each of ``units``: those about it and about all below."""
    by_path = {unit.path: unit.pk for unit in units}
    found: dict[int, dict[int | None, list[PlacedDoubt]]] = {pk: {} for pk in by_path.values()}
    for each in doubts:
        target_id = each.target.pk if each.target else None
        for path in _list_above(each.participant.path):
            if path in by_path:
                found[by_path[path]].setdefault(target_id, []).append(each)
    return found


def _list_above(path):
    """The paths of a unit and of all above it."""
    codes = path.strip("/").split("/")
    return ["/" + "/".join(codes[:n]) + "/" for n in range(1, len(codes) + 1)]
