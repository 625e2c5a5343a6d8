"""Formulas keep the results that a workbook was stored with: openpyxl writes a formula without its result."""

import re
import zipfile
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from html import escape
from io import BytesIO

from openpyxl import Workbook, load_workbook
from openpyxl.utils.datetime import to_excel

# A cell with a formula as openpyxl writes it: <c r="D7" s="3"><f>SUM(D1:D6)</f><v /></c>
FORMULA = re.compile(rb'<c r="([A-Z]+[0-9]+)"([^>]*)>(<f\b[^>]*?(?:/>|>[^<]*</f>))<v ?(?:/>|></v>)</c>')


def has_formulas(book: Workbook) -> bool:
    return any(cell.data_type == "f" for sheet in book.worksheets for row in sheet.iter_rows() for cell in row)


def restore_results(written: bytes, original: bytes) -> bytes:
    """The workbook ``written`` by openpyxl, its formulas with the results that stand in ``original``."""
    book = load_workbook(BytesIO(original), data_only=True, keep_links=False)
    paths = {f"xl/worksheets/sheet{number}.xml": sheet for number, sheet in enumerate(book.worksheets, 1)}
    stream = BytesIO()
    with zipfile.ZipFile(BytesIO(written)) as read, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as made:
        for part in read.infolist():
            content = read.read(part)
            if sheet := paths.get(part.filename):
                content = restore_sheet(content, _list_results(sheet, book.epoch))
            made.writestr(part.filename, content)
    return stream.getvalue()


def _list_results(sheet, epoch) -> dict[bytes, tuple[str, str]]:
    """address -> (type, text) of all cells that hold something."""
    return {
        cell.coordinate.encode(): _as_result(cell, epoch)
        for row in sheet.iter_rows()
        for cell in row
        if cell.value is not None or cell.data_type == "str"
    }


def _as_result(cell, epoch) -> tuple[str, str]:
    value = cell.value
    if isinstance(value, bool):
        return "b", str(int(value))
    if isinstance(value, (datetime, date, time, timedelta)):
        return "", str(to_excel(value, epoch))
    if isinstance(value, (int, float)):
        return "", repr(value)
    return ("e" if cell.data_type == "e" else "str"), str(value or "")


def restore_sheet(content: bytes, results: Mapping[bytes, tuple[str, str]]) -> bytes:
    """The XML of a sheet as openpyxl writes it, its formulas with ``results`` (address -> type, text)."""

    def restore(found):
        address, attributes, formula = found.groups()
        if address not in results:
            return found.group()
        kind, text = results[address]
        type_of = f' t="{kind}"'.encode() if kind else b""
        return b'<c r="%s"%s%s>%s<v>%s</v></c>' % (address, attributes, type_of, formula, escape(text).encode())

    return FORMULA.sub(restore, content)
