"""Reading tables in text files: separated by tabs, commas, semicolons or blanks."""

import csv
import re
from collections import Counter
from io import StringIO

from sheets.files.cell_values import make_grid
from sheets.files.grid import SheetGrid
from sheets.limits import MAX_CELLS, MAX_COLUMNS, MAX_ROWS
from sheets.problems import refuse_workbook

SEPARATORS = "\t,;，；|"
BLANKS = re.compile("[ \u3000\xa0]+")
MAX_LINE = 500_000  # characters
SAMPLE_LINES = 200
# Excel's way to keep the zeros of a code in a .csv: ="0123"
KEPT_TEXT = re.compile(r'="([^"]*)"')
# An apostrophe by which a text does not become a formula, as ``sheets.tables`` writes it.
PROTECTED = re.compile("'(?='*[=+\\-@＝＋－＠\t\r\n])")


def read_text_table(text: str, title: str) -> list[SheetGrid]:
    """The one grid of a text; every value is text. Raises WorkbookRefused, and csv.Error."""
    if any(len(line) > MAX_LINE for line in text.split("\n")):
        refuse_workbook("too_many_columns", limit=MAX_COLUMNS)
    separator = _find_separator(text)
    rows: list[list] = []
    cells = 0
    for row in _split_rows(text, separator):
        cells += len(row)
        if len(rows) >= MAX_ROWS and any(row):
            refuse_workbook("too_many_rows", limit=MAX_ROWS)
        if cells > MAX_CELLS:
            refuse_workbook("too_many_cells", limit=MAX_CELLS)
        while row and not row[-1].strip():  # a long line of separators would make all rows long
            row.pop()
        rows.append([_read_value(value) for value in row])
    return [make_grid(title, rows)]


def _read_value(value):
    if "=" not in value and not value.startswith("'"):
        return value
    return PROTECTED.sub("", value, count=1) if PROTECTED.match(value) else KEPT_TEXT.sub(r"\1", value)


def _split_rows(text, separator):
    if separator:
        return csv.reader(StringIO(text, newline=""), delimiter=separator)
    return (BLANKS.split(line.strip()) for line in text.splitlines())


def _find_separator(text) -> str:
    """The separator that divides most lines into equally many parts; "" for blanks."""
    lines = [line for line in text[:MAX_LINE].splitlines()[:SAMPLE_LINES] if line.strip()]
    scores = {separator: _score(_count_parts(line, separator) for line in lines) for separator in SEPARATORS}
    best = max(scores, key=lambda separator: scores[separator])
    blanks = _score(len(BLANKS.split(line.strip())) for line in lines)
    covers_little = scores[best] < len(lines)  # fewer than half of the lines have two parts
    return "" if blanks and covers_little and blanks > scores[best] else best


def _score(counts):
    """How many lines have the commonest number of parts, times that number; 0 when no line is divided."""
    return max((parts * times for parts, times in Counter(counts).items() if parts > 1), default=0)


def _count_parts(line, separator):
    """How many parts a line has, separators inside quotes not counted."""
    outside = "".join(line.split('"')[::2])
    return outside.count(separator) + 1
