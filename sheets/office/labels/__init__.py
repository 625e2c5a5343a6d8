"""What the labels of an office's own workbook mean: heads of columns, labels of rows, names of units.

``match_column`` and ``match_columns`` read heads and the labels of targets; ``match_unit`` reads names of units.
``column_label`` is the form in which an office's confirmed matches are kept.
"""

from sheets.office.labels.columns import column_label, default_kind, match_column, match_columns, recall
from sheets.office.labels.measures import is_measure_unit
from sheets.office.labels.units import is_inside, match_unit, near_units, reports_below, unit_label

__all__ = [
    "column_label",
    "default_kind",
    "is_inside",
    "is_measure_unit",
    "match_column",
    "match_columns",
    "match_unit",
    "near_units",
    "recall",
    "reports_below",
    "unit_label",
]
