"""A column of the workbook: one object that both writes a figure into a cell and reads it back.

So what was exported can always be imported. A target has one column, a ratio two, and ``Field`` holds them together.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from enum import StrEnum

from sheets.content import BLANK, Content
from sheets.dates import read_date
from sheets.reasons import Unreadable

NA = "不适用"
DONE, NOT_DONE = "已完成", "未完成"
EXACT = 15  # digits that a spreadsheet keeps of a number; a longer one goes into the cell as text


class Part(StrEnum):
    """Which part of a figure stands in a column."""

    VALUE = "value"
    BASE = "base"
    DAY = "day"


@dataclass(frozen=True)
class Column:
    """``number`` reads a number (None for blank; ValueError with words); ``na`` tells 不适用 and its reason."""

    target: str
    part: Part
    title: str
    number: Callable
    na: Callable
    hint: str = ""

    @property
    def key(self):
        """How the hidden row of the workbook names this column."""
        return f"{self.target}/{self.part}"

    def write(self, content):
        """What to put into the cell: int, float, text, date, or None for blank."""
        if content.na:
            return f"{NA}:{content.reason}" if content.reason and self.part != Part.BASE else NA
        if self.part == Part.DAY:
            return _write_day(content)
        return as_cell(content.base if self.part == Part.BASE else content.value)

    def read(self, raw):
        """The Content of this column's part alone; ValueError (ours or that of ``number``) says what is wrong."""
        if raw is None or (isinstance(raw, str) and not raw.strip()):
            return BLANK
        na, reason = self.na(raw) if isinstance(raw, str) else (False, "")
        if na:
            return Content(na=True, reason=reason)
        if self.part == Part.DAY:
            return _read_day(raw)
        number = self._number(raw)
        return Content(base=number) if self.part == Part.BASE else Content(value=number)

    def _number(self, raw):
        if isinstance(raw, bool):
            raise Unreadable("truth_value")
        if isinstance(raw, (date, datetime, time, timedelta)):
            raise Unreadable("date_for_number", text=str(raw)[:19])
        return self.number(raw)


@dataclass(frozen=True)
class Field:
    """One target of the workbook and its columns."""

    target: str
    name: str
    columns: tuple

    def write(self, content):
        return {column.key: column.write(content) for column in self.columns}

    def read(self, raws):
        """The Content of ``raws`` (column key -> cell value). Raises (key, error) as ``CellError``."""
        parts = [_read_part(column, raws.get(column.key)) for column in self.columns]
        if any(part.na for part in parts):
            return self._not_applicable(parts)
        base = next((part.base for part in parts if part.base is not None), None)
        if base is not None and parts[0].value is None:
            raise CellError(self.columns[0].key, Unreadable("numerator_missing"))
        return Content(value=parts[0].value, base=base, done_on=parts[0].done_on)

    def _not_applicable(self, parts):
        for column, part in zip(self.columns, parts, strict=True):
            if not part.na and part != BLANK:
                raise CellError(column.key, Unreadable("half_not_applicable"))
        return Content(na=True, reason=next((part.reason for part in parts if part.reason), ""))


class CellError(ValueError):
    """A cell of a field could not be read: which column, and the error that says why."""

    def __init__(self, key, error):
        super().__init__(str(error))
        self.key = key
        self.error = error


def as_cell(number):
    """A Decimal as a cell holds it: a number when a spreadsheet can hold it to the last digit, else text."""
    if number is None:
        return None
    number = number.normalize()
    if len(number.as_tuple().digits) > EXACT or number.adjusted() >= EXACT:
        return f"{number:f}"
    return int(number) if number == number.to_integral_value() else float(number)


def canonical(raw):
    """One text for each cell value, so that "nobody touched this cell since it was written" can be told."""
    if raw is None:
        return ""
    if isinstance(raw, bool):
        return str(raw).upper()
    if isinstance(raw, (int, float, Decimal)):
        number = raw if isinstance(raw, Decimal) else Decimal(repr(raw))
        return f"{number.normalize():f}" if number.is_finite() else str(number)
    if isinstance(raw, datetime):
        return raw.date().isoformat() if raw.time() == time() else raw.isoformat()
    return raw.isoformat() if isinstance(raw, date) else str(raw).strip()


def _read_part(column, raw):
    try:
        return column.read(raw)
    except ValueError as error:
        raise CellError(column.key, error) from error


def _write_day(content):
    if content.value is None:
        return None
    return (content.done_on or DONE) if content.value else NOT_DONE


def _read_day(raw):
    text = raw.strip() if isinstance(raw, str) else ""
    if text in (DONE, NOT_DONE):
        return Content(value=Decimal(int(text == DONE)))
    if isinstance(raw, (bool, time, timedelta)):
        raise Unreadable("no_date", text=str(raw)[:40])
    return Content(value=Decimal(1), done_on=read_date(raw))
