"""The head of a table: which rows it has, and the labels of each column from the outermost to the innermost."""

import itertools
from collections.abc import Sequence

from sheets.layout.view import RowFacts, SheetView
from sheets.layout.words import BARE_PERIOD, ORDINAL, TITLE_LIKE, YEARS, plain

MAX_HEAD_ROWS = 5


def is_ordinal_row(view: SheetView, facts: RowFacts) -> bool:
    """甲 乙 1 2 3 4: the row under a head that numbers its columns."""
    texts = [plain(view.value(facts.number, column)) for column in sorted([*facts.texts, *facts.numbers])]
    numbers = [int(text.strip("()")) for text in texts if text.strip("()").isdecimal()]
    in_order = bool(numbers) and all(b - a == 1 for a, b in itertools.pairwise(numbers))
    enough = (len(texts) >= 3 and len(numbers) >= 2) or texts[:1] == ["甲"]
    return in_order and enough and all(ORDINAL.match(text) for text in texts) and numbers[0] <= 3


def is_head_row(view: SheetView, facts: RowFacts, columns: Sequence[int]) -> bool:
    """Whether a row above figures can belong to the head of the table in these columns."""
    inside = [column for column in columns if column in facts.texts]
    numbers = [column for column in columns if column in facts.numbers]
    if _names_periods(view, facts, columns):
        return True
    if facts.meta:
        return False
    if numbers and not all(_is_year(view.value(facts.number, column)) for column in numbers):
        return is_ordinal_row(view, facts)
    return len(inside) + len(numbers) >= 2 or _is_lone_heading(view, facts, columns)


def _names_periods(view, facts, columns):
    """|9.30|全年目标, or |2020/9/30: below a head, with nothing before it, what may be a period in digits alone."""
    filled = {column: plain(view.value(facts.number, column)) for column in (*facts.texts, *facts.numbers)}
    bare = {column for column, text in filled.items() if column in columns and BARE_PERIOD.fullmatch(text)}
    if not bare or min(filled) not in bare or not bare.issuperset(facts.numbers):
        return False
    above = max((row for row in view.rows if row < facts.number), default=0)
    return bool(above) and len(view.facts[above].texts) > 1 and not view.facts[above].meta


def _is_year(value):
    return isinstance(value, int | float) and value in YEARS


def _is_lone_heading(view, facts, columns):
    """One heading above some of the columns; a title begins at the first column or reads like one."""
    for column, text in facts.texts.items():
        span = view.span(facts.number, column)
        return column > columns[0] and span[3] - span[1] + 1 < len(columns) and not TITLE_LIKE.search(text)
    return False


def find_head(view: SheetView, first: int, columns: Sequence[int], after: int) -> list[int]:
    """The rows of the head above row ``first``, from top to bottom; none above or in row ``after``."""
    head: list[int] = []
    for row in reversed([row for row in view.rows if after < row < first]):
        facts = view.facts[row]
        if facts.blank and (head or any(view.anchor(row, column)[0] < row for column in columns)):
            if any(view.anchor(row, column)[0] < row for column in columns):
                head.insert(0, row)
                continue
            break
        if facts.blank:
            continue
        if not is_head_row(view, facts, columns) and not _inside_merged_head(view, row, head, columns):
            break
        head.insert(0, row)
        if len(head) == MAX_HEAD_ROWS:
            break
    return head


def _inside_merged_head(view, row, head, columns):
    """Whether a heading of this row reaches down into the head that was found below it."""
    return bool(head) and any(view.span(row, column)[2] >= head[0] for column in columns)


def read_column_paths(view: SheetView, head: Sequence[int], columns: Sequence[int]) -> dict[int, tuple[str, ...]]:
    """column -> its labels from top to bottom, the text of a group heading for each of its columns."""
    paths: dict[int, list[str]] = {column: [] for column in columns}
    borders: set[int] = set()  # columns where a group of a row above begins
    for depth, row in enumerate(head):
        if is_ordinal_row(view, view.facts[row]):
            continue
        for column, text in _spread_row(view, row, columns, borders, head[depth + 1 :]).items():
            if text and (not paths[column] or paths[column][-1] != text):
                paths[column].append(text)
        borders |= {column for column in columns if view.anchor(row, column)[1] == column and view.label(row, column)}
    return {column: tuple(path) for column, path in paths.items()}


def _spread_row(view, row, columns, borders, below):
    """column -> the text of one row of the head. Where nothing is merged, blanks to the right of a heading are its."""
    merged = any(view.span(row, column)[3] > view.span(row, column)[1] for column in columns)
    texts, current = {}, ""
    for column in columns:
        own = view.label(row, column)
        if own:
            texts[column] = current = own
            continue
        named_below = any(view.label(under, column) and view.anchor(under, column)[0] == under for under in below)
        if merged or column in borders or not named_below:
            current = ""
        if current:
            texts[column] = current
    return texts
