"""Puts recognised lines of pages into reading order and joins them to paragraphs.

A line continues the one above if that reaches the right margin and it is itself not indented: Chinese documents indent
the first line of a paragraph by two characters.
"""

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

CHARACTER = 0.85  # width of a Chinese character in heights of its line, whose box has a small edge
SAME_ROW = 0.5  # lines of a row: their middles are no further apart, in heights
COLUMN_GAP = 1.1  # between cells of a row, in characters; parts of one line are closer
# Characters by which a full line may end before the right margin: punctuation does not begin a line, and figures are
# narrow. More where paragraphs are indented, since then the line below says the same.
RIGHT_TOLERANCE, INDENTED_TOLERANCE = 2.2, 4.5
INDENT, DEEPEST_INDENT = 1.2, 3.2  # characters; the indent of a paragraph
SAME_SIZE = 0.7  # heights of lines of one paragraph: the smaller in parts of the larger
PARAGRAPH_GAP = 1.6  # distance of lines that begins a new paragraph, in usual distances
SENTENCE_END = ("。", "！", "？", "!", "?")
LIST_MARK = re.compile(
    r"[(（]?[一二三四五六七八九十]{1,3}[、)）]|[(（]?\d{1,2}[.、)）．](?!\d)|第[一二三四五六七八九十]{1,3}[章节条部]"
)
PAGE_NUMBER = re.compile(r"[-—–－一~·.\s]*第?\s*\d{1,3}\s*页?\s*(?:[/／,，]?\s*共?\s*\d{1,3}\s*页?)?[-—–－一~·.\s]*")


@dataclass(frozen=True)
class PageRow:
    """What stands side by side on a page, from left to right; positions in pixels of the straightened page."""

    left: float
    right: float
    middle: float
    height: float
    text: str
    cells: int = 1


@dataclass(frozen=True)
class PageMargins:
    left: float
    right: float
    pitch: float  # the usual distance from row to row
    indents: bool  # whether paragraphs begin with an indent


def text_of_pages(pages: Iterable[list]) -> str:
    """The paragraphs of all pages, each a line. A page: [[four corners], text, …] for each recognised line."""
    found: list[str] = []
    above: tuple[PageRow, PageMargins] | None = None
    for page in pages:
        rows = without_page_numbers(rows_of_page(page))
        margins = find_margins(rows)
        for at, row in enumerate(rows):
            below_break = at == 0
            if above and continues(row, margins, *above, below_break=below_break):
                found[-1] = join(found[-1], row.text)
            else:
                found.append(row.text)
            above = (row, margins)
    return "\n".join(found)


def rows_of_page(lines: list) -> list[PageRow]:
    """The rows of a page from top to bottom, straightened by the usual slope of the lines."""
    slopes = [math.atan2(box[1][1] - box[0][1], box[1][0] - box[0][0]) for box, *_ in lines]
    turn = -median(slopes) if slopes else 0.0
    pieces = sorted((_straighten(box, text, turn) for box, text, *_ in lines), key=lambda piece: piece.middle)
    rows: list[list[PageRow]] = []
    for piece in pieces:
        row = rows[-1] if rows else []
        if row and _stands_beside(piece, row):
            row.append(piece)
        else:
            rows.append([piece])
    return [_merge(sorted(row, key=lambda piece: piece.left)) for row in rows]


def _straighten(box, text, turn):
    sine, cosine = math.sin(turn), math.cos(turn)
    points = [(x * cosine - y * sine, x * sine + y * cosine) for x, y in box]
    left, right = (points[0][0] + points[3][0]) / 2, (points[1][0] + points[2][0]) / 2
    top, bottom = (points[0][1] + points[1][1]) / 2, (points[2][1] + points[3][1]) / 2
    return PageRow(left, right, (top + bottom) / 2, max(bottom - top, 1.0), text.strip())


def _stands_beside(piece, row):
    near = abs(piece.middle - row[0].middle) <= SAME_ROW * min(piece.height, row[0].height)
    return near and all(
        piece.left >= each.right - each.height or piece.right <= each.left + each.height for each in row
    )


def _merge(pieces):
    text, cells = pieces[0].text, 1
    for before, piece in pairwise(pieces):
        is_column = piece.left - before.right > COLUMN_GAP * CHARACTER * piece.height
        text += ("\t" if is_column else "") + piece.text
        cells += is_column
    right, height = max(piece.right for piece in pieces), median(piece.height for piece in pieces)
    return PageRow(pieces[0].left, right, pieces[0].middle, height, text, cells)


def without_page_numbers(rows: list[PageRow]) -> list[PageRow]:
    """The rows without a page number in the first or last one."""
    for at in (-1, 0):
        if rows and PAGE_NUMBER.fullmatch(rows[at].text):
            rows = rows[:-1] if at else rows[1:]
    return rows


def find_margins(rows: list[PageRow]) -> PageMargins:
    if not rows:
        return PageMargins(0, 0, 0, False)
    right = max(row.right for row in rows)
    lefts = sorted(row.left for row in rows)
    widest = max(row.right - row.left for row in rows)
    # Not the smallest: a stamp or a staple may stand in the margin.
    left = min((row.left for row in rows if row.right - row.left > widest / 2), default=lefts[0])
    steps = [below.middle - row.middle for row, below in pairwise(rows)]
    character = CHARACTER * median(row.height for row in rows)
    indented = sum(INDENT < (row.left - left) / character < DEEPEST_INDENT for row in rows)
    return PageMargins(left, right, median(steps) if steps else 0, indented > 0)


def continues(
    row: PageRow, margins: PageMargins, above: PageRow, above_margins: PageMargins, *, below_break: bool
) -> bool:
    """Whether ``row`` continues the paragraph of the row ``above`` it; ``below_break``: it is on the next page."""
    character = CHARACTER * row.height
    if row.cells > 1 or above.cells > 1 or LIST_MARK.match(row.text):
        return False
    tolerance = INDENTED_TOLERANCE if margins.indents else RIGHT_TOLERANCE
    if above.right < above_margins.right - tolerance * character or row.left > margins.left + INDENT * character:
        return False
    if min(row.height, above.height) < SAME_SIZE * max(row.height, above.height):
        return False
    if not below_break and margins.pitch and row.middle - above.middle > PARAGRAPH_GAP * margins.pitch:
        return False
    return margins.indents or not above.text.endswith(SENTENCE_END)


def join(text: str, more: str) -> str:
    """Two lines of a paragraph; a space only between words of letters."""
    words = text[-1:].isascii() and text[-1:].isalpha() and more[:1].isascii() and more[:1].isalpha()
    return f"{text} {more}" if words else text + more
