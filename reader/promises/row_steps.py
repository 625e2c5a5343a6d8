"""The deadline of a table's row, and rows without a number as milestones: 修订内控制度 ⇥ 4月底."""

from collections.abc import Iterator

from reader.lexicon import phrases
from reader.lexicon.rules import PatternRule
from reader.model import Confidence, MilestoneReading
from reader.numbers.days import PlanYears, TimeKind
from reader.numbers.deadlines import TimeExpression, find_times
from reader.promises.milestones import STEP, DatedStep
from reader.tables.cells import TableCell
from reader.tables.columns import ColumnContent
from reader.tables.table import QuantityTableRow
from reader.text.paragraph import Paragraph

START_TIME = PatternRule(
    r"开始|启动|起始|开工",
    takes="开始时间",
    leaves="完成时间",
)
COMPLETION_WORDS = PatternRule(
    rf"(?:之?前)?(?:全部|全面)?(?:{phrases.COMPLETING}|落实|到位|结束|动工|开工|投入使用|投用|建成|竣工)$",
    takes="8月底前完成",
    leaves="8月底前",
)
MAX_DAY_LENGTH = 24  # characters of a cell that names a day
MAX_NAME_LENGTH = 60


def day_of(row: QuantityTableRow, plan: PlanYears) -> tuple[TimeExpression, str] | None:
    """(the time, the words of its cell) of a row's deadline, from a cell that contains only a day; None if there is
    none."""
    for cell in _dated(row):
        words = COMPLETION_WORDS.sub("", cell.text)
        found = find_times(words, plan)
        if len(found) == 1 and found[0].day and found[0].end - found[0].start == len(words):
            return found[0], cell.text
    return None


def _dated(row: QuantityTableRow) -> Iterator[TableCell]:
    """The cells that may contain the deadline, those under a title such as 完成时限 first."""
    short = [cell for cell in row.cells if not cell.number and len(cell.text) <= MAX_DAY_LENGTH]
    ends = [cell for cell in short if not START_TIME.search(cell.over.title)]
    return iter(sorted(ends, key=lambda cell: cell.over.holds is not ColumnContent.DUE))


def row_step(
    paragraph: Paragraph, row: QuantityTableRow, plan: PlanYears, *, has_promises: bool
) -> Iterator[DatedStep]:
    """The milestone of a row with a deadline and without a target.

    None is made of a row that is due at the end of the plan.
    """
    due = None if has_promises else day_of(row, plan)
    if due is None or due[0].kind is not TimeKind.DAY or not due[0].exact or due[0].day == plan.end:
        return
    names = [cell for cell in row.names(len(row.line.flat)) if len(cell.text) >= 4]
    if not names or any(row.line.past) or not any(STEP.search(cell.text) for cell in names):
        return
    named = next(
        (cell for cell in reversed(names) if STEP.search(cell.text)), names[0]
    )  # 制定办法, not the name of its item
    start, end = names[0].start, max(cell.end for cell in _dated(row) if cell.text == due[1])
    milestone = MilestoneReading(
        place=paragraph.place(min(start, end - 1), max(end, names[0].end)),
        text=row.line.flat[min(start, end - 1) : max(end, names[0].end)],
        name=named.text[:MAX_NAME_LENGTH],
        deadline=due[0].day,
        deadline_text=due[1],
        section=None,
        task=None,
        rule="dated_step",
        sure=Confidence.LIKELY,
    )
    yield DatedStep(milestone, reported=False)
