"""One target over all units of a level below a unit, ranked; three queries, also for all counties of the nation."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeVar

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
RANK, WORST, VALUE, GAP, TREE = SORTS = ("", "worst", "value", "gap", "tree")  # orders of the lines of a ranking
Row = TypeVar("Row")


@dataclass(frozen=True)
class Ranking:
    """``lines`` of the units of one ``level`` (and ``group``), the best first within each kind. ``above`` are the areas
    right below the place, where the units are deeper; ``kept_above`` the chosen one, to which ``lines`` are limited."""

    level: str
    levels: list[str]
    group: Group | None
    groups: list[Group]
    above: list[Participant]
    kept_above: Participant | None
    lines: list[TotalLine]


def read_ranking(
    place: TotalsPlace, target: Target, *, level: str = "", group: str = "", above: str = "", sort: str = RANK
) -> Ranking:
    """The ranking of a place at ``level`` (else at the next level below); seven queries.

    Ranks are among the members of ``group`` (none: all). Of these only the units below the one with the code ``above``
    are listed, in the order ``sort`` (one of ``SORTS``), with the ranks that they have among all.
    """
    levels = list_levels(place.participant)
    level = level if level in levels else next(iter(levels), "")
    groups = list(place.plan.groups.all())
    chosen = next((each for each in groups if each.name == group), None)
    areas = list(areas_below(place.participant, levels[0])) if level and level != levels[0] else []
    kept = next((each for each in areas if each.code == above), None)
    lines = rank_units(place, target, level, chosen) if level else []
    if kept:
        lines = [line for line in lines if line.participant.path.startswith(kept.path)]
    return Ranking(level, levels, chosen, groups, areas, kept, sort_lines(lines, sort))


def sort_lines(lines: Sequence[TotalLine], sort: str) -> list[TotalLine]:
    """Lines in the order of their ranks as ``sort`` (one of ``SORTS``) has them: the lowest completion, the largest
    number to date, or what is furthest behind its pace first; or in tree order."""
    if sort == TREE:
        return sorted(lines, key=lambda line: line.participant.path)
    if sort == WORST:
        return sort_known(lines, lambda line: line.standing.completion, ascending=True)
    if sort == VALUE:
        return sort_known(lines, lambda line: line.standing.shown)
    return sort_known(lines, lambda line: line.standing.lag) if sort == GAP else list(lines)


def sort_known(rows: Sequence[Row], key: Callable[[Row], Decimal | None], *, ascending: bool = False) -> list[Row]:
    """Equals stay in their order; what is not known stands at the end in either direction."""
    known = [(number, row) for row in rows if (number := key(row)) is not None]
    ordered = sorted(known, key=lambda pair: pair[0] if ascending else -pair[0])
    return [row for _, row in ordered] + [row for row in rows if key(row) is None]


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


def find_areas(participant: Participant, codes: Iterable[str]) -> list[Participant]:
    """The areas below a participant that have these codes, in their order; one query. Others are left out."""
    order = {code: at for at, code in reversed(list(enumerate(codes)))}
    found = _below(participant).filter(unit__code__in=order).select_related("unit", "parent")
    return sorted(found, key=lambda each: order[each.code])


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
