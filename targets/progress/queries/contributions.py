"""Contributions: what the units that assist in a task have submitted of it, for the unit that leads it to summarise.

Everybody who sees the return of a leading unit sees these texts and the files beside them; the returns of the assisting
units stay hidden from them.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import F

from accounts import policy
from accounts.models import Person
from accounts.policy import Verb
from plans.models import Participant, Task, TaskUnit
from targets.models import Evidence, Return, SnapshotEvidence, SnapshotProgress


@dataclass
class TaskContribution:
    """What one assisting unit has submitted of a task in a period."""

    unit: str
    path: str
    return_state: str
    snapshot_id: int
    at: datetime
    by: str
    state: str
    done: str
    obstacle: str
    next_step: str
    evidence: list[Evidence] = field(default_factory=list)


@dataclass
class TaskContributions:
    """Those of one task: what was submitted, and the names of the assisting units that submitted nothing."""

    submitted: list[TaskContribution] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)

    @property
    def expected(self) -> int:
        """The number of assisting units."""
        return len(self.submitted) + len(self.missing)


def read_contributions(report: Return, tasks: list[Task]) -> dict[int, TaskContributions]:
    """{task id: TaskContributions} to these tasks in the period of ``report``; at most three queries."""
    found: dict[int, TaskContributions] = {}
    assisting = _list_assisting(report, tasks)
    if not assisting:
        return found
    progress = _read_submitted_progress(report, tasks, {participant_id for _task, participant_id, *_ in assisting})
    for task_id, participant_id, unit, path in assisting:
        contributions = found.setdefault(task_id, TaskContributions())
        if row := progress.get((participant_id, task_id)):
            contributions.submitted.append(_build_contribution(row, unit, path))
        else:
            contributions.missing.append(unit)
    _attach_evidence(found)
    return found


def _list_assisting(report, tasks):
    """(task id, participant id, name, path) of each unit that assists in these tasks, in the order of the tree."""
    if not tasks:
        return []
    rows = TaskUnit.objects.filter(
        part=TaskUnit.Part.ASSIST, task__in=tasks, unit__participations__plan=report.period.plan_id
    )
    names = ("unit__participations__pk", "unit__participations__short_name", "unit__participations__path")
    return list(rows.order_by("task_id", "unit__participations__path").values_list("task_id", *names))


def _read_submitted_progress(report, tasks, participant_ids):
    """{(participant id, task id): SnapshotProgress} that is not empty, of the submissions that count in the period."""
    rows = SnapshotProgress.objects.filter(
        task__in=tasks,
        snapshot__report__period=report.period_id,
        snapshot__report__participant__in=participant_ids,
        snapshot__report__submitted=F("snapshot"),
    ).exclude(state="", done="", obstacle="", next_step="")
    rows = rows.select_related("snapshot__by", "snapshot__report")
    return {(row.snapshot.report.participant_id, row.task_id): row for row in rows}


def _build_contribution(row, unit, path):
    snapshot = row.snapshot
    return TaskContribution(
        unit, path, snapshot.report.state, snapshot.pk, snapshot.at, snapshot.by.name, row.state, row.done,
        row.obstacle, row.next_step,
    )  # fmt: skip


def attach_contributions(report: Return, lines: Iterable) -> None:
    """Set ``contributions`` of the task lines that the unit of this return leads."""
    led = [line for line in lines if line.leads]
    found = read_contributions(report, [line.task for line in led])
    for line in led:
        line.contributions = found.get(line.task.pk)


def may_see_contributions(person: Person, task: Task) -> bool:
    """Whether this person sees the return of a unit that leads the task."""
    leads = TaskUnit.objects.filter(task=task, part=TaskUnit.Part.LEAD).values("unit_id")
    visible = policy.paths_q(person, Verb.SEE_RETURN)
    return Participant.objects.filter(visible, plan=task.plan_id, unit_id__in=leads).exists()


def read_task_evidence(
    snapshot_ids: Iterable[int], task_ids: Iterable[int]
) -> dict[tuple[int, int | None], list[Evidence]]:
    """{(snapshot id, task id): files} of the files in these submissions; one query."""
    rows = SnapshotEvidence.objects.filter(snapshot_id__in=list(snapshot_ids), evidence__task_id__in=list(task_ids))
    found: dict[tuple[int, int | None], list[Evidence]] = {}
    for row in rows.select_related("evidence__by", "evidence__report").order_by("evidence_id"):
        found.setdefault((row.snapshot_id, row.evidence.task_id), []).append(row.evidence)
    return found


def _attach_evidence(found):
    submitted = [(task_id, each) for task_id, contributions in found.items() for each in contributions.submitted]
    if not submitted:
        return
    files = read_task_evidence({each.snapshot_id for _task, each in submitted}, set(found))
    for task_id, each in submitted:
        each.evidence = files.get((each.snapshot_id, task_id), [])
