"""What one cell of an office's workbook holds for a target: a figure, nothing, not applicable, or a question.

What can mean two things is asked and never guessed: 无, /, 约10, 12(含线上), 5+3, a negative number, another unit. The
choices of a question stand in the order of likelihood.
"""

from datetime import date, datetime, time, timedelta
from decimal import Decimal

from sheets.figures.columns import DONE, NOT_DONE, FigurePart
from sheets.figures.dates import EPOCH, read_date
from sheets.figures.number_formats import text_as_shown
from sheets.files.grid import SheetCell
from sheets.office.cell_reading import (
    BLANK_CELL,
    CHOOSE_BLANK,
    CellReading,
    ask,
    choose_numbers,
    read_number,
    write_number,
)
from sheets.office.cell_texts import read_empty_word, read_text
from sheets.office.model import TargetNames
from sheets.problems import UnreadableCell

ONE = Decimal(1)
SHOWN_DIGITS = 15
SHOWN_TEXT = 40  # characters of a cell's text in a question
DONE_WORDS = {DONE, "完成", "办结", "已办结", "已出台", "已落实"}
NOT_DONE_WORDS = {NOT_DONE, "尚未完成", "未办结", "未启动"}
YES_OR_NO = ("否", "是")
# Most cells are these; they are made once.
_WHOLE = {float(number): CellReading(Decimal(number)) for number in range(20_000)}


def read_cell(
    value: object, sign: str, target: TargetNames, part: FigurePart = FigurePart.VALUE, factor: Decimal = ONE
) -> CellReading:
    """The reading of a cell's value.

    ``sign`` is "%" or "‰" where the number is shown with it (90 and "%" for 0.9 in a percent format); ``factor`` is
    that of the column's unit (10000 for 万人). Raises nothing.
    """
    if type(value) is float and not sign and not target.sign and part != FigurePart.DAY and factor == 1:
        known = _WHOLE.get(value)
        if known is not None:
            return known
    if value is None or value == "":
        return BLANK_CELL
    if part == FigurePart.DAY or target.measure == "milestone":
        return _read_milestone(value, part)
    if isinstance(value, bool):
        return ask("truth_value", *choose_numbers(Decimal(int(value))))
    if isinstance(value, (date, datetime, time, timedelta)):
        return _ask_about_date(value)
    if isinstance(value, (int, float, Decimal)):
        number = _to_decimal(value)
        return ask("error_value", text=str(value)) if number is None else read_number(number, sign, target, factor)
    return read_text(str(value), target, factor)


def read_grid_cell(
    cell: SheetCell, target: TargetNames, part: FigurePart = FigurePart.VALUE, factor: Decimal = ONE
) -> CellReading:
    """As ``read_cell``, of a cell of a grid. An error value or a formula that was never calculated is asked about."""
    if cell.problem:
        return CellReading(problem=cell.problem, choices=(CHOOSE_BLANK,))
    found = read_cell(cell.value, cell.sign, target, part, factor)
    if cell.struck and not found.blank:
        return _ask_about_struck(cell, found)
    is_number = isinstance(cell.value, (int, float)) and not isinstance(cell.value, bool)
    if cell.number_format and is_number and found.problem is None:
        text = text_as_shown(_to_decimal(cell.value), cell.number_format)
        return found if text is None else _compare_with_shown(found, text, read_cell(text, "", target, part, factor))
    return found


def _ask_about_struck(cell, found):
    """A cell that is struck out as a whole: its number was taken back, or only marked."""
    text = f"{cell.value}{cell.sign}"
    choices = [CHOOSE_BLANK, *choose_numbers(found.value), *found.choices]
    return ask("ask_struck", *dict.fromkeys(choices), text=text[:SHOWN_TEXT])


def _compare_with_shown(stored, text, shown):
    """What is stored, where the cell shows the same: 12人次 in a column of 人次; else a question."""
    if shown.problem is None and shown.value is not None and shown.value == stored.value:
        return stored
    choices = dict.fromkeys([*choose_numbers(shown.value, stored.value), *shown.choices])
    if shown.problem is not None:
        return shown._replace(choices=tuple(choices))
    code = "format_differs" if text else "format_hides"
    stored_text = "" if stored.value is None else write_number(stored.value)
    return ask(code, *choices, text=text, number=stored_text)


def _to_decimal(value):
    """A spreadsheet shows 15 digits: 3.3000000000000003 is 3.3. None for what is no finite number."""
    if isinstance(value, float):
        value = f"{value:.{SHOWN_DIGITS}g}"
    number = Decimal(value)
    return number if number.is_finite() else None


def _ask_about_date(value):
    """A number that was typed into a cell of a date's format shows as a day; what was typed is its serial number."""
    day = value.date() if isinstance(value, datetime) and value.time() == time() else value
    serial = Decimal((day - EPOCH).days) if type(day) is date else None
    return ask("date_for_number", *choose_numbers(serial), text=str(day)[:19])


def _read_milestone(value, part):
    """已完成, 未完成, 1, 0, or the day on which it was done; 是 and 否 in a column of whether it was (VALUE)."""
    if isinstance(value, bool):
        return ask("truth_value", *choose_numbers(Decimal(int(value))))
    if isinstance(value, (int, float, Decimal)) and value in (0, 1):
        return CellReading(Decimal(int(value)))
    if isinstance(value, (time, timedelta)):
        return ask("no_date", text=str(value)[:40])
    if isinstance(value, str):
        text = "".join(value.split())
        if text in ("0", "1"):
            return CellReading(Decimal(text))
        if text in DONE_WORDS or text in NOT_DONE_WORDS:
            return CellReading(Decimal(int(text in DONE_WORDS)))
        if part == FigurePart.VALUE and text in YES_OR_NO:
            return CellReading(Decimal(YES_OR_NO.index(text)))
        if (reading := read_empty_word(value)) is not None:
            return reading
    try:
        return CellReading(Decimal(1), day=read_date(value))
    except UnreadableCell as error:
        likely = choose_numbers(Decimal(1), Decimal(0))
        return CellReading(problem=error.problem, choices=(*likely, CHOOSE_BLANK))
