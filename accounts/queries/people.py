"""Reads of people: their posts, finding them, whose password was wrong of late."""

from datetime import timedelta

from axes.models import AccessAttempt
from django.conf import settings
from django.db.models import Exists, Max, OuterRef, Prefetch, Q, Sum
from django.utils import timezone

from accounts.scope import current_and_future_posts


def prefetch_posts(people):
    """The same people, each with ``posts_now``: the posts that count today or will, with their units."""
    posts = current_and_future_posts().select_related("unit").order_by("unit__path", "role")
    return people.prefetch_related(Prefetch("posts", posts, to_attr="posts_now"))


def filter_people(people, *, text="", role="", unit=None):
    """``people`` narrowed down: a part of the name or login name, a role that is held, a unit with all below it."""
    if text:
        people = people.filter(Q(name__icontains=text) | Q(username__icontains=text))
    held = current_and_future_posts().filter(person=OuterRef("pk"))
    if role:
        held = held.filter(role=role)
    if unit:
        held = held.filter(unit__path__startswith=unit.path)
    return people.filter(Exists(held)) if role or unit else people


def failed_logins(people):
    """Who among ``people`` typed a wrong password of late: dicts of username, ip_address, failures, last, locked.

    Counted as django-axes counts: by login name and address, and forgotten after the cool-off.
    """
    since = timezone.now() - timedelta(hours=settings.AXES_COOLOFF_TIME)
    attempts = (
        AccessAttempt.objects.filter(username__in=people.values("username"), attempt_time__gte=since)
        .values("username", "ip_address")
        .annotate(failures=Sum("failures_since_start"), last=Max("attempt_time"))
        .order_by("-last", "username")
    )
    return [{**row, "locked": row["failures"] >= settings.AXES_FAILURE_LIMIT} for row in attempts]
