"""Every unit of the level after the next in one read: all counties of a province with all its targets."""

from django.db.models import Count

from dashboards.queries.board import board_of
from dashboards.queries.ranking import AREAS, LEVELS, areas_below
from plans.models import Participant

# Above this nobody can read the table, and a page of it is beyond a megabyte. One target over more units has a page
# of its own (``ranking``), which goes by steps.
MOST_CELLS = 15_000


def read_levels(place):
    """The two levels that the page of a place may list, (next, after the next); () where there is only one: one query.

    It looks two steps down and no further: what lies deeper in a nation are hundreds of thousands.
    """
    below = Participant.objects.filter(parent__parent=place.participant, kind__in=AREAS, parent__kind__in=AREAS)
    found = below.order_by().values_list("parent__unit__level", "unit__level").annotate(Count("pk"))
    rows = [(LEVELS.index(parent), LEVELS.index(level), units) for parent, level, units in found]
    first = min((parent for parent, _, _ in rows), default=0)
    second = min((level for _, level, _ in rows if level > first), default=None)
    units = sum(units for _, level, units in rows if level == second)
    if second is None or units * len(place.targets) > MOST_CELLS:
        return ()
    return LEVELS[first], LEVELS[second]


def read_wide(place, level):
    """The Board of a place with all areas of ``level`` below it as its children: three queries, however many."""
    return board_of(place, areas_below(place.participant, level).select_related("unit", "parent"))
