"""Which columns of a table name its rows (group, target, unit of measure, kind of figure), and which hold figures."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from sheets.layout.model import KnownNames, TableLayout
from sheets.layout.period_cells import holds_periods, label_of
from sheets.layout.view import SheetView
from sheets.layout.words import (
    CODE_HEAD,
    DAY,
    KIND,
    MEASURE_HEAD,
    PERIOD_HEAD,
    PERIOD_WORD,
    REMARK_HEAD,
    SERIAL,
    STORY_HEAD,
    TARGET_HEAD,
    TASK_HEAD,
    TOLD_HEAD,
)

SAMPLE = 400  # rows that are looked at to tell what a column holds
SHORT = 12
LONGEST_MEASURE = 4
MOSTLY = 0.6
HALF = 0.5
FEW = 0.4  # of the texts of a column are names of targets: the others are an office's own matters


@dataclass
class ColumnFacts:
    """What stands in a column of the body: ``texts`` are different ones, ``numbers`` how many cells hold figures."""

    head: str
    texts: set[str] = field(default_factory=set)
    cells: int = 0
    numbers: int = 0

    @property
    def textual(self) -> bool:
        return self.cells > self.numbers

    def share(self, test) -> float:
        return sum(bool(test(text)) for text in self.texts) / len(self.texts) if self.texts else 0


def look_at_columns(view: SheetView, table: TableLayout, columns: Iterable[int]) -> dict[int, ColumnFacts]:
    """column -> ColumnFacts from the rows of the body."""
    facts = {}
    rows = table.body[:SAMPLE]
    numbers = Counter(column for row in rows for column in view.facts[row].numbers)
    for column in columns:
        path = table.column_paths.get(column, ())
        found = facts[column] = ColumnFacts(path[-1] if path else "")
        for row in rows:
            here = view.facts[row]
            if column in here.texts:
                found.texts.add(here.texts[column])
                found.cells += 1
        found.numbers = numbers[column]
    return facts


def set_label_columns(view: SheetView, table: TableLayout, names: KnownNames, columns: Sequence[int]) -> None:
    """Divide ``columns`` (without those of the units) into labels and values. A long list has labels beside units.

    In a table with the units in its rows, texts are labels only where they name targets, periods or kinds of figures.
    """
    facts = look_at_columns(view, table, columns)
    periods = {column for column in columns if holds_periods(view, table.body[:SAMPLE], column, facts[column].head)}
    naming = [c for c in columns if c in periods or (facts[c].textual and _names_figures(facts[c], names))]
    if not naming and not _heads_name_targets(table, names):
        naming = [c for c in columns if facts[c].textual and not facts[c].numbers and TASK_HEAD.match(facts[c].head)]
    last = max(naming, default=0)
    wanted = naming if naming or table.unit_column else [c for c in columns if _may_name(facts[c])]
    labels = {
        column
        for column in columns
        if column in wanted or (wanted and (_is_measure(facts[column]) or _is_group(facts[column], column < last)))
    }
    table.label_columns = sorted(labels)
    values = [c for c in columns if c not in labels and not _is_apart(facts[c])]
    stories = {c for c in values if _is_story(facts[c])}
    table.value_columns = [c for c in values if c not in stories or not any(facts[each].numbers for each in values)]


def _heads_name_targets(table, names):
    return any(names.target(text) for path in table.column_paths.values() for text in path)


def _names_figures(facts, names):
    if REMARK_HEAD.search(facts.head) or SERIAL.match(facts.head) or _holds_days(facts):
        return False
    named = facts.share(names.target)
    if named >= FEW or (named and TASK_HEAD.match(facts.head)):
        return True
    short = facts.share(lambda text: len(text) <= SHORT and (KIND.search(text) or PERIOD_WORD.search(text)))
    return short >= HALF


def _holds_days(facts):
    """Of 上报日期 and 填报时间: when something was done says neither what was done nor in which period."""
    days = facts.share(DAY.fullmatch)
    return days >= MOSTLY and not PERIOD_HEAD.search(facts.head)


def _may_name(facts):
    return (
        not _holds_days(facts)
        and facts.textual
        and TARGET_HEAD.search(facts.head)
        and not REMARK_HEAD.search(facts.head)
    )


def _is_measure(facts):
    if not facts.texts or max(map(len, facts.texts)) > LONGEST_MEASURE:
        return False
    return facts.textual and bool(MEASURE_HEAD.match(facts.head))


def _is_group(facts, left):
    return (
        left
        and not _holds_days(facts)
        and facts.textual
        and not SERIAL.match(facts.head)
        and not REMARK_HEAD.search(facts.head)
    )


def _is_apart(facts):
    return bool(SERIAL.match(facts.head) or CODE_HEAD.match(facts.head))


def _is_story(facts):
    """Of 推进情况, or 完成情况 with sentences below: what was done is told there, and counted in another column."""
    if facts.numbers or not facts.textual:
        return False
    told = any(len(text) > SHORT for text in facts.texts)
    return bool(TOLD_HEAD.search(facts.head) or (told and STORY_HEAD.search(facts.head)))


def set_row_paths(view: SheetView, table: TableLayout, names: KnownNames) -> None:
    """row -> its labels from left to right, under the section that it stands in.

    A blank group takes the text above it, unless groups are merged: then what stands outside of them has none.
    """
    named = any(names.target(text) for text in table.sections.values())
    if not table.label_columns and not named:
        return
    outer = bool(table.label_columns) and max(table.label_columns) < table.unit_column  # the units of each target
    heads = {column: (table.column_paths.get(column) or ("",))[-1] for column in table.label_columns}
    heading, current = "", dict.fromkeys(table.label_columns, "")
    merged = {column for column in table.label_columns if any(_is_tall(view, row, column) for row in table.body)}
    for row in sorted({*table.body, *table.sections}):
        if row in table.sections:
            heading, current = table.sections[row], dict.fromkeys(table.label_columns, "")
            continue
        own = {column: label_of(view, row, column, heads[column]) for column in table.label_columns}
        filled = [column for column in table.label_columns if own[column]]
        if not filled and not (outer and not merged) and not named:
            continue
        for column in table.label_columns:
            if own[column] or (filled and column > filled[-1]) or column in merged:
                current[column] = own[column]
        texts = [current[column] for column in table.label_columns]
        path = [text for text in ([heading, *texts] if heading else texts) if text]
        table.row_paths[row] = tuple(text for at, text in enumerate(path) if at == 0 or path[at - 1] != text)


def _is_tall(view, row, column):
    span = view.span(row, column)
    return span[2] > span[0]
