"""Numbers count with the 15 digits that a spreadsheet shows."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as some

from sheets.files.cell_values import clean_number, make_grid


@pytest.mark.parametrize(
    ("stored", "shown"),
    [
        (5.0, 5), (-7.0, -7), (0.1 + 0.2, 0.3), (1.1 + 2.2, 3.3), (663.17999999999995, 663.18), (0.07 * 100, 7),
        (1 / 3, 0.333333333333333), (1e-7, 1e-7), (1e15, 10**15), (123456789.123456, 123456789.123456),
        (99999999999.9999, 99999999999.9999), (2.675 * 1000, 2675),
    ],
)  # fmt: skip
def test_binary_noise_is_left_out(stored, shown):
    cleaned = clean_number(stored)
    assert cleaned == shown
    assert type(cleaned) is type(shown)
    assert make_grid("", [[stored]]).values == [[cleaned]]


@given(some.integers(-(10**15) + 1, 10**15 - 1), some.integers(0, 12))
def test_a_decimal_of_15_digits_stays_what_it_is(digits, places):
    written = Decimal(digits).scaleb(-places)
    (values,) = make_grid("", [[float(written)]]).values
    assert Decimal(repr(values[0])) == written
