"""Queries of the audit trail."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from ipaddress import ip_address

from django.db.models import Q, QuerySet
from django.utils import timezone

from audit.models import Entry
from audit.words import find_objects


def entries_of_units(unit_codes: Iterable, *, without_unit: bool = False) -> QuerySet[Entry]:
    """The entries of these units (a list or a subquery of codes), newest first; with ``without_unit`` those of no unit,
    too."""
    condition = Q(unit_code__in=unit_codes)
    if without_unit:
        condition |= Q(unit_code="")
    return Entry.objects.filter(condition).order_by("-id")


def filter_entries(  # noqa: PLR0913  each argument is a field of the filter
    entries: QuerySet[Entry], *, who: str = "", verb: str = "", thing: str = "", since: date | None = None,
    until: date | None = None, address: str | None = None,
) -> QuerySet[Entry]:  # fmt: skip
    """Filter by person (login name or a part of the name), verb, code of the object or a part of its name, days
    (inclusive), address or its beginning."""
    if who:
        entries = entries.filter(Q(username=who) | Q(name__contains=who))
    if verb:
        entries = entries.filter(verb=verb)
    if thing:
        entries = entries.filter(find_objects(thing))
    if since:
        entries = entries.filter(at__gte=start_of_day(since))
    if until:
        entries = entries.filter(at__lt=start_of_day(until + timedelta(days=1)))
    if address:
        entries = entries.filter(**{"address" if _is_whole(address) else "address__startswith": address})
    return entries


def _is_whole(address: str) -> bool:
    try:
        ip_address(address)
    except ValueError:
        return False
    return True


def start_of_day(day: date) -> datetime:
    """Midnight at the beginning of the day, in the current time zone."""
    return timezone.make_aware(datetime.combine(day, time.min))
