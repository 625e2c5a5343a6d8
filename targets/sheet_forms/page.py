"""What the page of a form shows: its questions, how labels were understood, and its sheets with what each cell gets."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from sheets.figures.columns import FigurePart
from sheets.files.grid import cell_name
from sheets.forms.model import SUM, FormContent, FormMatches, FormPlace
from sheets.office.model import ColumnRole, SheetReading
from targets.sheet_forms.reading import UnderstoodForm
from targets.workbooks.messages import describe_problem
from targets.workbooks.office.page import ShownLabel, list_labels, office_context
from targets.workbooks.office.shown_sheets import (
    ASKED,
    LEFT_OUT,
    SheetCells,
    ShownCell,
    ShownPart,
    ShownPlaces,
    anchor_of,
    find_spans,
    format_cell,
)

NOT_READ = (FormContent.PROMISED, FormContent.COMPLETION, FormContent.RATE)
FILLED, FORMULA, PERIOD = ("＋", "cell-new"), ("ƒ", "cell-same"), ("→", "cell-changed")
CONTENT_WORDS = {
    FormContent.AMOUNT: gettext_lazy("done in this period"),
    FormContent.TO_DATE: gettext_lazy("up to now this year"),
    FormContent.PROMISED: gettext_lazy("what is owed for the year"),
    FormContent.COMPLETION: gettext_lazy("share done"),
    FormContent.RATE: gettext_lazy("rate"),
}
SHORT_WORDS = {
    FormContent.AMOUNT: pgettext_lazy("cell of a form", "this period"),
    FormContent.TO_DATE: pgettext_lazy("cell of a form", "this year"),
    FormContent.PROMISED: pgettext_lazy("cell of a form", "owed"),
    FormContent.COMPLETION: pgettext_lazy("cell of a form", "share done"),
    FormContent.RATE: pgettext_lazy("cell of a form", "rate"),
}
PART_WORDS = {
    FigurePart.BASE: gettext_lazy("denominator"),
    FigurePart.DAY: gettext_lazy("day of completion"),
}


@dataclass(frozen=True)
class FormSummary:
    """How much is filled: so many cells, of so many units and targets; totals, formulas that stay."""

    cells: int
    units: int
    targets: int
    totals: int
    formulas: int


def form_context(understood: UnderstoodForm, part: ShownPart) -> dict[str, Any]:
    """The questions and sheets of a form, as the preview of a workbook shows its own."""
    office, stored, matches = understood.office, understood.stored, understood.reading.matches
    places = ShownPlaces(office, part)
    context = office_context(office, (), stored, places)
    marks = _FormMarks(understood, places)
    for shown, sheet in zip(context["sheets"], office.workbook.sheets, strict=False):
        marks.replace_cells(shown.cells, sheet, shown.number)
        shown.labels[:] = marks.replace_labels(shown.labels, sheet, shown.number)
    return context | {
        "summary": summarise(matches),
        "unknown": [
            (f"{each.sheet}!{cell_name(each.row, each.column)}", each.text, each.is_unit) for each in matches.unknown
        ],
        "counted": _count_by_sheet(matches),
    }


def summarise(matches: FormMatches) -> FormSummary:
    places = [place for place in matches.places if not place.formula]
    totals = [place for place in places if place.unit.startswith(SUM)]
    formulas = len(matches.places) - len(places)
    return FormSummary(len(places), len(matches.units), len(matches.targets), len(totals), formulas)


def describe_place(place: FormPlace, units: Mapping[str, str], targets: Mapping[str, str]) -> str:
    """永德 · L01 培训 · 本期完成: what a cell gets."""
    unit = units.get(place.unit, place.unit)
    if not place.unit:
        unit = _("the unit for which it is filled")
    elif place.unit.startswith(SUM):
        unit = _("sum of the units listed")
    words = [unit, targets.get(place.target, place.target), str(CONTENT_WORDS[place.content])]
    if place.part in PART_WORDS:
        words.append(str(PART_WORDS[place.part]))
    return " · ".join(words)


def _count_by_sheet(matches) -> dict[str, int]:
    counts: dict[str, int] = {}
    for place in matches.places:
        counts[place.sheet] = counts.get(place.sheet, 0) + 1
    return counts


class _FormMarks:
    """The cells of a form, each marked with what it gets."""

    def __init__(self, understood: UnderstoodForm, places: ShownPlaces) -> None:
        stored, matches = understood.stored, understood.reading.matches
        self._places = places
        self._units = {code: each.short_name for code, each in stored.participants.items()}
        self._targets = {code: f"{code} {target.name}" for code, target in stored.targets.items()}
        self._fills = {(place.sheet, place.row, place.column): place for place in matches.places}
        self._texts = {(each.sheet, each.row, each.column) for each in [*matches.periods, *matches.unit_lines]}
        self._asked = {(q.sheet, q.row, q.column): q for q in understood.questions if q.row}

    def replace_cells(self, cells: SheetCells, sheet: SheetReading, number: int) -> None:
        """Show in ``cells`` what the form's cells get, instead of what an import would do with them."""
        window, grid = self._places.windows[number], sheet.grid
        spans = find_spans(grid, window)
        shown = [row for row in range(window.first, window.last + 1) if row not in grid.hidden_rows]
        cells.rows = [
            (
                row,
                [
                    self._show(grid, (number, row, column), spans.get((row, column), ""))
                    for column in window.columns
                    if spans.get((row, column), "") is not None
                ],
            )
            for row in shown
        ]

    def replace_labels(self, labels: list[ShownLabel], sheet: SheetReading, number: int) -> list[ShownLabel]:
        """The labels with what a form gets and a workbook is not read for: what is owed, and shares done."""
        others: dict[tuple[int, int], FormPlace] = {}
        for place in self._fills.values():
            if place.sheet == sheet.grid.title and place.content in NOT_READ:
                others.setdefault((0, place.column), place)
                others.setdefault((place.row, 0), place)
        listed = list_labels(sheet, self._places.windows[number])
        return [self._reword(shown, label, others) for shown, label in zip(labels, listed, strict=True)]

    def _reword(self, shown, label, others) -> ShownLabel:
        if label.match is None or label.match.role not in (ColumnRole.PROMISED, ColumnRole.RATE):
            return shown
        place = others.get((0, label.column)) or others.get((label.row, 0))
        if place is None:
            return shown
        target = self._targets.get(place.target, place.target)
        return replace(shown, meaning=f"{target} · {CONTENT_WORDS[place.content]}", why="")

    def _show(self, grid, at, spans) -> ShownCell:
        _number, row, column = at
        value = grid.merged_value(row, column) if spans else grid.value(row, column)
        text, key = format_cell(value), (grid.title, row, column)
        mark, label = LEFT_OUT, ""
        if question := self._asked.get(key):
            mark, label, text = ASKED, describe_problem(question.why), text or "□"
        elif place := self._fills.get(key):
            mark = FORMULA if place.formula else FILLED
            label = describe_place(place, self._units, self._targets)
            text = text or str(SHORT_WORDS[place.content])
            if place.formula:
                label = _("the form's own formula stays")
        elif key in self._texts:
            mark, label = PERIOD, _("written anew for each period")
        href = self._places.back.get(at, "")
        anchor = anchor_of(*at) if href else ""
        return ShownCell(text, *mark, label, spans or "", anchor=anchor, href=href)
