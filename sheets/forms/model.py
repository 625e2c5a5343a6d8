"""What an office's form is understood to hold, and what is written into it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from sheets.figures.columns import FigurePart
from sheets.office.model import SheetReading
from sheets.problems import SheetProblem

CHOSEN = ""  # the unit of a form that names none: the one for which it is filled
FormFormulas = Mapping[str, Collection[tuple[int, int]]]  # title of a sheet -> (row, column) of its formulas
SUM = "+"  # before the number of a group: the sum of the units that the form lists


class FormContent(StrEnum):
    """What a cell of a form is to hold. RATE is the rate of a ratio, COMPLETION the share of what is promised."""

    AMOUNT = "amount"
    TO_DATE = "to_date"
    PROMISED = "promised"
    COMPLETION = "completion"
    RATE = "rate"


class FormPlace(NamedTuple):
    """A cell that is filled. ``sheet`` is the title, ``row`` and ``column`` count from 1.

    ``unit`` is the code of a unit, ``CHOSEN``, or ``SUM`` with the number of a group of ``FormMatches.groups``.
    Numbers are divided by ``factor`` (10000 where the label says 万人). ``percent``: the label says that the number is
    in per cent. ``formula``: the form has a formula here, which is never overwritten.
    """

    sheet: str
    row: int
    column: int
    content: FormContent
    target: str
    unit: str
    part: FigurePart = FigurePart.VALUE
    factor: str = "1"
    percent: bool = False
    formula: bool = False


class FormText(NamedTuple):
    """A cell whose text is written anew: it names the period of the form or leaves a blank for it (（ ）季度), or it is
    a line for the name of the unit (填报单位：)."""

    sheet: str
    row: int
    column: int
    text: str


class UnknownLabel(NamedTuple):
    """A row or column of the form that is about no unit or target of the plan: its cells stay empty."""

    sheet: str
    row: int
    column: int
    text: str
    is_unit: bool


@dataclass
class FormMatches:
    """What is kept of a form once its matches are confirmed. ``groups`` are the units that a total adds up.

    ``first`` and ``last`` are the days of the period that the form was understood with, and that its texts may name.
    ``unit_lines`` are those that end where the name belongs.
    """

    first: date
    last: date
    places: list[FormPlace] = field(default_factory=list)
    groups: list[tuple[str, ...]] = field(default_factory=list)
    periods: list[FormText] = field(default_factory=list)
    unknown: list[UnknownLabel] = field(default_factory=list)
    unit_lines: list[FormText] = field(default_factory=list)

    @property
    def targets(self) -> set[str]:
        return {place.target for place in self.places}

    @property
    def units(self) -> set[str]:
        """The codes of the units that the form names."""
        return {place.unit for place in self.places if place.unit and not place.unit.startswith(SUM)}

    @property
    def is_of_one_unit(self) -> bool:
        """Whether the form names no unit in some table, so that one is chosen when it is filled."""
        return any(place.unit == CHOSEN for place in self.places)


@dataclass
class FormReading:
    """How a form was read: ``sheets`` with their labels and questions, and the ``matches``."""

    sheets: list[SheetReading]
    matches: FormMatches
    refused: SheetProblem | None = None


@dataclass(frozen=True)
class FilledCell:
    """What is written into a cell: a number, a day, a text (不适用), or None for a cell that stays blank.

    ``share``: the number is a share, 1 = 100 %, and shown as a percentage. ``sign`` is "%" or "‰" of a target whose
    numbers are shares of a hundred or a thousand.
    """

    value: Decimal | date | str | None
    share: bool = False
    sign: str = ""
