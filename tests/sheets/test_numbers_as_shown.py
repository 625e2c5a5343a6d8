"""A number of a workbook counts as people see it there: percent formats, 15 digits, formulas that give nothing."""

import re
from decimal import Decimal

import pytest

from sheets.figures.columns import FigureColumn, FigureField, FigurePart
from sheets.figures.number_formats import as_shown
from sheets.outcomes import FigureSlot, OutcomeKind, judge_figure
from sheets.template.reading import read_template
from sheets.template.writing import write_template
from tests.sheets.builders import CODES, edit_workbook, make_row, make_template, read_na, read_number
from tests.sheets.test_template_reading import repack

TEMPLATE = write_template(make_template())
STRICT = {
    b"http://schemas.openxmlformats.org/spreadsheetml/2006/": b"http://purl.oclc.org/ooxml/spreadsheetml/",
    b"http://schemas.openxmlformats.org/officeDocument/2006/": b"http://purl.oclc.org/ooxml/officeDocument/",
}


@pytest.mark.parametrize(
    ("number", "number_format", "shown", "sign"),
    [
        ("0.9", "0.00%", "90", "%"),
        ("0.9", "0%;-0%;0%", "90", "%"),
        ("-0.9", "0%;[Red]-0.0%", "-90", "%"),
        ("0", '0%;-0%;"—"', "0", ""),
        ("90", '0"%"', "90", "%"),
        ("90", "0\\%", "90", "%"),
        ("90", "0％", "90", "%"),
        ("0.9", '"约"0%" 以上"', "90", "%"),
        ("5.5", '0.0"‰"', "5.5", "‰"),
        ("5.5", "0.0‰", "5.5", "‰"),
        ("0.9", "General", "0.9", ""),
        ("9", '0"人";"% "0', "9", ""),
        ("0.5", "[<=1]0%;0", "50", "%"),
        ("30", "[<=1]0%;0", "30", ""),
        ("0.9", "_%0.0*%", "0.9", ""),
    ],
)
def test_a_format_says_which_number_is_read(number, number_format, shown, sign):
    assert as_shown(Decimal(number), number_format) == (Decimal(shown), sign)


def column(sign):
    return FigureColumn("L01", FigurePart.VALUE, "L01", read_number, read_na, sign=sign)


def judge(data, sign):
    row = read_template(data).rows[0]
    return judge_figure(FigureField("L01", "L01", (column(sign),)), row, FigureSlot(CODES[0]))


@pytest.mark.parametrize(
    ("value", "number_format", "sign", "after"),
    [
        (0.9, "0.00%", "%", "90"),
        (0.07, '0%;-0%;"—"', "%", "7"),
        (5.5, '0.0"‰"', "‰", "5.5"),
        (90, "General", "%", "90"),
        (0.9, "0.00%", "", None),
        (0.9, "0.00%", "‰", None),
        (5.5, '0.0"‰"', "%", None),
    ],
)
def test_a_percent_cell_counts_as_it_is_shown_or_is_asked(value, number_format, sign, after):
    def fill(form, _book):
        form["D6"] = value
        form["D6"].number_format = number_format

    found = judge(edit_workbook(TEMPLATE, fill), sign)
    if after is None:
        assert (found.kind, found.problem.code) == (OutcomeKind.REFUSED, "shown_with_sign")
    else:
        assert (found.kind, found.after.value) == (OutcomeKind.NEW, Decimal(after))


def first_cell(data):
    return read_template(data).rows[0].cells["L01/value"]


def set_cached_result(result, kind=b""):
    """The template whose first cell holds a formula with this cached result."""
    filled = edit_workbook(TEMPLATE, lambda form, _book: form.__setitem__("D6", 4711))

    def change(parts):
        name = next(n for n in parts if n.endswith("sheet1.xml"))
        before = parts[name]
        start = before.index(b'r="D6"')
        head, tail = before[:start], before[start:]
        tail = tail.replace(b' t="n"', kind, 1).replace(b"<v>4711</v>", b"<f>1.1+2.2</f>" + result, 1)
        parts[name] = head + tail
        assert parts[name] != before

    return repack(filled, change)


def test_a_sum_is_taken_with_the_digits_that_are_shown():
    assert first_cell(set_cached_result(b"<v>3.3000000000000003</v>")).value == 3.3


def test_a_formula_that_gives_an_empty_text_is_blank():
    cell = first_cell(set_cached_result(b"<v></v>", b' t="str"'))
    assert (cell.value, cell.problem) == (None, None)


def test_a_formula_that_was_never_calculated_is_refused():
    assert first_cell(set_cached_result(b"<v></v>")).problem.code == "formula_without_value"


def test_a_strict_workbook_is_read():
    def make_strict(parts):
        for name, content in parts.items():
            for usual, strict in STRICT.items():
                content = content.replace(usual, strict)
            parts[name] = content

    data = repack(edit_workbook(TEMPLATE, lambda form, _book: form.__setitem__("D6", 5)), make_strict)
    assert first_cell(data).value == 5


def test_styles_decide_nothing_but_the_number_formats():
    def break_fills(parts):
        parts["xl/styles.xml"] = re.sub(rb"<patternFill ?/>", b"", parts["xl/styles.xml"], count=1)
        assert b"<fill></fill>" in parts["xl/styles.xml"] or b"<fill />" in parts["xl/styles.xml"]

    def fill(form, _book):
        form["D6"] = 0.9
        form["D6"].number_format = "0%"

    cell = first_cell(repack(edit_workbook(TEMPLATE, fill), break_fills))
    assert (cell.value, cell.sign) == (Decimal(90), "%")


def test_untouched_cells_stay_untouched():
    row = read_template(write_template(make_template(make_row()))).rows[0]
    assert all(row.is_untouched(key) for key in row.cells)
