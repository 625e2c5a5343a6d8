"""Formats of exact numbers in workbooks: as on the page, and no rounding to a bound that is not reached."""

from decimal import Decimal

import pytest

from sheets.number_formats import number_format, percent_format


def test_decimals():
    assert [number_format(n) for n in (0, 2)] == ["#,##0", "#,##0.00"]


@pytest.mark.parametrize(
    ("share", "expected"),
    [("0.783", "0.0%"), ("1", "0.0%"), ("0", "0.0%"), ("0.9996", "0.00%"), ("0.0004", "0.00%"), ("1.0004", "0.00%")],
)
def test_a_percentage_does_not_seem_to_reach_all_or_nothing(share, expected):
    assert percent_format(Decimal(share)) == expected
