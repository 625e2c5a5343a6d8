"""Formulas between the targets of a return: ``L01 + L02 ≤ L03 × 110%``. Reading, computing, writing them again.

    formula    = sum relation sum            relation: = ≠ ≤ ≥ < >
    sum        = product { (+ | −) product }
    product    = factor { (× | ÷) factor }
    factor     = number [%] | target | ( sum ) | − factor

A target is named by its code, of a ratio its numerator or denominator: L05分子, L05分母. Stored formulas name targets
by their ids (#12), so that a code can change. Nothing is evaluated as code of Python; values are exact fractions.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _

MAX_DEPTH = 20  # brackets within brackets
PART_NAMES = {"": "", "分子": "value", "分母": "base"}
PART_SIGNS = {name: sign for sign, name in PART_NAMES.items()}
SAME_SIGNS = {"*": "×", "x": "×", "X": "×", "/": "÷", "-": "−", "–": "−", "<=": "≤", ">=": "≥", "≦": "≤", "≧": "≥",
              "!=": "≠", "<>": "≠", "==": "=", "⩽": "≤", "⩾": "≥"}  # fmt: skip
RELATIONS: dict[str, Callable[[Fraction, Fraction], bool]] = {
    "=": lambda a, b: a == b,
    "≠": lambda a, b: a != b,
    "≤": lambda a, b: a <= b,
    "≥": lambda a, b: a >= b,
    "<": lambda a, b: a < b,
    ">": lambda a, b: a > b,
}
_SIGN = re.compile(r"<=|>=|<>|!=|==|[-–−+*/×÷=≠≤≥≦≧⩽⩾<>()]")
_TIMES = re.compile(r"[xX](?=[\s\d#(])")
_NUMBER = re.compile(r"(\d+(?:\.\d*)?|\.\d+)\s*(%?)")
_STORED = re.compile(r"#(\d+)(分子|分母)?")
_WORD = re.compile(r"[\w-]+")
_PART = re.compile(r"\s*[.·的]?\s*(分子|分母)")


class FormulaError(ValueError):
    """A formula cannot be read. The message names the place, counted in characters from 1."""


class DividedByZero(ArithmeticError):
    """For these numbers the formula has no value."""


@dataclass(frozen=True)
class Token:
    kind: str  # "sign", "number", "target" or "end"
    text: str
    at: int  # counted from 1
    value: Any = None  # Fraction, or (target id, part)


@dataclass(frozen=True)
class Node:
    """A number (``value``), a target (``value`` = (id, part)), or an operation of ``sign`` on ``parts``."""

    sign: str
    parts: tuple["Node", ...] = ()
    value: Any = None
    text: str = ""


@dataclass(frozen=True)
class Formula:
    left: Node
    relation: str
    right: Node

    @property
    def named(self) -> list[tuple[int, str]]:
        """(target id, part) of everything that it names, in their order."""
        return [*_targets(self.left), *_targets(self.right)]

    @property
    def target_ids(self) -> list[int]:
        """The targets that it names, in their order, each once."""
        return list(dict.fromkeys(pk for pk, _part in self.named))

    def holds(self, values: Mapping[tuple[int, str], Decimal]) -> bool:
        """Whether it is true for these values, by (target id, part). Raises DividedByZero."""
        return RELATIONS[self.relation](evaluate(self.left, values), evaluate(self.right, values))

    def format(self, name: Callable[[int, str], str], relation: str = "") -> str:
        """The formula with ``name`` of each target, and another word for its relation."""
        return f"{format_side(self.left, name)} {relation or self.relation} {format_side(self.right, name)}"


def read_formula(text: str, targets: Mapping[str, int] | None = None) -> Formula:
    """Reads a formula as it is typed, with target ids by code, or without ``targets`` as it is stored.

    Raises FormulaError, whose message says where and what.
    """
    return _Parser(list(_tokens(text, targets))).read()


def evaluate(node: Node, values: Mapping[tuple[int, str], Decimal]) -> Fraction:
    """The exact value of one side. Raises DividedByZero."""
    if node.sign == "number":
        return node.value
    if node.sign == "target":
        return Fraction(values[node.value])
    first, *rest = (evaluate(part, values) for part in node.parts)
    if not rest:
        return -first
    second = rest[0]
    if node.sign == "÷":
        if second == 0:
            raise DividedByZero
        return first / second
    return {"+": first + second, "−": first - second, "×": first * second}[node.sign]


def format_side(node: Node, name: Callable[[int, str], str]) -> str:
    """One side as people write it, with ``name`` (of target id and part) for each target."""
    if node.sign == "number":
        return node.text
    if node.sign == "target":
        return name(*node.value)
    parts = [format_side(part, name) for part in node.parts]
    inner = [f"({text})" if _needs_brackets(node, i) else text for i, text in enumerate(parts)]
    return f"−{inner[0]}" if len(inner) == 1 else f"{inner[0]} {node.sign} {inner[1]}"


def _needs_brackets(node, index):
    part = node.parts[index]
    if part.sign in {"number", "target"}:
        return False
    if len(node.parts) == 1 or len(part.parts) == 1:
        return len(node.parts) == 1 or index == 1
    loose, tight = part.sign in "+−", node.sign in "×÷"
    return (loose and tight) or (index == 1 and loose == (node.sign in "+−") and node.sign in "−÷")


def _targets(node: Node) -> Iterator[tuple[int, str]]:
    if node.sign == "target":
        yield node.value
    for part in node.parts:
        yield from _targets(part)


# --- reading ----------------------------------------------------------------------------------------------------------


def _tokens(text, targets):
    # Character by character, so that places stay those of the text as it was typed.
    plain = "".join(_plain_character(character) for character in text)
    codes = sorted(targets or (), key=len, reverse=True)
    at = 0
    while at < len(plain):
        if plain[at].isspace():
            at += 1
            continue
        token, at = _next_token(text, plain, at, codes, targets)
        yield token
    yield Token("end", "", len(plain) + 1)


def _plain_character(character):
    plain = unicodedata.normalize("NFKC", character)
    return plain if len(plain) == 1 else character


def _next_token(text, plain, at, codes, targets):
    if found := _find_target(plain, at, codes, targets):
        return found
    for pattern in (_TIMES, _SIGN):
        if match := pattern.match(plain, at):
            return Token("sign", SAME_SIGNS.get(match[0], match[0]), at + 1), match.end()
    if (match := _NUMBER.match(plain, at)) and not re.match(r"\w", plain[match.end() :]):
        value = Fraction(match[1]) / (100 if match[2] else 1)
        return Token("number", match[1] + match[2], at + 1, value), match.end()
    found = _WORD.match(plain, at)
    word = found[0] if found else ""
    if word.strip("-"):
        raise FormulaError(
            _("Character %(at)s: the plan has no target with the code “%(code)s”.") % {"at": at + 1, "code": word[:20]}
        )
    raise FormulaError(
        _("Character %(at)s: “%(text)s” is not understood. A formula has codes of targets, numbers, + − × ÷, brackets, "
          "and one of = ≠ ≤ ≥ < >.") % {"at": at + 1, "text": text[at]}
    )  # fmt: skip


def _find_target(plain, at, codes, targets):
    if targets is None:
        match = _STORED.match(plain, at)
        return match and (Token("target", match[0], at + 1, (int(match[1]), PART_NAMES[match[2] or ""])), match.end())
    for code in codes:
        if not plain.startswith(code, at):
            continue
        end = at + len(code)
        part = _PART.match(plain, end)
        end = part.end() if part else end
        if end == len(plain) or not re.match(r"\w", plain[end]):
            name = PART_NAMES[part[1]] if part else ""
            return Token("target", plain[at:end], at + 1, (targets[code], name)), end
    return None


class _Parser:
    """Recursive descent over the tokens of one formula."""

    def __init__(self, tokens):
        self.tokens, self.next, self.depth = tokens, 0, 0

    @property
    def token(self):
        return self.tokens[self.next]

    def take(self, signs=""):
        """The next token, if it is one of these signs."""
        token = self.token
        if token.kind == "sign" and token.text in signs:
            self.next += 1
            return token
        return None

    def read(self):
        left = self.sum()
        relation = self.take("".join(RELATIONS))
        if relation is None:
            self.refuse(_("a comparison is missing: one of = ≠ ≤ ≥ < >."))
        right = self.sum()
        if self.token.kind != "end":
            if self.token.text in RELATIONS:
                self.refuse(_("a formula has one comparison only."))
            self.refuse(_("a sign such as + or × is missing here."))
        formula = Formula(left, relation.text, right)
        if not formula.target_ids:
            raise FormulaError(_("The formula names no target."))
        return formula

    def sum(self):
        return self.chain(self.product, "+−")

    def product(self):
        return self.chain(self.factor, "×÷")

    def chain(self, part, signs):
        node = part()
        while sign := self.take(signs):
            at = self.token.at
            other = part()
            if sign.text == "÷" and other.sign == "number" and other.value == 0:
                raise FormulaError(_("Character %(at)s: nothing can be divided by 0.") % {"at": at})
            node = Node(sign.text, (node, other))
        return node

    def factor(self):
        token = self.token
        self.depth += 1
        if self.depth > MAX_DEPTH:
            self.refuse(_("too many brackets within each other."))
        try:
            if self.take("−"):
                return Node("−", (self.factor(),))
            if self.take("("):
                node = self.sum()
                if not self.take(")"):
                    raise FormulaError(_("Character %(at)s: this bracket is not closed.") % {"at": token.at})
                return node
        finally:
            self.depth -= 1
        if token.kind not in {"number", "target"}:
            self.refuse(_("the code of a target, a number or a bracket is missing here."))
        self.next += 1
        return Node(token.kind, value=token.value, text=token.text)

    def refuse(self, why):
        raise FormulaError(_("Character %(at)s: %(why)s") % {"at": self.token.at, "why": why})
