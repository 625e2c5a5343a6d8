"""Workbooks for the tests of ``sheets.files``: by XlsxWriter, by hand in XML, by LibreOffice, and packed."""

import io
import os
import shutil
import subprocess
import zipfile
from datetime import date, datetime, time

import pytest
import xlsxwriter

from sheets.files.grid import SheetGrid
from sheets.files.reading import BookFile, read_files

MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
SOFFICE = shutil.which("soffice")


def read_book(data: bytes, name: str = "报表.xlsx") -> BookFile:
    """The one file in ``data``."""
    (book,) = read_files(data, name)
    return book


def read_grid(data: bytes, name: str = "报表.xlsx") -> SheetGrid:
    """The first sheet of a file that can be read."""
    book = read_book(data, name)
    assert book.problem is None
    return book.grids[0]


def problem_code(data: bytes, name: str = "报表.xlsx") -> str:
    """Why the file is refused; it then has no sheets."""
    book = read_book(data, name)
    assert book.problem
    assert book.grids == []
    return book.problem.code


def make_zip(parts: dict[str, bytes | str], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """An archive of these parts."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", method) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return stream.getvalue()


def make_package(rows: str, **more) -> bytes:
    """An .xlsx with one sheet whose XML is ``rows``; see ``package_parts``."""
    return make_zip(package_parts(rows, **more))


def package_parts(rows, *, head="", tail="", strings="", styles="", book="") -> dict[str, bytes | str]:
    """The parts of a minimal .xlsx: ``rows`` inside sheetData, ``head`` and ``tail`` around it."""
    links = [("rId1", "worksheet", "worksheets/sheet1.xml")]
    parts: dict[str, bytes | str] = {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{SHEET_TYPE}"/>'
        + "".join(
            f'<Override PartName="/xl/{name}.xml" ContentType="{SHEET_TYPE.replace("sheet.main", kind)}"/>'
            for name, kind in (
                ("worksheets/sheet1", "worksheet"),
                ("sharedStrings", "sharedStrings"),
                ("styles", "styles"),
            )
        )
        + "</Types>",
        "_rels/.rels": _relations([("rId1", "officeDocument", "xl/workbook.xml")]),
        "xl/workbook.xml": f'<workbook {MAIN} xmlns:r="{OFFICE}">{book}<sheets>'
        '<sheet name="表" sheetId="1" r:id="rId1"/></sheets></workbook>',
        "xl/worksheets/sheet1.xml": f'<?xml version="1.0" encoding="UTF-8"?><worksheet {MAIN}>{head}'
        f"<sheetData>{rows}</sheetData>{tail}</worksheet>",
    }
    for name, content, root in (("sharedStrings", strings, "sst"), ("styles", styles, "styleSheet")):
        if content:
            links.append((f"rId{len(links) + 1}", name, f"{name}.xml"))
            parts[f"xl/{name}.xml"] = f"<{root} {MAIN}>{content}</{root}>"
    return parts | {"xl/_rels/workbook.xml.rels": _relations(links)}


def _relations(links):
    written = "".join(f'<Relationship Id="{at}" Type="{OFFICE}/{kind}" Target="{to}"/>' for at, kind, to in links)
    return f'<Relationships xmlns="{PACKAGE}/relationships">{written}</Relationships>'


def write_sheet(fill) -> bytes:
    """An .xlsx by XlsxWriter; ``fill(sheet, book)`` writes its first sheet."""
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream)
    fill(book.add_worksheet("数据"), book)
    book.close()
    return stream.getvalue()


def write_everything(sheet, book) -> None:
    """Everything that a format must keep: merged and hidden cells, formats, days, formulas."""

    def formatted(code):
        return book.add_format({"num_format": code})

    sheet.merge_range("A1:D1", "标题")
    sheet.write("A2", " 永德县\u200b ")
    sheet.write("B2", 0.9, formatted("0.00%"))
    sheet.write("C2", 5.5, formatted('0.0"‰"'))
    sheet.write("D2", 12, formatted('0"人"'))
    sheet.write("A3", date(2020, 9, 30), formatted("yyyy-mm-dd"))
    sheet.write("B3", date(2020, 9, 30), formatted('yyyy"年"m"月"d"日"'))
    sheet.write("C3", datetime(2020, 9, 30, 12), formatted("yyyy-mm-dd hh:mm"))
    sheet.write("D3", time(6), formatted("hh:mm"))
    sheet.write("A4", 3.3000000000000003)
    sheet.write_formula("B4", "=1/0", None, "#DIV/0!")
    sheet.write_formula("D4", "=1+1", None, 2)
    sheet.write("A6", "隐藏的行")
    sheet.set_row(5, None, None, {"hidden": True})
    sheet.write("H7", "隐藏的列")
    sheet.set_column("H:I", None, None, {"hidden": True})
    sheet.write("A14", 530923000000)
    sheet.write("B14", -7)
    sheet.write("C14", "第一行\n第二行")
    sheet.merge_range("A15:A16", "竖")
    book.add_worksheet("不看").hide()


def convert(data: bytes, kind: str, folder, *, suffix: str = "xlsx") -> bytes:
    """The file with this ``suffix`` as LibreOffice saves it in another format; skips the test without LibreOffice."""
    if not SOFFICE and os.environ.get("CI") != "true":
        pytest.skip("no LibreOffice on this machine")
    assert SOFFICE, "CI=true, and no LibreOffice on this machine: .ci/run installs it"
    source = folder / f"source.{suffix}"
    source.write_bytes(data)
    profile = f"-env:UserInstallation=file://{folder}/profile"
    command = [SOFFICE, profile, "--headless", "--convert-to", kind, "--outdir", str(folder / "out"), str(source)]
    subprocess.run(command, check=True, capture_output=True)
    (made,) = (folder / "out").iterdir()
    return made.read_bytes()
