"""Reads of the trail."""

from datetime import datetime, time, timedelta

from django.db.models import Q
from django.utils import timezone

from audit.models import Entry


def trail(unit_codes, *, without_unit=False):
    """The entries of these units (a list or a subquery of codes), the newest first; those of no unit only if asked."""
    seen = Q(unit_code__in=unit_codes)
    if without_unit:
        seen |= Q(unit_code="")
    return Entry.objects.filter(seen).order_by("-id")


def find(entries, *, who="", verb="", thing="", since=None, until=None):
    """``entries`` narrowed down: person (login name or a part of the name), verb, object code, first and last day."""
    if who:
        entries = entries.filter(Q(username=who) | Q(name__contains=who))
    if verb:
        entries = entries.filter(verb=verb)
    if thing:
        entries = entries.filter(object_code=thing)
    if since:
        entries = entries.filter(at__gte=begin_of(since))
    if until:
        entries = entries.filter(at__lt=begin_of(until + timedelta(days=1)))
    return entries


def begin_of(day):
    return timezone.make_aware(datetime.combine(day, time.min))
