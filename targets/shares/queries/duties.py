"""What a participant has to report in a period: targets of which it owes a share, and tasks that it leads."""

from dataclasses import dataclass, fields
from decimal import Decimal
from typing import Any, NamedTuple

from django.db import connection

from plans.models import Participant, Period, TaskUnit
from targets.db.prepared import Prepared
from targets.db.rows import columns, models
from targets.db.shares_in_force import shares_in_force, shares_in_force_sql
from targets.models import Return, Target


class Duty(NamedTuple):
    """A target that a participant reports, with the own share and the baseline of its allocation in force."""

    target: Target
    own: Decimal | None
    baseline: Decimal | None = None
    baseline_base: Decimal | None = None


@dataclass(frozen=True)
class OwedTarget:
    """The fields of a target that checking a submission needs."""

    id: int
    code: str
    name: str
    measure: str
    scale: str
    frequency: str

    is_ratio = Target.is_ratio
    is_milestone = Target.is_milestone

    @property
    def pk(self) -> int:
        return self.id


_OWED_FIELDS = [field.name for field in fields(OwedTarget)]

_SHARES = shares_in_force_sql(
    "a.target_id, a.own, a.baseline, a.baseline_base",
    key="a.target_id",
    where="a.participant_id = %(participant)s",
    seq="%(seq)s::int",
)
# Read by every form and review of 100 targets: 2.3 ms; by the ORM 5.2 ms.
_DUTIES = Prepared(
    "duties",
    f"""
SELECT {columns(t=Target)}, a.own, a.baseline, a.baseline_base
FROM ({_SHARES}) AS a
JOIN targets_target t ON t.id = a.target_id
WHERE a.own IS NOT NULL
ORDER BY t.position, t.code COLLATE "C"
""",
)
# A submission uses this and _LED_TASK_PROGRESS in place of ``shares_in_force`` and ``list_led_tasks``: they also read
# what was filled in. With 100 targets 0.6 ms (by the ORM, two queries, 3.8 ms) and 0.13 ms (1.5 ms).
_OWED_FIGURES = Prepared(
    "owed_cells",
    f"""
SELECT {", ".join(f"t.{name}" for name in _OWED_FIELDS)},
    f.report_id IS NOT NULL, f.value, f.base, f.na, f.reason, f.done_on
FROM ({_SHARES}) AS a
JOIN targets_target t ON t.id = a.target_id
LEFT JOIN targets_figure f ON f.report_id = %(report)s AND f.target_id = a.target_id
WHERE a.own IS NOT NULL
ORDER BY t.position, t.code COLLATE "C"
""",
)
_LED_TASK_PROGRESS = Prepared(
    "led_accounts",
    """
SELECT t.code, t.title, p.report_id IS NOT NULL, p.state, p.done, p.obstacle
FROM plans_taskunit u
JOIN plans_task t ON t.id = u.task_id AND t.plan_id = %(plan)s
JOIN plans_section s ON s.id = t.section_id
LEFT JOIN targets_progress p ON p.report_id = %(report)s AND p.task_id = t.id
WHERE u.unit_id = %(unit)s AND u.part = 'lead'
    AND (t.start_on IS NULL OR t.start_on <= %(end)s::date OR p.report_id IS NOT NULL)
ORDER BY s.position, t.section_id, t.position, t.id
""",
)


def list_duties(participant: Participant, period: Period) -> list[Duty]:
    """The duties of a participant in a period, in the plan's order; one query."""
    with connection.cursor() as cursor:
        _DUTIES.run(cursor, {"participant": participant.pk, "seq": period.seq})
        rows = [models(row, Target) for row in cursor.fetchall()]
    return [Duty(target, *share) for target, share in rows if period.falls_due(target.frequency)]


def list_owed_figures(report: Return) -> list[tuple[OwedTarget, tuple | None]]:
    """What a submission of a (locked) return is checked against, in the plan's order; one query.

    Returns [(``OwedTarget``, the content of its figure or None)] for the targets that are due in its period.
    """
    period = report.period
    given: dict[str, Any] = {"report": report.pk, "participant": report.participant_id, "seq": period.seq}
    with connection.cursor() as cursor:
        _OWED_FIGURES.run(cursor, given)
        rows = cursor.fetchall()
    size = len(_OWED_FIELDS)
    cells = [(OwedTarget(*row[:size]), row[size + 1 :] if row[size] else None) for row in rows]
    return [(owed, content) for owed, content in cells if period.falls_due(owed.frequency)]


def list_led_task_progress(report: Return) -> list[tuple[str, str, list | None]]:
    """[(code, title, reported progress or None)] of the tasks that the unit leads and that begin by the end of the
    period, in the plan's order; one query."""
    participant = report.participant
    given: dict[str, Any] = {"report": report.pk, "unit": participant.unit_id, "plan": participant.plan_id}
    given["end"] = report.period.end
    with connection.cursor() as cursor:
        _LED_TASK_PROGRESS.run(cursor, given)
        return [(code, title, progress if exists else None) for code, title, exists, *progress in cursor.fetchall()]


def list_owed_targets(participant: Participant, period: Period) -> list[Target]:
    """The targets of its duties, with only the fields that checking a submission needs; one query."""
    held = shares_in_force(participant.plan_id, period.seq).filter(participant=participant).select_related("target")
    few = [f"target__{name}" for name in ("code", "position", "name", "measure", "scale", "frequency")]
    owed = [a.target for a in held.only("own", *few) if a.own is not None and period.falls_due(a.target.frequency)]
    return sorted(owed, key=lambda target: (target.position, target.code))


def find_duty(participant: Participant, period: Period, target: Target) -> Duty | None:
    """The duty for one target, or None when nothing of it is owed in this period."""
    held = shares_in_force(participant.plan_id, period.seq).filter(participant=participant, target=target).first()
    if held is None or held.own is None or not period.falls_due(target.frequency):
        return None
    return Duty(target, held.own, held.baseline, held.baseline_base)


def list_led_tasks(participant: Participant) -> list[Any]:
    """The tasks that a participant leads, in the plan's order."""
    return [task for task in list_reportable_tasks(participant) if task.part == TaskUnit.Part.LEAD]


def list_reportable_tasks(participant: Participant) -> list[Any]:
    """The tasks that a participant leads, then those in which it assists, each in the plan's order; one query.

    The attribute ``part`` of a task is "lead" or "assist".
    """
    rows = TaskUnit.objects.filter(unit=participant.unit_id, task__plan=participant.plan_id).select_related("task")
    tasks = []
    for row in rows.order_by("-part", "task__section__position", "task__section_id", "task__position", "task_id"):
        task: Any = row.task
        task.part = row.part
        tasks.append(task)
    return tasks
