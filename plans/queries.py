"""Which plans a person may see, and what a plan holds, in the order of the document."""

from dataclasses import dataclass, field

from django.db.models import Count, Exists, OuterRef, Prefetch, Q
from django.http import Http404

from accounts import policy
from accounts.policy import Verb
from plans.models import Participant, Plan, Section, Task, TaskUnit
from plans.numbering import part_number, task_number


def visible_plans(person):
    """The plans that this person may see: issued ones that their posts reach, and drafts that they may write.

    A post reaches a plan through the plan's own unit or any unit that takes part in it.
    """
    part = Participant.objects.filter(policy.paths_q(person, Verb.SEE_PLAN), plan=OuterRef("pk"))
    seen = ~Q(state=Plan.State.DRAFT) & (policy.paths_q(person, Verb.SEE_PLAN, "unit__path") | Exists(part))
    written = policy.paths_q(person, Verb.PLAN, "unit__path")
    return Plan.objects.filter(seen | written).select_related("unit")


def get_plan(person, code):
    """The plan of this code. Raises Http404 as well for one that the person may not see: not even its code is told."""
    plan = visible_plans(person).filter(code=code).first()
    if plan is None:
        raise Http404
    return plan


def get_plan_to_write(person, code):
    """As ``get_plan``, for the pages of planners: PermissionDenied for whoever may only read it."""
    plan = get_plan(person, code)
    policy.require(person, Verb.PLAN, plan.unit)
    return plan


def plan_list(person):
    """Visible plans with how many tasks, targets and participants each has."""
    return visible_plans(person).annotate(
        n_tasks=Count("tasks", distinct=True),
        n_targets=Count("targets", distinct=True),
        n_participants=Count("participants", distinct=True),
    )


@dataclass
class TaskNode:
    """A task with its number and those who do it. ``first`` and ``last`` say where it cannot be moved."""

    task: Task
    number: str
    leads: list
    assists: list
    targets: list
    first: bool = False
    last: bool = False


@dataclass
class SectionNode:
    section: Section
    number: str
    depth: int
    tasks: list[TaskNode] = field(default_factory=list)
    first: bool = False
    last: bool = False


def tree(plan):
    """The plan's sections in the order of the document, each with its tasks, each with its units and targets.

    Four queries, whatever the size.
    """
    return list(_walk(_sections(plan), None, 0, _tasks(plan)))


def outline(plan):
    """The sections alone, numbered, in the order of the document. One query."""
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


def _task_node(task, its_number, first, last):
    leads = [row.unit for row in task.units.all() if row.part == TaskUnit.Part.LEAD]
    assists = [row.unit for row in task.units.all() if row.part == TaskUnit.Part.ASSIST]
    return TaskNode(task, its_number, leads, assists, list(task.targets.all()), first, last)


def _tasks(plan):
    units = TaskUnit.objects.select_related("unit").order_by("unit__path")
    tasks: dict[int, list[Task]] = {}
    for task in plan.tasks.order_by("position", "pk").prefetch_related(Prefetch("units", units), "targets"):
        tasks.setdefault(task.section_id, []).append(task)
    return tasks
