"""The workbooks that offices handed over, which lie outside the repository."""

from pathlib import Path

import pytest

from sheets.files.reading import read_files
from sheets.template.reading import read_template
from tests.sheets.files.builders import read_grid

SHARED = Path(__file__).resolve().parents[4] / "shared"
INPUTS = SHARED / "inputs" / "workbooks"
BOOKS = sorted(path for path in (SHARED / "workbooks").glob("*") if path.suffix != ".json")

pytestmark = pytest.mark.skipif(not SHARED.exists(), reason="the workbooks of offices are not on this machine")


@pytest.mark.parametrize("path", BOOKS, ids=lambda path: path.name)
def test_every_book_is_read(path):
    for book in read_files(path.read_bytes(), path.name):
        assert book.problem is None
        assert any(
            "指标" in grid.row_texts(row).values() or grid.height > 8 for grid in book.grids for row in grid.rows
        )


def test_a_sum_with_binary_noise():
    assert read_grid((INPUTS / "01-sum-of-decimals.xlsx").read_bytes()).cell(17, 10).value == 3.3


def test_a_formula_that_gives_an_empty_text():
    cells = [
        cell
        for row in read_template((INPUTS / "02-formula-gives-empty-text.xlsx").read_bytes()).rows
        for cell in row.cells.values()
    ]
    assert cells
    assert not [cell for cell in cells if cell.problem]


def test_a_percent_cell():
    grid = read_grid((INPUTS / "03-percent-cell-trial.xlsx").read_bytes())
    assert {at: (grid.value(*at), sign) for at, sign in grid.signs.items()} == {(7, 4): (90, "%")}


@pytest.mark.parametrize("name", ["04-strict", "05-empty-fill"])
def test_books_that_other_readers_refuse(name):
    assert read_template((INPUTS / f"{name}.xlsx").read_bytes()).rows
