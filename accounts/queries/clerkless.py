"""The units for which a template of new people has a row."""

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from accounts import policy
from accounts.manageable_people import current_and_future_posts
from accounts.models import Person, Role
from accounts.policy import Verb
from orgs.models import Unit
from orgs.queries import open_on

MAX_UNITS = 300


def list_units_without_clerk(person: Person) -> QuerySet[Unit]:
    """The open units without a clerk down to two levels below those of the person's posts, in tree order; one query."""
    tops = [path for _reach, path in policy.grants(person, Verb.MANAGE_PEOPLE)]
    near = Q(path__in=tops) | Q(parent__path__in=tops) | Q(parent__parent__path__in=tops)
    clerks = current_and_future_posts().filter(unit=OuterRef("pk"), role=Role.CLERK, person__is_active=True)
    units = policy.permitted_units(person, Verb.MANAGE_PEOPLE).filter(near, ~Exists(clerks))
    return open_on(units, timezone.localdate())[:MAX_UNITS]
