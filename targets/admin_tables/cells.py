"""What a cell of these tables may hold: days, choices, yes or no, whole numbers."""

from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from orgs.names import normalize
from sheets.figures.dates import read_date
from targets.admin_tables.layout import AdminLine

MAX_POSITION = 100_000
MAX_DIGITS = 10  # of a whole number


def format_day(day: date | None) -> str:
    return day.isoformat() if day else ""


def format_yes(value: bool) -> str:
    return _("yes") if value else _("no")


def read_day_cell(line: AdminLine, key: str) -> date | None:
    """The day in a cell, None for a blank one; the line then holds its plain form. What is no day goes to
    ``line.errors``."""
    text = line.text(key)
    if not text or key in line.errors:
        return None
    try:
        day = read_date(text)
        line.texts[key] = day.isoformat()
        return day
    except ValueError:
        words = {"text": text[:40], "year": timezone.localdate().year}
        line.errors[key] = _("“%(text)s” is not a day; write it as %(year)s-09-30.") % words
        return None


def read_choice_cell(line: AdminLine, key: str, choices: Any) -> str:
    """The choice that a cell names by its value or its label; "" with an error for a blank or unknown one."""
    text = line.text(key)
    for value, label in choices.choices:
        if normalize(text) in (normalize(value), normalize(str(label))):
            return value
    labels = "、".join(str(label) for _value, label in choices.choices)
    words = {"text": text[:20], "labels": labels}
    message = _("“%(text)s” is none of these: %(labels)s.") % words if text else _("This is missing.")
    line.errors.setdefault(key, message)
    return ""


def read_yes_cell(line: AdminLine, key: str) -> bool:
    """是 or 否. What is neither goes to ``line.errors``."""
    text = normalize(line.text(key))
    if text in (normalize(_("yes")), "YES", "TRUE", "1"):
        return True
    if text not in (normalize(_("no")), "NO", "FALSE", "0"):
        line.errors.setdefault(key, _("Write %(yes)s or %(no)s.") % {"yes": _("yes"), "no": _("no")})
    return False


def read_whole_cell(line: AdminLine, key: str, most: int = MAX_POSITION) -> int:
    """A whole number from 0 to ``most``. What is none goes to ``line.errors``."""
    text = line.text(key)
    if text.isascii() and text.isdecimal() and len(text) <= MAX_DIGITS and int(text) <= most:
        line.texts[key] = str(int(text))
        return int(text)
    line.errors.setdefault(key, _("Write a whole number from 0 to %(most)s.") % {"most": most})
    return 0
