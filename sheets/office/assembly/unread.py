"""Rows that look like figures of units or targets, and belong to no table that was read: nothing is lost in silence."""

from collections.abc import Sequence

from sheets.layout.model import TableLayout
from sheets.layout.view import SheetView
from sheets.layout.words import YEARS
from sheets.office.assembly.asking import IGNORE, Desk, Place
from sheets.office.assembly.known import KnownPlan
from sheets.office.model import UnitMatch
from sheets.problems import SheetProblem

MOST_ROWS = 5000  # that are looked at


def ask_about_unread(view: SheetView, tables: Sequence[TableLayout], known: KnownPlan, desk: Desk) -> None:
    """One question for each run of such rows below each other."""
    taken = {row for table in tables for row in table.roles()}
    runs: list[list[Place]] = []
    last = 0
    for row in [row for row in view.rows if row not in taken][:MOST_ROWS]:
        place = _named_at(view, row, known)
        if place is None:
            continue
        if runs and row == last + 1:
            runs[-1].append(place)
        else:
            runs.append([place])
        last = row
    for run in runs:
        if desk.answer_to_label(run[0]) != IGNORE:
            why = SheetProblem("rows_not_read", {"numbers": [place.row for place in run]})
            desk.ask_row(run[0], UnitMatch(), why, [])


def _named_at(view, row, known) -> Place | None:
    """Where a unit or target is named in a row that holds numbers; None in rows of other matters."""
    facts = view.facts[row]
    if facts.meta or not any(_is_figure(view.value(row, column)) for column in facts.numbers):
        return None
    named = (c for c, text in facts.texts.items() if known.names.unit(text) or known.names.target(text))
    column = next(named, None)
    return None if column is None else Place(row, column)


def _is_figure(value):
    return isinstance(value, int | float) and not isinstance(value, bool) and value not in YEARS
