"""When the returns of each unit's subtree were handed in, and how often they were sent back."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Q
from django.utils import timezone

from plans.models import Participant, Period
from targets.models import Return


@dataclass
class Timeliness:
    """The returns that a subtree owes for a period.

    ``late`` were first handed in after the day on which they were due (with or without leave), ``missing`` are not
    handed in; ``sent_back`` counts the submissions that were returned to a unit of the subtree.
    """

    owed: int = 0
    in_time: int = 0
    late: int = 0
    missing: int = 0
    sent_back: int = 0


def read_timeliness(period: Period, participants: Iterable[Participant]) -> dict[int, Timeliness]:
    """participant id -> the timeliness of its subtree, for participants none of which is above another; one query."""
    by_path = {each.path: each.pk for each in participants}
    found = {pk: Timeliness() for pk in by_path.values()}
    rows = (
        Return.objects.filter(period=period, optional=False)
        .annotate(times=Count("sent_back__snapshot", filter=Q(sent_back__to=None), distinct=True))
        .values_list("participant__path", "first_submitted_at", "times")
    )
    for path, handed_in, times in rows:
        pk = _find_above(path, by_path)
        if pk is not None:
            _count(found[pk], handed_in, period, times)
    return found


def _count(timeliness, handed_in, period, times):
    timeliness.owed += 1
    timeliness.sent_back += times
    if handed_in is None:
        timeliness.missing += 1
    elif timezone.localdate(handed_in) <= period.due_on:
        timeliness.in_time += 1
    else:
        timeliness.late += 1


def _find_above(path, by_path):
    """The id of the participant of ``by_path`` at this path or above it; None for none."""
    while path != "/":
        if path in by_path:
            return by_path[path]
        path = path[: path.rindex("/", 0, -1) + 1]
    return None
