"""Give and end posts."""

from datetime import date

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import policy
from accounts.manageable_people import lock_manageable_person
from accounts.models import Person, Post, Role
from audit.actions import record
from audit.errors import Refused
from orgs.models import Unit

MANAGE = policy.Verb.MANAGE_PEOPLE


@transaction.atomic
def give_post(  # noqa: PLR0913  each argument is a field of its form
    *, by: Person, person: Person, unit: Unit, role: str, from_date: date | None = None, to_date: date | None = None,
    new: bool = False,
) -> Post:  # fmt: skip
    """Give ``person`` the role at the unit from ``from_date`` (default: today) to ``to_date``.

    ``new`` skips the scope check for a person just created, who has no posts yet. Raises PermissionDenied outside the
    scope of ``by``; Refused when the post is already held or conflicts with the posts held.
    """
    policy.require(by, MANAGE, unit)
    if not new:
        person = lock_manageable_person(person, by=by, verb=MANAGE)
    from_date = from_date or timezone.localdate()
    role = Role(role)
    _check_dates(unit, from_date, to_date)
    _check_conflicts(person, unit, role, from_date, to_date)
    post = Post.objects.create(person=person, unit=unit, role=role, from_date=from_date, to_date=to_date)
    data = {"role": role, "from": from_date, "to": to_date}
    record(by=by, verb="post.give", on=person.username, unit=unit, data=data)
    policy.clear_held_posts(person)
    return post


@transaction.atomic
def end_post(post: Post, *, by: Person, last_day: date) -> Post:
    """Set the last day of a post, never later than its present one. The row stays: audit entries refer to it.

    Raises PermissionDenied outside the scope of ``by`` and for one's own post; Refused for a day that is not possible.
    """
    person = Person.objects.select_for_update().get(pk=post.person_id)
    post = Post.objects.select_related("unit").get(pk=post.pk)
    policy.require(by, MANAGE, post.unit)
    if person.pk == by.pk:
        raise PermissionDenied
    if last_day < post.from_date:
        message = _("The post only began on %(day)s: that day is the earliest. To stop it at once, close the account.")
        cells = {"last_day": message % {"day": post.from_date}}
        raise Refused(_("The post is not ended."), cells=cells)
    if post.to_date and post.to_date < timezone.localdate():
        raise Refused(_("The post has ended already, on %(day)s.") % {"day": post.to_date})
    if post.to_date and last_day > post.to_date:  # giving it again checks the conflicts in the added time
        cells = {"last_day": _("The post ends on %(day)s; give it anew to prolong it.") % {"day": post.to_date}}
        raise Refused(_("The post is not ended."), cells=cells)
    post.to_date = last_day
    post.save(update_fields=["to_date"])
    record(by=by, verb="post.end", on=person.username, unit=post.unit, data={"role": post.role, "to": last_day})
    policy.clear_held_posts(person)
    return post


def _check_dates(unit, from_date, to_date):
    if to_date and to_date < from_date:
        raise Refused(_("The post is not given."), cells={"to_date": _("The last day is before the first.")})
    if unit.closed_on(from_date):
        raise Refused(_("The post is not given."), cells={"unit": _("This unit is closed.")})


def _check_conflicts(person, unit, role, from_date, to_date):
    """Raise Refused if the post is already held in this time, or conflicts with another (policy.conflicts_with)."""
    overlapping = person.posts.filter(Q(to_date=None) | Q(to_date__gte=from_date))
    if to_date:
        overlapping = overlapping.filter(from_date__lte=to_date)
    if overlapping.filter(unit=unit, role=role).exists():
        raise Refused(_("The post is not given."), cells={"role": _("This person already holds this post.")})
    if policy.conflicts_with(role, overlapping.values_list("role", flat=True)):
        message = _("The three administrators check each other: each of these posts is held alone, by its own person.")
        raise Refused(_("The post is not given."), cells={"role": message})
