"""What is allowed but looks wrong in a cell: said beside it, to whoever types and to whoever reviews."""

from django.utils.translation import gettext as _

from targets.models.target import Measure, Scale


def oddity(target, cell, last):
    """A sentence about a figure (or "" when nothing is odd); ``last`` is the Report of the last time, or None."""
    if cell is None or cell.value is None:
        return ""
    if target.is_ratio and target.scale == Scale.PERCENT and cell.base is not None and cell.value > cell.base:
        return _("The numerator is greater than the denominator.")
    if target.measure == Measure.RUNNING and last is not None and last.value is not None and cell.value < last.value:
        return _("Less than the last time, though it is a running total.")
    if target.is_milestone and cell.value == 0 and last is not None and last.value == 1:
        return _("Reported as done the last time.")
    return ""
