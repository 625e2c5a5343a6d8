"""One target over all units of a level below a unit, ranked; three queries, also for all counties of the nation."""

from dataclasses import dataclass

from django.db.models import Count, QuerySet

from orgs.models import Level
from plans.models import Group, Participant
from targets.models import Target
from targets.results.board import rank_lines
from targets.results.judge import Judge
from targets.results.line import TotalLine
from targets.results.place import TotalsPlace
from targets.totals.reading import read_totals

AREAS = ("federation", "zone")
LEVELS = tuple(Level.values)


@dataclass(frozen=True)
class Ranking:
    """``lines`` of the units of one ``level`` (and ``group``), the best first within each kind."""

    level: str
    levels: list[str]
    group: Group | None
    groups: list[Group]
    lines: list[TotalLine]


def read_ranking(place: TotalsPlace, target: Target, *, level: str = "", group: str = "") -> Ranking:
    """The ranking of a place at ``level`` (else at the next level below), limited to the members of ``group``."""
    levels = list_levels(place.participant)
    level = level if level in levels else next(iter(levels), "")
    groups = list(place.plan.groups.all())
    chosen = next((each for each in groups if each.name == group), None)
    return Ranking(level, levels, chosen, groups, rank_units(place, target, level, chosen) if level else [])


def rank_units(place: TotalsPlace, target: Target, level: str, group: Group | None = None) -> list[TotalLine]:
    """The lines of a target for all areas of a level below the place, ranked; three queries."""
    judge, seq = Judge(place.plan, place.periods, place.basis), place.seq
    below = areas_below(place.participant, level)
    areas = list((below.filter(groups=group) if group else below).select_related("unit", "parent"))
    totals = read_totals(
        place.plan.pk, [p.pk for p in areas], target_ids=[target.pk],
        stored_ids=[p.pk for p in areas if p.keeps_totals], **judge.needed_totals([target], seq),
    )  # fmt: skip
    return rank_lines([judge.line(p, target, totals[p.pk, target.pk], seq) for p in areas])


def areas_below(participant: Participant, level: str) -> QuerySet[Participant]:
    """The areas of a level anywhere below a participant, in tree order."""
    return _below(participant).filter(unit__level=level).order_by("path")


def list_levels(participant: Participant) -> list[str]:
    """The levels of the areas below a participant, from the top."""
    return list(count_levels(participant))


def count_levels(participant: Participant) -> dict[str, int]:
    """How many areas of each level are below a participant, from the top; one query."""
    found = dict(_below(participant).order_by().values_list("unit__level").annotate(Count("pk")))
    return {level: found[level] for level in LEVELS if level in found}


def _below(participant):
    below = Participant.objects.filter(plan=participant.plan_id, path__startswith=participant.path, kind__in=AREAS)
    return below.exclude(pk=participant.pk)
