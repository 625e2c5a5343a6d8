"""The one policy: may this person do this to that, and which ones may this person do it to?

A post gives verbs at a unit and its subtree (the design's table "People and scope"). ``where`` is anything with a
``path`` of unit codes ("/530000000000/530900000000/"): a unit, or a participant of a plan, whose path is frozen with
the plan. Every page, file, task and API call asks here; nothing else in the project compares roles.
"""

from dataclasses import dataclass
from enum import StrEnum

from django.core.exceptions import PermissionDenied
from django.db import connection
from django.db.models import Q
from django.utils import timezone

from orgs.models import Unit


class Verb(StrEnum):
    FILL = "fill"  # fill in and submit a return
    SEE_RETURN = "see return"
    REVIEW = "review"
    IMPORT = "import"
    EXPORT = "export"
    PLAN = "plan"  # write, issue and adjust a plan; open and lock its periods
    ALLOCATE = "allocate"
    SEE_PLAN = "see plan"
    SEE_TOTALS = "see totals"
    CHECK_TOTALS = "check totals"  # ask for a check of a plan's totals
    RECEIVE_TOTALS_ALERTS = "receive totals alerts"  # on the first page, when totals are wrong or can't be computed
    MANAGE_UNITS = "manage units"
    MANAGE_PEOPLE = "manage people"
    UNLOCK = "unlock"
    READ_TRAIL = "read trail"


class Reach(StrEnum):
    OWN = "own"  # the post's unit alone
    BELOW = "below"  # its subtree without itself
    TREE = "tree"  # itself and its subtree


# role -> what it may do, and how far. From the table of the design; the tests hold the two against each other.
VERBS_BY_ROLE = {
    "clerk": {Verb.FILL: Reach.OWN, Verb.SEE_RETURN: Reach.OWN, Verb.SEE_PLAN: Reach.OWN, Verb.SEE_TOTALS: Reach.TREE},
    "reviewer": {
        Verb.REVIEW: Reach.BELOW,
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
        Verb.SEE_RETURN: Reach.TREE,
        Verb.SEE_PLAN: Reach.TREE,
        Verb.SEE_TOTALS: Reach.TREE,
        Verb.CHECK_TOTALS: Reach.TREE,
        Verb.RECEIVE_TOTALS_ALERTS: Reach.TREE,
    },
    "leader": {Verb.SEE_RETURN: Reach.TREE, Verb.SEE_PLAN: Reach.TREE, Verb.SEE_TOTALS: Reach.TREE},
    "system_admin": {
        Verb.MANAGE_UNITS: Reach.TREE,
        Verb.MANAGE_PEOPLE: Reach.TREE,
        Verb.RECEIVE_TOTALS_ALERTS: Reach.TREE,
    },
    "security_admin": {Verb.UNLOCK: Reach.TREE},
    "audit_admin": {Verb.READ_TRAIL: Reach.TREE},
}


# They check each other and touch no figures, so whoever holds one of these posts holds no post of another role.
ADMINISTRATORS = frozenset({"system_admin", "security_admin", "audit_admin"})


def conflicts_with(role, held):
    """Whether ``role`` may not be held by somebody who holds the roles ``held``."""
    return any(other != role and (role in ADMINISTRATORS or other in ADMINISTRATORS) for other in held)


@dataclass(frozen=True)
class HeldPost:
    """A post that a person holds today, with what the policy needs of its unit."""

    role: str
    unit_id: int
    unit_code: str
    unit_name: str
    path: str


# Every request asks this first. Django would take longer to put it together than the database to answer it.
_POSTS = """
SELECT p.role, u.id, u.code, coalesce(nullif(u.short_name, ''), u.name), u.path
FROM accounts_post p JOIN orgs_unit u ON u.id = p.unit_id
WHERE p.person_id = %(person)s AND p.from_date <= %(today)s AND (p.to_date IS NULL OR p.to_date >= %(today)s)
ORDER BY u.path, p.role
"""


def held_posts(person):
    """The posts held today, read once for each person object (that is, once a request)."""
    if not getattr(person, "is_authenticated", False) or not person.is_active:
        return ()
    if "_holdings" not in person.__dict__:
        with connection.cursor() as cursor:
            cursor.execute(_POSTS, {"person": person.pk, "today": timezone.localdate()})
            person.__dict__["_holdings"] = tuple(HeldPost(*row) for row in cursor.fetchall())
    return person.__dict__["_holdings"]


def clear_held_posts(person):
    """Read the posts again at the next question: for an action that has just changed them."""
    person.__dict__.pop("_holdings", None)


def has_role(person, role):
    return any(h.role == role for h in held_posts(person))


def grants(person, verb):
    """The (reach, path) pairs that give ``person`` this verb somewhere."""
    return tuple((VERBS_BY_ROLE[h.role][verb], h.path) for h in held_posts(person) if verb in VERBS_BY_ROLE[h.role])


def may(person, verb, where):
    """May this person do this to that unit or participant?"""
    return any(_covers(reach, path, where.path) for reach, path in grants(person, verb))


def may_anywhere(person, verb):
    return bool(grants(person, verb))


def require(person, verb, where):
    """Raise PermissionDenied unless ``may``."""
    if not may(person, verb, where):
        raise PermissionDenied


def require_anywhere(person, verb):
    if not may_anywhere(person, verb):
        raise PermissionDenied


def paths_q(person, verb, field="path"):
    """A condition for querysets whose ``field`` is a path: true for exactly the rows that ``may`` allows."""
    return paths_q_of_grants(grants(person, verb), field)


def paths_q_of_grants(granted, field="path"):
    """As ``paths_q``, of what ``grants`` gave."""
    condition = Q(pk__in=[])
    for reach, path in granted:
        condition |= {
            Reach.OWN: Q(**{field: path}),
            Reach.TREE: Q(**{f"{field}__startswith": path}),
            Reach.BELOW: Q(**{f"{field}__startswith": path}) & ~Q(**{field: path}),
        }[reach]
    return condition


def permitted_units(person, verb):
    """The units to which this person may do this, in tree order."""
    return Unit.objects.filter(paths_q(person, verb)).order_by("path")


def _covers(reach, path, other):
    if reach == Reach.OWN:
        return other == path
    return other.startswith(path) and (reach == Reach.TREE or other != path)
