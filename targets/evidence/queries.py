"""Which files show what a return says, and who may look at one."""

from django.db import connection
from django.http import Http404

from accounts import policy
from accounts.models import Person
from accounts.policy import Verb
from targets.db.prepared import Prepared
from targets.db.rows import columns, models
from targets.models import Evidence, SnapshotEvidence
from targets.progress.queries.contributions import may_see_contributions
from targets.returns.queries.returns import may_see_draft

MAX_FILES_PER_CELL = 20  # files at one cell

_WITH_PERSON = f"""
SELECT {columns(e=Evidence, who=Person)}
FROM targets_evidence e JOIN accounts_person who ON who.id = e.by_id
"""
_OF_REPORT = Prepared(
    "files_of_return", f"{_WITH_PERSON} WHERE e.report_id = %(report)s AND e.removed_at IS NULL ORDER BY e.id"
)
_OF_SNAPSHOT = Prepared(
    "files_of_submission",
    f"""{_WITH_PERSON} JOIN targets_snapshotevidence n ON n.evidence_id = e.id
    WHERE n.snapshot_id = %(snapshot)s ORDER BY e.id""",
)


def list_draft_evidence(report):
    """The files of what is being typed: {(target id or None, task id or None): [Evidence]}. One query."""
    return _read_by_cell(_OF_REPORT, {"report": report.pk})


def list_snapshot_evidence(snapshot_id):
    """The files that a submission named, as ``list_draft_evidence``. One query."""
    return _read_by_cell(_OF_SNAPSHOT, {"snapshot": snapshot_id})


def attach_evidence(files, lines, tasks):
    """Put the files of ``list_draft_evidence`` (or of a submission) at their lines, as ``line.evidence``; (lines, tasks)."""
    for line in lines:
        line.evidence = files.get((line.target.pk, None), [])
    for line in tasks:
        line.evidence = files.get((None, line.task.pk), [])
    return lines, tasks


def _read_by_cell(statement, given):
    found: dict = {}
    with connection.cursor() as cursor:
        statement.run(cursor, given)
        for row in cursor.fetchall():
            file, file.by, _rest = models(row, Evidence, Person)
            found.setdefault((file.target_id, file.task_id), []).append(file)
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
    if file.removed_at is None and may_see_draft(person, report.participant):
        return True
    if not SnapshotEvidence.objects.filter(evidence=file).exists():
        return False
    led = file.task and may_see_contributions(person, file.task)
    return led or policy.may(person, Verb.SEE_RETURN, report.participant)
