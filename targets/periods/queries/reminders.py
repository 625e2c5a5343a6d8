"""Whom to remind of a missing return: the units, who fills in there with telephone, and past reminders."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q
from django.utils import timezone

from accounts.models import Person
from accounts.policy import Verb
from accounts.queries.posts import posts_with_verb_at, posts_with_verb_below
from plans.models import Period, Plan
from targets.models import UrgedReturn
from targets.models.report import State
from targets.periods.queries.periods import list_missing_returns


@dataclass(frozen=True)
class UnitToUrge:
    """A unit whose return is missing: its participant, (name, telephone) of each clerk, how many days the return is
    late, whether it was sent back and has not been submitted again, how many times it was reminded, the last day of
    that and whether anybody has seen it."""

    participant: Any
    clerks: list[tuple[str, str]]
    days_late: int
    sent_back: bool
    times: int = 0
    last: date | None = None
    seen: bool = False


def find_units_with_clerks(unit_ids: Collection[int]) -> set[int]:
    """Those of these units at which anybody fills in: only they can be reminded. One query."""
    return set(posts_with_verb_at(Verb.FILL, unit_ids).order_by().values_list("unit_id", flat=True))


def list_people_who_add_clerks(plan: Plan) -> list[Person]:
    """The system administrators of the plan's unit or of the units above it, the nearest first; one query."""
    posts = posts_with_verb_below(Verb.MANAGE_PEOPLE).select_related("unit")
    above = [post for post in posts if plan.unit.path.startswith(post.unit.path)]
    people = {post.person_id: post.person for post in sorted(above, key=lambda post: -len(post.unit.path))}
    return list(people.values())


def list_units_to_urge(person: Person, period: Period, condition: Q | None = None) -> list[UnitToUrge]:
    """The units of ``list_missing_returns`` in tree order, limited by a ``condition`` on Return; three queries."""
    reports = list(list_missing_returns(person, period).filter(condition or Q()).select_related("participant__parent"))
    clerks: dict[int, list[tuple[str, str]]] = {}
    for post in posts_with_verb_at(Verb.FILL, [report.participant.unit_id for report in reports]):
        clerks.setdefault(post.unit_id, []).append((str(post.person), post.person.phone))
    past = _read_past_reminders([report.pk for report in reports])
    late = max((timezone.localdate() - period.due_on).days, 0)
    return [
        UnitToUrge(
            report.participant,
            clerks.get(report.participant.unit_id, []),
            late,
            report.state == State.SENT_BACK,
            *past.get(report.pk, ()),
        )
        for report in reports
    ]


def _read_past_reminders(report_ids: Collection[int]) -> dict[int, tuple[int, date, bool]]:
    """return id -> (number of days on which it was reminded, the last of them, whether somebody has seen that one)."""
    days: dict[int, dict[date, bool]] = {}
    rows = UrgedReturn.objects.filter(report__in=report_ids).order_by("urge__day")
    for report, day, seen in rows.values_list("report_id", "urge__day", "urge__seen_at"):
        mine = days.setdefault(report, {})
        mine[day] = mine.get(day, False) or seen is not None
    return {report: (len(mine), max(mine), mine[max(mine)]) for report, mine in days.items()}
