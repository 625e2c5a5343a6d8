"""Reading an .xlsx: calamine for the values, searches in the XML for the rest, openpyxl for what is unusual."""

from io import BytesIO
from itertools import islice

from python_calamine import CalamineWorkbook

from sheets.files.cell_values import is_telling, make_grid, note_format, set_problem
from sheets.files.grid import SheetGrid
from sheets.files.xlsx import scan
from sheets.files.xlsx.fallback import read_slowly
from sheets.files.xlsx.package import SheetPart, XlsxPackage, open_package
from sheets.files.xlsx.scan import SheetXml, split_sheet
from sheets.files.xlsx.strings import require_bounded_texts
from sheets.limits import MAX_CELLS
from sheets.problems import SheetProblem, WorkbookRefused, refuse_workbook

MAX_PROBLEMS = 100_000  # formulas without a result in one sheet


def read_xlsx(data: bytes) -> list[SheetGrid]:
    """Every sheet. Raises WorkbookRefused, and what the parsers raise for a damaged file."""
    package = open_package(data)
    sheets = [split_sheet(part.content) for part in package.sheets]
    for sheet in sheets:
        scan.require_sound(sheet)
    require_bounded_texts(package.strings, [sheet.cells for sheet in sheets])
    if _is_usual(package, sheets):
        try:
            return _read_quickly(package, sheets)
        except (WorkbookRefused, MemoryError):
            raise
        except BaseException as error:  # a panic of calamine is no Exception
            if isinstance(error, (KeyboardInterrupt, SystemExit)):
                raise
    return read_slowly(package)


def _is_usual(package: XlsxPackage, sheets: list[SheetXml]) -> bool:
    plain = not package.formats or not (
        is_telling(package.formats[0]) or 0 in package.struck
    )  # cells without a style have the first one
    return plain and all(sheet.is_regular for sheet in sheets)


def _read_quickly(package, sheets) -> list[SheetGrid]:
    book = CalamineWorkbook.from_filelike(BytesIO(package.repack()))
    styles = {number: text for number, text in enumerate(package.formats) if is_telling(text)}
    grids: list[SheetGrid] = []
    for part, sheet in zip(package.sheets, sheets, strict=True):
        rows = book.get_sheet_by_name(part.name).to_python(skip_empty_area=False)
        grids.append(_make_grid(part, rows, sheet))
        for at, number_format in scan.find_styled(sheet.cells, styles):
            note_format(grids[-1], at, number_format)
        struck = scan.find_styled(sheet.cells, dict.fromkeys(package.struck, ""))
        grids[-1].struck = {at for at, _format in struck}
        if sum(grid.height * grid.width for grid in grids) > MAX_CELLS:
            refuse_workbook("too_many_cells", limit=MAX_CELLS)
    return grids


def _make_grid(part: SheetPart, rows, sheet: SheetXml) -> SheetGrid:
    grid = make_grid(
        part.title,
        rows,
        hidden=part.hidden,
        hidden_rows=scan.find_hidden_rows(sheet),
        hidden_columns=scan.find_hidden_columns(sheet.head),
        merged=scan.find_merged(sheet.tail),
    )
    for at, text in scan.find_errors(sheet.cells):
        set_problem(grid, at, SheetProblem("error_value", {"text": text}))
    uncalculated = list(islice(scan.find_uncalculated(sheet.cells), MAX_PROBLEMS + 1))
    if len(uncalculated) > MAX_PROBLEMS:
        refuse_workbook("never_calculated")
    for at in uncalculated:
        set_problem(grid, at, SheetProblem("formula_without_value"))
    return grid
