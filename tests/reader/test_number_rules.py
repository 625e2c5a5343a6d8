"""Every rule by which a number is no target, on the two examples that stand in its row."""

import pytest

from reader.clauses.analysis import analyse_paragraph
from reader.clauses.contexts import QuantityContext
from reader.clauses.documents import ToldDocuments
from reader.clauses.heading_context import HeadingContext
from reader.numbers.days import PlanYears
from reader.promises.not_targets import RULES, rejection_rule
from reader.text.normalization import normalize

PLAN = PlanYears(2024, 2024)


def marked_number(example: str) -> QuantityContext:
    """The number in square brackets; a line above it is the heading."""
    title, _, clause = normalize(example).rpartition("\n")
    headings_above, told = HeadingContext(PLAN), ToldDocuments()
    if title:
        headings_above.enter((1, title))
        told.enter(title, begins=True)
    start = clause.index("[")
    flat = clause.replace("[", "").replace("]", "")
    line, found = analyse_paragraph(
        flat, PLAN, under_past_heading=headings_above.about_past, conditions=headings_above.conditions, told=told
    )
    quantity = next(one for one in found if one.start == start)
    assert flat[start : quantity.end] == clause[start + 1 : clause.index("]")]
    index = next(i for i, one in enumerate(line.clauses) if one.start <= start < one.end)
    return QuantityContext(line, index, quantity)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: f"{rule.name}: {rule.takes}")
def test_a_rule_takes_and_leaves_its_examples(rule):
    assert rule.applies(marked_number(rule.takes))
    assert not rule.applies(marked_number(rule.leaves))
    assert rejection_rule(marked_number(rule.takes)) is not None
