"""The form guides whoever fills it in: checks of what is typed, sums, lines to sign, paper; reading leaves them out."""

from dataclasses import replace
from decimal import Decimal
from io import BytesIO

import pytest
from openpyxl import load_workbook

from sheets.figures.columns import FigurePart
from sheets.figures.content import FigureContent
from sheets.files.reading import read_grids
from sheets.problems import SheetProblem, WorkbookRefused
from sheets.template.layout import FORM_SHEET
from sheets.template.model import FormWords
from sheets.template.reading import read_template
from sheets.template.stamp import list_changes, make_stamp, read_stamp
from sheets.template.writing import write_template
from tests.sheets.builders import CODES, NAMES, edit_workbook, make_field, make_row, make_template

SIGNATURES = ("填报人", "审核人", "负责人", "盖章", "日期")


def make_form(*rows, fields=None, words=None, **more):
    template = make_template(*rows, **({"fields": fields} if fields else {}))
    summed = [
        replace(field, columns=tuple(replace(each, sums=True, decimals=0) for each in field.columns))
        for field in template.fields
    ]
    return replace(template, fields=tuple(summed), words=words or FormWords("合计", SIGNATURES), **more)


def open_form(template):
    return load_workbook(BytesIO(write_template(template)))[FORM_SHEET]


def test_sums_stand_below_the_last_unit():
    form = open_form(make_form())
    sums = [f'=IF(COUNT({column}6:{column}7),SUM({column}6:{column}7),"")' for column in "DEF"]
    assert [form.cell(8, column).value for column in range(1, 8)] == ["fedwork:foot合计", "合计", None, *sums, None]
    assert form["D8"].protection.locked


def test_one_unit_alone_has_no_sums():
    texts = [cell.value for row in open_form(make_form(make_row())).iter_rows() for cell in row]
    assert "合计" not in texts


def test_lines_to_sign_stand_below():
    texts = [str(cell.value) for row in open_form(make_form()).iter_rows(min_row=9) for cell in row if cell.value]
    assert [text.partition("：")[0] for text in texts if "：" in text] == list(SIGNATURES)


def fill(form, _book):
    form["D6"], form["B10"] = 3, "填报人：李"


def test_reading_leaves_sums_and_signatures_out():
    read = read_template(edit_workbook(write_template(make_form()), fill))
    assert [row.code for row in read.rows] == list(CODES)
    assert read.rows[0].cells["L01/value"].value == 3


@pytest.mark.parametrize(("cell", "value"), [("B8", "双江县"), ("D10", 5)])
def test_a_unit_that_is_typed_below_is_not_left_out_silently(cell, value):
    data = edit_workbook(write_template(make_form()), lambda form, _book: form.__setitem__(cell, value))
    with pytest.raises(WorkbookRefused, match="row_unknown"):
        read_template(data)


def test_only_white_cells_are_unlocked_and_protection_has_no_password():
    form = open_form(make_form(make_row(), make_row(CODES[1], NAMES[1], owed=(), unlocked=True)))
    assert form.protection.sheet
    assert not form.protection.password
    assert [form[f"{column}6"].protection.locked for column in "BCDEFG"] == [True, True, False, False, False, False]
    assert form["D7"].protection.locked


def test_programs_refuse_what_a_cell_does_not_take():
    checks = {str(check.sqref): check for check in open_form(make_form()).data_validations.dataValidation}
    assert checks["D6:D7"].formula1 == 'IF(ISNUMBER(D6),AND(D6>=0,ROUND(D6,0)=D6),LEFT(D6,3)="不适用")'
    assert checks["D6:D7"].showErrorMessage
    assert checks["G6:G7"].formula1 == '"已完成,未完成,不适用"'
    assert not checks["G6:G7"].showErrorMessage  # a day is typed as well


@pytest.mark.parametrize(("columns", "paper"), [(8, 9), (9, 8)])
def test_a_wide_form_is_printed_on_a3(columns, paper):
    form = open_form(make_form(fields=tuple(make_field(f"L{n:02}") for n in range(columns))))
    assert int(form.page_setup.paperSize) == paper
    assert form.page_setup.orientation == "landscape"
    assert (form.page_setup.fitToWidth, form.page_setup.fitToHeight) == (1, 0)
    assert (form.print_title_rows, form.print_title_cols) == ("$5:$5", "$B:$C")
    assert form.freeze_panes == "D6"


def test_a_stale_template_says_what_has_changed():
    fields = (make_field("L01"), make_field("L02"), make_field("M01", FigurePart.DAY))
    units = {"L01": "人次", "L02": "个", "M01": "项"}
    old = make_form(make_row(shares={"L01": "5", "L02": "1"}), fields=fields, measures=units)
    renamed = (replace(make_field("L01"), name="培训"), make_field("L03"), make_field("M01", FigurePart.DAY))
    new = make_form(make_row(shares={"L01": "6"}), fields=renamed, measures={"L01": "人", "L03": "户", "M01": "项"})
    stamp = read_stamp(read_grids(write_template(old)))
    assert stamp == make_stamp(old)
    assert list_changes(stamp, make_stamp(old)) == []
    assert [(each.code, each.params["code"]) for each in list_changes(stamp, make_stamp(new))] == [
        ("stale_added", "L03"), ("stale_removed", "L02"), ("stale_renamed", "L01"), ("stale_measure", "L01"),
        ("stale_shares", "L01"),
    ]  # fmt: skip
    last = list_changes(stamp, make_stamp(new))[-1]
    assert last == SheetProblem("stale_shares", last.params)
    assert last.params["units"] == "永德县 5 → 6"


def test_an_older_template_has_no_stamp():
    data = edit_workbook(write_template(make_form()), lambda _form, book: book.remove(book["_fedwork_plan"]))
    assert read_stamp(read_grids(data)) is None
    assert len(read_template(data).rows) == 2


def test_numbers_as_texts_stay_texts():
    form = open_form(make_form(make_row(L01=FigureContent(value=Decimal("1234567890123456789")))))
    assert form["D6"].value == "1234567890123456789"
