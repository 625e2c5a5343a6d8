"""Read evidence files: of a draft, of a submission, and one file for those who may see it."""

from collections.abc import Iterable

from django.http import Http404

from accounts import policy
from accounts.models import Person
from accounts.policy import Verb
from targets.models import Evidence, Return, SnapshotEvidence
from targets.progress.queries.contributions import may_see_contributions
from targets.returns.queries.returns import may_see_draft

MAX_FILES_PER_CELL = 20

# (target id or None, task id or None) -> the files of this cell.
FilesByCell = dict[tuple[int | None, int | None], list[Evidence]]


def list_draft_evidence(report: Return) -> FilesByCell:
    """The files of a return's draft by cell; one query."""
    return _group_by_cell(Evidence.objects.filter(report=report, removed_at=None).select_related("by").order_by("pk"))


def list_snapshot_evidence(snapshot_id: int) -> FilesByCell:
    """The files of a submission by cell; one query."""
    rows = SnapshotEvidence.objects.filter(snapshot_id=snapshot_id).select_related("evidence__by")
    return _group_by_cell(row.evidence for row in rows.order_by("evidence_id"))


def _group_by_cell(files: Iterable[Evidence]) -> FilesByCell:
    found: FilesByCell = {}
    for file in files:
        found.setdefault((file.target_id, file.task_id), []).append(file)
    return found


def attach_evidence(files: FilesByCell, lines: list, tasks: list) -> tuple[list, list]:
    """Set ``evidence`` of target lines and task lines; returns both lists."""
    for line in lines:
        line.evidence = files.get((line.target.pk, None), [])
    for line in tasks:
        line.evidence = files.get((None, line.task.pk), [])
    return lines, tasks


def get_evidence(person: Person, pk: int) -> Evidence:
    """A file with its report and cell. Raises Http404 when it does not exist or this person may not see it.

    A file of a draft is seen by those who see the draft, a submitted one by those who see the return and, at a task, by
    those who see the contributions to it.
    """
    related = ("target", "task", "report__participant", "report__period__plan")
    found = Evidence.objects.filter(pk=pk).select_related(*related).first()
    if found is None or not _may_see(person, found.report, found):
        raise Http404
    return found


def _may_see(person, report, file):
    if file.removed_at is None and may_see_draft(person, report.participant):
        return True
    if not SnapshotEvidence.objects.filter(evidence=file).exists():
        return False
    contributes = file.task and may_see_contributions(person, file.task)
    return contributes or policy.may(person, Verb.SEE_RETURN, report.participant)
