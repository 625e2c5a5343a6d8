"""A form of an older kind (.xls, .et) as an .xlsx, by LibreOffice where the server has it."""

from sheets.conversion import ConversionFailed, convert_file
from sheets.files.kinds import BookKind, find_kind
from sheets.problems import refuse_workbook


def as_xlsx(data: bytes) -> bytes:
    """The workbook as an .xlsx: itself, or converted. Raises WorkbookRefused for what is no workbook or archive of
    cells with a layout, and where nothing here converts it."""
    kind = find_kind(data)
    if kind == BookKind.XLSX:
        return data
    if kind not in (BookKind.XLS, BookKind.ODS):
        refuse_workbook("form_no_xlsx")
    suffix = ".xls" if kind == BookKind.XLS else ".ods"
    try:
        return convert_file(data, suffix, "xlsx:Calc MS Excel 2007 XML")
    except ConversionFailed:
        refuse_workbook("form_old_kind")
