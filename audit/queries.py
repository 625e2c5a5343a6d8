"""Reads of the trail."""

from datetime import datetime, time, timedelta

from django.db.models import Q
from django.utils import timezone

from audit.models import Entry


def entries_of_units(unit_codes, *, without_unit=False):
    """The entries of these units (a list or a subquery of codes), the newest first; those of no unit only if asked."""
    seen = Q(unit_code__in=unit_codes)
    if without_unit:
        seen |= Q(unit_code="")
    return Entry.objects.filter(seen).order_by("-id")


def filter_entries(entries, *, who="", verb="", thing="", since=None, until=None):
    """``entries`` narrowed down: person (login name or a part of the name), verb, object code, first and last day."""
    if who:
        entries = entries.filter(Q(username=who) | Q(name__contains=who))
    if verb:
        entries = entries.filter(verb=verb)
    if thing:
        entries = entries.filter(object_code=thing)
    if since:
        entries = entries.filter(at__gte=start_of_day(since))
    if until:
        entries = entries.filter(at__lt=start_of_day(until + timedelta(days=1)))
    return entries


def start_of_day(day):
    return timezone.make_aware(datetime.combine(day, time.min))
