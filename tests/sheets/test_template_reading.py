"""Reading a template: files that are unsafe, not a template, or incomplete are refused."""

import io
import zipfile

import pytest
from openpyxl import Workbook

from sheets.limits import MAX_BYTES, MAX_COLUMNS, MAX_ROWS
from sheets.problems import WorkbookRefused
from sheets.template.layout import FORM_SHEET, HIDDEN_SHEET
from sheets.template.reading import read_template
from sheets.template.writing import write_template
from tests.sheets.builders import NAMES, edit_workbook, make_row, make_template

TEMPLATE = write_template(make_template())


def refusal_codes(data):
    """The codes of all problems for which reading refuses the file."""
    with pytest.raises(WorkbookRefused) as refused:
        read_template(data)
    return [problem.code for problem in refused.value.problems]


def repack(data, change):
    """The same archive after ``change(parts)`` of its dict of names and bytes."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    change(parts)
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty_file"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 512, "broken"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "encrypted"),
        ("单位,人数\n永德,3\n".encode(), "not_ours"),
        (b"%PDF-1.7\n", "not_workbook"),
        (b"\x89PNG\r\n\x1a\n\0\0", "not_workbook"),
        (b"PK\x03\x04 followed by no archive", "broken"),
        (b"PK\x03\x04" + b"\0" * MAX_BYTES, "too_big"),
    ],
)
def test_files_of_other_kinds_are_refused(data, code):
    assert refusal_codes(data) == [code]


def test_archives_that_are_not_a_workbook_are_refused():
    data = TEMPLATE
    assert refusal_codes(repack(data, lambda parts: parts.pop("[Content_Types].xml"))) == ["not_workbook"]
    assert refusal_codes(data[: len(data) // 2]) == ["broken"]
    assert refusal_codes(repack(data, lambda parts: parts.pop("xl/workbook.xml"))) == ["broken"]
    assert refusal_codes(
        repack(data, lambda parts: parts.update({"xl/worksheets/sheet1.xml": b"<worksheet><row"}))
    ) == ["broken"]


def test_macros_are_never_looked_at():
    def change(parts):
        kind = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
        macros = b"application/vnd.ms-excel.sheet.macroEnabled.main+xml"
        parts["[Content_Types].xml"] = parts["[Content_Types].xml"].replace(kind, macros)
        parts["xl/vbaProject.bin"] = b"no program"

    assert len(read_template(repack(TEMPLATE, change)).rows) == 2


def test_zip_bomb_is_not_unpacked():
    assert refusal_codes(repack(TEMPLATE, lambda parts: parts.update({"xl/x.bin": b"\0" * 70_000_000}))) == ["zip_bomb"]


@pytest.mark.parametrize("part", ["xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/styles.xml"])
def test_entities_are_not_expanded(part):
    def change(parts):
        start = parts[part].index(b"<")
        declared = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">]>'
        parts[part] = b'<?xml version="1.0"?>' + declared + parts[part][start:]

    assert refusal_codes(repack(TEMPLATE, change)) == ["broken"]


def test_workbook_of_another_origin_is_refused():
    book = Workbook()
    book.active["A1"] = "临沧市妇联统计表"
    stream = io.BytesIO()
    book.save(stream)
    assert refusal_codes(stream.getvalue()) == ["not_ours"]


def changed_form(change):
    return edit_workbook(TEMPLATE, lambda sheet, book: change(sheet))


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda sheet: sheet.delete_cols(4), "column_missing"),
        (lambda sheet: sheet.delete_cols(2), "column_missing"),
        (lambda sheet: sheet.delete_rows(7), "row_missing"),
        (lambda sheet: sheet.delete_rows(1), "not_ours"),
        (lambda sheet: sheet.__setitem__("D5", "别的目标"), "title_changed"),
        (lambda sheet: sheet.__setitem__("B6", "别的县"), "row_renamed"),
        (lambda sheet: sheet.__setitem__("A7", sheet["A6"].value), "row_doubled"),
        (lambda sheet: sheet.__setitem__("D9", 12), "row_unknown"),
        (lambda sheet: sheet.__setitem__("K6", 12), "stray_cell"),
        (lambda sheet: sheet.__setitem__("E1", sheet["D1"].value), "column_unknown"),
        (lambda sheet: sheet.__setitem__(f"D{MAX_ROWS + 1}", 1), "too_many_rows"),
        (lambda sheet: sheet.cell(6, MAX_COLUMNS + 1, 1), "too_many_columns"),
        (lambda sheet: sheet.insert_rows(6, MAX_ROWS + 5), "too_many_rows"),
    ],
)
def test_changed_form_is_refused(change, code):
    assert code in refusal_codes(changed_form(change))


def test_all_problems_are_reported_together():
    def change(sheet):
        sheet["B6"], sheet["D5"], sheet["A7"] = "甲", "乙", "丙"

    assert sorted(refusal_codes(changed_form(change))) == ["row_missing", "row_renamed", "row_unknown", "title_changed"]


def test_moved_rows_and_columns_are_recognised():
    def change(sheet):
        sheet.insert_rows(3, 2)
        sheet.insert_cols(1)
        sheet["E8"], sheet["E9"] = 1, 2
        top, bottom = ([cell.value for cell in sheet[number]] for number in (8, 9))
        for place, (one, other) in enumerate(zip(top, bottom, strict=True), 1):
            sheet.cell(8, place).value, sheet.cell(9, place).value = other, one

    rows = read_template(changed_form(change)).rows
    assert {row.code: row.cells["L01/value"].value for row in rows} == {"530923000000": 1, "530924000000": 2}
    assert {row.code: row.cells["L01/value"].name for row in rows} == {"530923000000": "E9", "530924000000": "E8"}


def test_copied_form_other_version_and_missing_manifest_are_refused():
    assert refusal_codes(edit_workbook(TEMPLATE, lambda sheet, book: book.copy_worksheet(sheet))) == ["two_forms"]
    assert refusal_codes(edit_workbook(TEMPLATE, lambda _sheet, book: book[HIDDEN_SHEET].__setitem__("B1", "2"))) == [
        "other_version"
    ]
    assert refusal_codes(edit_workbook(TEMPLATE, lambda _sheet, book: book.remove(book[HIDDEN_SHEET]))) == ["not_ours"]


def test_only_owed_cells_are_unlocked():
    data = write_template(make_template(make_row(owed=("L01",)), make_row("530924000000", NAMES[1], unlocked=False)))
    seen = {}
    edit_workbook(data, lambda sheet, book: seen.update(sheet=sheet, book=book))
    sheet = seen["sheet"]
    assert sheet.title == FORM_SHEET
    assert sheet.protection.sheet
    assert not sheet["D6"].protection.locked
    assert all(sheet[name].protection.locked for name in ("A6", "B6", "E6", "F6", "D7", "D5", "D1"))
    assert sheet.row_dimensions[1].hidden
    assert sheet.column_dimensions["A"].hidden
    assert seen["book"][HIDDEN_SHEET].sheet_state == "veryHidden"


def test_a_name_never_becomes_a_formula():
    sheets = {}
    edit_workbook(write_template(make_template(make_row(name="=1+1"))), lambda sheet, book: sheets.update(form=sheet))
    assert sheets["form"]["B6"].data_type == "s"
