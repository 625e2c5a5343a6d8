"""The clock of the demonstration: what happened in its year is loaded with the dates of that year."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from datetime import time as time_of_day

from django.utils import timezone

OFFICE_OPENS = time_of_day(1)  # UTC: nine o'clock in China


@contextmanager
def clock_at(day: date) -> Iterator[None]:
    """Let ``timezone.now``, and so ``localdate`` and ``auto_now_add``, run on from nine o'clock of ``day``.

    For loading alone, in one process: audit entries, versions, submissions and decisions then have the dates of the
    plan's year, as if they had been made by people on those days.
    """
    began, moment, real = time.monotonic(), datetime.combine(day, OFFICE_OPENS, UTC), timezone.now

    def now() -> datetime:
        return moment + timedelta(seconds=time.monotonic() - began)

    timezone.now = now
    try:
        yield
    finally:
        timezone.now = real
