"""What accounts and units know of the things that hang on a unit, a post, a person."""

from collections.abc import Iterator

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.manageable_people import current_and_future_posts
from accounts.models import Person, Post
from orgs.models import Unit
from pages.consequences import Consequence, count_things, list_consequences

UNIT_CLOSE, POST_END, PERSON_CLOSE = "unit.close", "post.end", "person.close"


def list_people_and_units(unit: Unit) -> Iterator[Consequence]:
    """The open units below and the people with posts at the unit, with what each post is."""
    below = unit.children.filter(Q(to_date=None) | Q(to_date__gt=timezone.localdate())).order_by("position", "path")
    yield from count_things(_("%(number)s units below it are open."), (child.full_name for child in below))
    posts = current_and_future_posts().filter(unit=unit, person__is_active=True).select_related("person")
    named = [f"{post.person.name}（{post.get_role_display()}）" for post in posts.order_by("role", "person__username")]
    yield from count_things(_("%(number)s posts are held there; they go on until they are ended."), named)


def list_colleagues(post: Post) -> Iterator[Consequence]:
    """Whether anybody else holds the same post at the unit."""
    others = current_and_future_posts().filter(unit=post.unit, role=post.role, person__is_active=True)
    if not others.exclude(person=post.person).exists():
        words = {"unit": post.unit.full_name, "role": post.get_role_display()}
        yield Consequence(_("Nobody else is %(role)s at %(unit)s.") % words)


def list_posts_with_consequences(person: Person) -> Iterator[Consequence]:
    """The posts of a person, each with what hangs on it."""
    for post in current_and_future_posts().filter(person=person).select_related("unit", "person"):
        words = {"unit": post.unit.full_name, "role": post.get_role_display()}
        yield Consequence(_("The post of %(role)s at %(unit)s cannot be used any more.") % words)
        yield from list_consequences(POST_END, post)
