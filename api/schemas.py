"""What the interface gives out, field by field. Its document is made from these types.

Numbers are texts, so that no reader rounds them: "0.1" is exactly 0.1. A number that nobody has given is null, zero is
"0", and what is not applicable says so in ``state``.
"""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any, Literal

from ninja import Field, Schema
from pydantic import BeforeValidator


def write_number(value: Any) -> Any:
    """A Decimal as plain digits without trailing zeros: "1200", "0.5"; anything else as it is."""
    if not isinstance(value, Decimal):
        return value
    text = format(value, "f")
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in ("-0", "") else text


Number = Annotated[str, BeforeValidator(write_number), Field(pattern=r"^-?[0-9]+(\.[0-9]+)?$", examples=["1200.5"])]
Basis = Literal["submitted", "accepted"]
NumberState = Literal["number", "blank", "not_applicable"]


class Paging(Schema):
    """Which part of a list."""

    page: int = Field(1, ge=1, le=100_000, description="Counted from 1.")
    size: int = Field(100, ge=1, le=500, description="Items on a page.")


class PageOf(Schema):
    """A part of a list: ``count`` items altogether, on ``pages`` pages."""

    count: int
    page: int
    pages: int


class PlanItem(Schema):
    """A plan of a year."""

    code: str
    title: str
    year: int
    unit_code: str
    unit_name: str
    state: Literal["draft", "issued", "closed"]
    cadence: Literal["month", "quarter", "half", "year"]
    document_number: str
    issued_at: datetime | None

    @staticmethod
    def resolve_unit_code(plan):
        return plan.unit.code

    @staticmethod
    def resolve_unit_name(plan):
        return plan.unit.name


class PeriodItem(Schema):
    """A period of reporting."""

    code: str
    seq: int
    name: str
    start: date
    end: date
    due_on: date
    state: Literal["planned", "open", "closed", "locked"]


class TargetItem(Schema):
    """What a plan promises. ``value`` is that of the whole plan, ``value2`` the upper end of a range."""

    code: str
    name: str
    task_code: str
    task_title: str
    unit: str = Field(description="Unit of measure.")
    measure: Literal["increment", "running", "level", "ratio", "milestone"]
    direction: Literal["at_least", "at_most", "exactly", "range"]
    rollup: Literal["sum", "units_reached"]
    scale: str = Field(description="Of a ratio: %, ‰ or /10万.")
    frequency: Literal["month", "quarter", "half", "year"]
    value: Number | None
    value2: Number | None
    baseline: Number | None
    weight: Number
    deadline: date | None
    definition: str

    @staticmethod
    def resolve_task_code(target):
        return target.task.code

    @staticmethod
    def resolve_task_title(target):
        return target.task.title


class UnitItem(Schema):
    """A unit that takes part in a plan, as it stood when the plan was issued."""

    code: str
    name: str
    short_name: str
    kind: str
    depth: int = Field(description="0: the plan's own unit.")
    parent_code: str | None = Field(description="The unit above, null for the plan's own.")

    @staticmethod
    def resolve_parent_code(participant):
        return participant.path.strip("/").split("/")[-2] if participant.depth else None


class TotalItem(Schema):
    """What a unit with all below it has done for a target by the end of a period, and how that stands.

    ``value`` is to date, of a ratio over ``base``; ``shown`` is the number that people read (a ratio divided),
    ``added`` what this period added, ``owed`` its share. ``completion`` and ``pace`` are shares: "1" is 100 %.
    ``as_of`` is the period of the number where the target was not due in the one that was asked for.
    """

    target_code: str
    state: NumberState
    value: Number | None
    base: Number | None
    shown: Number | None
    added: Number | None
    owed: Number | None
    completion: Number | None
    pace: Number | None
    light: Literal["blue", "green", "yellow", "red", "grey", "unmet"] | None
    not_judged: Literal["no_task", "not_applicable", "summed_percentages", "not_begun"] | None
    units_expected: int
    units_reported: int
    reported_at: datetime | None
    as_of: str | None


class UnitTotals(Schema):
    """The totals of a unit, in the order of the plan's targets. ``overall`` is the weighted completion."""

    unit_code: str
    unit_name: str
    overall: Number | None
    totals: list[TotalItem]


class FigureItem(Schema):
    """A figure of a return, as it was submitted. ``value`` is what was reported, of a ratio over ``base``."""

    unit_code: str
    unit_name: str
    target_code: str
    state: NumberState
    value: Number | None
    base: Number | None
    done_on: date | None
    reason: str = Field(description="Why it is not applicable.")
    note: str
    submission: int = Field(description="Number of the submission.")
    submitted_at: datetime


class PlanPage(PageOf):
    items: list[PlanItem]


class TargetPage(PageOf):
    items: list[TargetItem]


class PeriodPage(PageOf):
    items: list[PeriodItem]


class UnitPage(PageOf):
    items: list[UnitItem]


class FigurePage(PageOf):
    plan_code: str
    period: str
    basis: Basis
    items: list[FigureItem]


class TotalsPage(PageOf):
    plan_code: str
    period: str
    basis: Basis
    items: list[UnitTotals]


class WrongField(Schema):
    """A part of the request that can't be used."""

    field: str
    message: str


class Problem(Schema):
    """Why a request was not answered: a fixed ``code``, and a sentence for people."""

    code: str
    message: str
    fields: list[WrongField] = []
