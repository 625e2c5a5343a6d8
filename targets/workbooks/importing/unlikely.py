"""Cells of a preview that are valid but look wrong: beyond the unit's share, a thousand times the last report."""

from collections.abc import Iterator
from typing import Any

from plans.models import Period
from sheets.outcomes import CellOutcome
from targets.checks.families import share
from targets.checks.families.types import CheckContext, Kind, RuleTerms
from targets.checks.queries.rules import read_earlier_reports, read_shares
from targets.values.oddities import find_oddity
from targets.workbooks.importing.result import WorkbookImportResult
from targets.workbooks.period_figures import PeriodFigures

_SHARE = RuleTerms(Kind.OVER_SHARE)


def find_unlikely_cells(
    result: WorkbookImportResult, stored: PeriodFigures, period: Period
) -> list[tuple[CellOutcome, str]]:
    """(outcome, what looks wrong) of the cells that would change, in the order of the workbook; two queries.

    Whether the plan has a rule for it or not: this stops nothing, it only asks for another look before the import.
    """
    changes = result.changed_figures
    if not changes:
        return []
    participants = {stored.participants[each.unit].pk for each in changes}
    targets = {stored.targets[each.target].pk for each in changes}
    earlier = read_earlier_reports(period.plan_id, period.seq, participants, targets)
    shares = read_shares(period.plan_id, period.seq, participants)
    found = []
    for each in changes:
        who, target = stored.participants[each.unit].pk, stored.targets[each.target]
        context = CheckContext({}, {target.pk: each.after}, earlier.get(who, {}), shares.get(who, {}))
        if texts := "；".join(_find_texts(target, context)):
            found.append((each, texts))
    return found


def _find_texts(target: Any, context: CheckContext) -> Iterator[str]:
    if share.applies_to(target) and (text := share.check(_SHARE, target, context)):
        yield text
    if text := find_oddity(target, context.cell(target), context.earlier(target).last):
        yield text
