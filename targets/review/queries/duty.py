"""Whose duty a review is: that of the nearest level above the unit that has a reviewer. Levels above it may review the
return as well (也可以由我审核), and find it apart."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q

from accounts import policy
from accounts.models import Person
from accounts.policy import Verb
from accounts.queries.posts import posts_with_verb_below


@dataclass(frozen=True)
class ReviewingUnit:
    """The nearest unit above a participant that has reviewers, and their names."""

    path: str
    name: str
    people: tuple[str, ...]


def own_duty_q(person: Person, field: str) -> Q:
    """A condition on the path in ``field``: this person reviews there, and no reviewer is nearer.

    One query for the levels below this person that have reviewers; none for a person without such a post.
    """
    condition = Q(pk__in=[])
    for _reach, path in policy.grants(person, Verb.REVIEW):
        below = Q(**{f"{field}__startswith": path}) & ~Q(**{field: path})
        for nearer in _list_nearer_levels(person, path):
            below &= ~Q(**{f"{field}__startswith": nearer}) | Q(**{field: nearer})
        condition |= below
    return condition


def _list_nearer_levels(person, path):
    """The paths of the highest units below ``path`` at which others review; cached on the person for the request."""
    cache = person.__dict__.setdefault("_nearer_levels", {})
    if path not in cache:
        posts = posts_with_verb_below(Verb.REVIEW).filter(unit__path__startswith=path).exclude(unit__path=path)
        cache[path] = _keep_highest(posts.order_by("unit__path").values_list("unit__path", flat=True))
    return cache[path]


def _keep_highest(paths: Iterable[str]) -> list[str]:
    """``paths``, in order, without those below another of them."""
    highest: list[str] = []
    for path in paths:
        if not highest or not path.startswith(highest[-1]):
            highest.append(path)
    return highest


def find_reviewing_units(paths: Iterable[str]) -> dict[str, ReviewingUnit]:
    """{path of a participant: the nearest unit above it that has reviewers}; one query. Left out: those without."""
    wanted = set(paths)
    codes = {code for path in wanted for code in path.strip("/").split("/")[:-1]}
    posts = posts_with_verb_below(Verb.REVIEW).filter(unit__code__in=codes)
    people: dict[str, list[str]] = {}
    names: dict[str, str] = {}
    columns = ("unit__path", "unit__short_name", "unit__name", "person__name", "person__username")
    for path, short_name, name, person, username in posts.values_list(*columns):
        people.setdefault(path, []).append(person or username)
        names[path] = short_name or name
    found = {}
    for path in wanted:
        above = [unit for unit in people if path.startswith(unit) and unit != path]
        if above:
            nearest = max(above, key=len)
            found[path] = ReviewingUnit(nearest, names[nearest], tuple(people[nearest]))
    return found
