"""What the cells of one table of a form are to hold, by the labels of their columns and rows."""

from sheets.forms.model import CHOSEN, SUM, FormContent, FormMatches, FormPlace
from sheets.layout.model import TableLayout, UnitPlace
from sheets.layout.view import SheetView
from sheets.layout.words import SUBTOTAL, TOTAL
from sheets.office.assembly.asking import Desk
from sheets.office.assembly.known import KnownPlan
from sheets.office.assembly.labels_of_table import LabelRead, TableLabels
from sheets.office.assembly.lines import Line
from sheets.office.labels import unit_label
from sheets.office.model import ColumnMatch, ColumnRole, FigureKind

RATES_OF_TARGETS = ("rate", "rate_only")


class TableMeaning:
    """Adds the places of one table to ``matches``. ``figures`` are those of units that the reader would read back."""

    def __init__(  # noqa: PLR0913 -- what the readers of tables share
        self, view: SheetView, table: TableLayout, known: KnownPlan, desk: Desk, lines: dict[int, Line],
        matches: FormMatches, formulas: set[tuple[int, int]],
    ) -> None:  # fmt: skip
        self.view, self.table, self.known, self.desk, self.lines = view, table, known, desk, lines
        self.matches, self.formulas = matches, formulas
        self.figures: list[FormPlace] = []

    def read(self, labels: TableLabels) -> None:
        for row in self.table.body:
            beside = ""
            for column in self.table.value_columns:
                beside = self._read_cell(row, column, labels.of_cell(row, column), beside)
        if self.table.units == UnitPlace.ROWS and labels.by_column:
            self._read_total_rows(labels)
        if self.table.units == UnitPlace.COLUMNS:
            self._read_total_columns(labels)

    def _read_cell(self, row, column, read, beside) -> str:
        """Add the place of a cell of a unit; the target that the cell is about, for rates without a name beside it."""
        line = self._line_of(row, column)
        if line is None or line.left_out or not self._may_fill(row, column):
            return beside
        wanted = [code for code in read.candidates if code in self.known.targets] or [beside]
        of_form = self.table.units == UnitPlace.TABLE and line.why and line.why.code == "no_unit_named"
        if line.why and not of_form:
            line.about += [(unit, target) for unit in line.candidates for target in wanted]
        elif read.why and read.match.why not in RATES_OF_TARGETS:
            read.about += [(unit, target) for unit in line.candidates for target in wanted if target]
        elif place := self._place(row, column, read.match, beside, CHOSEN if of_form else line.unit):
            self.matches.places.append(place)
            if read.match.role == ColumnRole.FIGURE:
                self.figures.append(place)
            return place.target
        return read.match.target or beside

    def _place(self, row, column, match, beside, unit) -> FormPlace | None:
        content, target = _content_of(match), match.target or beside
        if content is None or target not in self.known.targets:
            return None
        at = self.view.source(row, column)
        percent = "%" in self._label(column) or "%" in self._row_label(row)
        return FormPlace(
            self.desk.grid.title, *at, content, target, unit, match.part, f"{match.factor:f}", percent,
            at in self.formulas,
        )  # fmt: skip

    def _label(self, column):
        return "/".join(self.table.column_paths.get(column, ())).replace("％", "%")

    def _row_label(self, row):
        return "/".join(self.table.row_paths.get(row, ())).replace("％", "%")

    def _may_fill(self, row, column):
        """Whether a figure belongs in the cell; of merged ones in the first, where they are merged within this row."""
        top, left, bottom, _right = self.view.span(row, column)
        return (top, left, bottom) == (row, column, row) and column in self.view.facts[row].numbers

    def _line_of(self, row, column):
        at = {UnitPlace.ROWS: row, UnitPlace.COLUMNS: column, UnitPlace.TABLE: 0}[self.table.units]
        return self.lines.get(at)

    # --- totals -------------------------------------------------------------------------------------------------------

    def _read_total_rows(self, labels):
        for row in self.table.total_rows:
            unit = self._unit_of_total(row)
            if not unit:
                continue
            beside = ""
            for column, read in labels.by_column.items():
                if self._is_sure(read) and self._may_fill(row, column):
                    place = self._place(row, column, read.match, beside, unit)
                    if place:
                        self.matches.places.append(place)
                        beside = place.target
                beside = read.match.target or beside

    def _is_sure(self, read: LabelRead):
        return read.why is None or read.match.why in RATES_OF_TARGETS

    def _unit_of_total(self, row) -> str:
        """The unit above that the row names, else the units that it adds up; "" where there are none."""
        texts = [text for column, text in self.view.facts[row].texts.items() if column <= self.table.unit_column]
        named = [unit.code for unit in self.known.context.above for text in texts if _names(unit, text)]
        if named:
            return named[0]
        text = next((text for text in texts if TOTAL.match(text)), "")
        return self._group([self.lines[each] for each in self._rows_of_total(row, text) if each in self.lines])

    def _rows_of_total(self, row, text):
        totals, body = self.table.total_rows, self.table.body
        if not SUBTOTAL.search(text):
            return body
        before = max([each for each in totals if each < row], default=0)
        after = min([each for each in totals if each > row], default=1 << 30)
        return [each for each in body if before < each < row] or [each for each in body if row < each < after]

    def _group(self, lines) -> str:
        units = tuple(dict.fromkeys(line.unit for line in lines if line.unit and not line.left_out and not line.why))
        if not units:
            return ""
        if units not in self.matches.groups:
            self.matches.groups.append(units)
        return f"{SUM}{self.matches.groups.index(units)}"

    def _read_total_columns(self, labels):
        for column in self.table.total_columns:
            path = tuple(text for text in self.table.column_paths.get(column, ()) if not TOTAL.match(text))
            same = [each for each in self.table.value_columns if self.table.column_paths.get(each, ()) == path]
            unit = self._group([self.lines[each] for each in same if each in self.lines])
            for row in self.table.body if unit else ():
                read = labels.of_cell(row, same[0])
                sure = self._is_sure(read) and self._may_fill(row, column)
                if sure and (place := self._place(row, column, read.match, "", unit)):
                    self.matches.places.append(place)


def _content_of(match: ColumnMatch) -> FormContent | None:
    if match.role == ColumnRole.FIGURE and match.kind:
        return FormContent.AMOUNT if match.kind == FigureKind.AMOUNT else FormContent.TO_DATE
    if match.role == ColumnRole.PROMISED:
        return FormContent.PROMISED
    if match.role == ColumnRole.RATE:
        return FormContent.RATE if match.why in RATES_OF_TARGETS else FormContent.COMPLETION
    return None


def _names(unit, text):
    return unit_label(text) in {unit_label(name) for name in (unit.name, *unit.aliases)}
