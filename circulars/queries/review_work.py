"""How much reviewers did for a plan: what they decided, how often they sent back, and how long it took.

Counted from the trail, which keeps every decision; a return keeps only its last.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from accounts import policy
from accounts.models import Person, Post
from accounts.policy import Verb
from audit.models import Entry
from plans.models import Participant, Period, Plan
from targets.models import Return
from targets.models.report import State

DECISIONS = ("return.accept", "return.send_back")
HANDED_IN = "return.submit"
SECONDS_A_DAY = Decimal(24 * 60 * 60)


@dataclass
class ReviewWork:
    """The work of one reviewer. ``reviewed`` are different returns, ``accepted`` and ``sent_back`` decisions on them,
    ``seconds`` those from each submission to its decision, ``waiting`` the returns that she has begun to review."""

    username: str
    name: str
    unit: str = ""
    reviewed: set[str] = field(default_factory=set)
    accepted: int = 0
    sent_back: int = 0
    waiting: int = 0
    seconds: list[int] = field(default_factory=list)

    @property
    def days(self) -> Decimal | None:
        """The mean number of days to a decision; None without one."""
        return Decimal(sum(self.seconds)) / len(self.seconds) / SECONDS_A_DAY if self.seconds else None

    @property
    def longest(self) -> Decimal | None:
        """The days of the slowest decision."""
        return Decimal(max(self.seconds)) / SECONDS_A_DAY if self.seconds else None


def may_see_all(person: Person, participant: Participant) -> bool:
    """Whether the person sees the work of all reviewers below: who plans there or oversees it."""
    return any(policy.may(person, verb, participant) for verb in (Verb.PUBLISH, Verb.OVERSEE))


def read_review_work(person: Person, plan: Plan, participant: Participant, period: Period | None) -> list[ReviewWork]:
    """The reviewers of returns of the participant's subtree, in one period or all; the own row alone for who does not
    see all. Four queries."""
    only = None if may_see_all(person, participant) else person.username
    units = list(plan.participants.filter(path__startswith=participant.path).values_list("unit__code", flat=True))
    found: dict[str, ReviewWork] = {}
    _count_decisions(found, _read_entries(plan, period, units))
    waiting = Return.objects.filter(
        period__plan=plan, state=State.UNDER_REVIEW, participant__path__startswith=participant.path
    ).exclude(reviewer=None)
    if period is not None:
        waiting = waiting.filter(period=period)
    for username, name in waiting.values_list("reviewer__username", "reviewer__name"):
        found.setdefault(username, ReviewWork(username, name)).waiting += 1
    if only is not None:
        found = {username: work for username, work in found.items() if username == only}
    _name_units(found.values())
    return sorted(found.values(), key=lambda work: (work.unit, work.name, work.username))


def _read_entries(plan, period, units):
    """(object, verb, username, name, time) of every submission and decision, each return's in their order."""
    start = f"{plan.code}/{period.code}/" if period else f"{plan.code}/"
    entries = Entry.objects.filter(unit_code__in=units, object_code__startswith=start, verb__in=(HANDED_IN, *DECISIONS))
    return entries.order_by("object_code", "pk").values_list("object_code", "verb", "username", "name", "at").iterator()


def _count_decisions(found: dict[str, ReviewWork], entries: Iterable[tuple]) -> None:
    submitted: dict[str, datetime] = {}
    for code, verb, username, name, at in entries:
        if verb == HANDED_IN:
            submitted[code] = at
            continue
        work = found.setdefault(username, ReviewWork(username, name))
        work.reviewed.add(code)
        if verb == "return.accept":
            work.accepted += 1
        else:
            work.sent_back += 1
        if code in submitted:  # the first decision on a submission; what is taken back later took no reviewing
            work.seconds.append(int((at - submitted.pop(code)).total_seconds()))


def _name_units(works):
    """The units at which these people review, several joined."""
    names: dict[str, list[str]] = defaultdict(list)
    posts = Post.objects.filter(person__username__in=[each.username for each in works], role="reviewer")
    for username, unit in posts.order_by("unit__path").values_list("person__username", "unit__short_name"):
        if unit not in names[username]:
            names[username].append(unit)
    for work in works:
        work.unit = "、".join(names[work.username])
