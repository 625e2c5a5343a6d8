"""The results of a form's simple formulas: sums, and arithmetic of cells of the same sheet.

Excel and WPS work out formulas when they open a file. What only shows a file (a telephone, a mail) shows stored
results, and shows nothing without them. What is not known here has no result: no function but SUM, no other sheet.
"""

import re
from collections.abc import Callable, Iterator
from fractions import Fraction

from openpyxl.utils import column_index_from_string

TOKEN = re.compile(
    r"\s*(?:(?P<number>\d+(?:\.\d+)?)|(?P<sum>SUM)(?=\()|(?P<cell>\$?[A-Z]{1,3}\$?\d{1,7})(?![\w(!])|(?P<sign>[-+*/(),:%]))",
    re.IGNORECASE,
)
CELL = re.compile(r"\$?([A-Z]{1,3})\$?(\d{1,7})", re.IGNORECASE)
MOST_CELLS = 10_000  # of one range
DEEPEST = 50  # formulas that refer to formulas, brackets in brackets
Cell = tuple[int, int]
GetNumber = Callable[[Cell, int], Fraction | str | None]


class UnknownFormula(ValueError):
    """A formula that is not worked out here."""


def work_out(formula: str, get: GetNumber, depth: int = 0) -> Fraction:
    """The result of a formula ("=SUM(D5:D6)/2"). ``get`` takes (row, column) and the depth, and gives a number, None
    for a blank, or a text. Raises UnknownFormula."""
    parser = _FormulaParser(list(_tokens(formula.removeprefix("="))), get, depth + 1)
    result = parser.read_sum()
    if parser.rest or depth > DEEPEST:
        raise UnknownFormula(formula)
    return result


def _tokens(text) -> Iterator[tuple[str, str]]:
    at = 0
    while at < len(text.rstrip()):
        found = TOKEN.match(text, at)
        if found is None:
            raise UnknownFormula(text)
        yield found.lastgroup or "", found[found.lastgroup or 0]
        at = found.end()


class _FormulaParser:
    def __init__(self, tokens: list[tuple[str, str]], get: GetNumber, depth: int) -> None:
        self.rest, self._get, self._depth, self._nested = tokens[::-1], get, depth, 0

    def read_sum(self) -> Fraction:
        result = self._read_product()
        while (sign := self._take("+", "-")) is not None:
            other = self._read_product()
            result = result + other if sign == "+" else result - other
        return result

    def _read_product(self):
        result = self._read_value()
        while (sign := self._take("*", "/")) is not None:
            other = self._read_value()
            if sign == "/" and not other:
                raise UnknownFormula("division by zero")
            result = result * other if sign == "*" else result / other
        return result

    def _read_value(self):
        self._nested += 1
        if not self.rest or self._nested > DEEPEST:
            raise UnknownFormula("ends too early, or too deep")
        value = self._read_one()
        self._nested -= 1
        return value

    def _read_one(self):
        if self._take("-") is not None:
            return -self._read_value()
        kind, text = self.rest.pop()
        if kind == "number":
            return Fraction(text) / (100 if self._take("%") is not None else 1)
        if kind == "cell":
            number = self._get(_cell(text), self._depth)
            if isinstance(number, str):
                raise UnknownFormula(text)
            return number or Fraction(0)
        if kind == "sum":
            return self._read_arguments()
        if text == "(":
            result = self.read_sum()
            self._need(")")
            return result
        raise UnknownFormula(text)

    def _read_arguments(self):
        self._need("(")
        result = self._read_argument()
        while self._take(",") is not None:
            result += self._read_argument()
        self._need(")")
        return result

    def _read_argument(self):
        """A range, in which texts count for nothing, or any value."""
        if len(self.rest) < 3 or self.rest[-1][0] != "cell" or self.rest[-2][1] != ":":
            return self.read_sum()
        (_kind, first), _colon, (kind, last) = (self.rest.pop() for _token in range(3))
        if kind != "cell":
            raise UnknownFormula(last)
        (top, left), (bottom, right) = _cell(first), _cell(last)
        if (bottom - top + 1) * (right - left + 1) > MOST_CELLS:
            raise UnknownFormula("a range of too many cells")
        cells = [(row, column) for row in range(top, bottom + 1) for column in range(left, right + 1)]
        numbers = (self._get(cell, self._depth) for cell in cells)
        return sum((number for number in numbers if isinstance(number, Fraction)), Fraction(0))

    def _take(self, *signs):
        if self.rest and self.rest[-1][0] == "sign" and self.rest[-1][1] in signs:
            return self.rest.pop()[1]
        return None

    def _need(self, sign):
        if self._take(sign) is None:
            raise UnknownFormula(sign)


def _cell(text) -> Cell:
    found = CELL.fullmatch(text)
    assert found  # as the token says
    return int(found[2]), column_index_from_string(found[1].upper())
