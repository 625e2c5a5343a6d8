"""Whether anything was lost, doubled, or added up wrongly."""

from collections import Counter
from decimal import Decimal
from pathlib import Path

from django.db import Error, connection

from audit.models import Entry
from targets.models import Mark, Settlement, SnapshotFigure
from targets.totals.verification.verify import verify_plan
from tests.load.journal import Told


def all_settled():
    """no marks left, by the worker and the clock alone"""
    try:
        return not Mark.objects.exists()
    except Error:
        connection.close()
        return False


def faults(folder: Path) -> list[str]:
    """Everything that is wrong, in words. Ask when nobody acts and all is settled."""
    return [*wrong_totals(), *lost(folder)]


def wrong_totals():
    for plan_id in Settlement.objects.values_list("plan_id", flat=True):
        check = verify_plan(plan_id)
        if check.differing or not check.compared:
            yield f"plan {plan_id}: {check.differing} of {check.compared} totals differ: {check.evidence[:3]}"


def lost(folder: Path):
    """Each act that was acknowledged is in the trail, and none twice; each submission holds what was typed."""
    told = Told()
    for journal in sorted(folder.glob("*.journal")):
        told.add(journal)
    trail = Counter(Entry.objects.filter(verb__startswith="return.").values_list("verb", "object_code"))
    for verb, code in told.done.keys() | told.open.keys():
        done, perhaps = told.done[verb, code], told.open[verb, code]
        if not done <= trail[f"return.{verb}", code] <= done + perhaps:
            yield f"{verb} of {code}: {done} acknowledged, {perhaps} unanswered, {trail[f'return.{verb}', code]} kept"
    yield from _changed_submissions(told)


def _changed_submissions(told):
    kept: dict = {}
    rows = SnapshotFigure.objects.filter(snapshot__origin="page").values_list(
        "snapshot__report__period__plan__code",
        "snapshot__report__period__code",
        "snapshot__report__participant__path",
        "snapshot__number",
        "value",
    )
    for plan, period, path, number, value in rows:
        code = f"{plan}/{period}/{path.rstrip('/').rsplit('/', 1)[-1]}"
        kept.setdefault((code, number), set()).add(value)
    for code, number, value in told.submissions:
        if kept.get((code, number)) != {Decimal(value)}:
            yield f"submission {number} of {code}: {value} acknowledged, {kept.get((code, number))} kept"
