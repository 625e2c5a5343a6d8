"""Simple formulas of a form have their results stored; what is not known has none."""

from fractions import Fraction
from io import BytesIO

import pytest
from openpyxl import Workbook, load_workbook

from sheets.forms.filling import fill_form
from sheets.forms.formulas import UnknownFormula, work_out

CELLS = {(5, 4): Fraction(30), (6, 4): Fraction(8), (7, 4): None, (8, 4): "不适用", (5, 3): Fraction(100)}


def get(cell, depth):
    return CELLS.get(cell)


@pytest.mark.parametrize(
    "formula, result",
    [
        ("=SUM(D5:D6)", 38),
        ("=SUM(D5:D8)", 38),
        ("=SUM(D5,D6,2)", 40),
        ("=D5+D6-D7", 38),
        ("=D5/C5", Fraction(3, 10)),
        ("=(D5+D6)/C5*100", 38),
        ("=-$D$5*2", -60),
        ("=sum(d5:d6)", 38),
        ("=D5*50%", 15),
        ("=0.1+0.2", Fraction(3, 10)),
    ],
)
def test_a_simple_formula_is_worked_out(formula, result):
    assert work_out(formula, get) == result


@pytest.mark.parametrize(
    "formula",
    [
        "=IF(C5=0,0,D5/C5)",
        "=Sheet2!D5",
        "=D5/D7",
        "=D8+1",
        "=SUM(D5:D6",
        "=",
        "=AVERAGE(D5:D6)",
        "=D5 D6",
        "=" + "(" * 5000 + "1",
        "=SUM(A1:XFD1048576)",
        '=HYPERLINK("http://a")',
    ],
)
def test_what_is_not_known_has_no_result(formula):
    with pytest.raises(UnknownFormula):
        work_out(formula, get)


def test_the_results_stand_in_the_file():
    book = Workbook()
    sheet = book.active
    for row in ((100, 30), (50, 8), ("=SUM(A1:A2)", "=SUM(B1:B2)")):
        sheet.append(row)
    sheet["C3"], sheet["C4"], sheet["C5"] = "=B3/A3", "=C5", "=C4"
    stream = BytesIO()
    book.save(stream)
    filled = fill_form(stream.getvalue(), [], {})
    results = load_workbook(BytesIO(filled), data_only=True).active
    formulas = load_workbook(BytesIO(filled)).active
    assert [results[name].value for name in ("A3", "B3", "C4", "C5")] == [150, 38, None, None]
    assert round(results["C3"].value, 6) == 0.253333
    assert formulas["B3"].value == "=SUM(B1:B2)"
