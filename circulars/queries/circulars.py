"""Which circulars a person sees, and what a unit below sees of one."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.http import Http404

from accounts import policy
from accounts.models import Person
from accounts.policy import Verb
from circulars.models import Circular
from circulars.queries.account import AccountLine, list_lines
from circulars.queries.facts import read_facts
from circulars.text.facts import CircularFacts, UnitFacts
from targets.results.place import make_place


def visible_circulars(person: Person) -> QuerySet[Circular]:
    """Those of units where the person publishes; published and withdrawn ones of units whose totals the person may see,
    and of units above one of the person's."""
    writes = policy.paths_q(person, Verb.PUBLISH, "participant__path")
    reads = policy.paths_q(person, Verb.SEE_TOTALS, "participant__path") | _above(person)
    found = Circular.objects.filter(writes | (reads & ~Q(state=Circular.State.DRAFT)))
    return found.select_related(
        "plan", "participant", "period", "by", "published_by", "withdrawn_by", "template__office"
    )


def _above(person):
    """The units above those whose totals the person may see."""
    paths = set()
    for _reach, path in policy.grants(person, Verb.SEE_TOTALS):
        codes = path.strip("/").split("/")
        paths |= {"/" + "/".join(codes[:n]) + "/" for n in range(1, len(codes))}
    return Q(participant__path__in=paths)


def get_circular(person: Person, pk: int) -> Circular:
    """The circular that a person sees; else Http404."""
    found = visible_circulars(person).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def sees_whole(person: Person, circular: Circular) -> bool:
    """Whether the person sees all places of its ranking, and not the own ones alone."""
    return circular.shown == Circular.Shown.WHOLE or policy.may(person, Verb.SEE_TOTALS, circular.participant)


def list_shown_units(person: Person, circular: Circular, units: Iterable[UnitFacts]) -> list[UnitFacts]:
    """The rows of the ranking that the person sees: all, or those at or above the person's own units."""
    if sees_whole(person, circular):
        return list(units)
    own = _list_own_codes(person)
    return [unit for unit in units if unit.code in own]


def _list_own_codes(person):
    """The codes of the units whose totals the person may see, and of those above them."""
    return set("".join(path for _reach, path in policy.grants(person, Verb.SEE_TOTALS)).split("/"))


def list_shown_lines(person: Person, circular: Circular, facts: CircularFacts) -> list[AccountLine]:
    """The paragraphs that the person sees: who sees only the own place gets none that names another unit."""
    lines = list_lines(circular)
    if sees_whole(person, circular):
        return lines
    own = {unit.code for unit in list_shown_units(person, circular, facts.units)}
    others = [unit.name for unit in facts.units if unit.code not in own]
    return [
        line for line in lines if line.paragraph is not None and not any(name in line.paragraph.text for name in others)
    ]


@dataclass(frozen=True)
class Changes:
    """What has changed since the figures were frozen: (name, number then, number now) of those that the person sees,
    and how many others."""

    shown: list[tuple[str, str, str]]
    others: int = 0

    @property
    def number(self) -> int:
        return len(self.shown) + self.others


def find_changes(person: Person, circular: Circular, facts: CircularFacts) -> Changes:
    """Every target and unit of a circular whose number is another one now. Who does not see the totals of its unit
    reads the numbers of the own units, and how many others there are."""
    place = make_place(circular.participant, circular.plan, circular.period.code, basis=circular.basis)
    if place.period is None:
        return Changes([])
    now = read_facts(place)
    targets = _compare(
        {each.code: (each.name, each.value) for each in facts.targets},
        {each.code: (each.name, each.value) for each in now.targets},
    )
    units = _compare(
        {each.code: (each.name, each.overall) for each in facts.units},
        {each.code: (each.name, each.overall) for each in now.units},
    )
    if policy.may(person, Verb.SEE_TOTALS, circular.participant):
        return Changes([change for _code, change in targets + units])
    own = _list_own_codes(person)
    shown = [change for code, change in units if code in own]
    return Changes(shown, len(targets) + len(units) - len(shown))


def _compare(then: dict[str, Any], now: dict[str, Any]) -> list[tuple[str, tuple[str, str, str]]]:
    return [
        (code, (name, number, now[code][1]))
        for code, (name, number) in then.items()
        if code in now and now[code][1] != number
    ]
