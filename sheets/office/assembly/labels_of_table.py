"""What each label of a table means: of which target and kind the figures under it, or beside it, are."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from sheets.layout.heads import is_ordinal_row
from sheets.layout.model import TableLayout, UnitPlace
from sheets.layout.view import SheetView
from sheets.office.assembly.asking import Desk, Place, column_answered
from sheets.office.assembly.known import KnownPlan
from sheets.office.labels import column_label, default_kind
from sheets.office.labels.roles import PROMISED
from sheets.office.model import Certainty, ColumnMatch, ColumnRole, FigureKind
from sheets.problems import SheetProblem

Path = tuple[str, ...]


@dataclass
class LabelRead:
    """A label with its match. ``place`` is the cell that is asked about; ``why`` is None where the match is sure."""

    place: Place
    match: ColumnMatch
    why: SheetProblem | None = None
    label: str = ""
    about: list[tuple[str, str]] = field(default_factory=list)

    @property
    def candidates(self) -> list[str]:
        """Targets whose figures these may be."""
        return list(dict.fromkeys([*filter(None, [self.match.target]), *self.match.alternatives]))


class TableLabels:
    """The labels of one table, matched once for each different text."""

    def __init__(
        self, view: SheetView, table: TableLayout, known: KnownPlan, desk: Desk, said: FigureKind | None
    ) -> None:
        self.view, self.table, self.known, self.desk, self.said = view, table, known, desk, said
        self._of_columns: dict[int, LabelRead] = {}
        self._of_cells: dict[tuple[Path, Path], ColumnMatch] = {}
        self._row_faults: dict[Path, bool] = {}
        self._reads: dict[tuple[int, int], LabelRead] = {}
        self.prefix: Path = ()
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
        match = self._of_cells[paths]
        at = (row, 0 if self._row_faults[paths[0]] else column)
        read = self._reads.get(at)
        if read is None or read.match is not match:
            read = self._reads[at] = self._read_of_cell(row, column, paths, match, read)
        return read

    def all_reads(self) -> Iterable[LabelRead]:
        return self._of_columns.values() if self._of_columns else self._reads.values()

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
            match = column_answered(self.desk.answer_to_label(place), match)
            read = self._of_columns[column] = LabelRead(place, self._with_kind(match), _doubt(match))
            read.label = column_label(self._column_path(column), self.known.context)

    def _match_cells(self):
        rows = dict.fromkeys(self.table.row_paths.get(row, ()) for row in self.table.body)
        columns = dict.fromkeys(self._column_path(column) for column in self.table.value_columns)
        pairs = [(row, column) for row in rows for column in columns]
        matches = self._match_with_title([_join(*pair) for pair in pairs])
        matches = [self._alone(pair, match) for pair, match in zip(pairs, matches, strict=True)]
        self._of_cells = {pair: self._with_kind(match) for pair, match in zip(pairs, matches, strict=True)}
        columns_named = any(match.target for match in self._match(list(columns)))
        of_rows = {path: self._match([path])[0] for path in rows}
        self._row_faults = {path: not columns_named and not _is_sure(match) for path, match in of_rows.items()}

    def _read_of_cell(self, row, column, paths, match, before):
        of_row = self._row_faults[paths[0]]
        of_both = self._place_of_row(row), self._place_of_column(column)
        for path, place in zip(paths, of_both, strict=True):
            confirmed = self.known.context.confirmed_columns.get(column_label(path, self.known.context))
            if confirmed and match.why != "confirmed":
                match = replace(confirmed, kind=match.kind or confirmed.kind, why="answered")
            match = column_answered(self.desk.answer_to_label(place), match)
        read = LabelRead(of_both[0] if of_row else of_both[1], self._with_kind(match), _doubt(match))
        read.label = column_label(paths[0] if of_row else paths[1], self.known.context)
        if before:
            read.about = before.about
        return read

    def _match_with_title(self, paths):
        """A table whose labels name no target may be about the one that its title, or the sheet's name, names."""
        matches = self._match(paths)
        if any(match.target for match in matches):
            return matches
        for text in (*reversed(self.table.lines), self.desk.grid.title):
            if self.known.names.target(text):
                self.prefix = (text,)
                titled = self._match([(text, *path) for path in paths])
                return [
                    with_title if match.role == ColumnRole.FIGURE else match
                    for match, with_title in zip(matches, titled, strict=True)
                ]
        return matches

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
        return self.known.match_columns(paths, self.said)

    def _with_kind(self, match):
        if match.role != ColumnRole.FIGURE or match.kind or match.target not in self.known.targets:
            return match
        return replace(match, kind=default_kind(self.known.targets[match.target], self.said))

    def _column_path(self, column):
        return self.table.column_paths.get(column, ())

    def _place_of_column(self, column) -> Place:
        """The lowest cell of the head that says something of this column."""
        for row in reversed(self.table.head):
            facts = self.view.facts[row]
            if self.view.label(row, column) and not is_ordinal_row(self.view, facts):
                return Place(*self.view.anchor(row, column))
        return Place((self.table.head or self.table.body or self.view.rows)[-1], column)

    def _place_of_row(self, row) -> Place:
        """The cell that names the target of a row."""
        labels = self.table.label_columns
        naming = [c for c in labels if self.view.label(row, c) and self.known.names.target(self.view.label(row, c))]
        filled = [c for c in labels if self.view.label(row, c)]
        if not labels:
            section = max((each for each in self.table.sections if each < row), default=row)
            return Place(section, next(iter(self.view.facts[section].texts), self.view.columns[0]))
        return Place(*self.view.anchor(row, (naming or filled or labels)[0]))


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
