"""Figures that are valid but unlikely: a message beside the cell, for clerks and reviewers."""

from typing import Any

from django.utils.translation import gettext as _

from targets.models.target import Measure, Scale


def find_oddity(target: Any, cell: Any, last: Any) -> str:
    """A message about an unlikely figure, or ""; ``last`` is the ``ReportedValue`` of the period before, or None."""
    if cell is None or cell.value is None:
        return ""
    if target.is_ratio and target.scale == Scale.PERCENT and cell.base is not None and cell.value > cell.base:
        return _("The numerator is greater than the denominator.")
    if target.measure == Measure.RUNNING and last is not None and last.value is not None and cell.value < last.value:
        return _("Less than the last time, though it is a running total.")
    if target.is_milestone and cell.value == 0 and last is not None and last.value == 1:
        return _("Reported as done the last time.")
    return ""
