"""The people that a person may manage: the policy for units, applied to all units of their posts."""

from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from accounts import policy
from accounts.models import Person, Post
from accounts.policy import Verb
from orgs.models import Unit


def current_and_future_posts() -> QuerySet[Post]:
    """The posts that have not ended."""
    return Post.objects.filter(Q(to_date=None) | Q(to_date__gte=timezone.localdate()))


def manageable_people(person: Person, verb: Verb) -> QuerySet[Person]:
    """The people at whom ``person`` has ``verb``, ordered by login name; never the person itself.

    All of a person's posts that have not ended must be in scope: otherwise a county's administrator could reset the
    password of a clerk who is also the city's planner, and act as that planner. If all posts have ended, one in scope
    is enough.
    """
    in_scope = policy.paths_q(person, verb, "unit__path")
    all_posts = Post.objects.filter(person=OuterRef("pk"))
    now = current_and_future_posts().filter(person=OuterRef("pk"))
    inside = Exists(now.filter(in_scope)) & ~Exists(now.exclude(in_scope))
    ended = ~Exists(now) & Exists(all_posts.filter(in_scope))
    return Person.objects.filter(inside | ended).exclude(pk=person.pk).order_by("username")


def lock_manageable_person(person: Person, *, by: Person, verb: Verb) -> Person:
    """Lock the person's row until the transaction ends, then check the scope; return the fresh row.

    The lock comes first, so that no post can be given between the check and the change. Raises PermissionDenied.
    """
    locked = Person.objects.select_for_update().get(pk=person.pk)
    if not manageable_people(by, verb).filter(pk=locked.pk).exists():
        raise PermissionDenied
    return locked


def audit_unit_of(person: Person) -> Unit | str:
    """The unit of audit entries about an account: that of its latest post, or "" without any."""
    post = person.posts.select_related("unit").order_by("-from_date", "-pk").first()
    return post.unit if post else ""
