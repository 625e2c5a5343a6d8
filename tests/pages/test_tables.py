"""Tables in Jinja2 as parts of pages of Django."""

import pytest
from django.template import Context, Template, engines
from django.utils.translation import override
from jinja2 import DictLoader, UndefinedError

from pages.environment import url_around


@pytest.fixture
def write(monkeypatch):
    """Put one template in place of all others of Jinja2."""

    def write(source):
        monkeypatch.setattr(engines["jinja2"].env, "loader", DictLoader({"t.jinja": source}))

    return write


def render(tag, **context):
    with override("en"):
        return Template("{% load jinja_tags %}" + tag).render(Context(context))


def test_what_people_wrote_is_escaped(write):
    write("<td>{{ name }}</td>")
    assert render('{% table "t.jinja" name=name %}', name="<b>'&") == "<td>&lt;b&gt;&#39;&amp;</td>"


def test_a_name_that_is_not_given_is_an_error(write):
    write("{{ nmae }}")
    with pytest.raises(UndefinedError):
        render('{% table "t.jinja" name=1 %}', nmae="of the page, not of the table")


def test_filters_are_those_of_the_pages(write):
    write("{{ n|number(2) }} {{ n|percent }} {{ '2020Q3'|period_name }} {{ _('not applicable') }}")
    assert render('{% table "t.jinja" n=n %}', n=3) == "3.00 300.0% Q3 2020 not applicable"


def test_a_part_has_the_context_of_the_page_and_what_is_added(write):
    write("<i>{{ part('components/_state.html', state='draft') }}</i>")
    assert "<i>" in render('{% table "t.jinja" %}', label="its own & word")
    assert "its own &amp; word" in render('{% table "t.jinja" %}', label="its own & word")


def test_an_address_around_its_last_part():
    before, after = url_around("targets:figure_history", "CODE", "2020Q1", "530923000000")
    assert before.endswith("/CODE/2020Q1/530923000000/figure/")
    assert after == "/"
