"""Random tables in any of the layouts that offices keep read back what was written in them."""

from decimal import Decimal

import pytest

from sheets.files.reading import read_files
from sheets.office.reading import read_workbook
from tests.sheets.office.drawn_sheet import book_of, write_with_openpyxl, write_with_xlsxwriter
from tests.sheets.office.random_books import BookMaker
from tests.sheets.office.sample_plan import PLAN, TARGET


def figures_of(reading):
    return {(each.unit, each.target, str(each.kind)): each.value for each in reading.figures}


def read_book(book):
    return read_workbook([book_of(*book.sheets, name=book.name)], PLAN)


def require_same(seed):
    book = BookMaker(seed).make()
    reading = read_book(book)
    assert figures_of(reading) == book.figures, seed
    assert reading.all_questions == [], seed


@pytest.mark.parametrize("seed", range(80))
def test_a_random_workbook_reads_back_what_was_written(seed):
    require_same(seed)


@pytest.mark.slow
@pytest.mark.parametrize("hundred", range(1, 31))
def test_many_random_workbooks_read_back_what_was_written(hundred):
    for seed in range(hundred * 100, hundred * 100 + 100):
        require_same(seed)


@pytest.mark.parametrize("seed", range(12))
@pytest.mark.parametrize("write", [write_with_openpyxl, write_with_xlsxwriter])
def test_the_file_of_any_writer_reads_like_its_cells(write, seed):
    book = BookMaker(1000 + seed).make()
    reading = read_workbook(read_files(write(*book.sheets), book.name), PLAN)
    assert figures_of(reading) == book.figures
    assert reading.all_questions == []


@pytest.mark.parametrize("seed", range(40))
def test_a_change_of_one_cell_changes_that_figure_only(seed):
    maker = BookMaker(seed)
    book = maker.make()
    key = maker.random.choice(sorted(book.figures))
    number, row, column = book.cells[key]
    new = Decimal(book.figures[key] + 1)
    book.sheets[number].cells[row, column] = int(new) if TARGET[key[1]].whole else float(new)
    reading = read_book(book)
    asked = {pair for q in reading.all_questions for pair in (q.about or ((q.unit, q.target),))}
    read = figures_of(reading)
    same = {at: value for at, value in book.figures.items() if at[:2] != key[:2]}
    assert {at: value for at, value in read.items() if at[:2] != key[:2]} == same
    assert read.get(key) == new or key[:2] in asked  # more in the period than in the year: asked
    assert {pair for pair in asked if pair[0]} <= {key[:2]}  # a total that no longer fits is of no unit
