"""Figures of units that somebody pastes: a column of numbers, or the units' names before them."""

import re
import unicodedata
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from audit.errors import Refused
from orgs.models import UnitAlias
from orgs.names import normalize

SUM_LINES = {"合计", "总计", "小计", "共计", "全部"}
_NUMBER = re.compile(r"(\d{1,3}(?:,\d{3})+|\d+)(\.\d+)?")


def read_pasted_figures(areas: list[Any], text: str) -> dict[int, Decimal]:
    """Participant id → number, of a pasted column, or of two columns with the units' names before them. Raises Refused,
    naming the line that cannot be used."""
    lines = [line.strip() for line in unicodedata.normalize("NFKC", text).splitlines() if line.strip()]
    if not lines:
        raise Refused(_("Paste the figures first: a column of units and one of figures."), code="weights")
    pairs = [_read_line(line) for line in lines]
    if pairs[0][1] is None:  # the head of the columns
        pairs = pairs[1:]
    if any(number is None for _name, number in pairs):
        line = next(name for name, number in pairs if number is None)
        raise Refused(_("“%(line)s” does not end with a number.") % {"line": line[:40]}, code="weights")
    if all(not name for name, _number in pairs):
        return _by_order(areas, [number for _name, number in pairs])
    return _by_name(areas, pairs)


def _read_line(line):
    """(name, number) of a line; number None where it does not end with one."""
    name, _space, last = line.rpartition("\t") if "\t" in line else line.rpartition(" ")
    if not _NUMBER.fullmatch(last.strip()):
        return line, None
    return normalize(name), Decimal(last.strip().replace(",", ""))


def _by_order(areas, numbers):
    if len(numbers) != len(areas):
        message = _("%(numbers)s figures for %(areas)s units: paste the names of the units before them.")
        raise Refused(message % {"numbers": len(numbers), "areas": len(areas)}, code="weights")
    return {child.pk: number for child, number in zip(areas, numbers, strict=True)}


def _by_name(areas, pairs):
    names: dict[str, set[int]] = {}
    by_unit = {child.unit_id: child.pk for child in areas}
    known = [(each, child.pk) for child in areas for each in (child.code, child.name, child.short_name)]
    known += [(alias.name, by_unit[alias.unit_id]) for alias in UnitAlias.objects.filter(unit__in=by_unit)]
    for name, pk in known:
        names.setdefault(normalize(name), set()).add(pk)
    found: dict[int, Decimal] = {}
    for name, number in pairs:
        at = names.get(name, set())
        if not at and name in SUM_LINES:
            continue
        if len(at) != 1 or at <= found.keys():
            message = _("“%(name)s” is none of the units below, or stands there twice.")
            raise Refused(message % {"name": name or number}, code="weights")
        found[at.pop()] = number
    return found
