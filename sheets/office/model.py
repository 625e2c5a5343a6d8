"""What the reader of office workbooks is given, and what it gives back."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from sheets.figures.columns import FigurePart
from sheets.files.grid import SheetGrid
from sheets.layout.model import RowRole
from sheets.problems import SheetProblem


class FigureKind(StrEnum):
    """AMOUNT is what was done in the period; TO_DATE what stands at its end: a running total, a level, a share."""

    AMOUNT = "amount"
    TO_DATE = "to_date"


class Certainty(StrEnum):
    """How sure a match is. What is not SURE is asked before anything is saved."""

    SURE = "sure"
    LIKELY = "likely"
    UNSURE = "unsure"


class ColumnRole(StrEnum):
    """What a column (or, in a form with targets down, a row's cell) holds. Only FIGURE is read into a return."""

    FIGURE = "figure"
    UNIT = "unit"
    UNIT_CODE = "unit_code"
    TARGET = "target"
    MEASURE_UNIT = "measure_unit"
    PERIOD = "period"
    SERIAL = "serial"
    PROMISED = "promised"
    EARLIER = "earlier"
    RATE = "rate"
    REMARK = "remark"
    UNKNOWN = "unknown"


class QuestionTopic(StrEnum):
    """What a question is about."""

    FILE = "file"
    SHEET = "sheet"
    COLUMN = "column"
    ROW = "row"
    CELL = "cell"
    TOTAL = "total"
    TASK = "task"


@dataclass(frozen=True)
class PeriodSpan:
    """A period of time as a text names it: its first and last day; ``code`` is the plan's where it has one (2020Q3)."""

    first: date
    last: date
    code: str = ""


@dataclass(frozen=True)
class TargetNames:
    """A target as a workbook may name it. ``measure`` is increment, running, level, ratio or milestone.

    ``headings`` are the titles of the sections and of the task above it, outermost first. ``whole``: fractions are
    refused (people, households). ``aliases`` are short names that the plan or this office uses.
    """

    code: str
    name: str
    unit: str
    measure: str
    headings: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    whole: bool = True
    sign: str = ""  # "%" or "‰" where its values are shares of a hundred or a thousand


@dataclass(frozen=True)
class UnitNames:
    """A unit that reports in the plan, with its official name first; ``aliases`` include former names.

    ``owed`` are the codes of the targets that it reports; a figure for another one is a question.
    """

    code: str
    name: str
    aliases: tuple[str, ...] = ()
    parent: str = ""
    owed: frozenset[str] = frozenset()


@dataclass(frozen=True)
class ColumnMatch:
    """What the label of a column was taken to mean. ``why`` names the rule (for the page, by code).

    ``alternatives`` are other targets that it may mean, the likeliest first. Numbers are multiplied by ``factor`` to be
    in the target's unit (10000 where the label says 万人).
    """

    role: ColumnRole
    target: str = ""
    kind: FigureKind | None = None
    part: FigurePart = FigurePart.VALUE
    certainty: Certainty = Certainty.SURE
    why: str = ""
    alternatives: tuple[str, ...] = ()
    factor: Decimal = Decimal(1)


class UnitMatch(NamedTuple):
    """The unit that a text names, "" for none."""

    unit: str = ""
    certainty: Certainty = Certainty.SURE
    why: str = ""
    alternatives: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False)
class PlanContext:
    """Everything about a plan and period that reading a workbook needs. It equals only itself: it is a key of caches.

    ``above`` are the units that add up others: a row with one of their names is a total. Rows of the units with the
    codes ``elsewhere`` are not this person's, and are not read. ``confirmed_columns`` and ``confirmed_units`` are what
    this office confirmed before, by normalised label.
    """

    title: str
    year: int
    period: PeriodSpan
    targets: tuple[TargetNames, ...]
    units: tuple[UnitNames, ...]
    above: tuple[UnitNames, ...] = ()
    elsewhere: frozenset[str] = frozenset()
    confirmed_columns: Mapping[str, ColumnMatch] = field(default_factory=dict)
    confirmed_units: Mapping[str, str] = field(default_factory=dict)


class ReadFigure(NamedTuple):
    """One figure that was read. ``row`` and ``column`` count from 1 in the sheet ``sheet`` of the file ``file``.

    ``value`` is None where the text says "not applicable"; ``day`` is the date of a milestone.
    """

    unit: str
    target: str
    kind: FigureKind
    part: FigurePart
    value: Decimal | None
    file: str
    sheet: str
    row: int
    column: int
    na: bool = False
    reason: str = ""
    day: date | None = None


class Choice(NamedTuple):
    """An answer that a question offers: ``answer`` is what is stored, ``label`` how the page words it.

    Answers: "value:12", "value:12/to_date" (of the year so far, or "/amount": of the period), "blank", "na", "ignore",
    "target:L04/to_date", "kind:amount" (of a column: of the target of each row), "unit:530923000000", "period",
    "as_read".
    """

    answer: str
    label: SheetProblem


@dataclass(frozen=True)
class Question:
    """Something that is asked instead of guessed. ``key`` is the same at each reading of the same file.

    ``shown`` is the text of the cell or label as the workbook shows it. ``label`` is the normalised label of a column
    or row: the answer holds for this office from then on (``PlanContext.confirmed_columns``, ``confirmed_units``).
    ``about`` are the (unit, target) of all figures that wait for the answer, of a question about several.
    ``choices_only``: no number can be typed instead, since one answer is for many cells, or no number answers it.
    ``contradicts``: it was answered, and another answer cannot hold beside it.
    """

    key: str
    topic: QuestionTopic
    why: SheetProblem
    file: str
    sheet: str = ""
    row: int = 0
    column: int = 0
    unit: str = ""
    target: str = ""
    kind: FigureKind | None = None
    shown: str = ""
    label: str = ""
    choices: tuple[Choice, ...] = ()
    about: tuple[tuple[str, str], ...] = ()
    choices_only: bool = False
    contradicts: bool = False

    @property
    def takes_number(self) -> bool:
        """Whether a number may be typed instead of a choice; it is the number of this cell alone."""
        return self.topic == QuestionTopic.CELL and not self.choices_only


class LabelReading(NamedTuple):
    """What the label in a cell was taken for: a target's or another column (``match``), or a unit's (``unit``).

    ``label`` is the normalised label under which an answer about it is remembered.
    """

    row: int
    column: int
    text: str
    label: str
    match: ColumnMatch | None = None
    unit: UnitMatch | None = None


@dataclass
class TableRoles:
    """What the rows and columns of one table are, so that a page can lay the reading over the sheet.

    A cell is a figure or a question where one names it; else it is what its row is, and in rows of figures what its
    column is.
    """

    rows: dict[int, RowRole] = field(default_factory=dict)
    columns: dict[int, ColumnRole] = field(default_factory=dict)


@dataclass
class SheetReading:
    """What was read in one sheet. ``skipped`` says why nothing was (hidden, another period, no table).

    ``columns`` and ``rows`` are the matches, by the number of the column and of the row that carry the labels;
    ``labels`` are all names of targets and units with what they were taken for; ``notes`` tell what was left out on
    purpose (hidden rows, total rows, remarks). ``blank_amounts`` are the (unit, target) whose cell for the amount
    is blank, beside a running total.
    """

    file: str
    grid: SheetGrid
    skipped: SheetProblem | None = None
    figures: list[ReadFigure] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)
    notes: list[SheetProblem] = field(default_factory=list)
    columns: dict[int, ColumnMatch] = field(default_factory=dict)
    rows: dict[int, UnitMatch] = field(default_factory=dict)
    labels: list[LabelReading] = field(default_factory=list)
    tables: list[TableRoles] = field(default_factory=list)
    blank_amounts: set[tuple[str, str]] = field(default_factory=set)


@dataclass
class WorkbookReading:
    """What was read in one upload of one or several files. ``refused`` holds the files that cannot be read at all."""

    sheets: list[SheetReading] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)
    refused: list[tuple[str, SheetProblem]] = field(default_factory=list)

    @property
    def figures(self) -> list[ReadFigure]:
        return [figure for sheet in self.sheets for figure in sheet.figures]

    @property
    def blank_amounts(self) -> set[tuple[str, str]]:
        """The (unit, target) of which a running total is given, and a cell for the amount that is blank."""
        return set().union(*(sheet.blank_amounts for sheet in self.sheets))

    @property
    def all_questions(self) -> list[Question]:
        return [*self.questions, *(question for sheet in self.sheets for question in sheet.questions)]
