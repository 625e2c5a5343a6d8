"""A formula between targets: L01 + L02 ≤ L03 × 110 %."""

from decimal import Decimal
from functools import lru_cache
from typing import Any

from django.utils.translation import gettext as _

from targets.checks.families.expression import PART_SIGNS, DividedByZero, Formula, evaluate, format_side, read_formula
from targets.checks.families.formatting import format_beside_limit, format_number
from targets.checks.families.types import CheckContext, RuleTerms
from targets.models.target import Measure

NAMES_MAX_LENGTH = 200  # characters of one side by names; beyond that codes are shown

_read_stored = lru_cache(maxsize=1024)(read_formula)  # a rule is checked on thousands of returns


def applies_to(target: Any) -> bool:
    return target.measure != Measure.MILESTONE


def check(terms: RuleTerms, target: Any, context: CheckContext) -> str:
    """What is wrong, or "": also while a number is blank or not applicable, or the unit does not report a target, or
    something would be divided by zero (``divides_by_zero`` says so)."""
    formula = _read_stored(terms.formula)
    values = _read_values(formula, context)
    if values is None:
        return ""
    try:
        if formula.holds(values):
            return ""
        sides = [evaluate(side, values) for side in (formula.left, formula.right)]
    except DividedByZero:
        return ""
    left, right = (
        _format_side(side, value, other, terms, values)
        for side, value, other in zip((formula.left, formula.right), sides, reversed(sides), strict=True)
    )
    return _("%(left)s, which must be %(relation)s %(right)s") % {
        "left": left, "relation": _relation_words()[formula.relation], "right": right,
    }  # fmt: skip


def divides_by_zero(terms: RuleTerms, context: CheckContext) -> bool:
    """Whether the formula has no value for these numbers."""
    formula = _read_stored(terms.formula)
    values = _read_values(formula, context)
    try:
        return values is not None and formula.holds(values) is None
    except DividedByZero:
        return True


def describe(terms: RuleTerms) -> str:
    """The formula in words: L01 男 + L02 女 is not more than L03 合计."""
    formula = _read_stored(terms.formula)
    return formula.format(_names(terms, with_code=True), _relation_words()[formula.relation])


def format_typed(terms: RuleTerms) -> str:
    """A stored formula as one types it, with the codes of the targets."""
    codes = {each.pk: each.code for each in _targets(terms)}
    return _read_stored(terms.formula).format(lambda pk, part: codes.get(pk, "?") + PART_SIGNS[part])


def _targets(terms):
    return [each for each in (terms.target, *terms.parts) if each]


def _names(terms, *, with_code):
    named = {each.pk: f"{each.code} {each.name}" if with_code else each.name for each in _targets(terms)}
    return lambda pk, part: named.get(pk, _("(a target that is gone)")) + _part_words(part)


def _part_words(part):
    return {"": "", "value": _(" (numerator)"), "base": _(" (denominator)")}[part]


def _relation_words():
    return {
        "=": _("equal to"), "≠": _("different from"), "≤": _("not more than"), "≥": _("not less than"),
        "<": _("less than"), ">": _("more than"),
    }  # fmt: skip


def _read_values(formula: Formula, context: CheckContext) -> dict[tuple[int, str], Decimal] | None:
    """The numbers of the return by (target id, part), or None where one of them is missing."""
    values: dict[tuple[int, str], Decimal] = {}
    for pk in formula.target_ids:
        cell = context.cell(context.targets[pk]) if pk in context.targets else None
        if cell is None or cell.na:
            return None
        values |= {(pk, ""): cell.value, (pk, "value"): cell.value}
        if cell.base is not None:
            values[pk, "base"] = cell.base
        elif context.targets[pk].is_ratio:
            return None
    return values


def _format_side(side, value, other, terms, values):
    """男 3 + 女 5 = 8; what is a single number or target is its own value."""
    number = lambda pk, part: f" {format_number(values[pk, part])}"
    named, codes = _names(terms, with_code=False), {each.pk: each.code for each in _targets(terms)}
    text = format_side(side, lambda pk, part: named(pk, part) + number(pk, part))
    if len(text) > NAMES_MAX_LENGTH:
        text = format_side(side, lambda pk, part: codes.get(pk, "?") + _part_words(part) + number(pk, part))
    return text if not side.parts else f"{text} = {_format_fraction(value, other)}"


def _format_fraction(value, other):
    """Rounded only where the fraction has no end, and then with as many decimals as tell it from the other side."""
    exact = Decimal(value.numerator) / Decimal(value.denominator)
    limit = Decimal(other.numerator) / Decimal(other.denominator)
    return format_number(exact) if -int(exact.as_tuple().exponent) <= 6 else format_beside_limit(exact, limit)
