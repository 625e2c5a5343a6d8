"""The permission policy: whether a person may apply a verb to a unit, and to which units.

A post grants verbs at a unit and its subtree (ADR 0004). ``where`` is anything with a ``path`` of unit codes
("/530000000000/530900000000/"): a unit, or a participant of a plan, whose path is frozen with the plan. All code that
checks permissions calls this module; nothing else in the project compares roles.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Protocol

from django.core.exceptions import PermissionDenied
from django.db import connection
from django.db.models import Q, QuerySet
from django.utils import timezone

from orgs.models import Unit

if TYPE_CHECKING:
    from accounts.models import Person


class HasPath(Protocol):
    """A unit or a participant."""

    @property
    def path(self) -> str: ...


class Verb(StrEnum):
    """What a person may do. Not stored."""

    FILL = "fill"  # fill in and submit a return
    SEE_RETURN = "see return"
    REVIEW = "review"
    IMPORT = "import"
    EXPORT = "export"
    PLAN = "plan"  # write, issue and adjust a plan; open and lock its periods
    ALLOCATE = "allocate"
    PUBLISH = "publish"  # write, publish and withdraw circulars
    COMMENT = "comment"  # comment on a number, or on a unit as a whole
    SEE_PLAN = "see plan"
    SEE_TOTALS = "see totals"
    SEE_DOUBTS = "see doubts"  # which reported numbers look unlikely, and why
    OVERSEE = "oversee"  # how the plans stand, on the first page
    CHECK_TOTALS = "check totals"  # ask for a check of a plan's totals
    RECEIVE_TOTALS_ALERTS = "receive totals alerts"  # on the first page, when totals are wrong or can't be computed
    MANAGE_UNITS = "manage units"
    MANAGE_PEOPLE = "manage people"
    UNLOCK = "unlock"
    READ_TRAIL = "read trail"


class Reach(StrEnum):
    """The units at which a post grants a verb."""

    OWN = "own"  # the post's unit alone
    BELOW = "below"  # its subtree without itself
    TREE = "tree"  # itself and its subtree


# role -> verb -> reach; tests/accounts/test_policy.py repeats the table of the requirements.
VERBS_BY_ROLE = {
    "clerk": {Verb.FILL: Reach.OWN, Verb.SEE_RETURN: Reach.OWN, Verb.SEE_PLAN: Reach.OWN, Verb.SEE_TOTALS: Reach.TREE},
    "reviewer": {
        Verb.REVIEW: Reach.BELOW,
        Verb.SEE_DOUBTS: Reach.BELOW,
        Verb.SEE_RETURN: Reach.TREE,
        Verb.SEE_PLAN: Reach.TREE,
        Verb.SEE_TOTALS: Reach.TREE,
    },
    "data_admin": {
        Verb.IMPORT: Reach.BELOW,
        Verb.EXPORT: Reach.BELOW,
        Verb.SEE_RETURN: Reach.TREE,
        Verb.SEE_PLAN: Reach.TREE,
        Verb.SEE_TOTALS: Reach.TREE,
        Verb.CHECK_TOTALS: Reach.TREE,
        Verb.RECEIVE_TOTALS_ALERTS: Reach.TREE,
    },
    "planner": {
        Verb.PLAN: Reach.TREE,
        Verb.ALLOCATE: Reach.TREE,
        Verb.PUBLISH: Reach.TREE,
        Verb.SEE_DOUBTS: Reach.TREE,
        Verb.SEE_RETURN: Reach.TREE,
        Verb.SEE_PLAN: Reach.TREE,
        Verb.SEE_TOTALS: Reach.TREE,
        Verb.CHECK_TOTALS: Reach.TREE,
        Verb.RECEIVE_TOTALS_ALERTS: Reach.TREE,
    },
    "leader": {
        Verb.OVERSEE: Reach.TREE,
        Verb.COMMENT: Reach.TREE,
        Verb.SEE_DOUBTS: Reach.TREE,
        Verb.SEE_RETURN: Reach.TREE,
        Verb.SEE_PLAN: Reach.TREE,
        Verb.SEE_TOTALS: Reach.TREE,
    },
    "system_admin": {
        Verb.MANAGE_UNITS: Reach.TREE,
        Verb.MANAGE_PEOPLE: Reach.TREE,
        Verb.RECEIVE_TOTALS_ALERTS: Reach.TREE,
    },
    "security_admin": {Verb.UNLOCK: Reach.TREE},
    "audit_admin": {Verb.READ_TRAIL: Reach.TREE},
}


# Separation of duties: a person with one of these roles holds no other role.
ADMINISTRATORS = frozenset({"system_admin", "security_admin", "audit_admin"})


def conflicts_with(role: str, held: Iterable[str]) -> bool:
    """Whether ``role`` must not be given to a person who has the roles ``held``."""
    return any(other != role and (role in ADMINISTRATORS or other in ADMINISTRATORS) for other in held)


@dataclass(frozen=True)
class HeldPost:
    """A post held today, with the columns of its unit that the policy reads."""

    role: str
    unit_id: int
    unit_code: str
    unit_name: str
    path: str


# Every request runs this query. 2,000 runs on a busy machine, median and 10th percentile: 1.1 and 0.4 ms; the same by
# the ORM (filter, order_by, values_list): 5.5 and 2.0 ms.
_HELD_POSTS = """
SELECT p.role, u.id, u.code, coalesce(nullif(u.short_name, ''), u.name), u.path
FROM accounts_post p JOIN orgs_unit u ON u.id = p.unit_id
WHERE p.person_id = %(person)s AND p.from_date <= %(today)s AND (p.to_date IS NULL OR p.to_date >= %(today)s)
ORDER BY u.path, p.role
"""


def held_posts(person: Any) -> tuple[HeldPost, ...]:
    """The posts held today by a person or an anonymous user; cached on the object, so queried once a request."""
    if not getattr(person, "is_authenticated", False) or not person.is_active:
        return ()
    if "_held_posts" not in person.__dict__:
        with connection.cursor() as cursor:
            cursor.execute(_HELD_POSTS, {"person": person.pk, "today": timezone.localdate()})
            person.__dict__["_held_posts"] = tuple(HeldPost(*row) for row in cursor.fetchall())
    return person.__dict__["_held_posts"]


def clear_held_posts(person: Person) -> None:
    """Drop the cached posts, after an action has changed them."""
    person.__dict__.pop("_held_posts", None)


def has_role(person: Any, role: str) -> bool:
    """Whether the person holds the role at any unit today."""
    return any(h.role == role for h in held_posts(person))


def grants(person: Any, verb: Verb) -> tuple[tuple[Reach, str], ...]:
    """The (reach, path) pairs of the posts that grant the verb."""
    return tuple((VERBS_BY_ROLE[h.role][verb], h.path) for h in held_posts(person) if verb in VERBS_BY_ROLE[h.role])


def may(person: Any, verb: Verb, where: HasPath) -> bool:
    """Whether the person has the verb at this unit or participant."""
    return any(_covers(reach, path, where.path) for reach, path in grants(person, verb))


def may_anywhere(person: Any, verb: Verb) -> bool:
    """Whether the person has the verb at any unit."""
    return bool(grants(person, verb))


def require(person: Any, verb: Verb, where: HasPath) -> None:
    """Raise PermissionDenied unless ``may``."""
    if not may(person, verb, where):
        raise PermissionDenied


def require_anywhere(person: Any, verb: Verb) -> None:
    """Raise PermissionDenied unless ``may_anywhere``."""
    if not may_anywhere(person, verb):
        raise PermissionDenied


def paths_q(person: Any, verb: Verb, field: str = "path") -> Q:
    """A condition on the path in ``field``, true for exactly the rows that ``may`` permits."""
    return paths_q_of_grants(grants(person, verb), field)


def paths_q_of_grants(granted: Iterable[tuple[Reach, str]], field: str = "path") -> Q:
    """As ``paths_q``, from the result of ``grants``."""
    condition = Q(pk__in=[])
    for reach, path in granted:
        condition |= {
            Reach.OWN: Q(**{field: path}),
            Reach.TREE: Q(**{f"{field}__startswith": path}),
            Reach.BELOW: Q(**{f"{field}__startswith": path}) & ~Q(**{field: path}),
        }[reach]
    return condition


def permitted_units(person: Any, verb: Verb) -> QuerySet[Unit]:
    """The units at which the person has the verb, in tree order."""
    return Unit.objects.filter(paths_q(person, verb)).order_by("path")


def _covers(reach, path, other):
    if reach == Reach.OWN:
        return other == path
    return other.startswith(path) and (reach == Reach.TREE or other != path)
