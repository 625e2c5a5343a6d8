"""Tables in the text (rows are lines with tabs): the contents of cells and what their numbers count."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from reader.clauses.contexts import ParagraphAnalysis
from reader.clauses.splitting import SpanIndex
from reader.lexicon import phrases
from reader.lexicon.rules import PatternRule
from reader.lexicon.words import RECEIVED
from reader.numbers.days import PlanYears
from reader.numbers.deadlines import find_times
from reader.numbers.quantities import Quantity, quantities
from reader.numbers.units import RATES
from reader.tables.cells import (
    BRACKETED,
    MAX_CELL_LENGTH,
    CellContent,
    TableCell,
    is_number,
    unit_of,
    with_positions,
)
from reader.tables.columns import PLACE, TOTAL, ColumnContent, QuantityColumn, column, unit_in_name

TOTAL_ROW = PatternRule(
    TOTAL.pattern + r"|全[省市县区州盟旗乡镇]$",
    takes="合计",
    leaves="江北县",
)  # a row of totals below or above the shares
WHOLE = 100  # percent
MAX_CELLS = 40  # cells of a row
TITLE = PatternRule(
    rf"(?:[序编]号|名称|指标|项目|任务|工作|内容|目标值?|{phrases.OFFICES}|[科处部]室|人|时[限间]|期限|备注|数量?"
    rf"|要求|措施|年度?|事项|[县市区镇]|街道|类别|领域|季度|合计)(?:\([^()]{{1,12}}\))?$",
    takes="责任单位",
    leaves="举办培训",
)
COUNTED = PatternRule(r"\d[万亿余多]{0,2}[人项]$", takes="培训妇女300人", leaves="2024年培训人数(人)")
MAX_CAPTION_LENGTH = 40  # characters
UNIT_LINE = PatternRule(
    r"\(?(?:计量)?单位:([^():]{1,6})\)?",
    takes="单位:人次",
    leaves="牵头单位:市妇联",
    whole=True,
)
ALLOCATION = PatternRule(
    rf"{phrases.GOALS}|分解|分配|计划|下达|安排",
    takes="任务分解",
    leaves="工作情况",
)
# Tables of results and money; tables of participants and assessments.
NOT_PLANNED = PatternRule(
    r"完成情况|进展|通报|预算|决算|统计|一览",
    takes="完成情况",
    leaves="任务分解",
)
NOT_ALLOCATION = re.compile(NOT_PLANNED.pattern + "|代表|参会|与会|出席|考核|评分")
EMPTY_CELLS = frozenset({"", "-", "--", "/", "无"})

ENDS_COUNTED = re.compile(r"\d[\d.]*[万亿]?[一-龥]{1,2}$")


@dataclass(frozen=True)
class CellQuantity:
    """A number alone in its cell, with the unit given by the table. ``start`` is where its name begins."""

    quantity: Quantity
    start: int
    over: QuantityColumn
    name: str = ""  # set if the column names it and the row is a place
    scope: str = ""  # the county or township that has this share


@dataclass
class Table:
    """The caption, the unit and the columns above the current row."""

    plan: PlanYears
    caption: str = ""
    unit: str = ""
    columns: list[QuantityColumn] = field(default_factory=list)
    seen: list[CellContent] = field(default_factory=list)  # the contents of the last whole row
    inside: bool = False
    heads: bool = False  # whether the last line is the row of titles

    def enter(self, flat: str) -> None:
        """Read the next line: a caption, a unit for the whole table, a row of titles or another row."""
        self.heads = False
        if "\t" not in flat:
            self._take_line_above(flat)
            return
        titles = self._titles(flat)
        if titles is not None:
            self.columns, self.seen = [column(title, self.plan) for title in titles], []
        self.inside = True

    def _take_line_above(self, flat: str) -> None:
        said = UNIT_LINE.fullmatch(flat[:16]) if len(flat) <= 16 else None
        if said and unit_of(said[1]):
            self.unit = said[1]
        else:
            self.caption, self.unit = flat[-MAX_CAPTION_LENGTH:], ""
        self.columns, self.seen, self.inside = [], [], False

    def _titles(self, flat: str) -> list[str] | None:
        """The titles of the columns if the line is the row of titles: all its cells are words.

        Below other rows the words must be typical titles: 修订制度⇥完成⇥4月底 is an ordinary row.
        """
        if flat.count("\t") > MAX_CELLS or len(flat) >= 200:
            return None
        row = [text.strip() for text in flat.split("\t")]
        words = [text for text in row if text]
        if len(words) < 2 or any(is_number(text) for text in words):
            return None
        known = sum(TITLE.search(text) is not None and not COUNTED.search(text) for text in words)
        self.heads = 2 * known >= len(words)
        return row if self.heads or (not self.inside and (known or not self._dated(words))) else None

    def _dated(self, words: Sequence[str]) -> bool:
        return any(column(text, self.plan).when for text in words if len(text) <= MAX_CELL_LENGTH)

    def cells(self, line: ParagraphAnalysis) -> list[TableCell]:
        """The cells of a row with their columns; empty if the line is not a row."""
        if not 0 < line.flat.count("\t") <= MAX_CELLS:
            return []
        texts = line.flat.split("\t")
        kinds = [self._kind(text.strip()) for text in texts]
        over = self._columns_of(kinds)
        return [
            TableCell(start, end, text, over[at], kinds[at])
            for at, (start, end, text) in enumerate(with_positions(texts))
        ]

    def _columns_of(self, kinds: list[CellContent]) -> list[QuantityColumn]:
        """The columns of the cells of a row.

        A row is shorter than the titles if remarks at its end are empty or a cell of the row above extends over it.
        In the second case its numbers and days must match those of the last whole row at one position only.
        """
        unknown, missing = [QuantityColumn()] * len(kinds), self.columns[len(kinds) :]
        if len(kinds) > len(self.columns):
            return unknown
        if not missing:
            self.seen = kinds
        elif self.seen:
            fits = [at for at in range(len(missing) + 1) if _same_kinds(kinds, self.seen[at:])]
            return self.columns[fits[0] :][: len(kinds)] if len(fits) == 1 else unknown
        elif self._lacks_more(kinds):
            return unknown
        else:
            self.seen = kinds + [CellContent.NONE] * len(missing)
        return self.columns

    def _lacks_more(self, kinds: Sequence[CellContent]) -> bool:
        """Whether the first row of the table is short of more than its remarks."""
        missing = self.columns[len(kinds) :]
        under_words = (one for one, kind in zip(self.columns, kinds, strict=False) if kind is CellContent.NUMBER)
        return any(one.title and "备注" not in one.title for one in missing) or any(
            one.holds is ColumnContent.NAME or one.title.endswith("单位") for one in under_words
        )

    def _kind(self, text: str) -> CellContent:
        if text in EMPTY_CELLS:
            return CellContent.NONE
        if is_number(text):
            return CellContent.NUMBER
        times = find_times(text, self.plan) if len(text) <= MAX_CELL_LENGTH else []
        return CellContent.TIME if len(times) == 1 and times[0].end - times[0].start == len(text) else CellContent.WORDS

    def shares(self) -> bool:
        """Whether the table allocates the work to counties or townships."""
        said = self.caption + " ".join(one.title for one in self.columns)
        return ALLOCATION.search(said) is not None and not NOT_ALLOCATION.search(said)


@dataclass(frozen=True)
class QuantityTableRow:
    """A row of a table with numbers."""

    line: ParagraphAnalysis
    table: Table
    cells: list[TableCell]

    def cells_without_targets(self) -> SpanIndex:
        """The cells with previous values, deadlines, offices or remarks."""
        cells_without_targets = {ColumnContent.BEFORE, ColumnContent.DUE, ColumnContent.WHO}
        return SpanIndex(
            [
                (cell.start, cell.end)
                for cell in self.cells
                if cell.over.holds in cells_without_targets
                or cell.over.remarks
                or unit_of(cell.text)
                or self._repeats_name(cell)
            ]
        )

    def numbers(self, found: Sequence[Quantity]) -> Iterator[CellQuantity]:
        """The numbers that are alone in their cells and are targets according to the table."""
        starts = [quantity.start for quantity in found]
        for cell in self.cells:
            if (
                cell.over.holds in {ColumnContent.BEFORE, ColumnContent.ASIDE, ColumnContent.DUE, ColumnContent.WHO}
                or not cell.number
            ):
                continue
            first = bisect_right(starts, cell.start - 1)
            inside = [one for one in found[first : first + 4] if one.end <= cell.end]
            alone = self._cell_quantity(cell, inside[-1]) if inside else None
            if alone is not None:
                yield alone

    def names(self, end: int) -> list[TableCell]:
        """The cells before ``end`` that may name what the row is about."""
        other_contents = {ColumnContent.WHO, ColumnContent.DUE, ColumnContent.BEFORE, ColumnContent.ASIDE}
        return [
            cell
            for cell in self.cells
            if cell.end <= end and cell.over.holds not in other_contents and self._may_name(cell)
        ]

    def _repeats_name(self, cell: TableCell) -> bool:
        """Whether the cell contains only a number that the cell that names the row states already."""
        names = self.names(cell.start) if cell.number else []
        return bool(names) and any(_is_in_name(one, names[-1].text) for one in quantities(cell.text))

    def _may_name(self, cell: TableCell) -> bool:
        return len(cell.text) >= 2 and cell.kind is CellContent.WORDS and not unit_of(cell.text)

    def _cell_quantity(self, cell: TableCell, quantity: Quantity) -> CellQuantity | None:
        names = self.names(cell.start)
        names = [one for one in names if not ENDS_COUNTED.search(one.text)] or names  # 举办讲座200场 is a target
        if not names:
            return None
        unit = quantity.unit or self._unit(names[-1], cell)
        sure = not quantity.unit or quantity.unit in {"%", "‰"}  # the table states units of bare numbers
        if not unit and self._is_target(cell, names):
            unit = unit_in_name(cell.over.title) or unit_in_name(names[-1].text) or self.table.unit
        if not unit or TOTAL_ROW.match(names[0].text) or TOTAL.match(cell.over.title):
            return None
        with_unit, shared = replace(quantity, unit=unit), self._share(names, cell)
        if shared:
            said, place = (BRACKETED.sub("", words) for words in shared)
            alone = CellQuantity(with_unit, names[0].start, cell.over, f"{said}({place})", place)
            return alone if self.table.shares() else None
        return CellQuantity(with_unit, names[-1].start, cell.over) if sure or self._is_target(cell, names) else None

    @staticmethod
    def _share(names: Sequence[TableCell], value: TableCell) -> tuple[str, str] | None:
        """(what is allocated, to which county or township), if one is the row's first cell and the other the
        column's title."""
        first = names[0]
        if first.over.holds is ColumnContent.PLACE or (
            first.over.holds is not ColumnContent.NAME and PLACE.search(first.text)
        ):
            return value.over.title, first.text
        return (names[-1].text, value.over.title) if value.over.holds is ColumnContent.PLACE else None

    def _unit(self, name: TableCell, value: TableCell) -> str:
        """The unit of a bare number: in brackets after its name or in the column's title, or in a cell of its own."""
        brackets = [BRACKETED.search(text) for text in (name.text, value.over.title)]
        units = [*(unit_of(found[1]) for found in brackets if found), *(unit_of(cell.text) for cell in self.cells)]
        return next((one for one in units if one), "")

    def _is_target(self, value: TableCell, names: Sequence[TableCell]) -> bool:
        """Whether the number is a target: by its column, or as the only number of a row that has a deadline or an
        office."""
        if value.over.holds_targets or self._share(names, value):
            return True
        if NOT_PLANNED.search(self.table.caption) or RECEIVED.search(value.over.title):
            return False
        tasks = any(cell.over.holds in {ColumnContent.DUE, ColumnContent.WHO} for cell in self.cells) or self._dated()
        numbers = [cell for cell in self.cells if cell.over.holds is ColumnContent.OTHER and cell.number]
        return tasks and [cell for cell in numbers if cell is value or not cell.text.isdigit()] == [value]

    def _dated(self) -> bool:
        return any(
            time.day is not None and time.exact and self.line.times_in.around(cell.start) == (cell.start, cell.end)
            for time in self.line.times[:MAX_CELLS]
            for cell in self.cells
            if time.start == cell.start and not cell.over.title
        )


def _is_in_name(quantity: Quantity, name: str) -> bool:
    """Whether the cell that names the row states its number: 参保6300人 ⇥ 6300, 补差分别达到300元、140元 ⇥ 100%."""
    stated = [one for one in quantities(name) if one.measure]
    whole = quantity.unit == "%" and quantity.value == WHOLE and any(one.measure not in RATES for one in stated)
    return whole or any(one.value == quantity.value for one in stated)


def _same_kinds(kinds: Sequence[CellContent], seen: Sequence[CellContent]) -> bool:
    return all(CellContent.NONE in pair or pair[0] is pair[1] for pair in zip(kinds, seen, strict=False))
