"""Numbers as Word writes them."""

import pytest

from reader.files.counting import ListCounters, ListLevel, format_number, numbered


@pytest.mark.parametrize(
    "n, how, text",
    [
        (1, "chineseCounting", "一"), (10, "chineseCountingThousand", "十"), (12, "japaneseCounting", "十二"),
        (21, "chineseCounting", "二十一"), (105, "chineseCountingThousand", "一百零五"),
        (3, "chineseLegalSimplified", "叁"),
        (4, "ideographTraditional", "丁"), (11, "ideographTraditional", "11"), (2, "ideographZodiac", "丑"),
        (10, "ideographDigital", "一〇"), (1, "decimalEnclosedCircle", "①"), (20, "decimalEnclosedCircleChinese", "⑳"),
        (21, "decimalEnclosedCircle", "21"), (3, "decimalEnclosedParen", "⑶"), (3, "decimalEnclosedFullstop", "⒊"),
        (2, "ideographEnclosedCircle", "㊁"), (12, "decimalFullWidth", "１２"), (7, "decimalZero", "07"),
        (14, "upperRoman", "XIV"), (9, "lowerRoman", "ix"), (28, "upperLetter", "BB"), (3, "lowerLetter", "c"),
        (5, "decimal", "5"), (5, "cardinalText", "5"), (0, "chineseCounting", "0"), (1000, "chineseCounting", "1000"),
        (5000, "upperRoman", "5000"), (5, "none", ""),
    ],
)  # fmt: skip
def test_formats(n, how, text):
    assert format_number(n, how) == text


@pytest.mark.parametrize(
    "number, text, line",
    [
        ("一、", "加强", "一、加强"), ("（一）", "2个", "（一）2个"), ("1.", "加强", "1.加强"), ("1.", "5个", "1. 5个"),
        ("1", "5个", "1 5个"), ("第一", "加强", "第一 加强"), ("1.1", "加强", "1.1 加强"),
        ("①", "，", "①，"), ("1.", "", "1."),
    ],
)  # fmt: skip
def test_a_number_never_runs_into_its_text(number, text, line):
    assert numbered(number, text) == line


LEVELS = {
    0: ListLevel(format="chineseCounting", pattern="%1、"),
    1: ListLevel(pattern="%1.%2"),
    2: ListLevel(pattern="%2.%3"),
}


def count(levels, *steps, starts=None):
    """The numbers of paragraphs at these levels, all of one list."""
    counters = ListCounters()
    return [counters.number("use", "list", levels, at, starts or {}) for at in steps]


def test_a_higher_level_begins_the_lower_ones_anew():
    assert count(LEVELS, 0, 1, 1, 0, 1, 2) == ["一、", "一.1", "一.2", "二、", "二.1", "1.1"]


def test_a_level_that_never_begins_anew():
    assert count({**LEVELS, 1: ListLevel(pattern="%2.", restart=0)}, 0, 1, 0, 1) == ["一、", "1.", "二、", "2."]


def test_a_level_that_begins_anew_only_after_the_highest():
    levels = {**LEVELS, 2: ListLevel(pattern="%3)", restart=1)}
    assert count(levels, 0, 1, 2, 1, 2, 0, 2) == ["一、", "一.1", "1)", "一.2", "2)", "二、", "1)"]


def test_legal_numbers_are_all_digits():
    assert count({**LEVELS, 1: ListLevel(pattern="%1.%2", legal=True)}, 0, 1)[1] == "1.1"


def test_a_level_above_that_was_not_used_counts_as_begun():
    assert count(LEVELS, 1, 1) == ["一.1", "一.2"]


def test_bullets_are_no_numbers():
    assert count({0: ListLevel(format="bullet", pattern="•")}, 0, 0) == ["", ""]


def test_a_pattern_and_a_level_are_no_longer_and_no_deeper_than_word_has_them():
    assert count({8: ListLevel(pattern="%9" + "长" * 1000)}, 8, 4000) == ["1" + "长" * 253, "2" + "长" * 253]


def test_words_without_a_number():
    assert count({0: ListLevel(format="none", pattern="附：")}, 0) == ["附："]


def test_a_use_that_begins_elsewhere_and_one_that_counts_on():
    counters = ListCounters()
    first = [counters.number("a", "list", LEVELS, 0, {}) for _ in range(2)]
    other = [counters.number("b", "list", LEVELS, 0, {0: 5}) for _ in range(2)]
    on = counters.number("a", "list", LEVELS, 0, {})
    assert [*first, *other, on] == ["一、", "二、", "五、", "六、", "七、"]
