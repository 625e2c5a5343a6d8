"""Every rule of the reader that is a pattern, on the two examples that stand beside it."""

import importlib
import pkgutil
from collections.abc import Iterator
from types import ModuleType

import pytest

import reader
from reader.lexicon.rules import PatternRule
from reader.numbers import times
from reader.numbers.deadlines import WHEN

TIMES = {rule.name for rule in times.RULES}


def modules() -> Iterator[ModuleType]:
    for found in pkgutil.walk_packages(reader.__path__, "reader."):
        if not found.name.startswith("reader.files"):
            yield importlib.import_module(found.name)


def rules_in(name: str, value: object) -> Iterator[tuple[str, PatternRule]]:
    """The rules in the value of a module's constant; tables of rules are searched row by row."""
    if isinstance(value, PatternRule):
        yield name, value
    elif isinstance(value, tuple):
        for part in value:
            yield from rules_in(name, part)


RULES = {
    id(rule): (f"{module.__name__.removeprefix('reader.')}.{name}", rule)
    for module in modules()
    for constant, value in vars(module).items()
    for name, rule in rules_in(constant, value)
}


@pytest.mark.parametrize("rule", [rule for _, rule in RULES.values()], ids=[name for name, _ in RULES.values()])
def test_a_rule_takes_and_leaves_its_examples(rule):
    assert rule.applies(rule.takes)
    assert not rule.applies(rule.leaves)


def names_of_times(text: str) -> set[str]:
    """The names of the rules by which expressions of time are found in ``text``."""
    found = WHEN.finditer(text)
    return {name for one in found for name, words in one.groupdict().items() if words and name in TIMES}


@pytest.mark.parametrize("rule", times.RULES, ids=lambda rule: rule.name)
def test_an_expression_of_time_takes_and_leaves_its_examples(rule):
    assert rule.name in names_of_times(rule.takes)
    assert rule.name not in names_of_times(rule.leaves)
