"""The figures of a circular, from the board of its unit: the same numbers as its page of totals."""

from decimal import Decimal

from django.db.models import Count
from django.utils import timezone

from circulars.text.facts import CircularFacts, TargetFacts, UnitFacts
from pages.formats import ZERO, format_number, format_percent, round_beside_bounds
from pages.lights import LIGHTS
from targets.models import UrgedReturn
from targets.results.board import TotalsBoard
from targets.results.overview import Overview, read_overview
from targets.results.place import TotalsPlace
from targets.results.reasons import list_laggards
from targets.results.timeliness import read_timeliness

MAX_LAGGING = 3
HUNDRED = Decimal(100)


def read_facts(place: TotalsPlace, *, returns: bool = True) -> CircularFacts:
    """The facts of a place with targets whose period has begun; seven queries, whatever its size. Without ``returns``
    nothing is read of urges and of who was late, and no units are told: five."""
    found = read_overview(place, children_before=True)
    board, counts = found.board, found.returns
    sections = dict(place.plan.targets.values_list("pk", "task__section__title"))
    change = None
    if found.own.overall is not None and found.overall_before is not None:
        change = (found.own.overall - found.overall_before) * HUNDRED
    return CircularFacts(
        plan=place.plan.title, plan_code=place.plan.code,
        unit=place.participant.code, unit_name=place.participant.name,
        period=place.shown_period.name, period_code=place.shown_period.code, basis=place.basis,
        as_of=timezone.localtime().isoformat(timespec="minutes"),
        overall=_share(found.own.overall), before=found.before.name if found.before else "",
        points_since=_points(change), rose=change is not None and change >= 0,
        lights=[(light, found.own.lights[light]) for light in LIGHTS],
        expected=counts.expected, standing=counts.standing, urged=_count_urges(place) if returns else 0,
        targets=[
            _target_facts(board, position, sections.get(line.target.pk) or "")
            for position, line in enumerate(board.own.lines)
            if line.standing.judged
        ],
        units=_unit_facts(place, found) if returns else [],
    )  # fmt: skip


def _target_facts(board: TotalsBoard, position: int, section: str) -> TargetFacts:
    line = board.own.lines[position]
    standing = line.standing
    judged = standing.completion is not None and standing.distance is None
    gap = standing.gap if judged else None
    scale = line.target.scale if line.is_rate else ""
    laggards = [each.participant.short_name for each in list_laggards(board, position) if not each.silent]
    bound = "" if line.bound is None else f"{format_number(line.bound)}{scale}"
    return TargetFacts(
        code=line.target.code, name=line.target.name, measure="" if scale else line.target.unit, section=section,
        value="" if standing.shown is None else f"{format_number(standing.shown, line.rounding)}{scale}", bound=bound,
        completion=_share(standing.completion) if judged else "",
        points=_points(None if gap is None else gap * HUNDRED, standing.gap_bounds), ahead=gap is not None and gap >= 0,
        light=standing.light, direction=line.target.direction,
        lagging=laggards[:MAX_LAGGING],
    )  # fmt: skip


def _unit_facts(place: TotalsPlace, found: Overview) -> list[UnitFacts]:
    """Every unit below, kind by kind, the best first."""
    before = {each.participant.pk: each.rank for each in found.earlier.children} if found.earlier else {}
    times = read_timeliness(place.shown_period, [each.participant for each in found.board.children])
    return [
        UnitFacts(
            code=each.participant.code, name=each.participant.short_name, kind=kind, rank=each.rank,
            overall=_share(each.overall), rank_before=before.get(each.participant.pk),
            late=times[each.participant.pk].late, missing=times[each.participant.pk].missing,
            owed=times[each.participant.pk].owed,
        )
        for kind, children in found.board.ranked()
        for each in children
    ]  # fmt: skip


def _count_urges(place):
    """How often returns of this period in the subtree were urged."""
    urged = UrgedReturn.objects.filter(
        report__period=place.shown_period, report__participant__path__startswith=place.participant.path
    )
    return urged.aggregate(n=Count("urge", distinct=True))["n"]


def _share(share):
    return "" if share is None else format_percent(share)


def _points(points, bounds=(ZERO,)):
    """A distance in points, without its sign: the sentence says whether it is ahead or behind."""
    if points is None:
        return ""
    return format_number(abs(round_beside_bounds(points, 1, bounds)), 1)
