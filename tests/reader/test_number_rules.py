"""Every rule by which a number is no target, on the two examples that stand in its row."""

import pytest

from reader.clauses.lookup import line_of
from reader.clauses.spots import Spot
from reader.clauses.standing import Standing
from reader.numbers.times import PlanTime
from reader.promises.not_targets import RULES, why_not
from reader.text.normal import written

PLAN = PlanTime(2024, 2024)


def marked_number(example: str) -> Spot:
    """The number in square brackets; a line above it is the heading."""
    title, _, clause = written(example).rpartition("\n")
    standing = Standing(PLAN)
    if title:
        standing.enter((1, title))
    start = clause.index("[")
    flat = clause.replace("[", "").replace("]", "")
    line, found = line_of(flat, PLAN, behind=standing.behind, conditions=standing.conditions)
    quantity = next(one for one in found if one.start == start)
    assert flat[start : quantity.end] == clause[start + 1 : clause.index("]")]
    index = next(i for i, one in enumerate(line.clauses) if one.start <= start < one.end)
    return Spot(line, index, quantity)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: f"{rule.name}: {rule.takes}")
def test_a_rule_takes_and_leaves_its_examples(rule):
    assert rule.applies(marked_number(rule.takes))
    assert not rule.applies(marked_number(rule.leaves))
    assert why_not(marked_number(rule.takes)) is not None
