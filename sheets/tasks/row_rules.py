"""What the columns 上报期 and 牵头单位 say of each row of an office's table of tasks."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from sheets.office.model import PlanContext
from sheets.office.periods import PeriodFit, compare_period, find_periods
from sheets.problems import SheetProblem

Row = TypeVar("Row")


@dataclass
class RowPeriods(Generic[Row]):
    """``of_period`` are the rows that say this period, ``unsaid`` those that say none; ``others`` counts the rest."""

    of_period: list[Row] = field(default_factory=list)
    unsaid: list[Row] = field(default_factory=list)
    others: dict[str, int] = field(default_factory=dict)

    def describe_others(self) -> SheetProblem | None:
        """What is said of the rows of other periods; None where there are none."""
        if not self.others:
            return None
        params = {"number": sum(self.others.values()), "periods": list(self.others)}
        return SheetProblem("tasks_of_other_periods", params)


def sort_by_period(rows: Iterable[tuple[Row, str]], context: PlanContext) -> RowPeriods[Row]:
    """Rows by what their cell 上报期 says."""
    found: RowPeriods[Row] = RowPeriods()
    for row, text in rows:
        fit = compare_period(find_periods(text, context.year), context.period)
        if fit == PeriodFit.OTHER:
            found.others[text] = found.others.get(text, 0) + 1
        elif fit == PeriodFit.UNKNOWN:
            found.unsaid.append(row)
        else:
            found.of_period.append(row)
    return found


def find_other_leads(text: str, sheet_unit: str, known) -> list[str]:
    """The units that a cell 牵头单位 names where it does not name ``sheet_unit``: none where that is among them."""
    match = known.match_unit(text) if text else None
    named = [match.unit] if match and match.unit else known.find_units(text) if text else []
    return [] if sheet_unit in named else named
