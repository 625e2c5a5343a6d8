"""Conditions on a number in its clause, and rules composed of them.

A condition is a function of a ``QuantityContext``. The functions here build conditions from patterns and units and
combine them, so that a rule is one row of a table.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from reader.clauses.contexts import QuantityContext
from reader.lexicon import phrases
from reader.lexicon.words import VERB

Condition = Callable[[QuantityContext], bool]


@dataclass(frozen=True)
class NumberRule:
    """Rejects a number for which ``condition`` holds, for the reason ``name``.

    ``takes`` and ``leaves`` are clauses with the number in square brackets: one that the rule rejects, and a
    similar one that it does not. A line above the clause is its heading. If ``measures`` is not empty, the rule
    applies to these measure words only.
    """

    name: str
    condition: Condition
    takes: str
    leaves: str
    measures: tuple[str, ...] = ()

    def asked_for(self, measure: str) -> bool:
        """Whether the rule applies to numbers with this measure word."""
        return not self.measures or measure in self.measures

    def applies(self, context: QuantityContext) -> bool:
        """Whether the rule rejects the number."""
        return self.asked_for(context.quantity.measure) and self.condition(context)


def always(context: QuantityContext) -> bool:
    """Always true, for rules that depend on the measure word only."""
    return True


def before(pattern: str, last: int | None = None) -> Condition:
    """``pattern`` occurs in the clause before the number, or in the ``last`` characters of that."""
    search = re.compile(pattern).search
    if last is None:
        return lambda context: search(context.before) is not None
    return lambda context: search(context.before[-last:]) is not None


def after(pattern: str) -> Condition:
    """``pattern`` matches directly after the measure word."""
    match = re.compile(pattern).match
    return lambda context: match(context.after) is not None


def in_clause(pattern: str) -> Condition:
    """``pattern`` occurs in the clause."""
    search = re.compile(pattern).search
    return lambda context: search(context.text) is not None


def earlier_in_sentence(pattern: str) -> Condition:
    """``pattern`` occurs in the sentence before the number."""
    search = re.compile(pattern).search
    return lambda context: search(context.sentence_before) is not None


def measured_in(*measures: str) -> Condition:
    """The measure word, without scale, is one of ``measures``."""
    known = frozenset(measures)
    return lambda context: context.quantity.measure in known


def all_of(one: Condition, other: Condition, *others: Condition) -> Condition:
    """All conditions hold; evaluated in order."""
    if others:
        rest = all_of(other, *others)
        return lambda context: one(context) and rest(context)
    return lambda context: one(context) and other(context)


def any_of(one: Condition, other: Condition, *others: Condition) -> Condition:
    """At least one condition holds; evaluated in order."""
    if others:
        rest = any_of(other, *others)
        return lambda context: one(context) or rest(context)
    return lambda context: one(context) or other(context)


def none_of(one: Condition, *others: Condition) -> Condition:
    """No condition holds."""
    holds = any_of(one, *others) if others else one
    return lambda context: not holds(context)


def in_percent(context: QuantityContext) -> bool:
    return context.quantity.unit == "%"


def in_numerals(context: QuantityContext) -> bool:
    """The number is written in Chinese numerals."""
    return context.quantity.chinese


def verb_before(context: QuantityContext) -> bool:
    """A verb that may announce a target precedes the number in the clause."""
    return VERB.search(context.before) is not None


bounded = after(r"^ ?(?:及?以[上内下]|左右)")  # a bound follows the number
AIMING = rf"达(?=[到\d])|{phrases.AIMING}|目标|(?<![主重必需首])要(?![求点素])|达到|不低于|提高|应|须|实现"
