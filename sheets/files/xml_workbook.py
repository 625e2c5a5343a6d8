"""Reading "XML Spreadsheet 2003", which some systems write and call .xls."""

from datetime import datetime
from io import BytesIO
from xml.etree import ElementTree

from sheets.files.cell_values import is_telling, make_grid, note_format, set_problem
from sheets.files.grid import MergedRange, SheetGrid
from sheets.files.xml_text import plain_xml
from sheets.limits import MAX_CELLS, MAX_COLUMNS, MAX_ROWS, MAX_SHEETS
from sheets.problems import SheetProblem, refuse_workbook

NAMESPACE = "urn:schemas-microsoft-com:office:spreadsheet"
SS = f"{{{NAMESPACE}}}"
NAMED_FORMATS = {"Percent": "0.00%"}


def read_xml_workbook(data: bytes) -> list[SheetGrid]:
    """Every sheet. Raises WorkbookRefused, and what the parser raises for a damaged file."""
    formats: dict[str, str] = {}
    grids: list[SheetGrid] = []
    table = XmlTable(formats)
    cells = 0
    for event, element in ElementTree.iterparse(BytesIO(plain_xml(data)), events=("start", "end")):
        tag = element.tag.removeprefix(SS)
        if event == "start":
            if tag == "Worksheet":
                table = XmlTable(formats)
            continue
        if tag == "Style":
            _note_style(element, formats)
        elif tag == "Column":
            table.take_column(element)
        elif tag == "Row":
            table.take_row(element)
            element.clear()
        elif tag == "Worksheet":
            grids.append(table.make_grid(element))
            element.clear()
            cells += grids[-1].height * grids[-1].width
            if len(grids) > MAX_SHEETS:
                refuse_workbook("too_many_sheets", limit=MAX_SHEETS)
            if cells > MAX_CELLS:
                refuse_workbook("too_many_cells", limit=MAX_CELLS)
    return grids


def _note_style(element, formats):
    found = element.find(f"{SS}NumberFormat")
    text = found.get(f"{SS}Format", "") if found is not None else ""
    formats[element.get(f"{SS}ID", "")] = NAMED_FORMATS.get(text, text)


class XmlTable:
    """Collects the rows of one sheet."""

    def __init__(self, formats: dict[str, str]) -> None:
        self._formats = formats
        self._rows: list[list] = []
        self._columns = 0
        self._hidden: tuple[set[int], set[int]] = (set(), set())
        self._merged: list[MergedRange] = []
        self._problems: dict[tuple[int, int], SheetProblem] = {}
        self._styled: dict[tuple[int, int], str] = {}
        self._cells = 0

    def take_column(self, element: ElementTree.Element) -> None:
        """The description of a column, or of several."""
        first = int(element.get(f"{SS}Index", self._columns + 1))
        self._columns = first + int(element.get(f"{SS}Span", 0))
        if element.get(f"{SS}Hidden") == "1":
            self._hidden[1].update(range(first, min(self._columns, MAX_COLUMNS) + 1))

    def take_row(self, element: ElementTree.Element) -> None:
        """A row with its cells."""
        number = int(element.get(f"{SS}Index", len(self._rows) + 1))
        last = number + int(element.get(f"{SS}Span", 0))
        if last > MAX_ROWS:
            refuse_workbook("too_many_rows", limit=MAX_ROWS)
        if element.get(f"{SS}Hidden") == "1":
            self._hidden[0].update(range(number, last + 1))
        self._rows.extend([] for _number in range(last - len(self._rows)))
        if 0 < number <= len(self._rows):
            self._rows[number - 1] = self._read_cells(element, number)

    def make_grid(self, element: ElementTree.Element) -> SheetGrid:
        """The finished sheet; ``element`` is its Worksheet."""
        visible = element.find(".//{urn:schemas-microsoft-com:office:excel}Visible")
        grid = make_grid(
            element.get(f"{SS}Name", ""),
            self._rows,
            merged=self._merged,
            hidden=visible is not None and (visible.text or "").startswith("SheetHidden"),
        )
        grid.hidden_rows, grid.hidden_columns = frozenset(self._hidden[0]), frozenset(self._hidden[1])
        for at, text in self._styled.items():
            note_format(grid, at, text)
        for at, problem in self._problems.items():
            set_problem(grid, at, problem)
        return grid

    def _read_cells(self, element, row) -> list:
        values: list = []
        column = 0
        for cell in element.iterfind(f"{SS}Cell"):
            column = int(cell.get(f"{SS}Index", column + 1))
            across, down = int(cell.get(f"{SS}MergeAcross", 0)), int(cell.get(f"{SS}MergeDown", 0))
            if not 0 < column <= column + across <= MAX_COLUMNS:
                refuse_workbook("too_many_columns", limit=MAX_COLUMNS)
            if across or down:
                self._merged.append(MergedRange(row, column, row + down, column + across))
            values.extend([None] * (column - len(values)))
            values[column - 1] = self._read_cell(cell, (row, column))
            column += across
        self._cells += len(values)
        if self._cells > MAX_CELLS:
            refuse_workbook("too_many_cells", limit=MAX_CELLS)
        return values

    def _read_cell(self, cell, at):
        found = cell.find(f"{SS}Data")
        text = "".join(found.itertext()) if found is not None else ""
        kind = found.get(f"{SS}Type", "") if found is not None else ""
        if not text and kind != "String" and cell.get(f"{SS}Formula"):
            self._problems[at] = SheetProblem("formula_without_value")
        elif kind == "Error":
            self._problems[at] = SheetProblem("error_value", {"text": text[:40]})
        elif kind == "Number" and text:
            number_format = self._formats.get(cell.get(f"{SS}StyleID", ""), "")
            if is_telling(number_format):
                self._styled[at] = number_format
            return float(text)
        elif kind == "DateTime" and text:
            return datetime.fromisoformat(text[:19])
        elif kind == "Boolean":
            return text == "1"
        else:
            return text
        return None
