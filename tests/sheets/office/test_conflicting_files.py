"""One number that two files of an upload give differently, and answers about it."""

from sheets.office.keys import cell_key
from sheets.office.reading import read_workbook
from tests.sheets.office.drawn_sheet import book_of, sheet_of
from tests.sheets.office.sample_plan import PLAN
from tests.sheets.office.test_layouts import WIDE, figures, questions
from tests.sheets.office.test_questions import SIMPLE


def test_different_figures_in_two_files_are_asked():
    books = [
        book_of(sheet_of(SIMPLE), name="一.xlsx"),
        book_of(sheet_of(SIMPLE.replace("| 6", "| 7")), name="二.xlsx"),
    ]
    reading = read_workbook(books, PLAN)
    assert ("21", "D01", "本季") not in figures(reading)
    assert len(figures(reading)) == 3
    assert questions(reading) == [("cell", "figure_twice")] * 2
    answered = read_workbook(books, PLAN, {cell_key("二.xlsx", "Sheet1", 4, 3): "value:7"})
    assert figures(answered) == WIDE | {("21", "D01", "本季"): 7}
    assert questions(answered) == []


def test_answers_that_contradict_each_other_are_asked_again():
    """One number in two files: each of both questions is answered with another number."""
    books = [
        book_of(sheet_of(SIMPLE), name="一.xlsx"),
        book_of(sheet_of(SIMPLE.replace("| 6", "| 7")), name="二.xlsx"),
    ]
    keys = [cell_key(name, "Sheet1", 4, 3) for name in ("一.xlsx", "二.xlsx")]
    reading = read_workbook(books, PLAN, {keys[0]: "value:6", keys[1]: "value:7"})
    assert ("21", "D01", "本季") not in figures(reading)
    assert questions(reading) == [("cell", "figure_twice")] * 2
    agreed = read_workbook(books, PLAN, dict.fromkeys(keys, "value:7"))
    assert figures(agreed) == WIDE | {("21", "D01", "本季"): 7}
    assert questions(agreed) == []
