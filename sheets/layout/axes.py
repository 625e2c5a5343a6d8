"""Along which columns and rows the names of units, or of targets, stand."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from sheets.layout.view import RowFacts, SheetView
from sheets.layout.words import MAX_NAME, REPORTER, YEARS, is_meta

DEPTH = 4  # rows of a head under the names of units
CODES = 99_999  # above are codes of units


class NameHit(NamedTuple):
    """A cell that names something known; ``name`` tells equal ones."""

    row: int
    column: int
    name: str


@dataclass
class Axes:
    """``down``: column -> its hits from top to bottom. ``across``: row -> its hits from left to right."""

    down: dict[int, list[NameHit]] = field(default_factory=dict)
    across: dict[int, list[NameHit]] = field(default_factory=dict)


def find_axes(view: SheetView, rows: Iterable[int], recognise: Callable[[str], str], *, units: bool) -> Axes:
    """Where names that ``recognise`` knows (text -> a name, "" for none) stand one below or one beside the other.

    ``units``: they are units, and one that stands alone in a line above a table is who reports.
    """
    hits = list(_find_hits(view, rows, recognise))
    in_row, in_column = defaultdict(set), defaultdict(set)
    for hit in hits:
        in_row[hit.row].add(hit.name)
        in_column[hit.column].add(hit.name)
    axes = Axes()
    for hit in hits:
        down, across = len(in_column[hit.column]), len(in_row[hit.row])
        if across > 1 and _has_figures(view, hit.row):
            direction = "down"
        elif down == across:
            direction = _direction_of(view, hit)
        else:
            direction = "down" if down > across else "across"
        if direction == "down":
            axes.down.setdefault(hit.column, []).append(hit)
        elif direction == "across":
            axes.across.setdefault(hit.row, []).append(hit)
        elif units:
            view.facts[hit.row].names_reporter = True
    return axes


def _has_figures(view, row):
    """Whether figures stand in a row, so that the names in it are not those of columns."""
    values = [view.value(row, column) for column in view.facts[row].numbers]
    return any(not (isinstance(value, int | float) and (value in YEARS or value > CODES)) for value in values)


def _find_hits(view, rows, recognise):
    for row in rows:
        facts = view.facts[row]
        for column, text in facts.texts.items():
            if len(text) <= MAX_NAME and not is_meta(text) and (name := recognise(text)):
                yield NameHit(row, column, name)
        for column in facts.numbers[:3]:  # codes of units, in the first columns only
            value = view.value(row, column)
            if (isinstance(value, int | float) and value > CODES and (name := recognise(str(int(value))))) or (
                isinstance(value, str) and len(value) > 5 and (name := recognise(value.strip()))
            ):
                yield NameHit(row, column, name)


def _direction_of(view, hit):
    """As many names in its row as in its column: what stands beside it and below it tells. "" for neither."""
    facts: RowFacts = view.facts[hit.row]
    left = [text for column, text in facts.texts.items() if column < hit.column]
    if any(column > hit.column for column in facts.numbers):
        return "down"
    if facts.lone or facts.meta or any(is_meta(text) for text in facts.texts.values()):
        return ""
    if left and REPORTER.fullmatch(left[-1]) and "填" in left[-1]:
        return ""
    return "across" if _has_numbers_below(view, hit) else ""


def _has_numbers_below(view, hit):
    below = [row for row in view.rows if row > view.span(hit.row, hit.column)[2]][:DEPTH]
    return any(hit.column in view.facts[row].numbers for row in below)
