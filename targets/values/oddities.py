"""Figures that are valid but unlikely: said beside the cell, and asked about before the return is submitted."""

from typing import Any

from django.utils.translation import gettext as _

from targets.models.target import Measure, Scale

FAR = 1000  # times the last report: a figure in 元 where 万元 are counted, or the reverse


def find_oddity(target: Any, cell: Any, last: Any) -> str:
    """A message about an unlikely figure, or ""; ``last`` is the ``ReportedValue`` of the period before, or None."""
    return name_oddity(target, cell, last)[1]


def name_oddity(target: Any, cell: Any, last: Any) -> tuple[str, str]:
    """(kind, message) of ``find_oddity``, or ("", ""); the kind is that of a rule that finds the same, if any."""
    if cell is None or cell.value is None:
        return "", ""
    if target.is_ratio and target.scale != Scale.PLAIN and cell.base is not None and cell.value > cell.base:
        return "whole", _("The numerator is greater than the denominator.")
    if last is None or last.value is None:
        return "", ""
    if target.measure == Measure.RUNNING and cell.value < last.value:
        return "never_falls", _("Less than the last time, though it is a running total.")
    if target.is_milestone:
        return ("done", _("Reported as done the last time.")) if cell.value == 0 and last.value == 1 else ("", "")
    if target.is_ratio or not last.value:
        return "", ""
    if cell.value >= FAR * last.value:
        return "swing", _("A thousand times the last report or more: is it in the right unit?")
    if cell.value and cell.value * FAR <= last.value:
        return "swing", _("A thousandth of the last report or less: is it in the right unit?")
    return "", ""
