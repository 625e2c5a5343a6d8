"""What a template is written from: plain data, prepared by the application."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from sheets.figures.columns import FigureColumn, FigureField
from sheets.figures.content import FigureContent
from sheets.tasks.model import TaskSlot
from sheets.tasks.words import TaskWords


@dataclass(frozen=True)
class TemplateRow:
    """A unit: its figures (target code -> FigureContent), the targets that it owes, and whether it may be filled in.

    ``shares`` is what it owes of each target, as text; kept in the file to tell what has changed since.
    """

    code: str
    name: str
    state: str
    contents: Mapping[str, FigureContent]
    owed: frozenset[str]
    open: bool = True
    shares: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class FormWords:
    """What the form says below its table and beside its cells: ``sums`` heads the row of sums, ``signatures`` stand
    each before a line to write on; ``number`` and ``whole`` say what a cell takes when something else was typed."""

    sums: str = "合计"
    signatures: tuple[str, ...] = ()
    number: str = ""
    whole: str = ""
    day: str = ""


@dataclass(frozen=True)
class WorkbookTemplate:
    """``titles`` are the titles of the two columns of units and states; ``notes`` are shown above the table.
    ``measures`` are the units of measure by target. ``tasks`` are those of which the units report; with any, the
    workbook has a sheet of them, whose words are ``task_words``."""

    plan: str
    period: str
    title: str
    notes: tuple[str, ...]
    titles: tuple[str, str]
    fields: tuple[FigureField, ...]
    rows: tuple[TemplateRow, ...] = ()
    words: FormWords = FormWords()
    measures: Mapping[str, str] = field(default_factory=dict)
    tasks: tuple[TaskSlot, ...] = ()
    task_words: TaskWords | None = None

    @property
    def columns(self) -> list[FigureColumn]:
        return [column for field in self.fields for column in field.columns]
