"""One sheet: whether it is read at all, its tables, their figures, and what is left out."""

from collections.abc import Iterator
from copy import deepcopy
from dataclasses import replace

from sheets.layout.model import RowRole, TableLayout, UnitPlace
from sheets.layout.tables import find_tables
from sheets.layout.view import SheetView
from sheets.layout.words import is_meta
from sheets.office.assembly.asking import IGNORE, PERIOD, UNSURE_KINDS, Desk
from sheets.office.assembly.belonging import SheetPeriod, find_sheet_period
from sheets.office.assembly.blank_amounts import find_blank_amounts
from sheets.office.assembly.divided_units import ask_about_rows_of_places
from sheets.office.assembly.doubts import find_doubt
from sheets.office.assembly.figures import CellReader
from sheets.office.assembly.known import KnownPlan
from sheets.office.assembly.labels_of_table import TableLabels
from sheets.office.assembly.lines import ask_about_lines, find_lines
from sheets.office.assembly.months import find_months_alone
from sheets.office.assembly.places_below import add_rows_of_places, find_places_below
from sheets.office.assembly.totals import TotalsCheck
from sheets.office.assembly.unread import ask_about_unread
from sheets.office.labels import unit_label
from sheets.office.labels.said_kinds import SaidKinds
from sheets.office.model import ColumnRole, LabelReading, SheetReading, TableRoles
from sheets.office.periods import PeriodFit, compare_period, find_periods
from sheets.problems import SheetProblem


def read_sheet(desk: Desk, known: KnownPlan) -> SheetReading:
    """What a sheet says. ``skipped`` where nothing of it is read."""
    grid = desk.grid
    sheet = SheetReading(desk.file, grid)
    if grid.hidden:
        return _skip(sheet, "hidden_sheet")
    if desk.answer_to_sheet() == IGNORE:
        return _skip(sheet, "left_out")
    view = SheetView(
        grid.values,
        merged=grid.merged,
        hidden_rows=grid.hidden_rows,
        hidden_columns=grid.hidden_columns,
        unreadable=grid.problems,
    )
    if all(facts.blank for facts in view.facts.values()):
        return _skip(sheet, "empty_sheet")
    tables = find_tables(view, known.names)
    if not tables:
        return _skip(sheet, "no_table")
    _note_hidden(sheet, grid)
    periods = _find_periods(sheet, view, tables, desk, known)
    if not any(periods) and not desk.questions:
        return _skip(sheet, "other_period", text=sheet.notes[-1].params["text"])
    for table, period in zip(tables, periods, strict=True):
        if period:
            _read_table(sheet, view, table, desk, known, period)
    ask_about_unread(view, tables, known, desk)
    if any(periods):
        sheet.notes = [_of_one_table(note) for note in sheet.notes]
    return sheet


def _of_one_table(note):
    """Of a sheet that is read, only one of its tables may be of another period."""
    return SheetProblem("other_table", note.params) if note.code == "other_period" else note


def _skip(sheet, code, **params):
    sheet.skipped = SheetProblem(code, params)
    return sheet


def _note_hidden(sheet, grid):
    """What the sheet does not show is not read."""
    for code, numbers in (("hidden_rows", grid.hidden_rows), ("hidden_columns", grid.hidden_columns)):
        filled = [number for number in sorted(numbers) if _is_filled(grid, code, number)]
        if filled:
            sheet.notes.append(SheetProblem(code, {"numbers": filled[:100], "count": len(filled)}))


def _is_filled(grid, code, number):
    if code == "hidden_rows":
        return number <= grid.height and any(value is not None for value in grid.values[number - 1])
    return number <= grid.width and any(row[number - 1] is not None for row in grid.values)


def _find_periods(sheet, view, tables, desk, known) -> list[SheetPeriod | None]:
    """The period of each table, None for those that are not read. A table without its own takes that of the sheet."""
    context = known.context
    answered = desk.answer_to_sheet() == PERIOD
    whole = find_sheet_period(tables[0].lines, desk.grid.title, desk.file, context, tables[-1].notes)
    periods: list[SheetPeriod | None] = []
    for table in tables:
        own = find_sheet_period(table.lines, "", "", context)
        period = own if table is not tables[0] and own.fit != PeriodFit.UNKNOWN else whole
        if period.fit == PeriodFit.OTHER and not answered:
            period = _outweigh_by_heads(period, table, context)
        if period.fit == PeriodFit.OTHER and not answered:
            sheet.notes.append(SheetProblem("other_period", {"text": period.said_by}))
            periods.append(None)
            continue
        if period.contradiction and not answered:
            params = {"text": period.said_by, "other": period.contradiction}
            about = _list_figures(desk, known, table, view, period)
            desk.ask_period(SheetProblem("periods_contradict", params), period.contradiction, about)
            periods.append(None)
            continue
        doubt = None if answered else find_doubt(view, table, desk.grid.title, desk.file, context)
        if doubt:
            about = _list_figures(desk, known, table, view, period)
            desk.ask_period(doubt, doubt.params.get("other") or doubt.params["text"], about)
            periods.append(None)
            continue
        if period.fit == PeriodFit.UNKNOWN and not answered and not _heads_name_period(table, context):
            desk.ask_period(SheetProblem("no_period"), desk.grid.title)
        periods.append(period)
    return periods


def _outweigh_by_heads(period, table, context) -> SheetPeriod:
    """Columns that name this period with its year outweigh the name of a file; a title they contradict."""
    texts = [text for path in table.column_paths.values() for text in path if str(context.period.last.year) in text]
    fits = (PeriodFit.SAME, PeriodFit.TO_DATE_OF_SAME)
    said = next(
        (text for text in texts if compare_period(find_periods(text, context.year), context.period) in fits), ""
    )
    if not said:
        return period
    return SheetPeriod(PeriodFit.SAME, said, period.said_by) if period.said_by in table.lines else SheetPeriod()


def _list_figures(desk, known, table, view, period) -> list[tuple[str, str]]:
    """The (unit, target) of a table that waits for its period."""
    found = SheetReading(desk.file, desk.grid)
    _read_table(found, view, deepcopy(table), Desk(desk.file, desk.grid, desk.answers), known, period)
    return [(figure.unit, figure.target) for figure in found.figures]


def _heads_name_period(table, context):
    texts = {text for path in (*table.column_paths.values(), *table.row_paths.values()) for text in path}
    fits = (PeriodFit.SAME, PeriodFit.TO_DATE_OF_SAME)
    named = any(compare_period(find_periods(text, context.year), context.period) in fits for text in texts)
    return named or bool(find_months_alone(table, context))


def _read_table(sheet, view, table, desk, known, period):
    lines = find_lines(view, table, known, desk)
    if table.units == UnitPlace.ROWS:
        move_totals_of_units_above(view, table, lines, known)
    places = find_places_below(view, table, lines, known, desk)
    ask_about_rows_of_places(view, table, lines, known, places.firsts)
    labels = TableLabels(view, table, known, desk, find_kinds_said(table, period, known))
    read = CellReader(view, table, known, desk, lines).read(labels, places)
    sheet.figures += add_rows_of_places(read.figures, places, read.unread) if places.added else read.figures
    sheet.blank_amounts |= find_blank_amounts(table, labels, lines, read, desk)
    ask_about_lines(lines, known, desk)
    for label in labels.all_reads():
        if label.why and label.about:
            ask = desk.ask_column_of_rows if label.of_rows else desk.ask_column
            of_row = label.of_row and label.match.why not in UNSURE_KINDS  # else the answer says the kind as well
            ask = desk.ask_target_of_row if of_row else ask
            remembered = "" if label.match.why == "cells_to_date" else label.label  # other cells say other things
            match = label.match if label.candidates else replace(label.match, alternatives=tuple(known.targets))
            ask(label.place, match, label.why, label.about, remembered)
    TotalsCheck(view, table, known, desk, lines).ask(labels, read)
    if table.units == UnitPlace.ROWS:
        sheet.rows |= {row: line.match for row, line in lines.items()}
    sheet.columns |= {column: label.match for column, label in labels.by_column.items()}
    sheet.labels += list_labels(labels, lines, desk)
    sheet.tables.append(find_roles(table, labels, lines))
    _note_left_out(sheet, view, table, labels, lines)


def list_labels(labels, lines, desk) -> Iterator[LabelReading]:
    """The labels of a table as the page shows them, so that a person can correct what they were taken for."""
    for read in labels.list_reads():
        text = labels.text_of(read)
        yield LabelReading(read.place.row, read.place.column, text, read.label, match=read.match)
    for place, line in {line.place: line for line in lines.values()}.items():
        text = _text_at(desk.grid, place)
        if text and not line.left_out:
            yield LabelReading(place.row, place.column, text, unit_label(text), unit=line.match)


def _text_at(grid, place) -> str:
    return str(grid.merged_value(place.row, place.column) or "")


def move_totals_of_units_above(view, table, lines, known):
    """A row with the name of the city among its counties adds them up."""
    for row in list(table.body):
        line = lines.get(row)
        if (
            line
            and line.left_out
            and not line.unit
            and known.names_total(view.label(line.place.row, line.place.column))
        ):
            table.body.remove(row)
            table.total_rows = sorted([*table.total_rows, row])
            del lines[row]


def find_kinds_said(table: TableLayout, period: SheetPeriod, known: KnownPlan) -> SaidKinds:
    """The kinds of figures that the lines above a table name, where the labels do not."""
    lines = dict.fromkeys([*(line for line in table.lines if not is_meta(line)), period.said_by])
    notes = [*(line for line in table.lines if is_meta(line)), *table.notes]
    return known.listener.read(lines, notes, period.fit)


def find_roles(table, labels, lines) -> TableRoles:
    roles = TableRoles(table.roles())
    for row, line in lines.items() if table.units == UnitPlace.ROWS else ():
        if line.left_out and row in roles.rows:
            roles.rows[row] = RowRole.LEFT_OUT
    roles.columns = dict.fromkeys(table.label_columns, ColumnRole.TARGET)
    roles.columns |= {column: label.match.role for column, label in labels.by_column.items()}
    for column in table.value_columns if not labels.by_column else ():
        roles.columns[column] = _role_of_column(labels, table, column)
    if table.unit_column:
        roles.columns[table.unit_column] = ColumnRole.UNIT
    if table.code_column:
        roles.columns[table.code_column] = ColumnRole.UNIT_CODE
    return roles


def _role_of_column(labels, table, column):
    """Of a column whose cells may hold different things: figures, where any of them is one."""
    found = {labels.of_cell(row, column).match.role for row in table.body}
    return ColumnRole.FIGURE if ColumnRole.FIGURE in found else next(iter(found), ColumnRole.UNKNOWN)


def _note_left_out(sheet, view, table, labels, lines):
    for code in ("elsewhere", "inside"):
        left_out = [line for line in lines.values() if getattr(line, code)]
        if left_out:
            names = list(dict.fromkeys(line.name or _text_at(sheet.grid, line.place) for line in left_out))
            of = "form" if table.units == UnitPlace.TABLE else "units"
            sheet.notes.append(SheetProblem(f"{of}_{code}", {"names": names}))
    taken = next((line.name for line in lines.values() if line.taken), "")
    if taken:
        sheet.notes.append(SheetProblem("form_taken", {"names": taken}))
    if table.total_rows:
        sheet.notes.append(SheetProblem("total_rows", {"numbers": table.total_rows}))
    columns = set(table.value_columns)
    unnamed = [row for row in table.unnamed_rows if columns & set(view.facts[row].numbers)]
    if unnamed:
        sheet.notes.append(SheetProblem("rows_without_unit", {"numbers": unnamed}))
    roles = sheet.tables[-1].columns
    months = [] if ColumnRole.FIGURE in roles.values() else find_months_alone(table, labels.known.context)
    if months:
        sheet.notes.append(SheetProblem("months_alone", {"names": months}))
    rows = [
        row
        for row in table.body
        if not labels.by_column and not months and _is_row_left_out(sheet.grid, table, labels, row)
    ]
    if rows:
        sheet.notes.append(SheetProblem("rows_left_out", {"numbers": rows}))
    left = [column for column, role in roles.items() if role == ColumnRole.UNKNOWN]
    if left:
        sheet.notes.append(SheetProblem("columns_left_out", {"numbers": sorted(left)}))


def _is_row_left_out(grid, table, labels, row):
    """Whether a row holds numbers, and all of them are about no target or about another period."""
    columns = [column for column in table.value_columns if isinstance(grid.value(row, column), int | float)]
    roles = {labels.of_cell(row, column).match.role for column in columns}
    return bool(roles & {ColumnRole.UNKNOWN, ColumnRole.EARLIER}) and ColumnRole.FIGURE not in roles
