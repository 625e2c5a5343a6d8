"""What a downloaded table of a plan was written with: a sheet that nobody sees holds the text of each cell.

A workbook that comes back tells by it what others have changed since the download.
"""

from collections.abc import Iterable, Iterator

from sheets.files.grid import SheetGrid
from sheets.tables import HiddenSheet, as_read
from targets.plan_table.queries import PlanTable

TITLE, SIGNATURE = "_downloaded", "FedWork plan table"


def make_hidden_sheet(table: PlanTable) -> HiddenSheet:
    """The sheet to be written beside the table: (id of a cell, its text)."""
    cells = [(cell.id, cell.text) for row in table.rows for cell in row.cells.values()]
    return HiddenSheet(TITLE, [(SIGNATURE, table.plan.code), *cells])


def read_downloaded(grids: Iterable[SheetGrid], plan_code: str) -> dict[str, str]:
    """id of a cell -> its text when the workbook was downloaded; empty for a file that does not say it."""
    grid = next((grid for grid in grids if grid.title == TITLE), None)
    if grid is None or (grid.text(1, 1), grid.text(1, 2)) != (SIGNATURE, plan_code):
        return {}
    return {grid.text(row, 1): grid.text(row, 2) for row in grid.rows if row > 1}


def list_changed_since(downloaded: dict[str, str], table: PlanTable) -> Iterator[str]:
    """The ids of the cells that hold another text than when the workbook was downloaded."""
    for row in table.rows:
        for cell in row.cells.values():
            if cell.id in downloaded and downloaded[cell.id] != as_read(cell.text):
                yield cell.id
