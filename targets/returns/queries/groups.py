"""The units that large lists are grouped and filtered by: those directly below a person's own that have units below
them, such as the cities of a province."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q

from accounts import policy
from accounts.models import Person
from accounts.policy import Verb
from orgs.models import Unit
from plans.models import Participant, Plan


@dataclass(frozen=True)
class UnitGroup:
    """A unit with units below it: code, name and path."""

    code: str
    name: str
    path: str

    @property
    def contains(self) -> Q:
        """The condition on the participant of a return: the unit itself, or one below it."""
        return Q(participant__path__startswith=self.path)


def list_unit_groups(person: Person, verb: Verb, plan: Plan) -> list[UnitGroup]:
    """The groups of a plan for a person, in tree order; one query. ``plan`` has its unit."""
    paths = [path for _reach, path in policy.grants(person, verb)]
    shortest = min(paths, key=len, default="")
    depth = max(_count_codes(shortest) - _count_codes(plan.unit.path), 0) + 1
    found = Participant.objects.filter(policy.paths_q(person, verb), plan=plan, depth=depth)
    rows = found.filter(Exists(Participant.objects.filter(parent=OuterRef("pk")))).order_by("path")
    return [UnitGroup(_code(path), name, path) for path, name in rows.values_list("path", "short_name")]


def find_group(groups: Iterable[UnitGroup], path: str) -> UnitGroup | None:
    """The group to which the participant with this path belongs, or None."""
    return next((group for group in groups if path.startswith(group.path)), None)


def name_contains(words: str) -> Q:
    """The condition on the participant of a return: ``words`` are a part of its name, or begin its code."""
    named = Q(participant__name__icontains=words) | Q(participant__short_name__icontains=words)
    known_as = Unit.objects.filter(aliases__name__icontains=words)
    return named | Q(participant__unit__code__startswith=words) | Q(participant__unit__in=known_as)


def _code(path):
    return path.rstrip("/").rsplit("/", 1)[-1]


def _count_codes(path):
    return path.count("/")
