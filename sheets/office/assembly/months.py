"""Columns of the months of a period beside the column that adds them up: 7月, 8月, 9月, 三季度合计."""

from collections import defaultdict
from decimal import Decimal

from sheets.layout.model import TableLayout, UnitPlace
from sheets.layout.view import SheetView
from sheets.office.model import PlanContext
from sheets.office.periods import find_periods

RUNNING = "累"


def find_months_alone(table: TableLayout, context: PlanContext) -> list[str]:
    """The labels of the months that make up the period (7月, 8月, 9月), where none is of the whole period."""
    paths = [*(table.column_paths.get(column, ()) for column in table.value_columns), *table.row_paths.values()]
    months: dict[int, str] = {}
    for text in dict.fromkeys(text for path in paths for text in path):
        for span in find_periods(text, context.year):
            if span.first.month != span.last.month and span.last.month >= context.period.last.month:
                return []
            if context.period.first <= span.first and span.last <= context.period.last:
                months[span.first.month] = text
    wanted = range(context.period.first.month, context.period.last.month + 1)
    return [months[month] for month in wanted] if len(wanted) > 1 and set(months) == set(wanted) else []


def find_sums_of_months(table: TableLayout, context: PlanContext) -> dict[int, list[int]]:
    """Column of the whole period -> the columns of its months, under the same headings; none where one is missing."""
    months: dict[tuple, list] = defaultdict(list)
    wholes: dict[int, tuple] = {}
    for column in table.value_columns:
        path = table.column_paths.get(column, ())
        spans = find_periods(path[-1], context.year) if path else []
        if len(spans) != 1 or RUNNING in path[-1]:
            continue
        span, group = spans[0], (table.unit_cells.get(column) if table.units == UnitPlace.COLUMNS else None, path[:-1])
        if (span.first, span.last) == (context.period.first, context.period.last):
            wholes[column] = group
        elif (span.first.year, span.first.month) == (span.last.year, span.last.month):
            months[group].append((span.first.month, column))
    wanted = list(range(context.period.first.month, context.period.last.month + 1))
    return {
        column: [each for _month, each in sorted(months[group])]
        for column, group in wholes.items()
        if len(wanted) > 1 and sorted(month for month, _column in months[group]) == wanted
    }


def last_month(view: SheetView, row: int, columns: list[int]) -> Decimal | None:
    """The number of the last month of a row; None where it is none."""
    value = view.value(row, columns[-1])
    return Decimal(repr(value)) if isinstance(value, int | float) and not isinstance(value, bool) else None


def add_months(view: SheetView, row: int, columns: list[int]) -> Decimal | None:
    """The sum of a row's months; None where none is filled in, or one is no number."""
    values = [view.value(row, column) for column in columns]
    numbers = [value for value in values if isinstance(value, int | float) and not isinstance(value, bool)]
    if not numbers or len(numbers) < len([value for value in values if value is not None]):
        return None
    return sum((Decimal(repr(number)) for number in numbers), Decimal(0))
