"""What a participant has to report in a period: the targets of which it owes a share, and the tasks that it leads."""

from dataclasses import dataclass, fields
from decimal import Decimal
from typing import NamedTuple

from django.db import connection

from plans.models import Task, TaskUnit
from targets.db.prepared import Prepared
from targets.db.rows import columns, models
from targets.db.shares_in_force import shares_in_force, shares_in_force_sql
from targets.models import Target


class Duty(NamedTuple):
    """A target that a participant reports, with what the allocation in force says of its own share: how much, and
    where it began."""

    target: Target
    own: Decimal | None
    baseline: Decimal | None = None
    baseline_base: Decimal | None = None


@dataclass(frozen=True)
class Owed:
    """No more of a target than a submission is held against."""

    id: int
    code: str
    name: str
    measure: str
    scale: str
    frequency: str

    is_ratio = Target.is_ratio
    is_milestone = Target.is_milestone

    @property
    def pk(self):
        return self.id


_OWED = [field.name for field in fields(Owed)]

_HELD = shares_in_force_sql(
    "a.target_id, a.own, a.baseline, a.baseline_base",
    key="a.target_id",
    where="a.participant_id = %(participant)s",
    seq="%(seq)s::int",
)
_DUTIES = Prepared(
    "duties",
    f"""
SELECT {columns(t=Target)}, a.own, a.baseline, a.baseline_base
FROM ({_HELD}) AS a
JOIN targets_target t ON t.id = a.target_id
WHERE a.own IS NOT NULL
ORDER BY t.position, t.code COLLATE "C"
""",
)
_SAID_TASKS = Prepared(
    "said_tasks",
    f"""
SELECT {columns(t=Task)}, u.part
FROM plans_taskunit u
JOIN plans_task t ON t.id = u.task_id AND t.plan_id = %(plan)s
JOIN plans_section s ON s.id = t.section_id
WHERE u.unit_id = %(unit)s
ORDER BY u.part DESC, s.position, t.section_id, t.position, t.id
""",
)
# A submission asks these two in place of ``shares_in_force`` and ``led_tasks``: with what stands in the form, and
# without Django, which takes longer to put such a statement together than the database to answer it.
_OWED_CELLS = Prepared(
    "owed_cells",
    f"""
SELECT {", ".join(f"t.{name}" for name in _OWED)},
    f.report_id IS NOT NULL, f.value, f.base, f.na, f.reason, f.done_on
FROM ({_HELD}) AS a
JOIN targets_target t ON t.id = a.target_id
LEFT JOIN targets_figure f ON f.report_id = %(report)s AND f.target_id = a.target_id
WHERE a.own IS NOT NULL
ORDER BY t.position, t.code COLLATE "C"
""",
)
_LED_ACCOUNTS = Prepared(
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


def duties(participant, period):
    """The ``Duty`` list of a participant in a period, in the plan's order; one query."""
    with connection.cursor() as cursor:
        _DUTIES.run(cursor, {"participant": participant.pk, "seq": period.seq})
        rows = [models(row, Target) for row in cursor.fetchall()]
    return [Duty(target, *share) for target, share in rows if period.falls_due(target.frequency)]


def owed_cells(report):
    """What a submission of a (locked) return is held against: (``Owed``, the content of its figure or None) for each
    target that is due, in the plan's order; one query."""
    period = report.period
    given = {"report": report.pk, "participant": report.participant_id, "seq": period.seq}
    with connection.cursor() as cursor:
        _OWED_CELLS.run(cursor, given)
        rows = cursor.fetchall()
    size = len(_OWED)
    cells = [(Owed(*row[:size]), row[size + 1 :] if row[size] else None) for row in rows]
    return [(owed, content) for owed, content in cells if period.falls_due(owed.frequency)]


def led_accounts(report):
    """(code, title, what is said of it or None) of each task that the unit leads and that begins by the end of the
    period, in the plan's order; one query."""
    participant = report.participant
    given = {"report": report.pk, "unit": participant.unit_id, "plan": participant.plan_id}
    given["end"] = report.period.end
    with connection.cursor() as cursor:
        _LED_ACCOUNTS.run(cursor, given)
        return [(code, title, said if there else None) for code, title, there, *said in cursor.fetchall()]


def owed_targets(participant, period):
    """The targets of its duties, with no more of each than a submission is held against; one query."""
    held = shares_in_force(participant.plan_id, period.seq).filter(participant=participant).select_related("target")
    few = [f"target__{name}" for name in ("code", "position", "name", "measure", "scale", "frequency")]
    owed = [a.target for a in held.only("own", *few) if a.own is not None and period.falls_due(a.target.frequency)]
    return sorted(owed, key=lambda target: (target.position, target.code))


def duty(participant, period, target):
    """Its duty for one target, or None when it owes nothing of it in this period."""
    held = shares_in_force(participant.plan_id, period.seq).filter(participant=participant, target=target).first()
    owed = held is not None and held.own is not None and period.falls_due(target.frequency)
    return Duty(target, held.own, held.baseline, held.baseline_base) if owed else None


def led_tasks(participant):
    """The tasks that a participant leads, in the plan's order."""
    return [task for task in said_tasks(participant) if task.part == TaskUnit.Part.LEAD]


def said_tasks(participant):
    """The tasks of which a participant may say something, those that it leads first, each in the plan's order; one
    query. ``part`` says whether it leads the task or assists in it."""
    with connection.cursor() as cursor:
        _SAID_TASKS.run(cursor, {"plan": participant.plan_id, "unit": participant.unit_id})
        rows = [models(row, Task) for row in cursor.fetchall()]
    for task, (part,) in rows:
        task.part = part
    return [task for task, _part in rows]
