"""Columns whose cells say themselves that they hold what stands since the start of the year: 累计4293, 累计8人."""

from sheets.layout.model import TableLayout
from sheets.layout.view import SheetView
from sheets.layout.words import SAYS_TO_DATE, plain

FEWEST = 2


def column_says_to_date(view: SheetView, table: TableLayout, column: int) -> bool:
    """Whether at least half of the filled cells of a column, and two of them, say so."""
    if column not in view.number_texts:
        return False
    values = [view.value(row, column) for row in table.body if column in view.facts[row].numbers]
    saying = sum(isinstance(value, str) and bool(SAYS_TO_DATE.match(plain(value))) for value in values)
    return saying >= FEWEST and saying * 2 >= len(values)
