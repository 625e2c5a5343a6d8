"""What the units that assist in a task have said of it in a period: for the unit that leads it to draw together.

Whoever sees the return of a unit that leads a task sees these words, too, and the files beside them; the returns of
the units that assist stay closed to them.
"""

from dataclasses import dataclass, field
from datetime import datetime

from django.db import connection

from accounts import policy
from accounts.policy import Verb
from plans.models import Participant, TaskUnit
from targets.models import Evidence, SnapshotEvidence

# Every unit that assists in these tasks, with what stands submitted of it in the period (the latest, or nothing).
_CONTRIBUTIONS = """
    SELECT u.task_id, p.short_name, p.path, r.state, sp.snapshot_id, s.at, who.name,
           sp.state, sp.done, sp.obstacle, sp.next_step
    FROM plans_taskunit u
    JOIN plans_participant p ON p.unit_id = u.unit_id AND p.plan_id = %(plan)s
    LEFT JOIN targets_return r ON r.participant_id = p.id AND r.period_id = %(period)s
    LEFT JOIN targets_snapshotprogress sp ON sp.snapshot_id = r.submitted_id AND sp.task_id = u.task_id
        AND sp.state || sp.done || sp.obstacle || sp.next_step <> ''
    LEFT JOIN targets_snapshot s ON s.id = sp.snapshot_id
    LEFT JOIN accounts_person who ON who.id = s.by_id
    WHERE u.part = 'assist' AND u.task_id = ANY(%(tasks)s)
    ORDER BY u.task_id, p.path
"""


@dataclass
class TaskContribution:
    """What one unit that assists has submitted of a task in a period."""

    unit: str
    path: str
    standing: str  # state of its return
    snapshot_id: int
    at: datetime
    by: str
    state: str
    done: str
    obstacle: str
    next_step: str
    evidence: list = field(default_factory=list)

    @property
    def code(self):
        return self.path.rstrip("/").rsplit("/", 1)[-1]


@dataclass
class TaskContributions:
    """The parts of one task: those that came, and the names of the units that have said nothing."""

    said: list[TaskContribution] = field(default_factory=list)
    silent: list[str] = field(default_factory=list)

    @property
    def asked(self):
        return len(self.said) + len(self.silent)


def read_contributions(report, tasks):
    """{task id: Parts} of the period of ``report`` for these tasks; at most two queries, none without tasks."""
    found: dict[int, TaskContributions] = {}
    if not tasks:
        return found
    given = {"plan": report.period.plan_id, "period": report.period_id, "tasks": [task.pk for task in tasks]}
    with connection.cursor() as cursor:
        cursor.execute(_CONTRIBUTIONS, given)
        for task_id, unit, path, standing, snapshot_id, *rest in cursor.fetchall():
            of = found.setdefault(task_id, TaskContributions())
            if snapshot_id is None:
                of.silent.append(unit)
            else:
                of.said.append(TaskContribution(unit, path, standing, snapshot_id, *rest))
    _attach_evidence(found)
    return found


def attach_contributions(report, lines):
    """Put ``read_contributions`` beside the lines of the tasks that the unit of this return leads."""
    led = [line for line in lines if line.leads]
    found = read_contributions(report, [line.task for line in led])
    for line in led:
        line.parts = found.get(line.task.pk)


def may_see_contributions(person, task):
    """Whether this person sees the return of a unit that leads the task."""
    leads = TaskUnit.objects.filter(task=task, part=TaskUnit.Part.LEAD).values("unit_id")
    seen = policy.paths_q(person, Verb.SEE_RETURN)
    return Participant.objects.filter(seen, plan=task.plan_id, unit_id__in=leads).exists()


def read_task_evidence(snapshot_ids, task_ids):
    """{(snapshot id, task id): [Evidence]} of the files that these submissions named; one query."""
    named = SnapshotEvidence.objects.filter(snapshot_id__in=snapshot_ids, evidence__task_id__in=task_ids)
    found: dict[tuple[int, int], list[Evidence]] = {}
    for row in named.select_related("evidence__by", "evidence__report").order_by("evidence_id"):
        found.setdefault((row.snapshot_id, row.evidence.task_id), []).append(row.evidence)
    return found


def _attach_evidence(found):
    said = [(task_id, part) for task_id, of in found.items() for part in of.said]
    if not said:
        return
    files = read_task_evidence({part.snapshot_id for _task, part in said}, set(found))
    for task_id, part in said:
        part.evidence = files.get((part.snapshot_id, task_id), [])
