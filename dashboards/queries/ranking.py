"""One target over every unit of a level below a unit: all counties of the nation, ranked, in three queries."""

from dataclasses import dataclass

from dashboards.queries.board import rank_lines
from dashboards.queries.judge import Judge
from dashboards.queries.line import Line
from orgs.models import Level
from plans.models import Group, Participant
from targets.totals.reading import read_totals

AREAS = ("federation", "zone")
LEVELS = tuple(Level.values)


@dataclass(frozen=True)
class Ranking:
    """``lines`` of the units of one ``level`` (and ``group``), best first within their kind."""

    level: str
    levels: list[str]
    group: Group | None
    groups: list[Group]
    lines: list[Line]


def read_ranking(place, target, *, level="", group=""):
    """The Ranking of a place: at ``level``, else at the next one below it; with ``group`` of its members alone."""
    levels = _levels(place.participant)
    level = level if level in levels else next(iter(levels), "")
    groups = list(place.plan.groups.all())
    chosen = next((each for each in groups if each.name == group), None)
    return Ranking(level, levels, chosen, groups, rank_units(place, target, level, chosen) if level else [])


def rank_units(place, target, level, group=None):
    """The Lines of a target for all areas of a level below the place, ranked: three queries, however many there are."""
    judge, seq = Judge(place.plan, place.periods, place.basis), place.period.seq
    people = areas_below(place.participant, level)
    people = people.filter(groups=group) if group else people
    people = list(people)
    totals = read_totals(
        place.plan.pk, [p.pk for p in people], target_ids=[target.pk],
        kept=[p.pk for p in people if p.keeps_totals], **judge.reading([target], seq),
    )  # fmt: skip
    return rank_lines([judge.line(p, target, totals[p.pk, target.pk], seq) for p in people])


def areas_below(participant, level):
    """The areas of a level anywhere below a participant, in the order of the tree."""
    return _below(participant).filter(unit__level=level).order_by("path")


def _levels(participant):
    """The levels of the areas below a participant, from the top."""
    found = set(_below(participant).order_by().values_list("unit__level", flat=True).distinct())
    return [level for level in LEVELS if level in found]


def _below(participant):
    below = Participant.objects.filter(plan=participant.plan_id, path__startswith=participant.path, kind__in=AREAS)
    return below.exclude(pk=participant.pk)
