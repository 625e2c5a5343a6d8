"""The reading of a cell: a figure, nothing, not applicable, or a question with its answers."""

from datetime import date
from decimal import Decimal
from typing import NamedTuple

from sheets.office.model import Choice, FigureKind, TargetNames
from sheets.problems import SheetProblem

TEN_THOUSAND = Decimal(10_000)
TOO_LARGE = Decimal(10) ** 12
SCALED_LARGE = 1000  # from here on a number below a head of 万人 is more likely one of 人


class CellReading(NamedTuple):
    """``value`` is the figure, ``day`` a milestone's date. Where ``problem`` is set, the cell is asked about, with
    ``choices``. A reading with neither value, ``na`` nor problem is blank. ``to_date`` is what the cell itself says
    that stands since the start of the year: no question where figures of the year so far stand."""

    value: Decimal | None = None
    day: date | None = None
    na: bool = False
    reason: str = ""
    problem: SheetProblem | None = None
    choices: tuple[Choice, ...] = ()
    to_date: Decimal | None = None

    @property
    def blank(self) -> bool:
        return self.value is None and not self.na and self.problem is None


BLANK_CELL = CellReading()
CHOOSE_BLANK = Choice("blank", SheetProblem("choose_blank"))
CHOOSE_NA = Choice("na", SheetProblem("choose_na"))


def ask(code: str, *choices: Choice, **params: object) -> CellReading:
    """A question: why, and the answers that it offers, "blank" always among them."""
    if CHOOSE_BLANK not in choices:
        choices = (*choices, CHOOSE_BLANK)
    return CellReading(problem=SheetProblem(code, params), choices=choices)


def choose_numbers(*values: Decimal | None) -> list[Choice]:
    """The answers that store one of these numbers; none for what no figure can be."""
    fitting = dict.fromkeys(value for value in values if value is not None and value >= 0)
    texts = [write_number(value) for value in fitting]
    return [Choice(f"value:{text}", SheetProblem("choose_value", {"value": text})) for text in texts]


def choose_kind(number: Decimal, kind: FigureKind) -> Choice:
    """The answer that stores this number as what was done in the period, or as what stands since the year's start."""
    text = write_number(number)
    return Choice(f"value:{text}/{kind}", SheetProblem("choose_value_of_kind", {"value": text, "kind": kind.value}))


def write_number(number: Decimal) -> str:
    """A number in digits, without zeros behind its last decimal."""
    return f"{number.to_integral_value():f}" if number == number.to_integral_value() else f"{number.normalize():f}"


def to_figure(number: Decimal, target: TargetNames, factor: Decimal = Decimal(1)) -> CellReading:
    """A number of a column whose unit is ``factor`` of the target's, as a figure; asked where that cannot be."""
    shown, number = write_number(number), number * factor
    if number < 0:
        return ask("ask_negative", *choose_numbers(-number), text=shown)
    if number >= TOO_LARGE:
        return ask("ask_too_large", text=shown)
    if factor >= SCALED_LARGE and number >= SCALED_LARGE * factor:
        return ask("ask_scaled_large", *choose_numbers(number / factor, number), text=shown, unit=target.unit)
    whole = number == number.to_integral_value()
    if target.whole and not whole:
        likely = number * TEN_THOUSAND
        likely_whole = likely == likely.to_integral_value() and number < 10 and factor == 1
        return ask("ask_fraction", *choose_numbers(likely if likely_whole else None), text=shown, unit=target.unit)
    return CellReading(Decimal(int(number)) if whole else number.normalize())


def read_number(number: Decimal, sign: str, target: TargetNames, factor: Decimal) -> CellReading:
    """The reading of a number that is shown with ``sign`` ("%", "‰" or "")."""
    if sign and sign != target.sign:
        return ask_about_sign(number, sign, target)
    if target.sign and not sign and 0 < number <= 1:  # 0.35 without a percent format: 35 %, or about a third of one
        as_share = number * (100 if target.sign == "%" else 1000)
        text = write_number(number)
        return ask("ask_share", *choose_numbers(as_share, number), text=text, sign=target.sign)
    return to_figure(number, target, factor)


def ask_about_sign(number: Decimal, sign: str, target: TargetNames) -> CellReading:
    """A share where a count belongs, or ‰ where % does."""
    converted = None
    if target.sign and target.sign != sign:
        converted = number * 10 if sign == "%" else number / 10
    return ask("ask_sign", *choose_numbers(converted), text=f"{write_number(number)}{sign}", unit=target.unit)
