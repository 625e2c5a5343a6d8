"""What a supplement adds to the returns of a plan that is under way."""

from collections.abc import Iterable
from dataclasses import dataclass

from plans.models import Plan
from targets.burden.cost import RequestCost, make_cost
from targets.burden.queries.asked import count_asked
from targets.burden.queries.seconds import measure_seconds
from targets.models import Proposal
from targets.models.document import ProposalKind, ProposalOutcome


@dataclass(frozen=True)
class SupplementCost:
    """``cost`` of one period, if every unit that reports targets today gets a share of the ``targets`` that are added;
    ``periods``: how many are left. Who breaks it down differently, asks less. The ``tasks`` ask a text of each lead."""

    targets: int
    tasks: int
    periods: int
    cost: RequestCost


def read_supplement_cost(plan: Plan, from_seq: int | None, rows: Iterable[Proposal]) -> SupplementCost | None:
    """The cost of the accepted new proposals among ``rows``, or None where there are none; three queries."""
    new = [row for row in rows if row.is_accepted and row.outcome == ProposalOutcome.NEW]
    targets = [row for row in new if row.kind == ProposalKind.TARGET]
    tasks = [row for row in new if row.kind == ProposalKind.TASK]
    if not from_seq or not (targets or tasks):
        return None
    periods = list(plan.periods.filter(seq__gte=from_seq).order_by("seq"))
    if not periods:
        return None
    cells = sum(2 if row.measure == "ratio" else 1 for row in targets)
    # In which period does who report targets: the fullest one, since not all are due in each.
    asked = max(count_asked(periods).values(), key=lambda found: sum(row.figures for row in found))
    levels = [(row.level, row.reporters, row.reporters * cells, 0) for row in asked if row.reporters and cells]
    return SupplementCost(len(targets), len(tasks), len(periods), make_cost(levels, measure_seconds()))
