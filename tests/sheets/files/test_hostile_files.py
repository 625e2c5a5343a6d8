"""Files that are locked, of another kind, or made to exhaust memory are refused before they are read."""

import io
import zipfile
from io import BytesIO

import pytest
from openpyxl import Workbook

from sheets.files.reading import read_files
from sheets.limits import MAX_BYTES, MAX_COLUMNS, MAX_ROWS
from tests.sheets.files.builders import (
    convert,
    make_package,
    make_zip,
    package_parts,
    problem_code,
    read_grid,
    write_sheet,
)

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
LAST = '<row r="1048576"><c r="A1048576"><v>1</v></c></row>'
ONE = '<row r="1"><c r="A1"><v>1</v></c></row>'


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"x" * (MAX_BYTES + 1), "too_big"),
        (OLE + b"\0" * 512, "broken"),
        (OLE + b"\0" * 512 + "WordDocument".encode("utf-16-le") + b"\0\0", "not_workbook"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "encrypted"),
        (OLE + b"\0" * 512 + "Workbook".encode("utf-16-le") + b"\0\0", "broken"),
        (b"%PDF-1.7\n", "not_workbook"),
        (b"\x89PNG\r\n\x1a\n\0\0", "not_workbook"),
        (b"PK\x03\x04 followed by no archive", "broken"),
        (make_zip({"[Content_Types].xml": "wordprocessingml.document.main+xml"}), "not_workbook"),
        (make_zip({"[Content_Types].xml": "ms-excel.sheet.binary.macroEnabled.main+xml"}), "binary_workbook"),
        (make_zip({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "<x/>"}), "not_workbook"),
    ],
)  # fmt: skip
def test_files_of_other_kinds(data, code):
    assert problem_code(data) == code


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        (ONE + '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>', "too_many_rows"),
        ("".join(f'<row r="{n}"/>' for n in range(1, 1048576)) + LAST, "too_many_rows"),
        (f'<row r="{MAX_ROWS + 1}"><c r="A{MAX_ROWS + 1}"><v>1</v></c></row>', "too_many_rows"),
        ('<row r="1"><c r="XFD1"><v>1</v></c></row>', "too_many_columns"),
        ('<row r="1"><c r="ALL1"><v>1</v></c></row><row r="9999"><c r="A9999"><v>1</v></c></row>', "too_many_cells"),
        ("".join(f"<row><c><v>{n}</v></c></row>" for n in range(200_000)), "too_many_cells"),
        ("".join(f'<row r="{n}"><c r="A{n}"><f>B1</f></c></row>' for n in range(1, 100_002)), "never_calculated"),
    ],
    ids=["corner", "last row", "row", "column", "rectangle", "slow", "formulas"],
)  # fmt: skip
def test_sheets_beyond_the_limits(rows, code):
    assert problem_code(make_package(rows)) == code


def test_a_hundred_thousand_rows_are_within_the_limits():
    rows = "".join(f'<row r="{n}"><c r="A{n}"><v>{n}</v></c></row>' for n in range(1, 114_001))
    grid = read_grid(make_package(rows))
    assert (grid.height, grid.value(114_000, 1)) == (114_000, 114_000)


def test_a_large_sheet_written_in_an_unusual_way():
    row = "<row>" + "".join(f"<c><v>{number}.5</v></c>" for number in range(40)) + "</row>"
    grid = read_grid(make_package(row * 500))
    assert (grid.height, grid.width, grid.value(500, 40)) == (500, 40, 39.5)


def test_a_sparse_sheet_written_in_an_unusual_way():
    rows = '<row><c r="ALL1"><v>1</v></c></row>' + "<row><c><v>2</v></c></row>" * 5000
    assert problem_code(make_package(rows)) == "too_many_cells"


def test_a_million_blank_rows_are_no_rows():
    blank = "".join(f'<row r="{n}"><c r="A{n}" s="0"/></row>' for n in range(2, 400_000))
    assert read_grid(make_package(ONE + blank)).values == [[1]]


def test_many_sheets():
    def fill(_sheet, book):
        for _number in range(100):
            book.add_worksheet()

    assert problem_code(write_sheet(fill)) == "too_many_sheets"


def test_a_text_in_very_many_cells():
    rows = "".join(f'<row r="{n}"><c r="A{n}" t="s"><v>0</v></c></row>' for n in range(1, 50_000))
    assert problem_code(make_package(rows, strings=f"<si><t>{'文' * 3000}</t></si>")) == "zip_bomb"


@pytest.mark.parametrize(
    "part", ["xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/styles.xml", "xl/sharedStrings.xml"]
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entities_are_not_expanded(part, encoding):
    parts = package_parts(ONE, strings="<si/>", styles="<cellXfs><xf/></cellXfs>")
    content = str(parts[part]).removeprefix('<?xml version="1.0" encoding="UTF-8"?>')
    bomb = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;">]>{content}'
    assert problem_code(make_zip(parts | {part: bomb.encode(encoding)})) == "broken"


def test_archives_that_grow():
    parts = package_parts(ONE)
    assert problem_code(make_zip(parts | {"xl/media/a.bin": b"\0" * 70_000_000})) == "zip_bomb"
    assert problem_code(make_zip(parts | {"xl/media/a.bin": b"\0" * 20_000_000})) == "zip_bomb"


def test_an_archive_that_lies_about_its_size():
    """The declared size is all that is unpacked, whatever follows."""
    data = bytearray(make_zip(package_parts(ONE + " " * 5_000_000)))
    with zipfile.ZipFile(io.BytesIO(bytes(data))) as archive:
        part = archive.getinfo("xl/worksheets/sheet1.xml")
    at = data.rindex(part.file_size.to_bytes(4, "little"))
    data[at : at + 4] = (300).to_bytes(4, "little")
    assert problem_code(bytes(data)) == "broken"


def test_an_archive_with_a_password():
    data = bytearray(make_zip({"a.csv": b"1,2"}))
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    assert problem_code(bytes(data), "a.zip") == "encrypted"


@pytest.mark.parametrize("kind", ["xls", "ods"])
def test_files_that_are_cut_off(kind, tmp_path):
    data = convert(write_sheet(lambda sheet, _book: sheet.write_row(0, 0, ["永德县", 1])), kind, tmp_path)
    assert problem_code(data[: len(data) // 2]) == "broken"
    assert read_grid(data).values == [["永德县", 1]]


def test_an_ods_that_repeats_a_row_a_million_times(tmp_path):
    from tests.sheets.test_template_reading import repack

    data = convert(write_sheet(lambda sheet, _book: sheet.write_row(0, 0, ["甲", 1])), "ods", tmp_path)
    tag = b"<table:table-row "

    def repeat(parts):
        repeated = b'<table:table-row table:number-rows-repeated="1048576" '
        parts["content.xml"] = parts["content.xml"].replace(tag, repeated, 1)

    assert problem_code(repack(data, repeat)) == "too_many_rows"


def test_the_widest_sheet_that_is_read():
    grid = read_grid(write_sheet(lambda sheet, _book: sheet.write(0, MAX_COLUMNS - 1, "末")))
    assert (grid.width, grid.value(1, MAX_COLUMNS)) == (MAX_COLUMNS, "末")


@pytest.mark.parametrize(
    "place",
    ["B99999999999999999999", "B4294967295", "AAAAAAAAAAAAA2", "xfd1048576", "XFD0001048576", "B40000000", "B0"],
)
def test_a_cell_that_is_nowhere_refuses_the_file(place):
    """The library that reads would make room up to it, and end the process."""
    book = Workbook()
    book.active["A1"], book.active["B2"] = "单位", 5
    stream, made = BytesIO(), BytesIO()
    book.save(stream)
    with zipfile.ZipFile(stream) as archive, zipfile.ZipFile(made, "w") as changed:
        for part in archive.infolist():
            changed.writestr(part.filename, archive.read(part).replace(b'r="B2"', f'r="{place}"'.encode()))
    (file,) = read_files(made.getvalue(), "a.xlsx")
    assert file.problem is not None
