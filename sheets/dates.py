"""Dates as people write them in a cell."""

import re
import unicodedata
from datetime import date, datetime, timedelta

from sheets.reasons import Unreadable

WRITTEN = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?")
EPOCH = date(1899, 12, 30)  # day 0 of Excel's calendar, shifted for its 29 February 1900, which never was
# A "1" typed into a cell that is formatted as a date shows as 1900-01-01. No plan of ours is that old.
EARLIEST = date(2000, 1, 1)
LATEST = date(2099, 12, 31)


def read_date(raw):
    """A date from a date cell or from text (2020-09-30, 2020/9/30, 2020年9月30日); Unreadable for all else.

    A bare number is refused even when it could be the serial number of a day: whoever sees 44104 in the cell cannot
    check which day is meant. The reason then names that day.
    """
    if isinstance(raw, datetime):
        return _within(raw.date())
    if isinstance(raw, date):
        return _within(raw)
    if isinstance(raw, (int, float)):
        raise Unreadable("serial", number=raw, day=_serial(raw))
    found = WRITTEN.fullmatch(unicodedata.normalize("NFKC", str(raw)).strip())
    if not found:
        raise Unreadable("no_date", text=str(raw)[:40])
    try:
        return _within(date(*map(int, found.groups())))
    except ValueError as error:
        if isinstance(error, Unreadable):
            raise
        raise Unreadable("no_date", text=str(raw)[:40]) from error


def _within(day):
    if not EARLIEST <= day <= LATEST:
        raise Unreadable("strange_date", day=day.isoformat())
    return day


def _serial(number):
    """The day that Excel would show for this number, or "" when that makes no sense."""
    first, last = (EARLIEST - EPOCH).days, (LATEST - EPOCH).days
    return (EPOCH + timedelta(days=int(number))).isoformat() if first <= number <= last else ""
