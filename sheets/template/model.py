"""What a template is written from: plain data, prepared by the application."""

from collections.abc import Mapping
from dataclasses import dataclass

from sheets.figures.columns import FigureColumn, FigureField
from sheets.figures.content import FigureContent


@dataclass(frozen=True)
class TemplateRow:
    """A unit: its figures (target code -> FigureContent), the targets that it owes, and whether it may be filled in."""

    code: str
    name: str
    state: str
    contents: Mapping[str, FigureContent]
    owed: frozenset[str]
    open: bool = True


@dataclass(frozen=True)
class WorkbookTemplate:
    """``titles`` are the titles of the two columns of units and states; ``notes`` are shown above the table."""

    plan: str
    period: str
    title: str
    notes: tuple[str, ...]
    titles: tuple[str, str]
    fields: tuple[FigureField, ...]
    rows: tuple[TemplateRow, ...] = ()

    @property
    def columns(self) -> list[FigureColumn]:
        return [column for field in self.fields for column in field.columns]
