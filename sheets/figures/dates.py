"""Dates as people write them in a cell."""

import re
import unicodedata
from datetime import date, datetime, timedelta

from sheets.problems import UnreadableCell

WRITTEN_DATE = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?")
EPOCH = date(1899, 12, 30)  # day 0 of Excel's calendar, shifted because Excel counts a 29 February 1900
# A "1" typed into a cell that is formatted as a date shows as 1900-01-01. No plan is that old.
EARLIEST = date(2000, 1, 1)
LATEST = date(2099, 12, 31)


def read_date(raw: object) -> date:
    """A date from a date cell or from text (2020-09-30, 2020/9/30, 2020年9月30日). Raises UnreadableCell otherwise.

    A bare number is refused even when it could be the serial number of a day: a person who sees 44104 in the cell
    cannot check which day is meant. The problem then names that day.
    """
    if isinstance(raw, datetime):
        return _require_plausible(raw.date())
    if isinstance(raw, date):
        return _require_plausible(raw)
    if isinstance(raw, (int, float)):
        raise UnreadableCell("serial", number=raw, day=_serial_day(raw))
    found = WRITTEN_DATE.fullmatch(unicodedata.normalize("NFKC", str(raw)).strip())
    if not found:
        raise UnreadableCell("no_date", text=str(raw)[:40])
    try:
        return _require_plausible(date(*map(int, found.groups())))
    except ValueError as error:
        if isinstance(error, UnreadableCell):
            raise
        raise UnreadableCell("no_date", text=str(raw)[:40]) from error


def _require_plausible(day):
    if not EARLIEST <= day <= LATEST:
        raise UnreadableCell("strange_date", day=day.isoformat())
    return day


def _serial_day(number):
    """The day that Excel would show for this serial number, as ISO text; "" outside the plausible years."""
    first, last = (EARLIEST - EPOCH).days, (LATEST - EPOCH).days
    return (EPOCH + timedelta(days=int(number))).isoformat() if first <= number <= last else ""
