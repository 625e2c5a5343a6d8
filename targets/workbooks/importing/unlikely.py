"""Cells of a preview that are valid but look wrong: beyond the unit's share, a thousand times the last report."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from plans.models import Period
from sheets.figures.content import FigureContent
from sheets.outcomes import CellOutcome
from targets.checks.families import share
from targets.checks.families.types import CheckContext, Kind, RuleTerms
from targets.checks.queries.rules import ReportedBefore
from targets.values.oddities import find_oddity
from targets.workbooks.importing.result import WorkbookImportResult
from targets.workbooks.period_figures import PeriodFigures

_SHARE = RuleTerms(Kind.OVER_SHARE)


def find_unlikely_cells(
    result: WorkbookImportResult, stored: PeriodFigures, period: Period
) -> list[tuple[CellOutcome, str]]:
    """(outcome, what looks wrong) of the cells that would change, in the order of the workbook; two queries at most.

    Whether the plan has a rule for it or not: this stops nothing, it only asks for another look before the import.
    """
    changes = result.changed_figures
    if not changes:
        return []
    by_unit: dict[int, dict[int, FigureContent]] = defaultdict(dict)
    for each in changes:
        by_unit[stored.participants[each.unit].pk][stored.targets[each.target].pk] = each.after
    before = result.before or ReportedBefore(period.plan_id, period.seq, by_unit)
    contexts = {
        unit: CheckContext({}, cells, before.reports.get(unit, {}), before.shares.get(unit, {}))
        for unit, cells in by_unit.items()
    }
    said = [
        (each, _find_texts(stored.targets[each.target], contexts[stored.participants[each.unit].pk]))
        for each in changes
    ]
    return [(each, text) for each, texts in said if (text := "；".join(texts))]


def _find_texts(target: Any, context: CheckContext) -> Iterator[str]:
    if share.applies_to(target) and (text := share.check(_SHARE, target, context)):
        yield text
    if text := find_oddity(target, context.cell(target), context.earlier(target).last):
        yield text
