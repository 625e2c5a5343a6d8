"""What a workbook is made from: plain data, put together by whoever knows the plan."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class TemplateRow:
    """A unit: what stands in its figures (target -> Content), which targets it owes, and whether it may be typed in."""

    code: str
    name: str
    state: str
    contents: dict
    owed: frozenset
    open: bool = True


@dataclass(frozen=True)
class Template:
    """``titles`` are the words over the columns of units and states; ``notes`` stand above the table."""

    plan: str
    period: str
    title: str
    notes: tuple
    titles: tuple
    fields: tuple
    rows: tuple = field(default=())

    @property
    def columns(self):
        return [column for one in self.fields for column in one.columns]
