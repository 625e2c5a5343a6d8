"""Which files show what a return says, and who may look at one."""

from django.http import Http404

from accounts import policy
from accounts.policy import Verb
from targets.models import Evidence, SnapshotEvidence
from targets.queries.returns import sees_draft
from targets.queries.task_parts import sees_parts

MOST = 20  # files at one cell


def evidence_of(report):
    """The files of what is being typed: {(target id or None, task id or None): [Evidence]}. One query."""
    return _by_cell(Evidence.objects.filter(report=report, removed_at=None))


def evidence_of_snapshot(snapshot_id):
    """The files that a submission named, as ``evidence_of``. One query."""
    named = SnapshotEvidence.objects.filter(snapshot_id=snapshot_id)
    return _by_cell(Evidence.objects.filter(pk__in=named.values("evidence_id")))


def attach_evidence(files, lines, tasks):
    """Put the files of ``evidence_of`` (or of a submission) at their lines, as ``line.evidence``; (lines, tasks)."""
    for line in lines:
        line.evidence = files.get((line.target.pk, None), [])
    for line in tasks:
        line.evidence = files.get((None, line.task.pk), [])
    return lines, tasks


def _by_cell(rows):
    found: dict = {}
    for row in rows.select_related("by").order_by("pk"):
        found.setdefault((row.target_id, row.task_id), []).append(row)
    return found


def get_evidence(person, pk):
    """A file with its report and cell, if this person may see it: one that is being gathered whoever sees the draft;
    one that a submission named whoever sees the return and, of a task, whoever leads it. Http404 otherwise, as for one
    that is not there."""
    related = ("target", "task", "report__participant", "report__period__plan")
    found = Evidence.objects.filter(pk=pk).select_related(*related).first()
    if found is None or not _may_see(person, found.report, found):
        raise Http404
    return found


def _may_see(person, report, file):
    if file.removed_at is None and sees_draft(person, report.participant):
        return True
    if not SnapshotEvidence.objects.filter(evidence=file).exists():
        return False
    led = file.task and sees_parts(person, file.task)
    return led or policy.may(person, Verb.SEE_RETURN, report.participant)
