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
    [(Decimal("0.78349"), "78.3%"), (Decimal("0.9995"), "100.0%"), (Decimal("12.5"), "1,250.0%"), (None, "—")],
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
