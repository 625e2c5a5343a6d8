"""Who may keep forms, and whose forms a person may have filled.

A form belongs to a federation: one of an office of it (部室) is that of its federation. Those below get it filled for
themselves.
"""

from django.core.exceptions import PermissionDenied
from django.db.models import Q

from accounts import policy
from accounts.models import Person
from accounts.policy import Verb
from orgs.models import Unit, UnitKind
from targets.models import SheetForm

KEEPING = (Verb.PLAN, Verb.EXPORT, Verb.REVIEW, Verb.FILL)
BODIES = (UnitKind.OFFICE, UnitKind.MEMBER)


def find_owner(person: Person) -> Unit | None:
    """The unit whose forms this person keeps; None without a post that keeps any."""
    post = _keeping_post(person)
    if post is None:
        return None
    unit = Unit.objects.select_related("parent").get(pk=post.unit_id)
    return unit.parent if unit.kind in BODIES and unit.parent else unit


def _keeping_post(person):
    posts = policy.held_posts(person)
    return next((each for each in posts if any(v in policy.VERBS_BY_ROLE[each.role] for v in KEEPING)), None)


def require_owner(person: Person) -> Unit:
    """As ``find_owner``. Raises PermissionDenied without one."""
    owner = find_owner(person)
    if owner is None:
        raise PermissionDenied
    return owner


def may_change(person: Person, form: SheetForm) -> bool:
    """Whether this person answers the questions about a form, keeps it and removes it: in an office of a federation
    (部室) only with a form that they brought themselves."""
    post = _keeping_post(person)
    if post is None:
        return False
    return post.unit_id == form.office_id or (form.by_id == person.pk and find_owner(person) == form.office)


def visible_forms_q(person: Person) -> Q:
    """A condition on forms: those of the units of one's posts, of the units above, and of those below."""
    found = Q(pk=None)
    for post in policy.held_posts(person):
        if Verb.SEE_PLAN in policy.VERBS_BY_ROLE[post.role]:
            codes = post.path.strip("/").split("/")
            above = ["/" + "/".join(codes[:depth]) + "/" for depth in range(1, len(codes) + 1)]
            found |= Q(office__path__in=above) | Q(office__path__startswith=post.path)
    return found
