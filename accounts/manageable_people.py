"""Whom may this person manage? The policy's answer for units, carried over to people by the posts that they hold."""

from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from accounts import policy
from accounts.models import Person, Post


def current_and_future_posts():
    """The posts that count today or will: what a person can do now or later."""
    return Post.objects.filter(Q(to_date=None) | Q(to_date__gte=timezone.localdate()))


def manageable_people(person, verb):
    """The people whom ``person`` may do ``verb`` to, in the order of their login names.

    All the posts that somebody holds must lie inside the scope: whoever could give a new password to a clerk of the
    county who is also the city's planner, could become the city's planner. Somebody whose posts have all ended belongs
    to those who could manage one of them. Nobody manages themselves.
    """
    ours = policy.paths_q(person, verb, "unit__path")
    theirs = Post.objects.filter(person=OuterRef("pk"))
    now = current_and_future_posts().filter(person=OuterRef("pk"))
    inside = Exists(now.filter(ours)) & ~Exists(now.exclude(ours))
    ended = ~Exists(now) & Exists(theirs.filter(ours))
    return Person.objects.filter(inside | ended).exclude(pk=person.pk).order_by("username")


def lock_manageable_person(person, *, by, verb):
    """The person's row, locked until the transaction ends, so that a post given meanwhile cannot slip past the check.

    Raises PermissionDenied when ``by`` may not do ``verb`` to this person.
    """
    locked = Person.objects.select_for_update().get(pk=person.pk)
    if not manageable_people(by, verb).filter(pk=locked.pk).exists():
        raise PermissionDenied
    return locked


def filing_unit(person):
    """The unit under which the trail files what happens to an account: that of the latest post, or "" without any."""
    post = person.posts.select_related("unit").order_by("-from_date", "-pk").first()
    return post.unit if post else ""
