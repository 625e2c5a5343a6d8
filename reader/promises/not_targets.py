"""Numbers that are no targets, each with the name of the rule that says so; the first rule that applies decides."""

from functools import cache

from reader.clauses.contexts import QuantityContext
from reader.promises import awards, circumstances, existing, related, reported, uncounted
from reader.promises.conditions import Condition

RULES = (
    *uncounted.RULES,
    *circumstances.RULES,
    *related.RULES,
    *awards.RULES,
    *reported.RULES,
    *existing.RULES,
)


def rejection_rule(context: QuantityContext) -> str | None:
    """The name of the rule by which the quantity is no target; None where no rule applies."""
    for condition, name in _asked_for(context.quantity.measure):
        if condition(context):
            return name
    return None


@cache
def _asked_for(measure: str) -> tuple[tuple[Condition, str], ...]:
    """The conditions that a number with this measure word is asked for, in order, with the names of their rules."""
    return tuple((rule.condition, rule.name) for rule in RULES if rule.asked_for(measure))
