"""All rules by which a number is not a target, in order; the first that applies decides."""

from functools import cache

from reader.clauses.contexts import QuantityContext
from reader.model import RejectedNumber
from reader.promises import announced, awards, circumstances, existing, related, reported, told_results, uncounted
from reader.promises.conditions import Condition
from reader.text.paragraph import Paragraph

RULES = (
    *uncounted.RULES,
    *circumstances.RULES,
    *related.RULES,
    *announced.RULES,
    *awards.RULES,
    *told_results.RULES,
    *reported.RULES,
    *existing.RULES,
)


def rejection_rule(context: QuantityContext) -> str | None:
    """The name of the first rule that rejects the quantity; None if no rule does."""
    for condition, name in _asked_for(context.quantity.measure):
        if condition(context):
            return name
    return None


@cache
def _asked_for(measure: str) -> tuple[tuple[Condition, str], ...]:
    """The (condition, rule name) pairs of the rules that apply to this measure word, in order."""
    return tuple((rule.condition, rule.name) for rule in RULES if rule.asked_for(measure))


def rejected_number(paragraph: Paragraph, context: QuantityContext, why: str) -> RejectedNumber:
    """The number of ``context`` with the rule ``why`` that rejected it, and the quotation, title or time it is in."""
    start, end = context.quantity.start, context.quantity.end
    place = (
        context.line.quoted.around(start) or context.line.titled.around(start) or context.line.times_in.around(start)
    )
    start, end = place or (start, end)
    return RejectedNumber(paragraph.place(start, end), context.line.flat[start:end], why)
