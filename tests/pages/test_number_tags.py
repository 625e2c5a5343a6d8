"""How numbers are written on a page."""

from decimal import Decimal
from fractions import Fraction

import pytest
from django.template import Context, Template
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from pages import formats
from plans.models import Period, Plan
from targets.models.figure import Account
from targets.models.report import State


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [
        (Decimal("12345.605"), 2, "12,345.61"),
        (Decimal("2.5"), 0, "3"),
        (Decimal("-2.5"), 0, "−3"),
        (Decimal("-0.004"), 2, "0.00"),
        (Decimal("1E+3"), None, "1,000"),
        (Decimal("100.50"), None, "100.5"),
        (Decimal(0), None, "0"),
        (0, 0, "0"),
        (None, 2, "—"),
        ("", 2, "—"),
        (Fraction(2, 3), 2, "0.67"),
        (Decimal("99999999999999999999.995"), 2, "100,000,000,000,000,000,000.00"),
    ],
)
def test_number(value, decimals, text):
    assert formats.format_number(value, decimals) == text


@given(st.decimals(allow_nan=False, allow_infinity=False, places=4, min_value=-(10**15), max_value=10**15))
def test_what_is_put_into_a_field_is_read_back_as_the_same_number(value):
    assert Decimal(formats.format_plain(value)) == value
    assert Decimal(formats.format_number(value).replace(",", "").replace(formats.MINUS, "-")) == value


@pytest.mark.parametrize(
    "show",
    [
        formats.format_number,
        formats.format_plain,
        formats.format_percent,
        formats.format_points,
        formats.format_bar_length,
    ],
)
def test_a_float_is_refused(show):
    with pytest.raises(TypeError):
        show(0.1)


def test_blank_zero_and_not_applicable_look_different():
    template = Template("{% load number_tags %}{{ v|number:0|na:flag }}")
    shown = {
        str(template.render(Context({"v": value, "flag": flag})))
        for value, flag in ((None, False), (Decimal(0), False), (Decimal(0), True))
    }
    assert len(shown) == 3


@pytest.mark.parametrize(
    ("ratio", "text"),
    [
        (Decimal("0.78349"), "78.3%"),
        (Decimal("0.9996"), "99.9%"),
        (Decimal("0.99999999"), "99.9%"),
        (Decimal(1), "100.0%"),
        (Decimal("1.0001"), "100.1%"),
        (Decimal("0.0004"), "0.1%"),
        (Decimal(0), "0.0%"),
        (Decimal("-0.0004"), "−0.1%"),
        (Decimal(1) / Decimal(3) * 3, "100.0%"),  # wrong in the 28th digit only
        (Decimal("12.5"), "1,250.0%"),
        (None, "—"),
    ],
)
def test_percent(ratio, text):
    assert formats.format_percent(ratio) == text


def test_points_carry_their_sign():
    with override("zh-hans"):
        assert formats.format_points(Decimal("-0.123")) == "−12.3 个百分点"
        assert formats.format_points(Decimal("0.05")) == "+5.0 个百分点"
        assert formats.format_points(Decimal("0")) == "0.0 个百分点"
        assert formats.format_points(None) == "—"


@pytest.mark.parametrize(
    ("ratio", "place"), [(None, "0.00"), (Decimal("-1"), "0.00"), (Decimal("0.5"), "50.00"), (Decimal("1.6"), "100.00")]
)
def test_a_bar_never_leaves_its_track(ratio, place):
    assert formats.format_bar_length(ratio) == place


@pytest.mark.parametrize("state", [*State, *Period.State, *Plan.State, *Account.TaskState])
def test_every_state_has_its_word(state):
    with override("zh-hans"):
        shown = Template('{% include "components/_state.html" %}').render(Context({"state": state.value}))
    assert f">{state.value}<" not in shown


@given(st.decimals(min_value=-2, max_value=3, places=12), st.integers(0, 3))
def test_a_percentage_never_reaches_what_it_has_not(ratio, decimals):
    text = formats.format_percent(ratio, decimals)
    shown = Decimal(text.rstrip("%").replace(formats.MINUS, "-"))
    for bound in (0, 1):
        assert (shown == 100 * bound) == (ratio == bound)
        assert (shown > 100 * bound) == (ratio > bound)
    assert abs(shown - 100 * ratio) <= Decimal(1).scaleb(-decimals)


def test_a_rate_is_not_rounded_to_its_bound():
    rounding = formats.Rounding(1, (Decimal(0), Decimal(100), Decimal(70)))
    shown = {text: formats.format_number(Decimal(text), rounding) for text in ("69.996", "70", "70.004", "99.98")}
    assert shown == {"69.996": "69.9", "70": "70.0", "70.004": "70.1", "99.98": "99.9"}
    limit = formats.Rounding(0, (Decimal("8.5"),))  # between two steps nothing is crossed
    assert [formats.format_number(Decimal(text), limit) for text in ("8.49", "8.51")] == ["8", "9"]


def test_a_gap_is_not_rounded_to_where_its_light_changes():
    bounds = (Decimal(0), Decimal(-10), Decimal(-30))
    with override("en"):
        shown = [
            formats.format_points(Decimal(gap), bounds) for gap in ("-0.1004", "-0.1", "-0.0004", "0.0004", "-0.2996")
        ]
    assert shown == ["−10.1 points", "−10.0 points", "−0.1 points", "+0.1 points", "−29.9 points"]


@pytest.mark.parametrize(
    ("ratio", "place"), [("0.999999", "99.99"), ("0.000001", "0.01"), ("1", "100.00"), ("0", "0.00")]
)
def test_a_bar_is_full_only_where_all_is_done(ratio, place):
    assert formats.format_bar_length(Decimal(ratio)) == place
