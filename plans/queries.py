"""Queries of plans: those that a person sees, and the numbered tree of a plan."""

from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet
from django.http import Http404

from accounts import policy
from accounts.policy import Verb
from orgs.models import Unit
from plans.models import Participant, Period, Plan, Section, Task, TaskUnit
from plans.numbering import part_number, task_number


def visible_plans(person: Any) -> QuerySet[Plan]:
    """The plans that the person sees: drafts that they may write, and issued or closed plans in their scope.

    A plan is in scope if its own unit or any participant is.
    """
    participants = Participant.objects.filter(policy.paths_q(person, Verb.SEE_PLAN), plan=OuterRef("pk"))
    seen = ~Q(state=Plan.State.DRAFT) & (policy.paths_q(person, Verb.SEE_PLAN, "unit__path") | Exists(participants))
    writable = policy.paths_q(person, Verb.PLAN, "unit__path")
    return Plan.objects.filter(seen | writable).select_related("unit")


def get_plan(person: Any, code: str) -> Plan:
    """The visible plan of this code. Raises Http404, also for an existing plan that is not visible."""
    plan = visible_plans(person).filter(code=code).first()
    if plan is None:
        raise Http404
    return plan


def get_plan_to_write(person: Any, code: str) -> Plan:
    """As ``get_plan``, for planners. Raises Http404, or PermissionDenied for a plan that the person may only read."""
    plan = get_plan(person, code)
    policy.require(person, Verb.PLAN, plan.unit)
    return plan


def plan_list(person: Any) -> QuerySet[Plan]:
    """Visible plans with their numbers of tasks, targets and participants, the newest first."""
    found = visible_plans(person).order_by("-year", "-pk")
    return found.annotate(
        n_tasks=Count("tasks", distinct=True),
        n_targets=Count("targets", distinct=True),
        n_participants=Count("participants", distinct=True),
    )


def find_first_period(plan: Plan) -> Period | None:
    """The first period of an issued plan in which none has been opened yet; None where one has. One query."""
    if plan.state != Plan.State.ISSUED:
        return None
    period = plan.periods.exclude(state=Period.State.PLANNED, seq__gt=1).order_by("-seq").first()
    return period if period and period.state == Period.State.PLANNED else None


@dataclass
class TaskNode:
    """A task with its number, units and targets. ``first`` and ``last``: it cannot move up, or down."""

    task: Task
    number: str
    leads: list[Unit]
    assists: list[Unit]
    targets: list
    first: bool = False
    last: bool = False


@dataclass
class SectionNode:
    """A section with its number, depth (from 0) and tasks."""

    section: Section
    number: str
    depth: int
    tasks: list[TaskNode] = field(default_factory=list)
    first: bool = False
    last: bool = False


def tree(plan: Plan) -> list[SectionNode]:
    """The plan's sections in document order, with tasks, their units and targets. Four queries."""
    return list(_walk(_sections(plan), None, 0, _tasks(plan)))


def outline(plan: Plan) -> list[SectionNode]:
    """The plan's sections in document order, without tasks. One query."""
    return list(_walk(_sections(plan), None, 0, {}))


def _sections(plan):
    below: dict[int | None, list[Section]] = {}
    for section in plan.sections.all():
        below.setdefault(section.parent_id, []).append(section)
    return below


def _walk(below, parent_id, depth, tasks):
    siblings = below.get(parent_id, [])
    for n, section in enumerate(siblings, 1):
        own = [
            _task_node(task, task_number(depth, k), k == 1, k == len(tasks[section.pk]))
            for k, task in enumerate(tasks.get(section.pk, []), 1)
        ]
        yield SectionNode(section, part_number(depth, n), depth, own, n == 1, n == len(siblings))
        yield from _walk(below, section.pk, depth + 1, tasks)


def _task_node(task, number, first, last):
    leads = [row.unit for row in task.units.all() if row.part == TaskUnit.Part.LEAD]
    assists = [row.unit for row in task.units.all() if row.part == TaskUnit.Part.ASSIST]
    return TaskNode(task, number, leads, assists, list(task.targets.all()), first, last)


def _tasks(plan):
    units = TaskUnit.objects.select_related("unit").order_by("unit__path")
    tasks: dict[int, list[Task]] = {}
    for task in plan.tasks.order_by("position", "pk").prefetch_related(Prefetch("units", units), "targets"):
        tasks.setdefault(task.section_id, []).append(task)
    return tasks
