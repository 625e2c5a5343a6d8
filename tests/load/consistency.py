"""Compares the database with the journals: lost or repeated acts, changed submissions, wrong totals."""

from collections import Counter
from decimal import Decimal
from pathlib import Path

from django.db import Error, connection

from audit.models import Entry
from targets.models import Mark, Settlement, SnapshotFigure
from targets.totals.verification.verify import verify_plan
from tests.load.journal import JournalSummary


def all_settled():
    """No totals wait to be recomputed."""
    try:
        return not Mark.objects.exists()
    except Error:
        connection.close()
        return False


def find_inconsistencies(folder: Path) -> list[str]:
    """Descriptions of everything that is wrong; for a moment when no role acts and all totals are computed."""
    return [*find_wrong_totals(), *find_lost_acts(folder)]


def find_wrong_totals():
    for plan_id in Settlement.objects.values_list("plan_id", flat=True):
        check = verify_plan(plan_id)
        if check.differing or not check.compared:
            yield f"plan {plan_id}: {check.differing} of {check.compared} totals differ: {check.evidence[:3]}"


def find_lost_acts(folder: Path):
    """Each acknowledged act is in the audit trail exactly once; each submission holds the values that were typed."""
    summary = JournalSummary()
    for journal in sorted(folder.glob("*.journal")):
        summary.add(journal)
    trail = Counter(Entry.objects.filter(verb__startswith="return.").values_list("verb", "object_code"))
    for verb, code in summary.done.keys() | summary.unknown.keys():
        done, unknown = summary.done[verb, code], summary.unknown[verb, code]
        stored = trail[f"return.{verb}", code]
        if not done <= stored <= done + unknown:
            yield f"{verb} of {code}: {done} acknowledged, {unknown} of unknown outcome, {stored} stored"
    yield from _changed_submissions(summary)


def _changed_submissions(summary):
    stored: dict = {}
    rows = SnapshotFigure.objects.filter(snapshot__origin="page").values_list(
        "snapshot__report__period__plan__code",
        "snapshot__report__period__code",
        "snapshot__report__participant__path",
        "snapshot__number",
        "value",
    )
    for plan, period, path, number, value in rows:
        code = f"{plan}/{period}/{path.rstrip('/').rsplit('/', 1)[-1]}"
        stored.setdefault((code, number), set()).add(value)
    for code, number, value in summary.submissions:
        if stored.get((code, number)) != {Decimal(value)}:
            yield f"submission {number} of {code}: {value} acknowledged, {stored.get((code, number))} stored"
