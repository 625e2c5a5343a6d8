"""An upload, marked: what is wrong, asked or changed stands in the office's own workbook."""

import zipfile
from collections.abc import Iterable
from io import BytesIO
from pathlib import PurePosixPath

from openpyxl import load_workbook

from sheets.files.archived import list_members
from sheets.files.kinds import BookKind, find_kind
from sheets.files.reading import BookFile, read_files
from sheets.files.xlsx.packed import has_macros
from sheets.limits import MAX_MARKED_CELLS
from sheets.marking.cells import mark_sheets
from sheets.marking.copying import copy_grids
from sheets.marking.model import CellMark, MarkedUpload
from sheets.marking.stored_results import has_formulas, restore_results
from sheets.problems import refuse_workbook
from sheets.writing import XLSX, save_workbook

ZIP = "application/zip"
MACROS = "application/vnd.ms-excel.sheet.macroEnabled.12"


def mark_upload(data: bytes, name: str, marks: Iterable[CellMark], *, suffix: str = "") -> MarkedUpload:
    """The file ``name`` with these marks; a .zip comes back as one. ``suffix`` is put at the end of each marked name.

    An .xlsx keeps its layout, formulas and other sheets; other kinds of files become a new .xlsx, which shows the same
    cells. Files of an archive without marks stay as they are. Raises WorkbookRefused for a file that cannot be read,
    and for one with so many cells that it cannot be written anew in reasonable time.
    """
    marks = list(marks)
    files = read_files(data, name)
    if sum(grid.height * grid.width for file in files for grid in file.grids) > MAX_MARKED_CELLS:
        refuse_workbook("too_many_cells", limit=MAX_MARKED_CELLS)
    if find_kind(data) != BookKind.ZIP:
        if files[0].problem:
            refuse_workbook(files[0].problem.code, **files[0].problem.params)
        return _mark_file(files[0], data, marks, suffix)
    return _mark_archive(dict(list_members(data)), files, PurePosixPath(name), marks, suffix)


def _mark_archive(contents, files, name, marks, suffix):
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as made:  # Chinese names are written as UTF-8, and say so
        for file in files:
            own = [mark for mark in marks if mark.file == file.name]
            content = contents[file.name]
            if own and not file.problem:
                marked = _mark_file(file, content, own, suffix)
                made.writestr(marked.name, marked.data)
            elif isinstance(content, bytes):
                made.writestr(file.name, content)
    return MarkedUpload(f"{name.stem}{suffix}.zip", stream.getvalue(), ZIP)


def _mark_file(file: BookFile, data, marks, suffix) -> MarkedUpload:
    path = PurePosixPath(file.name)
    marked = _mark_xlsx(data, marks) if file.kind == BookKind.XLSX else None
    macros = marked is not None and has_macros(data)
    if marked is None:
        book, sheets = copy_grids(file.grids)
        mark_sheets(sheets, marks)
        marked = save_workbook(book)
    extension = ".xlsm" if macros else ".xlsx"
    return MarkedUpload(str(path.with_name(f"{path.stem}{suffix}{extension}")), marked, MACROS if macros else XLSX)


def _mark_xlsx(data, marks) -> bytes | None:
    """None for a workbook that openpyxl does not open (as "Strict" ones), or would not write again."""
    try:
        book = load_workbook(BytesIO(data), keep_vba=has_macros(data), rich_text=True)
        mark_sheets({sheet.title: sheet for sheet in book.worksheets}, marks)
        written = save_workbook(book)
        return restore_results(written, data) if has_formulas(book) else written
    except MemoryError:
        raise
    except Exception:  # its parsers raise whatever comes
        return None
