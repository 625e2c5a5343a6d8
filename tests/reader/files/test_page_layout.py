"""Recognised lines of a page: their order, their paragraphs, tables and page numbers."""

import math

import pytest

from reader.files.page_layout import PAGE_NUMBER, rows_of_page, text_of_pages

HEIGHT, CHARACTER, PITCH = 40, 34, 60
FULL = 20  # characters of a full line


def line(text, row, *, indent=0.0, slope=0.0, width=None):
    """A line as the recognition gives it: corners, text, certainty. ``indent`` and ``width`` in characters."""
    left, top = 100 + indent * CHARACTER, 100 + row * PITCH
    right, bottom = left + (len(text) if width is None else width) * CHARACTER, top + HEIGHT
    sine, cosine = math.sin(math.radians(slope)), math.cos(math.radians(slope))
    corners = [(left, top), (right, top), (right, bottom), (left, bottom)]
    return [[[x * cosine - y * sine, x * sine + y * cosine] for x, y in corners], text, 0.99]


def page(*texts, slope=0.0):
    """Lines under each other; each "　" at their beginning is an indent of a character."""
    lines = []
    for row, text in enumerate(texts):
        bare = text.lstrip("　")
        lines.append(line(bare, row, indent=len(text) - len(bare), slope=slope))
    return lines


FIRST = "　　" + "一" * (FULL - 2)
NEXT = "二" * FULL
LAST = "三" * 7 + "。"


@pytest.mark.parametrize("slope", [0, 1.5, -1.5])
def test_lines_of_a_paragraph_are_joined(slope):
    found = text_of_pages([page(FIRST, NEXT, LAST, FIRST, LAST, slope=slope)])
    assert found == f"{FIRST.strip()}{NEXT}{LAST}\n{FIRST.strip()}{LAST}"


def test_lines_come_from_top_to_bottom_whatever_their_order():
    lines = page(FIRST, NEXT, LAST)
    assert text_of_pages([lines[::-1]]) == text_of_pages([lines])


def test_a_paragraph_that_ends_at_the_margin_is_told_by_the_indent_of_the_next():
    ends = "四" * (FULL - 1) + "。"
    assert text_of_pages([page(FIRST, ends, FIRST, LAST)]) == f"{FIRST.strip()}{ends}\n{FIRST.strip()}{LAST}"


def test_without_indents_a_sentence_that_ends_at_the_margin_ends_the_paragraph():
    ends = "四" * (FULL - 1) + "。"
    assert text_of_pages([page(ends, NEXT, LAST)]) == f"{ends}\n{NEXT}{LAST}"


def test_a_number_of_a_list_begins_a_paragraph_and_a_decimal_does_not():
    assert (
        text_of_pages([page(NEXT, "二、加强组织", NEXT, "3.5万人次培训。")])
        == f"{NEXT}\n二、加强组织\n{NEXT}3.5万人次培训。"
    )
    assert text_of_pages([page(NEXT, "(三)加强组织")]) == f"{NEXT}\n(三)加强组织"


def test_a_heading_of_other_size_stands_alone():
    big = line("五" * 10, 0, width=FULL)
    big[0] = [[x, y * 1.0 + (0 if at < 2 else 30)] for at, (x, y) in enumerate(big[0])]
    rest = [line(NEXT, 1.5), line(LAST, 2.5)]
    assert text_of_pages([[big, *rest]]) == f"{'五' * 10}\n{NEXT}{LAST}"


def test_cells_of_a_row_have_tabs_between_them_and_parts_of_a_line_none():
    cells = [line("1", 0), line("新建儿童之家35个", 0, indent=4), line("各县区妇联", 0, indent=15)]
    parts = [line("新建儿童之家", 1), line("35个", 1, indent=6.8)]
    assert (
        text_of_pages([[cells[2], cells[0], cells[1], *parts]]) == "1\t新建儿童之家35个\t各县区妇联\n新建儿童之家35个"
    )


def test_a_number_that_is_broken_by_the_margin_is_whole():
    assert text_of_pages([page("年" * (FULL - 2) + "20", "20年底前完成。")]).endswith("年2020年底前完成。")


def test_words_of_letters_keep_a_space():
    assert text_of_pages([page("年" * (FULL - 3) + "HPV", "DNA检测。")]).endswith("HPV DNA检测。")


@pytest.mark.parametrize("text", ["— 3 —", "-12-", "第 3 页", "第3页/共12页", "3", "一3一"])
def test_page_numbers_are_left_out(text):
    assert PAGE_NUMBER.fullmatch(text)
    assert text_of_pages([page(FIRST, NEXT, text), page(NEXT, LAST)]) == f"{FIRST.strip()}{NEXT}{NEXT}{LAST}"


@pytest.mark.parametrize("text", ["2020年", "3个", "12月底前", "一、"])
def test_what_only_looks_like_a_page_number_stays(text):
    assert text in text_of_pages([page(LAST, text)])


def test_a_page_without_lines_is_nothing():
    assert rows_of_page([]) == []
    assert text_of_pages([[], page(LAST), []]) == LAST
