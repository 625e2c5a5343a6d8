"""The check of the catalogues finds what it promises to find, in a small house of its own."""

import pytest

from tools import messages

HEAD = 'msgid ""\nmsgstr ""\n"Language: zh_Hans\\n"\n"Plural-Forms: nplurals=1; plural=0;\\n"\n\n'
CODE = 'def words(n):\n    return _("Unit"), pgettext("month", "May"), ngettext("%(n)s day", "%(n)s days", n)\n'
PAGE = """{% load i18n %}
<p title="{% translate "Due on" %}">{{ note|default:_("nothing") }}
{% blocktranslate with name=unit.name trimmed %}
  Sent back
  to {{ name }}
{% endblocktranslate %}</p>
"""
TABLE = """{% macro sum(rows) %}{{ _("Sum of %(n)s")|format(n=rows|length) }}
{% endmacro %}
{{ pgettext("row", "none") }}
"""
COMPLETE = """
msgid "Unit"
msgstr "单位"

msgctxt "month"
msgid "May"
msgstr "五月"

msgid "%(n)s day"
msgid_plural "%(n)s days"
msgstr[0] "%(n)s天"

msgid "Due on"
msgstr "截止"

msgid "nothing"
msgstr "无"

msgid "Sent back to %(name)s"
msgstr "退回给%(name)s"

msgid "Sum of %(n)s"
msgstr "%(n)s项合计"

msgctxt "row"
msgid "none"
msgstr "没有"
"""


@pytest.fixture
def house(tmp_path):
    """A house with one file of code, one page, one table, and a function that writes a room's catalogue."""
    (tmp_path / "plans").mkdir()
    (tmp_path / "plans" / "words.py").write_text(CODE)
    (tmp_path / "templates" / "plans").mkdir(parents=True)
    (tmp_path / "templates" / "plans" / "page.html").write_text(PAGE)
    (tmp_path / "templates" / "plans" / "_rows.jinja").write_text(TABLE)

    def write(entries, room="plans"):
        path = tmp_path / "locale" / room / "zh_Hans" / "LC_MESSAGES" / "django.po"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(HEAD + entries)
        return tmp_path

    return write


def test_all_words_of_code_and_pages_are_found(house):
    assert messages.problems(house(COMPLETE)) == []


@pytest.mark.parametrize(
    "was,becomes,problem",
    [
        ('msgstr "截止"', 'msgstr ""', "no Chinese: “Due on” in templates/plans/page.html:2"),
        ('msgctxt "month"\n', "", "no Chinese: “May” (month) in plans/words.py:2"),
        ('msgid "Unit"', '#, fuzzy\nmsgid "Unit"', "no Chinese: “Unit” in plans/words.py:2"),
        ("退回给%(name)s", "退回给%(unit)s", "placeholders differ: “Sent back to %(name)s” in plans"),
        ('msgctxt "row"\n', "", "no Chinese: “none” (row) in templates/plans/_rows.jinja:3"),
        ("%(n)s项合计", "合计", "placeholders differ: “Sum of %(n)s” in plans"),
        ('msgid "nothing"', 'msgid "old"\nmsgstr "旧"\n\nmsgid "nothing"', "nobody uses it: “old” in plans"),
    ],
)
def test_what_is_wrong_is_named_with_its_place(house, was, becomes, problem):
    assert problem in messages.problems(house(COMPLETE.replace(was, becomes)))


def test_a_word_translated_in_two_ways_is_found(house):
    house('msgid "Unit"\nmsgstr "机构"\n', room="orgs")
    assert messages.problems(house(COMPLETE)) == ["translated in two ways: “Unit” in orgs, plans"]


def test_compiled_words_are_what_django_reads(house):
    from gettext import GNUTranslations

    root = house(COMPLETE)
    messages.compile_all(root)
    with messages.catalogues(root)[0].with_suffix(".mo").open("rb") as file:
        words = GNUTranslations(file)
    assert (words.gettext("Unit"), words.pgettext("month", "May")) == ("单位", "五月")
    assert words.ngettext("%(n)s day", "%(n)s days", 3) == "%(n)s天"
