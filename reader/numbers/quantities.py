"""Finds quantities: numbers or ranges of numbers with their scale and measure word."""

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property

from reader.numbers.implied_units import find_implied_unit
from reader.numbers.numerals import DIGITS, Number, numbers
from reader.numbers.units import RATES, SCALES, bare, unit_at

TAIL = re.compile(r" ?(?P<more>[余多来]?)(?P<thousand>[千百](?!分))?(?P<scale>万亿|万|亿)?(?P<more2>[余多]?) ?")
SPOKEN = re.compile(r" ?个(?P<more>[多来]?)(?P<scale>[万亿])")  # 1个亿, 两个多亿
RATE = re.compile(r" ?(?:(?P<percent>%)|(?P<permille>‰)|/ ?(?P<per>(?:10|十) ?万|100,?000|万|千|百))")
RANGE_MARK = re.compile(r" ?(?:-{1,3}|~|至|到) ?")
CONJUNCTION = re.compile(r"[和与及]|以及")
LIST_MARK = re.compile(r"[、,和与及]|以及")
TENTHS = re.compile(r"[一二三四五六七八九](?=以|左右|[,;。、]|$)")  # 九成五
DIGIT = re.compile(r"[一二两三四五六七八九]")
TEN = re.compile(r"[十百千万亿]")
VAGUE_BEFORE = re.compile(r"[几数上]$")


@dataclass(frozen=True)
class Quantity:
    """A number or range with its unit. ``value`` and ``upper`` count in ``unit``, which includes the scale (万,
    亿)."""

    start: int
    end: int
    value: Decimal
    upper: Decimal | None
    unit: str
    chinese: bool  # written 三, not 3
    more: bool  # 500余, 十多

    exact: bool = True  # 3, 一千二百, 四万; not 三, 百, 千, which occur in set phrases and as round numbers
    implied: bool = False  # the unit is only implied by the noun (贷款3000万) or not known at all (1个亿)

    @cached_property
    def measure(self) -> str:
        """The measure word: the unit without its scale and without what follows a slash."""
        return bare(self.unit)


def quantities(flat: str) -> list[Quantity]:
    """The quantities in ``flat``, in order. A number that counts nothing has an empty unit."""
    found: list[Quantity] = []
    for number in numbers(flat):
        if found and number.start < found[-1].end:
            continue  # the 10 of 18/10万, the 千 of 3千
        one = _read_quantity(flat, number)
        if found and _is_range(flat, found[-1], one):
            found[-1] = _merge_range(found[-1], one)
            continue
        if found and _shares_unit(flat, found[-1], one):
            found[-1] = replace(found[-1], unit=one.unit)
        found.append(one)
    return found


def _read_quantity(flat: str, number: Number) -> Quantity:
    if number.unit:
        return _quantity(flat, number, number.end, number.unit, False)
    rate = RATE.match(flat, number.end)
    if rate:
        return _quantity(flat, number, rate.end(), _rate_unit(rate), False)
    tail = SPOKEN.match(flat, number.end)
    if tail:
        return _scaled_quantity(flat, number, tail.end(), tail["scale"], bool(tail["more"]))
    tail = TAIL.match(flat, number.end)
    assert tail is not None  # every part of it may be empty
    unit = unit_at(flat, tail.end())
    more = bool(tail["more"] or tail["more2"]) or bool(
        number.chinese and number.value >= 10 and VAGUE_BEFORE.search(flat, max(0, number.start - 1), number.start)
    )
    times = {"千": Decimal(1000), "百": Decimal(100)}.get(tail["thousand"] or "", Decimal(1))
    scale = tail["scale"] or ""
    end = tail.end() + len(unit) if unit else _end_without_unit(flat, tail)
    if unit == "成":
        half = TENTHS.match(flat, end)
        number = replace(number, value=number.value * 10 + (DIGITS[half[0]] if half else 0))
        return _quantity(flat, number, half.end() if half else end, "%", more)
    one = _quantity(flat, number, end, scale + unit, more, times)
    return _with_implied_unit(flat, one) if scale and not unit and one.exact else one


def _scaled_quantity(flat: str, number: Number, end: int, scale: str, more: bool) -> Quantity:
    """1个亿: the scale is spoken as if it were counted; its unit may follow."""
    unit = unit_at(flat, end)
    one = _quantity(flat, number, end + len(unit), scale + unit, more)
    return one if unit else _with_implied_unit(flat, one)


def _with_implied_unit(flat: str, one: Quantity) -> Quantity:
    """A number that ends with its scale (6500万) in the unit that the words around it imply, if they imply any."""
    assert one.unit in SCALES
    return replace(one, unit=one.unit + find_implied_unit(flat, one.start, one.end), implied=True)


def _end_without_unit(flat: str, tail: re.Match) -> int:
    """The end of a number without measure word: includes its scale, excludes trailing blanks."""
    word = flat[tail.start() : tail.end()].rstrip()
    return tail.start() + len(word) if word.strip() else tail.start()


def _rate_unit(rate: re.Match) -> str:
    if rate["percent"]:
        return "%"
    if rate["permille"]:
        return "‰"
    per = rate["per"].replace(" ", "").replace(",", "")
    return "/10万" if per in {"10万", "十万", "100000"} else "/" + per


def _quantity(flat: str, number: Number, end: int, unit: str, more: bool, times: Decimal = Decimal(1)) -> Quantity:
    upper = None if number.upper is None else number.upper * times
    exact = not number.chinese or _is_exact_numeral(flat[number.start : end])
    return Quantity(number.start, end, number.value * times, upper, unit, number.chinese, more, exact)


def _is_exact_numeral(word: str) -> bool:
    """Whether a Chinese numeral is an exact figure (一千二百, 二十, 四万). 三 and 千 alone may be figures of
    speech."""
    return DIGIT.search(word) is not None and TEN.search(word) is not None


def _shares_unit(flat: str, one: Quantity, other: Quantity) -> bool:
    """Whether the unit of the second number also applies to the first: 分别提高2个和1.5个百分点, 98和95%."""
    if other.unit == "个百分点" and one.unit == "个":
        return LIST_MARK.fullmatch(flat, one.end, other.start) is not None
    return not one.unit and other.unit in RATES and CONJUNCTION.fullmatch(flat, one.end, other.start) is not None


def _is_range(flat: str, one: Quantity, other: Quantity) -> bool:
    """Whether two numbers are the ends of a range: 1—2个, 60%至70%, 三到五个."""
    if one.upper is not None or other.upper is not None or not other.unit or one.value >= other.value:
        return False
    between = RANGE_MARK.fullmatch(flat, one.end, other.start)
    return between is not None and (one.unit in {"", other.unit, other.unit[:1]} or other.unit.endswith(one.unit))


def _merge_range(one: Quantity, other: Quantity) -> Quantity:
    return Quantity(one.start, other.end, one.value, other.value, other.unit, one.chinese, False, one.exact)
