"""Numbers that are no targets, each with the name of the rule that says so; the first rule that applies decides."""

from reader.clauses.spots import Spot
from reader.promises import awards, circumstances, existing, related, reported, uncounted

RULES = (*uncounted.RULES, *circumstances.RULES, *related.RULES, *awards.RULES, *reported.RULES, *existing.RULES)


def why_not(spot: Spot) -> str | None:
    """The name of the rule by which the quantity is no target; None where no rule applies."""
    for rule in RULES:
        if rule.condition(spot):
            return rule.name
    return None
