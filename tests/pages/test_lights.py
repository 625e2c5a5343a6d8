"""Lights and bars: a shape, a colour and a name for each, in the language of the page."""

import re
from decimal import Decimal

import pytest
from django.template import Context, Template
from django.utils.translation import override

from pages.lights import LIGHTS, NAMES, draw_light, light_name
from targets.totals.standing import UNJUDGED

BAR = "{% load light_tags %}{% bar ratio pace 'red' label %}"


def bar(ratio, pace=None, label=""):
    with override("en"):
        return Template(BAR).render(Context({"ratio": ratio, "pace": pace, "label": label}))


def test_every_light_has_a_name_and_a_shape_of_its_own():
    assert set(NAMES) == {*LIGHTS, *UNJUDGED}
    shapes = {re.search(r"<svg.*</svg>", draw_light(light), re.DOTALL)[0] for light in NAMES}
    assert len(shapes) == len({light_name(light) for light in NAMES}) == len(NAMES)


def test_a_light_is_drawn_in_the_language_of_the_page():
    drawn = []
    for language in ("zh-hans", "en", "zh-hans"):
        with override(language):
            drawn.append(draw_light("red"))
    assert "严重滞后" in drawn[0] == drawn[2]
    assert "far behind" in drawn[1]


def test_the_name_of_a_compact_light_is_hidden_from_the_eye_alone():
    with override("en"):
        full, compact = draw_light("green"), draw_light("green", compact=True)
        absent, nothing_owed = draw_light("na", compact=True), draw_light("", compact=True)
    assert 'title="on pace"' in compact
    assert '<span class="visually-hidden">on pace</span>' in compact
    assert "title=" not in full
    assert '<span class="light-word">not applicable</span>' in absent
    assert '<span class="visually-hidden">no task</span>' in nothing_owed
    assert '<span class="light-word">on pace</span>' in full


@pytest.mark.parametrize("nothing", [None, ""])
def test_a_bar_without_a_pace_has_no_tick(nothing):
    assert "barline-pace" not in bar(Decimal("0.5"), nothing)


def test_a_bar_says_its_numbers_to_who_does_not_see_it():
    assert 'aria-label="completion 50.0%, pace 0.0%"' in bar(Decimal("0.5"), Decimal(0))
    assert 'aria-label="A &amp; B 50.0%"' in bar(Decimal("0.5"), label="A & B")
