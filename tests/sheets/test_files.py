"""Files that are not ours, not whole, or not safe."""

import io
import zipfile

import pytest
from openpyxl import Workbook

from sheets import safety
from sheets.layout import FORM, HIDDEN, MAX_BYTES, MAX_COLUMNS, MAX_ROWS
from sheets.reading import read
from sheets.reasons import WorkbookRefused
from sheets.writing import write
from tests.sheets.pure import NAMES, edited, make_row, make_template


def codes(data):
    with pytest.raises(WorkbookRefused) as refused:
        read(data)
    return [reason.code for reason in refused.value.reasons]


def repacked(data, change):
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
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 512, "old_xls"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "encrypted"),
        ("单位,人数\n永德,3\n".encode(), "text_file"),
        (b"%PDF-1.7\n", "not_xlsx"),
        (b"\x89PNG\r\n\x1a\n\0\0", "not_xlsx"),
        (b"PK\x03\x04 and then nothing of an archive", "broken"),
        (b"PK\x03\x04" + b"\0" * MAX_BYTES, "too_big"),
    ],
)
def test_other_files(data, code):
    assert codes(data) == [code]


def test_archives_that_are_no_workbook():
    data = write(make_template())
    assert codes(repacked(data, lambda parts: parts.pop("[Content_Types].xml"))) == ["not_xlsx"]
    assert codes(data[: len(data) // 2]) == ["broken"]
    assert codes(repacked(data, lambda parts: parts.pop("xl/workbook.xml"))) == ["broken"]
    assert codes(repacked(data, lambda parts: parts.update({"xl/worksheets/sheet1.xml": b"<worksheet><row"}))) == [
        "broken"
    ]


def test_macros():
    def change(parts):
        kind = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
        parts["[Content_Types].xml"] = parts["[Content_Types].xml"].replace(kind, safety.MACROS)

    assert codes(repacked(write(make_template()), change)) == ["macros"]


def test_a_bomb_is_not_unpacked():
    assert codes(repacked(write(make_template()), lambda parts: parts.update({"xl/x.bin": b"\0" * 50_000_000}))) == [
        "zip_bomb"
    ]


def test_entities_are_not_expanded():
    bomb = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">]><sst>&a;</sst>'
    assert codes(repacked(write(make_template()), lambda parts: parts.update({"xl/sharedStrings.xml": bomb}))) == [
        "broken"
    ]


def test_a_workbook_of_somebody_else():
    book = Workbook()
    book.active["A1"] = "临沧市妇联统计表"
    stream = io.BytesIO()
    book.save(stream)
    assert codes(stream.getvalue()) == ["not_ours"]


def form(change):
    return edited(write(make_template()), lambda sheet, book: change(sheet))


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
        (lambda sheet: sheet.__setitem__("D8", 12), "row_unknown"),
        (lambda sheet: sheet.__setitem__("K6", 12), "stray_cell"),
        (lambda sheet: sheet.__setitem__("E1", sheet["D1"].value), "column_unknown"),
        (lambda sheet: sheet.__setitem__(f"D{MAX_ROWS + 1}", 1), "too_many_rows"),
        (lambda sheet: sheet.cell(6, MAX_COLUMNS + 1, 1), "too_many_columns"),
        (lambda sheet: sheet.insert_rows(6, MAX_ROWS + 5), "row_missing"),
    ],
)
def test_a_form_that_is_not_whole(change, code):
    assert code in codes(form(change))


def test_everything_that_is_wrong_is_said_at_once():
    def change(sheet):
        sheet["B6"], sheet["D5"], sheet["A7"] = "甲", "乙", "丙"

    assert sorted(codes(form(change))) == ["row_missing", "row_renamed", "row_unknown", "title_changed"]


def test_rows_and_columns_that_were_moved_are_read_as_what_they_are():
    def change(sheet):
        sheet.insert_rows(3, 2)
        sheet.insert_cols(1)
        sheet["E8"], sheet["E9"] = 1, 2
        top, bottom = ([cell.value for cell in sheet[number]] for number in (8, 9))
        for place, (one, other) in enumerate(zip(top, bottom, strict=True), 1):
            sheet.cell(8, place).value, sheet.cell(9, place).value = other, one

    rows = read(form(change)).rows
    assert {row.code: row.cells["L01/value"].value for row in rows} == {"530923000000": 1, "530924000000": 2}
    assert {row.code: row.cells["L01/value"].ref for row in rows} == {"530923000000": "E9", "530924000000": "E8"}


def test_the_form_twice_and_another_version():
    assert codes(edited(write(make_template()), lambda sheet, book: book.copy_worksheet(sheet))) == ["two_forms"]
    assert codes(edited(write(make_template()), lambda _sheet, book: book[HIDDEN].__setitem__("B1", "2"))) == [
        "other_version"
    ]
    assert codes(edited(write(make_template()), lambda _sheet, book: book.remove(book[HIDDEN]))) == ["not_ours"]


def test_only_what_is_owed_can_be_typed():
    data = write(make_template(make_row(owed=("L01",)), make_row("530924000000", NAMES[1], open_=False)))
    seen = {}
    edited(data, lambda sheet, book: seen.update(sheet=sheet, book=book))
    sheet = seen["sheet"]
    assert sheet.title == FORM
    assert sheet.protection.sheet
    assert not sheet["D6"].protection.locked
    assert all(sheet[name].protection.locked for name in ("A6", "B6", "E6", "F6", "D7", "D5", "D1"))
    assert sheet.row_dimensions[1].hidden
    assert sheet.column_dimensions["A"].hidden
    assert seen["book"][HIDDEN].sheet_state == "veryHidden"


def test_a_name_is_never_a_formula():
    sheets = {}
    edited(write(make_template(make_row(name="=1+1"))), lambda sheet, book: sheets.update(form=sheet))
    assert sheets["form"]["B6"].data_type == "s"
