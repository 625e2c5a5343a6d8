"""A column of figures: one object that both writes a figure into a cell and reads it back.

What was exported can therefore always be imported. A target has one column, a ratio two; ``FigureField`` joins them.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from enum import StrEnum

from sheets.figures.content import BLANK, FigureContent
from sheets.figures.dates import read_date
from sheets.problems import UnreadableCell

NOT_APPLICABLE = "不适用"
DONE, NOT_DONE = "已完成", "未完成"
MAX_DIGITS = 15  # significant digits that a spreadsheet keeps; a longer number is written as text


class FigurePart(StrEnum):
    """Which part of a figure a column holds."""

    VALUE = "value"
    BASE = "base"
    DAY = "day"


@dataclass(frozen=True)
class FigureColumn:
    """``read_number`` gives the number of a cell (None for blank; raises ValueError with a sentence otherwise);
    ``read_na`` gives (whether the text says "not applicable", its reason). ``sign`` is "%" or "‰" where numbers are
    shares of a hundred or a thousand: a cell that is shown with another sign is another number. ``decimals`` is how
    many a number may have, None for any; ``sums``: the numbers of several units may be added up."""

    target: str
    part: FigurePart
    title: str
    read_number: Callable[[object], Decimal | None]
    read_na: Callable[[str], tuple[bool, str]]
    hint: str = ""
    sign: str = ""
    decimals: int | None = None
    sums: bool = False

    @property
    def key(self) -> str:
        """The name of this column in the hidden row of the template."""
        return f"{self.target}/{self.part}"

    def write(self, content: FigureContent) -> object:
        """The value of the cell: int, float, text, date, or None for blank."""
        if content.na:
            has_reason = content.reason and self.part != FigurePart.BASE
            return f"{NOT_APPLICABLE}:{content.reason}" if has_reason else NOT_APPLICABLE
        if self.part == FigurePart.DAY:
            return _write_day(content)
        return to_cell_value(content.base if self.part == FigurePart.BASE else content.value)

    def read(self, raw: object) -> FigureContent:
        """The content of this column's part alone. Raises ValueError (UnreadableCell, or that of ``read_number``)."""
        if raw is None or (isinstance(raw, str) and not raw.strip()):
            return BLANK
        na, reason = self.read_na(raw) if isinstance(raw, str) else (False, "")
        if na:
            return FigureContent(na=True, reason=reason)
        if self.part == FigurePart.DAY:
            return _read_day(raw)
        number = self._read_number(raw)
        return FigureContent(base=number) if self.part == FigurePart.BASE else FigureContent(value=number)

    def _read_number(self, raw):
        if isinstance(raw, bool):
            raise UnreadableCell("truth_value")
        if isinstance(raw, (date, datetime, time, timedelta)):
            raise UnreadableCell("date_for_number", text=str(raw)[:19])
        return self.read_number(raw)


@dataclass(frozen=True)
class FigureField:
    """One target and its columns."""

    target: str
    name: str
    columns: tuple[FigureColumn, ...]

    def write(self, content: FigureContent) -> dict[str, object]:
        """column key -> cell value."""
        return {column.key: column.write(content) for column in self.columns}

    def read(self, raws: Mapping[str, object]) -> FigureContent:
        """The content of ``raws`` (column key -> cell value). Raises CellError for the first column that is wrong."""
        parts = [_read_part(column, raws.get(column.key)) for column in self.columns]
        if any(part.na for part in parts):
            return self._not_applicable(parts)
        base = next((part.base for part in parts if part.base is not None), None)
        if base is not None and parts[0].value is None:
            raise CellError(self.columns[0].key, UnreadableCell("numerator_missing"))
        return FigureContent(value=parts[0].value, base=base, done_on=parts[0].done_on)

    def _not_applicable(self, parts):
        for column, part in zip(self.columns, parts, strict=True):
            if not part.na and part != BLANK:
                raise CellError(column.key, UnreadableCell("half_not_applicable"))
        return FigureContent(na=True, reason=next((part.reason for part in parts if part.reason), ""))


class CellError(ValueError):
    """A cell of a field could not be read. ``key`` names the column, ``error`` says why."""

    def __init__(self, key: str, error: ValueError) -> None:
        super().__init__(str(error))
        self.key = key
        self.error = error


def to_cell_value(number: Decimal | None) -> int | float | str | None:
    """A Decimal as a cell holds it: a number when a spreadsheet keeps every digit of it, else text."""
    if number is None:
        return None
    number = number.normalize()
    if len(number.as_tuple().digits) > MAX_DIGITS or number.adjusted() >= MAX_DIGITS:
        return f"{number:f}"
    return int(number) if number == number.to_integral_value() else float(number)


def canonical_text(raw: object) -> str:
    """One text for each cell value, to compare a cell with what was written into it."""
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
        return FigureContent(value=Decimal(int(text == DONE)))
    if isinstance(raw, (bool, time, timedelta)):
        raise UnreadableCell("no_date", text=str(raw)[:40])
    return FigureContent(value=Decimal(1), done_on=read_date(raw))
