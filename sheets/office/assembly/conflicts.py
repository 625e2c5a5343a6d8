"""Figures of one upload that contradict each other: the same one twice, or more in the period than in the year."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from sheets.office.assembly.asking import Desk, choose_values, value_answered
from sheets.office.model import FigureKind, ReadFigure, SheetReading
from sheets.problems import SheetProblem

ADDED_UP = ("increment", "running")


def settle_repeats(read: Sequence[tuple[SheetReading, Desk]]) -> None:
    """Of a figure that several tables, sheets or files give, the first holds; where they differ it is asked."""
    found: dict[tuple, list[tuple[int, ReadFigure]]] = defaultdict(list)
    count = sum(len(sheet.figures) for sheet, _desk in read)
    if len({figure[:4] for sheet, _desk in read for figure in sheet.figures}) == count:
        return
    for number, (sheet, _desk) in enumerate(read):
        for figure in sheet.figures:
            found[figure[:4]].append((number, figure))
    dropped: set[tuple[int, int, int]] = set()
    for same in found.values():
        if len(same) > 1:
            dropped |= _settle_one(same, read)
    for number, (sheet, _desk) in enumerate(read):
        sheet.figures = [each for each in sheet.figures if (number, each.row, each.column) not in dropped]


def _settle_one(same, read):
    """The cells that are not read: the later ones, or all where they differ and nobody said which holds."""
    given = [each for each in same if value_answered(_answer(each, read)) is not None]
    keep = (given or same)[0]
    others = {(number, figure.row, figure.column) for number, figure in same if (number, figure) != keep}
    differ = len({(figure.value, figure.na, figure.day) for _number, figure in same}) > 1
    if given or not differ:
        return others
    for number, figure in same:
        values = [each.value for _number, each in same if each.value is not None]
        why = SheetProblem("figure_twice", {"places": [f"{f.file}!{f.sheet}" for _n, f in same]})
        at = (figure.unit, figure.target, figure.kind)
        read[number][1].ask_cell(figure.row, figure.column, why, at, choose_values(*values))
    return {(number, figure.row, figure.column) for number, figure in same}


def _answer(each, read):
    number, figure = each
    return read[number][1].answer_to_cell(figure.row, figure.column)


def ask_about_more_than_to_date(read: Sequence[tuple[SheetReading, Desk]], measures: Mapping[str, str]) -> None:
    """More done in the period than since the start of the year cannot be: both figures wait for the answer."""
    to_date = {
        (figure.unit, figure.target, figure.part): figure
        for sheet, _desk in read
        for figure in sheet.figures
        if figure.kind == FigureKind.TO_DATE and measures[figure.target] in ADDED_UP
    }
    wrong = set()
    for sheet, desk in read if to_date else ():
        for figure in sheet.figures:
            whole = to_date.get((figure.unit, figure.target, figure.part))
            if figure.kind != FigureKind.AMOUNT or whole is None or figure.value is None or whole.value is None:
                continue
            if figure.value > whole.value and not desk.answer_to_cell(figure.row, figure.column):
                wrong.add((figure.unit, figure.target, figure.part))
                params = {"amount": f"{figure.value:f}", "to_date": f"{whole.value:f}"}
                at = (figure.unit, figure.target, figure.kind)
                why = SheetProblem("more_than_to_date", params)
                desk.ask_cell(figure.row, figure.column, why, at, choose_values(figure.value))
    if wrong:
        for sheet, _desk in read:
            sheet.figures = [each for each in sheet.figures if (each.unit, each.target, each.part) not in wrong]
