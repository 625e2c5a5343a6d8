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
    for post in policy.held_posts(person):
        if any(verb in policy.VERBS_BY_ROLE[post.role] for verb in KEEPING):
            unit = Unit.objects.select_related("parent").get(pk=post.unit_id)
            return unit.parent if unit.kind in BODIES and unit.parent else unit
    return None


def require_owner(person: Person) -> Unit:
    """As ``find_owner``. Raises PermissionDenied without one."""
    owner = find_owner(person)
    if owner is None:
        raise PermissionDenied
    return owner


def may_change(person: Person, form: SheetForm) -> bool:
    """Whether this person answers the questions about a form, keeps it and removes it."""
    owner = find_owner(person)
    return owner is not None and owner.pk == form.office_id


def visible_forms_q(person: Person) -> Q:
    """A condition on forms: those of the units of one's posts, of the units above, and of those below."""
    found = Q(pk=None)
    for post in policy.held_posts(person):
        if Verb.SEE_PLAN in policy.VERBS_BY_ROLE[post.role]:
            codes = post.path.strip("/").split("/")
            above = ["/" + "/".join(codes[:depth]) + "/" for depth in range(1, len(codes) + 1)]
            found |= Q(office__path__in=above) | Q(office__path__startswith=post.path)
    return found
