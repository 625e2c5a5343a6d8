"""Any file of tables as grids: workbooks, text tables, HTML tables, and archives of them."""

from dataclasses import dataclass, field
from pathlib import PurePosixPath

from sheets.files.archived import list_members
from sheets.files.grid import SheetGrid
from sheets.files.html_table import decode_page, read_html
from sheets.files.kinds import BookKind, find_kind
from sheets.files.ods import read_ods
from sheets.files.text_table import read_text_table
from sheets.files.texts import decode_text
from sheets.files.xls import read_xls
from sheets.files.xlsx.reading import read_xlsx
from sheets.files.xml_workbook import read_xml_workbook
from sheets.limits import MAX_BYTES, MAX_CELLS, MAX_MEGABYTES
from sheets.problems import SheetProblem, WorkbookRefused, refuse_workbook


@dataclass
class BookFile:
    """One file: its ``name`` (with its folders in an archive), what it was read as ("" when that cannot be told), its
    sheets; ``problem`` says why it cannot be read."""

    name: str
    kind: str = ""
    grids: list[SheetGrid] = field(default_factory=list)
    problem: SheetProblem | None = None


def read_files(data: bytes, name: str) -> list[BookFile]:
    """The files in an upload: one, or those of a .zip. Never raises for what the file holds; see ``problem``."""
    book = BookFile(name)
    members: list[tuple[str, bytes | SheetProblem]] = []
    try:
        if len(data) > MAX_BYTES:
            refuse_workbook("too_big", limit=MAX_MEGABYTES)
        book.kind = kind = find_kind(data)
        if kind == BookKind.ZIP:
            members = list_members(data)
        else:
            book.grids = _read_grids(kind, data, PurePosixPath(name).stem)
    except WorkbookRefused as refused:
        book.problem = refused.problems[0]
    return _read_members(members) if members else [book]


def read_grids(data: bytes, name: str = "") -> list[SheetGrid]:
    """The sheets of a file that must be one workbook. Raises WorkbookRefused with the reason why it is not."""
    files = read_files(data, name)
    problem = next((file.problem for file in files if file.problem), None)
    if problem:
        raise WorkbookRefused(problem)
    if len(files) > 1:
        refuse_workbook("several_files")
    return files[0].grids


def _read_members(members) -> list[BookFile]:
    files: list[BookFile] = []
    cells = 0
    for name, content in members:
        if isinstance(content, SheetProblem):
            files.append(BookFile(name, problem=content))
        elif cells > MAX_CELLS:
            files.append(BookFile(name, problem=SheetProblem("too_many_cells", {"limit": MAX_CELLS})))
        else:
            files += _read_member(name, content)
            cells += sum(grid.height * grid.width for grid in files[-1].grids)
    return files


def _read_member(name, content):
    try:
        if find_kind(content) == BookKind.ZIP:
            return [BookFile(name, BookKind.ZIP, problem=SheetProblem("nested_zip"))]
    except WorkbookRefused as refused:
        return [BookFile(name, problem=refused.problems[0])]
    return read_files(content, name)


def _read_grids(kind: BookKind, data: bytes, title: str) -> list[SheetGrid]:
    try:
        if kind in (BookKind.TEXT, BookKind.HTML):
            text = decode_text(data) if kind == BookKind.TEXT else decode_page(data)
            if text is None:
                refuse_workbook("not_workbook")
            return read_text_table(text, title) if kind == BookKind.TEXT else read_html(text, title)
        return _READERS[kind](data)
    except (WorkbookRefused, MemoryError):
        raise
    except Exception as error:  # on a damaged file the parsers raise whatever comes
        raise WorkbookRefused(SheetProblem("broken")) from error


_READERS = {BookKind.XLSX: read_xlsx, BookKind.XLS: read_xls, BookKind.ODS: read_ods, BookKind.XML: read_xml_workbook}
