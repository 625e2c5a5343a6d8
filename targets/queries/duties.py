"""What a participant has to report in a period: the targets of which it owes a share, and the tasks that it leads."""

from dataclasses import dataclass

from django.db.models import F

from plans.models import Task, TaskUnit
from targets.models import Allocation, Target


@dataclass(frozen=True)
class Duty:
    """A target that a participant reports, and the allocation that is in force."""

    target: Target
    allocation: Allocation


def in_force(plan_id, seq):
    """The allocations of a plan that hold at period ``seq``: for each cell the latest that begins no later."""
    return (
        Allocation.objects.filter(target__plan_id=plan_id, replaced=False, from_seq__lte=max(seq, 1))
        .order_by("participant_id", "target_id", "-from_seq")
        .distinct("participant_id", "target_id")
    )


def duties(participant, period):
    """The ``Duty`` list of a participant in a period, in the plan's order; one query."""
    held = in_force(participant.plan_id, period.seq).filter(participant=participant).select_related("target__task")
    owed = [Duty(a.target, a) for a in held if a.own is not None and period.falls_due(a.target.frequency)]
    return sorted(owed, key=lambda d: (d.target.position, d.target.code))


def owed_targets(participant, period):
    """The targets of its duties, with no more of each than a submission is held against; one query."""
    held = in_force(participant.plan_id, period.seq).filter(participant=participant).select_related("target")
    few = [f"target__{name}" for name in ("code", "position", "name", "measure", "scale", "frequency")]
    owed = [a.target for a in held.only("own", *few) if a.own is not None and period.falls_due(a.target.frequency)]
    return sorted(owed, key=lambda target: (target.position, target.code))


def duty(participant, period, target):
    """Its duty for one target, or None when it owes nothing of it in this period."""
    held = in_force(participant.plan_id, period.seq).filter(participant=participant, target=target).first()
    owed = held is not None and held.own is not None and period.falls_due(target.frequency)
    return Duty(target, held) if owed else None


def led_tasks(participant):
    """The tasks that a participant leads, in the plan's order."""
    return said_tasks(participant).filter(part=TaskUnit.Part.LEAD)


def said_tasks(participant):
    """The tasks of which a participant may say something, those that it leads first, each in the plan's order.

    ``part`` says whether it leads the task or assists in it.
    """
    return (
        Task.objects.filter(plan_id=participant.plan_id, units__unit_id=participant.unit_id)
        .annotate(part=F("units__part"))
        .select_related("section")
        .order_by("-part", "section__position", "section_id", "position", "id")
    )
