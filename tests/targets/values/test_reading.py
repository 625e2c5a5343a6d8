"""Numbers as people type them: what is read, to the last digit, and what is refused rather than guessed."""

from decimal import Decimal

import pytest

from targets.models import Target
from targets.values.typed_numbers import UnreadableNumber, format_for_input, read_number


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
        "无", "—", "12,34", "1 2345", "2020 12", "-1", "−1", "1e5", "1e309", "1.234", "NaN", "inf", "5㎡",
        "100000000000000",
        float("nan"), float("inf"), 1e309, True,
    ],
)  # fmt: skip
def test_refused(typed):
    with pytest.raises(UnreadableNumber):
        read_number(typed, target())


@pytest.mark.parametrize("fields", [{"measure": "milestone"}, {"measure": "ratio", "decimals": 0}])
def test_milestones_are_whole_and_so_are_ratios_without_decimals(fields):
    with pytest.raises(UnreadableNumber):
        read_number("0.5", target(**fields))


def test_both_numbers_of_a_ratio_may_have_its_decimals_and_show_as_many_as_they_have():
    ratio = target(measure="ratio")
    numbers = [read_number(typed, ratio) for typed in ("30", "12.50", "0.25", "100", None)]
    assert [format_for_input(number, ratio) for number in numbers] == ["30", "12.5", "0.25", "100", ""]
    assert format_for_input(Decimal("12.5"), target()) == "12.50"
    with pytest.raises(UnreadableNumber):
        read_number("0.125", ratio)
