"""The board of all units of the level after the next: all counties of a province with all targets."""

from django.db.models import Count

from plans.models import Participant
from targets.results.board import TotalsBoard, build_board
from targets.results.place import TotalsPlace
from targets.results.ranking import AREAS, LEVELS, areas_below

# A larger table cannot be read, and its page is above a megabyte. One target over more units has a page of its own
# (``ranking``), with pagination.
MAX_CELLS = 15_000


def read_levels(place: TotalsPlace) -> tuple[str, ...]:
    """The two levels that the page of a place may list, (next, after the next); () where there is only one; one query.

    Only two levels down are read: deeper ones of a nation have hundreds of thousands of units.
    """
    below = Participant.objects.filter(parent__parent=place.participant, kind__in=AREAS, parent__kind__in=AREAS)
    found = below.order_by().values_list("parent__unit__level", "unit__level").annotate(Count("pk"))
    rows = [(LEVELS.index(parent), LEVELS.index(level), units) for parent, level, units in found]
    first = min((parent for parent, _, _ in rows), default=0)
    second = min((level for _, level, _ in rows if level > first), default=None)
    units = sum(units for _, level, units in rows if level == second)
    if second is None or units * len(place.targets) > MAX_CELLS:
        return ()
    return LEVELS[first], LEVELS[second]


def read_wide_board(place: TotalsPlace, level: str) -> TotalsBoard:
    """The board of a place with all areas of ``level`` below it as its children; three queries."""
    return build_board(place, areas_below(place.participant, level).select_related("unit", "parent"))
