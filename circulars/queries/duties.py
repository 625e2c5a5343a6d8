"""What a unit owes of a plan (任务书): its targets with their shares, its tasks, by when, and who answers for it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from accounts.models import Post
from pages.formats import format_number
from plans.models import Participant, Plan, TaskUnit
from targets.db.shares_in_force import shares_in_force
from targets.models import Allocation, Target

LAST = 10_000  # a period after all others


@dataclass(frozen=True)
class DutyTarget:
    """A target with the share of the unit as it is shown, its measure, and the day by which it is due."""

    code: str
    name: str
    amount: str
    measure: str
    due_on: date
    definition: str


@dataclass(frozen=True)
class DutyTask:
    """A task that the unit leads or assists in."""

    code: str
    title: str
    part: str
    due_on: date


@dataclass(frozen=True)
class DutyPaper:
    """All that one participant owes; ``people`` are the names of those who report for it."""

    participant: Participant
    targets: list[DutyTarget] = field(default_factory=list)
    tasks: list[DutyTask] = field(default_factory=list)
    people: list[str] = field(default_factory=list)

    @property
    def owes(self) -> bool:
        return bool(self.targets or self.tasks)


def read_duties(plan: Plan, participants: Iterable[Participant]) -> list[DutyPaper]:
    """The duty paper of each of these participants; four queries, however many there are."""
    participants = list(participants)
    papers = {each.pk: DutyPaper(each) for each in participants}
    by_unit = {each.unit_id: papers[each.pk] for each in participants}
    last_day = _find_last_day(plan)
    shares: dict[int, list[Allocation]] = {}
    for share in shares_in_force(plan.pk, LAST).filter(participant__in=participants):
        shares.setdefault(share.target_id, []).append(share)
    for target in plan.targets.order_by("position", "code"):
        for share in shares.get(target.pk, []):
            papers[share.participant_id].targets.append(_make_target(target, share, last_day))
    rows = TaskUnit.objects.filter(task__plan=plan, unit__in=by_unit).select_related("task")
    for row in rows.order_by("task__position", "task_id"):
        owed = DutyTask(row.task.code, row.task.title, row.get_part_display(), row.task.due_on or last_day)
        by_unit[row.unit_id].tasks.append(owed)
    posts = Post.objects.filter(unit__in=by_unit, role="clerk", to_date=None, person__is_active=True)
    for unit, name in posts.order_by("pk").values_list("unit_id", "person__name"):
        by_unit[unit].people.append(name)
    return list(papers.values())


def _find_last_day(plan):
    """The end of the plan's last period."""
    ends = [period.end for period in plan.periods.all()]
    return max(ends) if ends else date(plan.year, 12, 31)


def _make_target(target: Target, share: Allocation, last_day: date) -> DutyTarget:
    amount = "—" if share.amount is None else f"{format_number(share.amount)}{target.scale if target.is_rate else ''}"
    return DutyTarget(
        code=target.code, name=target.name, amount=amount, measure="" if target.is_rate else target.unit,
        due_on=target.deadline or last_day, definition=target.definition,
    )  # fmt: skip
