"""What each label of a table means: of which target and kind the figures under it, or beside it, are."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import pairwise

from sheets.layout.heads import is_ordinal_row
from sheets.layout.model import TableLayout, UnitPlace
from sheets.layout.view import SheetView
from sheets.office.assembly.asking import Desk, Place, column_answered
from sheets.office.assembly.cells_to_date import column_says_to_date
from sheets.office.assembly.known import KnownPlan
from sheets.office.assembly.months import find_sums_of_months
from sheets.office.labels import column_label, default_kind, recall
from sheets.office.labels.paths import says_unit
from sheets.office.labels.roles import PROMISED
from sheets.office.labels.said_kinds import SaidKinds
from sheets.office.labels.said_units import find_said_units
from sheets.office.model import Certainty, ColumnMatch, ColumnRole, FigureKind
from sheets.problems import SheetProblem

Path = tuple[str, ...]
UNIT_AND_COLON = re.compile(r"(?:计量|数据)?单\s*位\s*[:：]\s*")


@dataclass
class LabelRead:
    """A label with its match. ``place`` is the cell that is asked about; ``why`` is None where the match is sure."""

    place: Place
    match: ColumnMatch
    why: SheetProblem | None = None
    label: str = ""
    of_rows: bool = False  # of a column whose rows name the targets
    of_row: bool = False  # of a row that names a target, whose columns say which of its figures
    about: list[tuple[str, str]] = field(default_factory=list)

    @property
    def candidates(self) -> list[str]:
        """Targets whose figures these may be."""
        return list(dict.fromkeys([*filter(None, [self.match.target]), *self.match.alternatives]))


class TableLabels:
    """The labels of one table, matched once for each different text."""

    def __init__(self, view: SheetView, table: TableLayout, known: KnownPlan, desk: Desk, said: SaidKinds) -> None:
        self.view, self.table, self.known, self.desk, self.said = view, table, known, desk, said
        self._of_columns: dict[int, LabelRead] = {}
        self._of_cells: dict[tuple[Path, Path], ColumnMatch] = {}
        self._row_faults: dict[Path, bool] = {}
        self._reads: dict[tuple[int, int], LabelRead] = {}
        self.prefix: Path = ()
        self.units_said = find_said_units([*table.lines, *table.notes, *_heads_of_unit(table)])
        self.unit_said: Path = (self.units_said.word,) if self.units_said.word else ()
        self.columns_named = False
        self.sums_of_months = find_sums_of_months(table, known.context)
        if table.row_paths or table.units == UnitPlace.COLUMNS:
            self._match_cells()
        else:
            self._match_columns()

    @property
    def by_column(self) -> dict[int, LabelRead]:
        """column -> its label, in a table whose rows say nothing of targets; else empty."""
        return self._of_columns

    def of_cell(self, row: int, column: int) -> LabelRead:
        """The label of one cell."""
        if self._of_columns:
            return self._of_columns[column]
        paths = self.table.row_paths.get(row, ()), self._column_path(column)
        read = self._reads.get((row, column))
        if read is None:
            read = self._reads[row, column] = self._read_of_cell(row, column, paths, self._of_cells[paths])
        return read

    def all_reads(self) -> Iterable[LabelRead]:
        return self._of_columns.values() if self._of_columns else self._reads.values()

    def list_reads(self) -> Iterable[LabelRead]:
        """As ``all_reads``, each place once: in a form the row says which target, and the column which of its figures.

        ``match.target`` is "" of a column that holds the targets of its rows.
        """
        if self._of_columns:
            return self._of_columns.values()
        found: dict[Place, LabelRead] = {}
        for (row, _column), read in self._reads.items():
            match = read.match
            if read.of_rows and match.role == ColumnRole.FIGURE:
                place = self._place_of_row(row)
                label = column_label(self.table.row_paths.get(row, ()), self.known.context)
                found.setdefault(place, LabelRead(place, match, label=label))
                match = replace(match, target="")
            if read.place not in found or found[read.place].match.role != ColumnRole.FIGURE:
                found[read.place] = replace(read, match=match)
        return found.values()

    def text_of(self, read: LabelRead) -> str:
        """The words of a label with the headings above it: 巾帼脱贫行动 / 示范基地 / 本季完成."""
        path = self._column_path(read.place.column) if self._of_columns else ()
        own = str(self.desk.grid.merged_value(read.place.row, read.place.column) or "")
        return " / ".join(path) or own

    def _match_columns(self):
        columns = self.table.value_columns
        matches = self._match_with_title([self._column_path(column) for column in columns])
        for column, match in zip(columns, matches, strict=True):
            place = self._place_of_column(column)
            match = self._doubt_by_cells(column, self._by_months(column, self._with_kind(match)))
            match = self._with_kind(column_answered(self.desk.answer_to_label(place), match))
            read = self._of_columns[column] = LabelRead(place, match, _doubt(match))
            read.label = column_label(self._column_path(column), self.known.context)

    def _match_cells(self):
        rows = dict.fromkeys(self.table.row_paths.get(row, ()) for row in self.table.body)
        columns = dict.fromkeys(self._column_path(column) for column in self.table.value_columns)
        pairs = [(row, column) for row in rows for column in columns]
        matches = self._match_with_title([_join(*pair) for pair in pairs])
        matches = [self._alone(pair, match) for pair, match in zip(pairs, matches, strict=True)]
        self._of_cells = {pair: self._with_kind(match) for pair, match in zip(pairs, matches, strict=True)}
        of_rows = {path: self._match([path])[0] for path in rows}
        named = [match for match in self._match(list(columns)) if match.target]
        of_form = any(_is_sure(match) for match in of_rows.values())  # what was said of a column then says only a kind
        self.columns_named = any(match.why != "confirmed" or not of_form for match in named)
        self._row_faults = {path: not self.columns_named and not _is_sure(match) for path, match in of_rows.items()}

    def _read_of_cell(self, row, column, paths, match):
        of_row = self._row_faults[paths[0]]
        of_both = self._place_of_row(row), self._place_of_column(column)
        match = self._doubt_by_cells(column, self._by_months(column, self._with_kind(match)))
        for path, place, names_targets in zip(
            paths, of_both, (not self.columns_named, self.columns_named), strict=True
        ):
            confirmed = recall(path, self.known.context) if match.why != "confirmed" else None
            if confirmed and confirmed.why == "remembered_other":
                match = replace(confirmed, kind=match.kind or confirmed.kind)
            elif confirmed:
                match = self._with_meaning(match, confirmed, paths, names_targets)
            if answer := self.desk.answer_to_label(place):
                said = column_answered(answer, ColumnMatch(ColumnRole.FIGURE))
                match = self._with_meaning(match, said, paths, names_targets)
        match = self._with_kind(match)
        read = LabelRead(of_both[0] if of_row else of_both[1], match, _doubt(match))
        read.label = column_label(paths[0] if of_row else paths[1], self.known.context)
        read.of_rows, read.of_row = not of_row and not self.columns_named, of_row
        return read

    def _with_meaning(self, match, said, paths, names_targets):
        """What a person said of a row or of a column: the one that names targets says which, the other which kind."""
        if said.role != ColumnRole.FIGURE:
            return said
        if names_targets and said.target:
            other = self._match([paths[1 if paths[0] and not self.columns_named else 0]])[0]
            if other.role != ColumnRole.FIGURE:
                return other
            left_open = match.why == "kind_unsaid"  # 三季度 over a running total says no kind
            kind = said.kind or other.kind if left_open else other.kind or said.kind
            return replace(said, kind=kind, certainty=Certainty.SURE)
        if names_targets or match.role != ColumnRole.FIGURE or said.kind is None:
            return match
        certainty = match.certainty if self._row_faults[paths[0]] else Certainty.SURE
        return replace(match, kind=said.kind, certainty=certainty, why=said.why)

    def _by_months(self, column, match):
        """三季度合计 beside its months is what was done in the period, of whatever is measured."""
        if column not in self.sums_of_months or match.role != ColumnRole.FIGURE:
            return match
        target = self.known.targets.get(match.target)
        if match.why == "kind_unsaid" or (target and target.measure == "running"):  # of which each cell is compared
            return replace(match, kind=FigureKind.AMOUNT, certainty=Certainty.SURE, why="months")
        return match

    def _doubt_by_cells(self, column, match):
        """A column of what was done in the period whose cells say 累计 is asked about as a whole."""
        doubtful = match.role == ColumnRole.FIGURE and match.kind == FigureKind.AMOUNT and _is_sure(match)
        if doubtful and column_says_to_date(self.view, self.table, column):
            return replace(match, certainty=Certainty.LIKELY, why="cells_to_date")
        return match

    def _match_with_title(self, paths):
        """A table whose labels name no target may be about the one that its title, or the sheet's name, names."""
        matches = self._match(paths)
        if any(match.target for match in matches):
            return matches
        found: list[ColumnMatch] = []
        for text in map(self.known.title_of_target, (*reversed(self.table.lines), self.desk.grid.title)):
            if not self.known.names.target(text):
                continue
            titled = self._match([(text, *path) for path in paths])
            sure = any(_is_sure(match) for match in titled)
            if not found or sure:
                found, self.prefix = titled, (text,)
            if sure:
                break
        return [
            with_title if match.role == ColumnRole.FIGURE else match
            for match, with_title in zip(matches, found or matches, strict=True)
        ]

    def _alone(self, pair, match):
        """Rows may give one target by two names, each for other units: every figure is compared by itself later."""
        if match.why == "two_columns":
            match = self._match([(*self.prefix, *_join(*pair))])[0]
        return self._with_kind_of_column(pair[1], match) if match.why == "code" else match

    def _with_kind_of_column(self, path, match):
        """The code of a target says nothing of what the column holds: 本季完成, 备注."""
        of_column = self._match([path])[0]
        if of_column.role != ColumnRole.FIGURE or of_column.target not in ("", match.target):
            return of_column
        return replace(match, kind=of_column.kind or match.kind, part=of_column.part)

    def _match(self, paths):
        matches = self.known.match_columns([(*self.unit_said, *path) for path in paths], self.said)
        if self.units_said.listed:
            return [self._with_listed_unit(path, match) for path, match in zip(paths, matches, strict=True)]
        if self.units_said.of_all:
            return matches
        return [
            replace(match, certainty=Certainty.LIKELY, why="other_unit")
            if match.role == ColumnRole.FIGURE and match.factor != 1
            else match
            for match in matches
        ]

    def _with_listed_unit(self, path, match):
        """The figure in the one of the units above the table that fits its target, where its label names none."""
        target = self.known.targets.get(match.target)
        if match.role != ColumnRole.FIGURE or target is None or says_unit(path, self.known.context):
            return match
        return replace(match, factor=self.units_said.factor_of(target.unit))

    def _with_kind(self, match):
        if match.role != ColumnRole.FIGURE or match.kind or match.target not in self.known.targets:
            return match
        return replace(match, kind=default_kind(self.known.targets[match.target], self.said))

    def _column_path(self, column):
        return self.table.column_paths.get(column, ())

    def _place_of_column(self, column) -> Place:
        """The lowest cell of the head that says something of this column."""
        for row in reversed(self._rows_with_labels):
            if self.view.label(row, column):
                return Place(*self.view.anchor(row, column))
        return Place((self.table.head or self.table.body or self.view.rows)[-1], column)

    @cached_property
    def _rows_with_labels(self) -> list[int]:
        """The rows of the head without those that only number the columns."""
        return [row for row in self.table.head if not is_ordinal_row(self.view, self.view.facts[row])]

    def _place_of_row(self, row) -> Place:
        """The cell that names the target of a row."""
        labels = self.table.label_columns
        naming = [c for c in labels if self.view.label(row, c) and self.known.names.target(self.view.label(row, c))]
        filled = [c for c in labels if self.view.label(row, c)]
        if not labels:
            section = max((each for each in self.table.sections if each < row), default=row)
            return Place(section, next(iter(self.view.facts[section].texts), self.view.columns[0]))
        return Place(*self.view.anchor(row, (naming or filled or labels)[0]))


def _heads_of_unit(table) -> list[str]:
    """单位: and 万人次 in two cells beside a title, where they stand above the first columns as if they were heads."""
    heads = [path[0] for _column, path in sorted(table.column_paths.items()) if len(path) > 1]
    return [first + second for first, second in pairwise(heads) if UNIT_AND_COLON.fullmatch(first)]


def _join(row, column):
    """Labels of a row before those of its columns; 目标 of a row says what kind of figure the column's target has."""
    return (*column, *row) if row and column and PROMISED.fullmatch(row[-1]) else (*row, *column)


def _is_sure(match):
    return bool(match.target) and match.role == ColumnRole.FIGURE and match.certainty == Certainty.SURE


def _doubt(match: ColumnMatch) -> SheetProblem | None:
    if match.why == "answered":
        return None
    if match.role == ColumnRole.FIGURE and not match.target:
        return SheetProblem("column_without_target", {"why": match.why})
    if match.role in (ColumnRole.FIGURE, ColumnRole.UNKNOWN, ColumnRole.RATE) and match.certainty != Certainty.SURE:
        return SheetProblem("column_unsure", {"why": match.why})
    return None
