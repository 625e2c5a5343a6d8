"""The results of a filled form's simple formulas, stored beside them."""

import zipfile
from collections.abc import Mapping
from fractions import Fraction
from io import BytesIO

from openpyxl.worksheet.worksheet import Worksheet

from sheets.forms.formulas import DEEPEST, Cell, UnknownFormula, work_out
from sheets.marking.stored_results import restore_sheet

DIGITS = 15


def list_results(sheet: Worksheet) -> dict[bytes, tuple[str, str]]:
    """address -> (type, text) of the formulas of a sheet that are worked out here."""
    formulas = {
        (cell.row, cell.column): str(cell.value) for row in sheet.iter_rows() for cell in row if cell.data_type == "f"
    }
    known: dict[Cell, Fraction | str | None] = {}

    def get(cell, depth):
        if cell in known:
            return known[cell]
        if cell in formulas:
            if depth > DEEPEST:
                raise UnknownFormula("too deep, or a circle")
            known[cell] = work_out(formulas[cell], get, depth)
            return known[cell]
        value = sheet.cell(*cell).value if cell[0] <= sheet.max_row and cell[1] <= sheet.max_column else None
        is_number = isinstance(value, int | float) and not isinstance(value, bool)
        return Fraction(repr(value)) if is_number else None if value is None else str(value)

    found = {}
    for row, column in formulas:
        try:
            result = get((row, column), 0)
        except UnknownFormula:
            continue
        if isinstance(result, Fraction):
            found[sheet.cell(row, column).coordinate.encode()] = "", f"{float(result):.{DIGITS}g}"
    return found


def store_results(written: bytes, results: Mapping[str, Mapping[bytes, tuple[str, str]]]) -> bytes:
    """The workbook ``written`` by openpyxl, with these results (name of the sheet's part -> address -> result)."""
    if not any(results.values()):
        return written
    stream = BytesIO()
    with zipfile.ZipFile(BytesIO(written)) as read, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as made:
        for part in read.infolist():
            content = read.read(part)
            if found := results.get(part.filename):
                content = restore_sheet(content, found)
            made.writestr(part.filename, content)
    return stream.getvalue()
