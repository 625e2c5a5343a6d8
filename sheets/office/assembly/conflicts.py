"""Figures of one upload that contradict each other: the same one twice, or more in the period than in the year."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from sheets.figures.columns import FigurePart
from sheets.office.assembly.asking import Desk, choose_values, value_answered
from sheets.office.model import Certainty, ColumnRole, FigureKind, ReadFigure, SheetReading
from sheets.problems import SheetProblem

ADDED_UP = ("increment", "running")


def settle_repeats(read: Sequence[tuple[SheetReading, Desk]]) -> None:
    """Of a figure that several tables, sheets or files give, the first holds; where they differ it is asked."""
    filled = [sheet for sheet, _desk in read if sheet.figures]
    if len(filled) == 1 and _has_no_repeats(filled[0]):
        return
    found: dict[tuple, list[tuple[int, ReadFigure]]] = defaultdict(list)
    for number, (sheet, _desk) in enumerate(read):
        for figure in sheet.figures:
            found[figure[:4]].append((number, figure))
    dropped: set[tuple[int, int, int]] = set()
    for same in found.values():
        if len(same) > 1:
            dropped |= _settle_one(same, read)
    for number, (sheet, _desk) in enumerate(read):
        sheet.figures = [each for each in sheet.figures if (number, each.row, each.column) not in dropped]


def _has_no_repeats(sheet):
    """Whether each figure can stand only once: one table, a row for each unit, a column for each kind of figure."""
    read = [m for m in sheet.columns.values() if m.role == ColumnRole.FIGURE and m.certainty == Certainty.SURE]
    labels = [(m.target, m.kind, m.part == FigurePart.BASE) for m in read]
    units = [match.unit for match in sheet.rows.values() if match.unit]
    single = len(sheet.tables) == 1 and bool(labels) and bool(units)
    return single and len(set(labels)) == len(labels) and len(set(units)) == len(units)


def _settle_one(same, read):
    """The cells that are not read: the later ones, or all where they differ and nobody said which holds. Of answers
    that contradict each other none holds: it is asked again."""
    given = [each for each in same if value_answered(_answer(each, read)) is not None]
    if len({value_answered(_answer(each, read)) for each in given}) > 1:
        given = []
    keep = next(iter(given), None) or next((each for each in same if each[1].day), same[0])
    others = {(number, figure.row, figure.column) for number, figure in same if (number, figure) != keep}
    days = {figure.day for _number, figure in same if figure.day}  # 已完成 beside a day says the same
    differ = len({(figure.value, figure.na) for _number, figure in same}) > 1 or len(days) > 1
    listed = _is_listed(same)
    if given or not (differ or listed):
        return others
    code = "figure_twice" if differ else "figure_repeated"
    for number, figure in same:
        values = [each.value for _number, each in same if each.value is not None]
        values += [sum(values)] if listed else []
        why = SheetProblem(code, {"places": [f"{f.file}!{f.sheet}" for _n, f in same]})
        at = (figure.unit, figure.target, figure.kind)
        read[number][1].ask_cell(figure.row, figure.column, why, at, choose_values(*values))
    return {(number, figure.row, figure.column) for number, figure in same}


def _is_listed(same):
    """Whether rows of one column give a figure several times, as a list does that has a row for each base."""
    places = {(number, figure.column) for number, figure in same}
    return (
        len(places) == 1
        and not any(figure.na or figure.day for _number, figure in same)
        and any(f.value for _n, f in same)
    )


def _answer(each, read):
    number, figure = each
    return read[number][1].answer_to_cell(figure.row, figure.column)


def ask_about_more_than_to_date(read: Sequence[tuple[SheetReading, Desk]], measures: Mapping[str, str]) -> None:
    """More done in the period than since the start of the year cannot be: both figures wait for the answer."""
    kinds = _kinds_of_targets(read)
    both = {target for target, found in kinds.items() if len(found) > 1 and measures[target] in ADDED_UP}
    if not both:
        return
    to_date = {
        (figure.unit, figure.target, figure.part): figure
        for sheet, _desk in read
        for figure in sheet.figures
        if figure.kind == FigureKind.TO_DATE and figure.target in both
    }
    wrong = set()
    for sheet, desk in read:
        for figure in sheet.figures:
            whole = to_date.get((figure.unit, figure.target, figure.part))
            if figure.kind != FigureKind.AMOUNT or whole is None or figure.value is None or whole.value is None:
                continue
            if figure.value > whole.value and not desk.answer_to_cell(figure.row, figure.column):
                wrong.add((figure.unit, figure.target, figure.part))
                params = {"amount": figure.value, "to_date": whole.value}
                at = (figure.unit, figure.target, figure.kind)
                why = SheetProblem("more_than_to_date", params)
                desk.ask_cell(figure.row, figure.column, why, at, choose_values(figure.value))
    if wrong:
        for sheet, _desk in read:
            sheet.figures = [each for each in sheet.figures if (each.unit, each.target, each.part) not in wrong]


def _kinds_of_targets(read):
    """target -> the kinds of its figures; by the labels of columns where a sheet has no others, since they are few."""
    kinds: dict[str, set[FigureKind | None]] = defaultdict(set)
    for sheet, _desk in read:
        simple = len(sheet.tables) == 1 and sheet.columns
        for each in sheet.columns.values() if simple else sheet.figures:
            if each.target:
                kinds[each.target].add(each.kind)
    return kinds
