"""Figures that are valid but unlikely: a message beside the cell, for clerks and reviewers."""

from typing import Any

from django.utils.translation import gettext as _

from targets.models.target import Measure, Scale

FAR = 1000  # times the last report: a figure in 元 where 万元 are counted, or the reverse


def find_oddity(target: Any, cell: Any, last: Any) -> str:
    """A message about an unlikely figure, or ""; ``last`` is the ``ReportedValue`` of the period before, or None."""
    if cell is None or cell.value is None:
        return ""
    if target.is_ratio and target.scale == Scale.PERCENT and cell.base is not None and cell.value > cell.base:
        return _("The numerator is greater than the denominator.")
    if target.measure == Measure.RUNNING and last is not None and last.value is not None and cell.value < last.value:
        return _("Less than the last time, though it is a running total.")
    if not target.is_ratio and not target.is_milestone and last is not None and last.value:
        if cell.value >= FAR * last.value:
            return _("A thousand times the last report or more: is it in the right unit?")
        if cell.value and cell.value * FAR <= last.value:
            return _("A thousandth of the last report or less: is it in the right unit?")
    if target.is_milestone and cell.value == 0 and last is not None and last.value == 1:
        return _("Reported as done the last time.")
    return ""
