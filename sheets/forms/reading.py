"""How an office's form is understood: by the reader of office workbooks, as if each blank cell held a figure."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from decimal import Decimal

from sheets.files.grid import SheetGrid
from sheets.forms.blank_cells import PROBE, fill_blank_cells
from sheets.forms.meaning import TableMeaning
from sheets.forms.model import FormFormulas, FormMatches, FormReading, FormText, UnknownLabel
from sheets.forms.periods import has_blank_period, list_named_periods, names_another_period
from sheets.layout.model import UnitPlace
from sheets.layout.tables import find_tables
from sheets.layout.view import SheetView
from sheets.layout.words import NOTE, REPORTER, is_meta, plain
from sheets.office.assembly.asking import IGNORE, Desk
from sheets.office.assembly.belonging import find_sheet_period
from sheets.office.assembly.known import KnownPlan
from sheets.office.assembly.labels_of_table import TableLabels
from sheets.office.assembly.lines import ask_about_lines, find_lines
from sheets.office.assembly.sheets import find_kinds_said, find_roles, list_labels, move_totals_of_units_above
from sheets.office.model import ColumnRole, FigureKind, PlanContext, ReadFigure, SheetReading
from sheets.problems import SheetProblem


def read_form(
    file: str, grids: Iterable[SheetGrid], context: PlanContext, answers: Mapping[str, str], formulas: FormFormulas
) -> FormReading:
    """What the cells of a form are to hold. What is not sure is a question, and its cells stay empty until it is
    answered. ``context.period`` is the period that the form's texts may name."""
    matches = FormMatches(context.period.first, context.period.last)
    known, sheets = KnownPlan(context), []
    for grid in grids:
        sheets.append(_FormSheet(Desk(file, grid, answers), known, matches, set(formulas.get(grid.title, ()))).read())
    return FormReading(sheets, matches, _find_fault(sheets, matches, context))


def _find_fault(sheets, matches, context) -> SheetProblem | None:
    """Why the form cannot be kept at all."""
    if not matches.places and not any(sheet.questions for sheet in sheets):
        return SheetProblem("form_no_table")
    others = [each.text for each in matches.periods if names_another_period(each.text, context.period, context.year)]
    return SheetProblem("form_several_periods", {"text": others[0]}) if others else None


class _FormSheet:
    """Reads one sheet into ``matches``."""

    def __init__(self, desk: Desk, known: KnownPlan, matches: FormMatches, formulas: set[tuple[int, int]]) -> None:
        self.desk, self.known, self.matches, self.formulas = desk, known, matches, formulas
        self.grid = desk.grid
        self.sheet = SheetReading(desk.file, desk.grid)

    def read(self) -> SheetReading:
        if self.grid.hidden or self.desk.answer_to_sheet() == IGNORE:
            return self._skip("hidden_sheet" if self.grid.hidden else "left_out")
        empty = _view(self.grid)
        if all(facts.blank for facts in empty.facts.values()):
            return self._skip("empty_sheet")
        tables = find_tables(view := _view(self._without_formulas(empty)), self.known.names)
        if not tables:
            return self._skip("no_table")
        for table in tables:
            self._read_table(view, table)
        self._read_texts(empty, {row for table in tables for row in (*table.body, *table.total_rows)})
        self.sheet.questions = list(self.desk.questions.values())
        return self.sheet

    def _skip(self, code):
        self.sheet.skipped = SheetProblem(code)
        return self.sheet

    def _without_formulas(self, view):
        """The grid in which the cells with formulas hold a number like all others."""
        filled = fill_blank_cells(self.grid, view, self.known)
        for row, column in self.formulas:
            if row <= filled.height and column <= filled.width:
                filled.values[row - 1][column - 1] = PROBE
        return replace(filled, problems={at: each for at, each in filled.problems.items() if at not in self.formulas})

    def _read_table(self, view, table):
        lines = find_lines(view, table, self.known, self.desk)
        if table.units == UnitPlace.ROWS:
            move_totals_of_units_above(view, table, lines, self.known)
        period = find_sheet_period(table.lines, self.grid.title, self.desk.file, self.known.context)
        labels = TableLabels(view, table, self.known, self.desk, find_kinds_said(table, period, self.known))
        meaning = TableMeaning(view, table, self.known, self.desk, lines, self.matches, self.formulas)
        meaning.read(labels)
        self.sheet.figures += [self._as_figure(place) for place in meaning.figures]
        ask_about_lines({at: line for at, line in lines.items() if line.match.alternatives}, self.known, self.desk)
        for label in labels.all_reads():
            if label.why and label.about and label.match.why != "rate_only":
                ask = self.desk.ask_column_of_rows if label.of_rows else self.desk.ask_column
                ask = self.desk.ask_target_of_row if label.of_row else ask
                ask(label.place, label.match, label.why, label.about, label.label)
        self._note_unknown(table, labels, lines)
        self.sheet.labels += list_labels(labels, lines, self.desk)
        self.sheet.tables.append(find_roles(table, labels, lines))

    def _as_figure(self, place):
        kind = FigureKind.AMOUNT if place.content == "amount" else FigureKind.TO_DATE
        at = self.desk.file, place.sheet, place.row, place.column
        return ReadFigure(place.unit, place.target, kind, place.part, Decimal(0), *at)

    def _note_unknown(self, table, labels, lines):
        """Rows and columns that are about nothing of the plan; they are listed, and stay empty."""
        found = {}
        for line in lines.values() if table.units != UnitPlace.TABLE else ():
            if line.why and not line.match.alternatives and not line.match.unit and not line.left_out:
                found[line.place] = True
        for label in labels.all_reads():
            if label.match.role == ColumnRole.UNKNOWN and label.match.why not in ("other_period", "answered"):
                found[label.place] = False
        for place, is_unit in found.items():
            text = str(self.grid.merged_value(place.row, place.column) or "").strip()
            if text:
                self.matches.unknown.append(UnknownLabel(self.grid.title, place.row, place.column, text, is_unit))

    def _read_texts(self, view, rows_of_figures):
        """The texts that name the period, and the lines for the name of the unit."""
        year, title = self.known.context.year, self.grid.title
        for row in view.rows:
            if row in rows_of_figures:
                continue
            for column, text in view.facts[row].texts.items():
                at = view.source(row, column)
                raw = self.grid.value(*at)
                if not isinstance(raw, str) or NOTE.match(text) or (row, column) in self.formulas:
                    continue
                if (not is_meta(text) and list_named_periods(raw, year)) or has_blank_period(raw):
                    self.matches.periods.append(FormText(title, at[0], at[1], raw))
                elif REPORTER.fullmatch(plain(text)) and text.endswith(":") and not _stands_beside(view, row, column):
                    self.matches.unit_lines.append(FormText(title, at[0], at[1], raw))


def _view(grid: SheetGrid) -> SheetView:
    return SheetView(
        grid.values,
        merged=grid.merged,
        hidden_rows=grid.hidden_rows,
        hidden_columns=grid.hidden_columns,
        unreadable=grid.problems,
    )


def _stands_beside(view, row, column):
    """Whether the next cell holds what a line such as 填报单位： asks for."""
    facts = view.facts[row]
    after = [at for at in [*facts.texts, *facts.numbers] if at > column]
    return bool(after) and min(after) <= view.span(row, column)[3] + 1
