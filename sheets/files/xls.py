"""Reading an .xls or .et by xlrd, which knows what is hidden, merged and formatted; calamine does not.

It is also safer: calamine makes room for the whole rectangle that a few bytes of an .xls can claim.
"""

from io import BytesIO, StringIO

import olefile
import xlrd
from xlrd.biffh import XL_CELL_BOOLEAN, XL_CELL_DATE, XL_CELL_ERROR, XL_CELL_NUMBER, XL_CELL_TEXT, error_text_from_code

from sheets.files.cell_values import clean_text, is_telling, make_grid, note_format, set_problem
from sheets.files.grid import STRUCK_PART, MergedRange, SheetGrid
from sheets.limits import MAX_CELLS, MAX_SHEETS
from sheets.problems import SheetProblem, WorkbookRefused, refuse_workbook

STREAMS = ("Workbook", "Book")
ENCRYPTED = "encrypted"  # in the message of xlrd


def read_xls(data: bytes) -> list[SheetGrid]:
    """Every sheet. Raises WorkbookRefused, and whatever xlrd raises for a damaged file."""
    try:
        book = xlrd.open_workbook(
            file_contents=_find_stream(data), logfile=StringIO(), formatting_info=True, on_demand=True, ragged_rows=True
        )
    except xlrd.XLRDError as error:
        raise WorkbookRefused(SheetProblem("encrypted" if ENCRYPTED in str(error) else "broken")) from error
    if book.nsheets > MAX_SHEETS:
        refuse_workbook("too_many_sheets", limit=MAX_SHEETS)
    formats, struck = _read_formats(book), _read_struck(book)
    grids, seen = [], 0
    for number in range(book.nsheets):
        grids.append(_make_grid(book, book.sheet_by_index(number), formats))
        _note_struck(grids[-1], book, book.sheet_by_index(number), struck)
        book.unload_sheet(number)
        seen += grids[-1].height * grids[-1].width
        if seen > MAX_CELLS:
            refuse_workbook("too_many_cells", limit=MAX_CELLS)
    return grids


def _find_stream(data: bytes) -> bytes:
    """The workbook in the container of the file. xlrd opens containers, too, but runs in circles in damaged ones."""
    if not data.startswith(olefile.MAGIC):
        return data
    with olefile.OleFileIO(BytesIO(data)) as container:
        name = next((name for name in STREAMS if container.exists(name)), "")
        return container.openstream(name).read() if name else refuse_workbook("not_workbook")


def _read_formats(book) -> dict[int, str]:
    """number of the cell's style -> number format, of those that tell something."""
    formats = {}
    for number, style in enumerate(book.xf_list):
        known = book.format_map.get(style.format_key)
        if known and is_telling(known.format_str):
            formats[number] = known.format_str
    return formats


def _read_struck(book) -> set[int]:
    """The numbers of the styles of cells that are struck out."""
    return {number for number, style in enumerate(book.xf_list) if _is_struck(book, style.font_index)}


def _is_struck(book, font):
    return 0 <= font < len(book.font_list) and bool(book.font_list[font].struck_out)


def _note_struck(grid, book, sheet, struck):
    """Mark what is struck out: whole cells, and parts of their texts."""
    for row in range(grid.height if struck else 0):
        columns = range(min(sheet.row_len(row), grid.width))
        grid.struck |= {(row + 1, at + 1) for at in columns if sheet.cell_xf_index(row, at) in struck}
    for (row, column), runs in sheet.rich_text_runlist_map.items():
        text = sheet.cell_value(row, column)
        if any(_is_struck(book, font) for _start, font in runs) and row < grid.height and isinstance(text, str):
            grid.values[row][column] = clean_text(_mark_runs(book, text, runs))


def _mark_runs(book, text, runs):
    """4(划去:5) for 4 and a struck 5. ``runs`` are where each font begins."""
    pieces, ends = [text[: runs[0][0]]], [start for start, _font in runs[1:]] + [len(text)]
    for (start, font), end in zip(runs, ends, strict=True):
        part = text[start:end]
        pieces.append(STRUCK_PART.format(part) if part.strip() and _is_struck(book, font) else part)
    return "".join(pieces)


def _make_grid(book, sheet, formats) -> SheetGrid:
    errors: dict[tuple[int, int], str] = {}
    rows = [
        [
            _value_of(book, kind, value, (row, column), errors)
            for column, (kind, value) in enumerate(
                zip(sheet.row_types(row - 1), sheet.row_values(row - 1), strict=True), 1
            )
        ]
        for row in range(1, sheet.nrows + 1)
    ]
    grid = make_grid(
        sheet.name,
        rows,
        hidden=bool(sheet.visibility),
        hidden_rows=frozenset(row + 1 for row, info in sheet.rowinfo_map.items() if info.hidden or info.height == 0),
        hidden_columns=frozenset(at + 1 for at, info in sheet.colinfo_map.items() if info.hidden or info.width == 0),
        merged=[MergedRange(top + 1, left + 1, bottom, right) for top, bottom, left, right in sheet.merged_cells],
    )
    for at, text in errors.items():
        set_problem(grid, at, SheetProblem("error_value", {"text": text}))
    if formats:
        for row in range(1, grid.height + 1):
            for column in range(1, sheet.row_len(row - 1) + 1):
                style = sheet.cell_xf_index(row - 1, column - 1)
                if style in formats:
                    note_format(grid, (row, column), formats[style])
    return grid


def _value_of(book, kind, value, at, errors):
    if kind in (XL_CELL_TEXT, XL_CELL_NUMBER):
        return value
    if kind == XL_CELL_DATE:
        return _day_of(book, value)
    if kind == XL_CELL_BOOLEAN:
        return bool(value)
    if kind == XL_CELL_ERROR:
        errors[at] = error_text_from_code.get(value, "#")
    return None


def _day_of(book, value):
    """A number below 1 is a time of day; one that is no day of the calendar stays a number."""
    try:
        moment = xlrd.xldate_as_datetime(value, book.datemode)
    except (ValueError, OverflowError):
        return value
    return moment.time() if 0 <= value < 1 else moment
