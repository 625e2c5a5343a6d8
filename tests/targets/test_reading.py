"""Numbers as people type them: what is read, to the last digit, and what is refused rather than guessed."""

from decimal import Decimal

import pytest

from targets.models import Target
from targets.reading import Unreadable, read_number


def target(**fields):
    return Target(code="L01", **{"measure": "increment", "decimals": 2, **fields})


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("452", "452"),
        ("４５２．５", "452.5"),
        ("１，２３４", "1234"),
        (" 12 345 678 ", "12345678"),
        ("3.50", "3.5"),
        (".5", "0.5"),
        (0.1, "0.1"),
        (1e3, "1000"),
        (0, "0"),
        ("99999999999999.99", "99999999999999.99"),
    ],
)
def test_read(typed, number):
    assert read_number(typed, target()) == Decimal(number)


@pytest.mark.parametrize("typed", [None, "", "  ", "\u3000"])
def test_blank_is_not_zero(typed):
    assert read_number(typed, target()) is None


@pytest.mark.parametrize(
    "typed",
    [
        "452①", "5²", "5½", "㉑", "⑴2",  # a mark beside a number is no digit of it
        "12,34", "1 2345", "2020 12", "-1", "−1", "1e5", "1.234", "NaN", "inf", "5㎡", "100000000000000",
        float("nan"), float("inf"), 1e309, True,
    ],
)  # fmt: skip
def test_refused(typed):
    with pytest.raises(Unreadable):
        read_number(typed, target())


@pytest.mark.parametrize("measure", ["ratio", "milestone"])
def test_parts_of_a_ratio_and_milestones_are_whole(measure):
    with pytest.raises(Unreadable):
        read_number("0.5", target(measure=measure))
