"""All units of a level ranked on the whole: why each stands where it does, and where it stood before."""

from dataclasses import dataclass, replace
from decimal import Decimal

from plans.models import Group, Participant, Period
from targets.results.board import UnitResults, build_boards
from targets.results.place import TotalsPlace
from targets.results.ranking import areas_below, list_levels
from targets.results.reasons import TargetCost, list_costs
from targets.results.timeliness import Timeliness, read_timeliness


@dataclass(frozen=True)
class RankedUnit:
    """A unit with what cost it most, and how its returns came. ``before`` are its rank and overall completion at the
    end of the period before (None: unknown)."""

    results: UnitResults
    costs: list[TargetCost]
    timeliness: Timeliness
    rank_before: int | None
    overall_before: Decimal | None

    @property
    def participant(self) -> Participant:
        return self.results.participant

    @property
    def moved(self) -> int | None:
        """How many places it went up (+) or down (−); None where one of both ranks is unknown."""
        if self.results.rank is None or self.rank_before is None:
            return None
        return self.rank_before - self.results.rank


@dataclass(frozen=True)
class OverallRanking:
    """``kinds`` are (kind, its units, the best first). ``before`` is the period that movements compare with."""

    level: str
    levels: list[str]
    group: Group | None
    groups: list[Group]
    kinds: list[tuple[str, list[RankedUnit]]]
    before: Period | None


def read_overall_ranking(place: TotalsPlace, *, level: str = "", group: str = "") -> OverallRanking:
    """The ranking of a place at ``level`` (else the next below), limited to the members of ``group``; six queries."""
    levels = list_levels(place.participant)
    level = level if level in levels else next(iter(levels), "")
    groups = list(place.plan.groups.all())
    chosen = next((each for each in groups if each.name == group), None)
    units = areas_below(place.participant, level).select_related("unit", "parent")
    participants = list(units.filter(groups=chosen) if chosen else units) if level else []
    before = next((p for p in reversed(place.begun) if p.seq < place.seq), None)
    kinds = _rank(place, participants, before) if participants else []
    return OverallRanking(level, levels, chosen, groups, kinds, before)


def _rank(place, participants, before):
    board, earlier = build_boards(place, replace(place, period=before) if before else None, participants)
    past = {each.participant.pk: each for each in earlier.children} if earlier else {}
    timeliness = read_timeliness(place.shown_period, participants)

    def ranked(child):
        old = past.get(child.participant.pk)
        return RankedUnit(
            child, list_costs(child.lines), timeliness[child.participant.pk],
            old.rank if old else None, old.overall if old else None,
        )  # fmt: skip

    return [(kind, [ranked(child) for child in same]) for kind, same in board.ranked()]
