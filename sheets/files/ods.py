"""Reading an .ods: the table in content.xml, streamed."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from io import BytesIO
from re import compile as pattern
from xml.etree import ElementTree

from sheets.files.archives import open_archive
from sheets.files.cell_values import clean_number, make_grid, set_problem
from sheets.files.grid import STRUCK_PART, MergedRange, SheetGrid
from sheets.files.xml_text import plain_xml
from sheets.limits import MAX_CELLS, MAX_COLUMNS, MAX_ROWS, MAX_SHEETS
from sheets.problems import SheetProblem, refuse_workbook

NAMES = "{urn:oasis:names:tc:opendocument:xmlns:%s:1.0}"
TABLE, OFFICE, TEXT, STYLE = (NAMES % name for name in ("table", "office", "text", "style"))
UNSEEN = ("collapse", "filter")  # the visibility of rows and columns
ERROR = pattern(r"#[A-Z/0?!]+!?|Err:\d+|#NAME\?|#N/A")
DURATION = pattern(r"PT(\d{1,6})H(\d{1,2})M(\d{1,2})(?:[.,]\d*)?S")
SIGNS = ("‰", "%")
BESIDE = pattern(r"[^\W\d_]+")
EXPONENT = pattern(r"E[+-]?\d+$")
SHOWN = pattern(r"(-?\d+(?:\.\d+)?)\s*([^\W\d_]*)")
OPEN = pattern(r"[≥≤><≈+]")  # beside a number, it is not exactly that one
LINES = (f"{TEXT}p", f"{TEXT}h")
PER_HUNDRED = 100


def read_ods(data: bytes) -> list[SheetGrid]:
    """Every sheet. Raises WorkbookRefused, and what the parsers raise for a damaged file."""
    with open_archive(data) as archive:
        if b"encryption-data" in archive.read("META-INF/manifest.xml"):
            refuse_workbook("encrypted")
        content = plain_xml(archive.read("content.xml"))
    reader = OdsReader()
    for event, element in ElementTree.iterparse(BytesIO(content), events=("start", "end")):
        reader.take(event, element)
    return reader.grids


class OdsReader:
    """Collects the tables from the elements of content.xml in their order."""

    def __init__(self) -> None:
        self.grids: list[SheetGrid] = []
        self._hidden_styles: set[str] = set()
        self._struck = StruckStyles()
        self._style = ""
        self._rows: list[list] = []
        self._depth = 0  # of tables inside cells, which are left out
        self._cells = 0

    def take(self, event: str, element: ElementTree.Element) -> None:
        """The start or the end of an element."""
        tag = element.tag
        if tag == f"{TABLE}table":
            self._take_table(event, element)
        elif event == "start" and tag == f"{STYLE}style":
            self._style = element.get(f"{STYLE}name", "")
            self._struck.note_parent(self._style, element.get(f"{STYLE}parent-style-name", ""))
        elif event == "end" and tag == f"{STYLE}text-properties":
            self._struck.note(self._style, element)
        elif event == "end" and tag == f"{STYLE}table-properties":
            if element.get(f"{TABLE}display") == "false":
                self._hidden_styles.add(self._style)
        elif self._depth == 1 and event == "end":
            if tag == f"{TABLE}table-column":
                self._take_column(element)
            elif tag == f"{TABLE}table-row":
                self._take_row(element)
                element.clear()

    def _take_table(self, event, element):
        self._depth += 1 if event == "start" else -1
        if event == "start" and self._depth == 1:
            hidden = element.get(f"{TABLE}style-name") in self._hidden_styles
            self._rows, self._columns, self._number = [], 0, 0
            self._struck_columns: set[int] = set()
            self._struck_cells: set[tuple[int, int]] = set()
            self._hidden: tuple[set[int], set[int]] = (set(), set())
            self._found: dict[tuple[int, int], SheetProblem | str] = {}
            self._merged: list[MergedRange] = []
            self._facts = {"title": element.get(f"{TABLE}name", ""), "hidden": hidden}
            if len(self.grids) >= MAX_SHEETS:
                refuse_workbook("too_many_sheets", limit=MAX_SHEETS)
        elif event == "end" and self._depth == 0:
            self._finish_table()
            element.clear()

    def _finish_table(self):
        rows, columns = (frozenset(numbers) for numbers in self._hidden)
        facts = {
            "struck": self._struck_cells,
            "merged": self._merged,
            "hidden_rows": rows,
            "hidden_columns": columns,
            **self._facts,
        }
        grid = make_grid(rows=self._rows, **facts)
        self.grids.append(grid)
        for at, what in self._found.items():
            if isinstance(what, SheetProblem):
                set_problem(grid, at, what)
            elif what in SIGNS:
                grid.signs[at] = what
            else:
                grid.formats[at] = what
        self._cells += grid.height * grid.width
        if self._cells > MAX_CELLS:
            refuse_workbook("too_many_cells", limit=MAX_CELLS)

    def _take_column(self, element):
        count = _count(element, "columns")
        if element.get(f"{TABLE}visibility") in UNSEEN:
            self._hidden[1].update(range(self._columns + 1, min(self._columns + count, MAX_COLUMNS) + 1))
        if element.get(f"{TABLE}default-cell-style-name", "") in self._struck:
            self._struck_columns.update(range(self._columns + 1, min(self._columns + count, MAX_COLUMNS) + 1))
        self._columns += count

    def _take_row(self, element):
        """A row, as often as it is repeated; blank rows at the end of a sheet are repeated a million times."""
        count = _count(element, "rows")
        first, self._number = self._number + 1, self._number + count
        if element.get(f"{TABLE}visibility") in UNSEEN:
            self._hidden[0].update(range(first, min(self._number, MAX_ROWS) + 1))
        values = self._read_cells(element, first)
        if not any(value is not None for value in values) and not any(row == first for row, _column in self._found):
            return
        if self._number > MAX_ROWS:
            refuse_workbook("too_many_rows", limit=MAX_ROWS)
        self._cells += count * len(values)
        if self._cells > MAX_CELLS:
            refuse_workbook("too_many_cells", limit=MAX_CELLS)
        self._rows.extend([] for _number in range(first - 1 - len(self._rows)))
        self._rows.extend(list(values) for _number in range(count))
        for column in [column for row, column in self._found if row == first]:
            for row in range(first + 1, self._number + 1):
                self._found[row, column] = self._found[first, column]
        for column in [column for row, column in self._struck_cells if row == first] if count > 1 else ():
            self._struck_cells |= {(row, column) for row in range(first + 1, self._number + 1)}

    def _read_cells(self, element, row) -> list:
        values: list = []
        position = 0
        for cell in element:
            count = _count(cell, "columns")
            value, what = _read_cell(cell, self._struck) if cell.tag == f"{TABLE}table-cell" else (None, "")
            if value is not None or what:
                if position + count > MAX_COLUMNS:
                    refuse_workbook("too_many_columns", limit=MAX_COLUMNS)
                values.extend([None] * (position - len(values)))
                values.extend([value] * count)
                self._found |= {(row, position + at + 1): what for at in range(count) if what}
                self._note_struck(element, cell, row, range(position + 1, position + count + 1))
            self._note_merged(cell, row, position + 1)
            position += count
        return values

    def _note_struck(self, line, cell, row, columns):
        """Mark the cells whose style, or that of their row or column, is struck out."""
        style = cell.get(f"{TABLE}style-name") or line.get(f"{TABLE}default-cell-style-name")
        if (style is None and self._struck_columns) or style in self._struck:
            inherited = self._struck_columns if style is None else columns
            self._struck_cells |= {(row, column) for column in columns if column in inherited}

    def _note_merged(self, cell, row, column):
        height, width = (int(cell.get(f"{TABLE}number-{name}-spanned", 1)) for name in ("rows", "columns"))
        if height > 1 or width > 1:
            self._merged.append(MergedRange(row, column, row + height - 1, column + width - 1))


def _count(element, name):
    return max(int(element.get(f"{TABLE}number-{name}-repeated", 1)), 1)


def _read_cell(cell, struck) -> tuple[object, SheetProblem | str]:
    """The value, and the problem, the sign or the format with words."""
    kind = cell.get(f"{OFFICE}value-type", "")
    lines = list(_line_texts(cell, struck))
    text = "\n".join(lines)
    if cell.get(f"{TABLE}formula"):
        if ERROR.fullmatch(text.strip()):
            return None, SheetProblem("error_value", {"text": text.strip()})
        if not kind and not lines:  # one whose result is an empty text has an empty line
            return None, SheetProblem("formula_without_value")
    if kind in ("float", "currency", "percentage"):
        number = float(cell.get(f"{OFFICE}value", ""))
        if kind == "percentage":
            return clean_number(clean_number(number) * PER_HUNDRED), "%"
        return number, next((sign for sign in SIGNS if sign in text), "") or _format_of(text, bool(lines), number)
    return _READERS.get(kind, lambda cell, text: text or None)(cell, text), ""


def _format_of(text, shown, number):
    """The format that shows a number as this text: 0"人" for 12人; a text that is another one stands in quotes."""
    plain = EXPONENT.sub("", text.strip()).replace(",", "")
    words = "".join(BESIDE.findall(plain))
    if shown and not plain:
        return '""' if number else ""
    beside = SHOWN.fullmatch(plain)
    if beside and _is_rounded(number, beside[1]):
        return f'0"{words}"' if words else ""
    return '"{}"'.format(text.strip().replace('"', "")) if words or beside or OPEN.search(plain) else ""


def _is_rounded(number, text):
    """Whether a text is a number as it is shown with so many decimals."""
    return abs(number - float(text)) <= 0.5 * 10.0 ** -len(text.partition(".")[2])


class StruckStyles:
    """The styles that strike out what they are given to, by name; a style has what its parent has."""

    def __init__(self) -> None:
        self._parents: dict[str, str] = {}
        self._own: dict[str, bool] = {}

    def note_parent(self, name: str, parent: str) -> None:
        self._parents[name] = parent

    def note(self, name: str, properties: ElementTree.Element) -> None:
        """What the text properties of a style say."""
        said = [properties.get(f"{STYLE}text-line-through-{each}") for each in ("style", "type")]
        if any(said):
            self._own[name] = "none" not in said

    def __contains__(self, name: object) -> bool:
        seen: set[object] = set()
        while name and name not in seen and name not in self._own:
            seen.add(name)
            name = self._parents.get(str(name), "")
        return self._own.get(str(name), False)


def _line_texts(cell, struck) -> Iterator[str]:
    for line in cell:
        if line.tag in LINES:
            yield "".join(_inline_texts(line, struck))


def _inline_texts(element, struck) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        if child.tag == f"{TEXT}s":
            yield " " * min(int(child.get(f"{TEXT}c", 1)), 100)
        elif child.tag == f"{TEXT}line-break":
            yield "\n"
        elif child.tag == f"{TEXT}tab":
            yield "\t"
        elif not child.tag.startswith(OFFICE):  # a comment of the cell
            text = "".join(_inline_texts(child, struck))
            yield STRUCK_PART.format(text) if text and child.get(f"{TEXT}style-name") in struck else text
        yield child.tail or ""


def _read_day(cell, text) -> date | str | None:
    written = cell.get(f"{OFFICE}date-value", "")
    try:
        return datetime.fromisoformat(written[:19]) if "T" in written else date.fromisoformat(written)
    except ValueError:
        return text or None


def _read_duration(cell, text) -> time | timedelta | str | None:
    found = DURATION.fullmatch(cell.get(f"{OFFICE}time-value", ""))
    if not found:
        return text or None
    hours, minutes, seconds = map(int, found.groups())
    day = timedelta(hours=hours, minutes=minutes, seconds=seconds)
    return (datetime.min + day).time() if day < timedelta(days=1) else day


_READERS = {
    "date": _read_day,
    "time": _read_duration,
    "boolean": lambda cell, _text: cell.get(f"{OFFICE}boolean-value") == "true",
    "string": lambda cell, text: text or cell.get(f"{OFFICE}string-value") or None,
}
