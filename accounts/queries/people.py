"""Queries of people: their posts, filters, failed logins."""

from datetime import timedelta
from typing import Any

from axes.models import AccessAttempt
from django.conf import settings
from django.db.models import Exists, Max, OuterRef, Prefetch, Q, QuerySet, Sum
from django.utils import timezone

from accounts.manageable_people import current_and_future_posts
from accounts.models import Person
from orgs.models import Unit


def prefetch_posts(people: QuerySet[Person]) -> QuerySet[Person]:
    """Prefetch into ``posts_now`` the posts that have not ended, with their units."""
    posts = current_and_future_posts().select_related("unit").order_by("unit__path", "role")
    return people.prefetch_related(Prefetch("posts", posts, to_attr="posts_now"))


def filter_people(
    people: QuerySet[Person], *, text: str = "", role: str = "", unit: Unit | None = None
) -> QuerySet[Person]:
    """Filter by a part of the name or login name, and by posts that have not ended: role, unit with its subtree."""
    if text:
        people = people.filter(Q(name__icontains=text) | Q(username__icontains=text))
    held = current_and_future_posts().filter(person=OuterRef("pk"))
    if role:
        held = held.filter(role=role)
    if unit:
        held = held.filter(unit__path__startswith=unit.path)
    return people.filter(Exists(held)) if role or unit else people


def failed_logins(people: QuerySet[Person]) -> list[dict[str, Any]]:
    """Recent failed logins as dicts of username, ip_address, failures, last (time) and locked.

    Counted as django-axes does: by login name and address, within the cool-off time.
    """
    since = timezone.now() - timedelta(hours=settings.AXES_COOLOFF_TIME)
    attempts = (
        AccessAttempt.objects.filter(username__in=people.values("username"), attempt_time__gte=since)
        .values("username", "ip_address")
        .annotate(failures=Sum("failures_since_start"), last=Max("attempt_time"))
        .order_by("-last", "username")
    )
    return [{**row, "locked": row["failures"] >= settings.AXES_FAILURE_LIMIT} for row in attempts]
