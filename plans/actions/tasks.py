"""Add, change, move and delete the tasks of a plan, and set their units."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import Person
from audit.actions import record
from audit.errors import Refused
from orgs.models import Unit
from plans.actions.guard import DRAFT, NOT_CLOSED, assign_changes, lock_plan, validated
from plans.actions.order import move_among, next_position
from plans.codes import next_code
from plans.models import Period, Plan, Section, Task, TaskUnit

FIXED_AFTER_ISSUE = {"section", "code"}


@transaction.atomic
def add_task(  # noqa: PLR0913  each argument is a field of its form
    plan: Plan, *, by: Person, section: Section, title: str, code: str = "", leads: Iterable[Unit] = (),
    assists: Iterable[Unit] = (), **fields,
) -> Task:  # fmt: skip
    """Add a task as the last one of ``section``; an empty code becomes the next one (T01, T02).

    ``fields`` are text, start_on, due_on. Raises PermissionDenied, Refused.
    """
    plan = lock_plan(plan, by=by, states=DRAFT)
    _check_section(plan, section)
    code = code or next_code(plan.tasks.order_by("pk").values_list("code", flat=True), "T")
    position = next_position(section.tasks)
    task = validated(Task(plan=plan, section=section, code=code, title=title, position=position, **fields))
    task.save()
    record(by=by, verb="task.add", on=code_in_plan(task, plan), unit=plan.unit, data={"title": title})
    if leads or assists:
        _set_units(plan, task, leads=leads, assists=assists, by=by)
    return task


@transaction.atomic
def change_task(task: Task, *, by: Person, units: dict[str, Any] | None = None, **fields) -> Task:
    """Change title, text and dates; in a draft also the code and the section, of which it becomes the last task.

    ``units`` are keyword arguments of ``set_task_units``, for the same transaction. Raises PermissionDenied, Refused.
    """
    plan = lock_plan(task.plan, by=by, states=NOT_CLOSED)
    task = plan.tasks.get(pk=task.pk)
    changed = assign_changes(task, fields)
    if changed.keys() & FIXED_AFTER_ISSUE and not plan.is_draft:
        raise Refused(_("Code and section are fixed since the plan was issued."), code="state")
    if "section" in changed:
        _check_section(plan, task.section)
        task.position = next_position(task.section.tasks)
    validated(task).save()
    if changed:
        record(by=by, verb="task.change", on=code_in_plan(task, plan), unit=plan.unit, data=changed)
    if units is not None:
        _set_units(plan, task, by=by, **units)
    return task


@transaction.atomic
def set_task_units(task: Task, *, by: Person, leads: Iterable[Unit] = (), assists: Iterable[Unit] = ()) -> Task:
    """Replace the units that lead the task (牵头) and those that assist (配合). Raises PermissionDenied, Refused."""
    plan = lock_plan(task.plan, by=by, states=NOT_CLOSED)
    _set_units(plan, task, leads=leads, assists=assists, by=by)
    return task


@transaction.atomic
def move_task(task: Task, step: int, *, by: Person) -> bool:
    """Move a task up (-1) or down (1) in its section; return whether it moved."""
    plan = lock_plan(task.plan, by=by, states=DRAFT)
    moved = move_among(task, plan.tasks.filter(section=task.section_id).order_by("position", "pk"), step)
    if moved:
        record(by=by, verb="task.move", on=code_in_plan(task, plan), unit=plan.unit, data={"step": step})
    return moved


@transaction.atomic
def remove_task(task: Task, *, by: Person) -> None:
    """Delete a task without targets. Raises PermissionDenied, Refused."""
    plan = lock_plan(task.plan, by=by, states=DRAFT)
    if codes := list(task.targets.values_list("code", flat=True)):
        message = _("The task has targets (%(codes)s). Delete or move them first.") % {"codes": "、".join(codes)}
        raise Refused(message, code="has targets")
    record(by=by, verb="task.remove", on=code_in_plan(task, plan), unit=plan.unit, data={"title": task.title})
    task.delete()


def code_in_plan(instance: Any, plan: Plan) -> str:
    """The object code, in audit entries, of a task or target, whose code is unique only within its plan."""
    return f"{plan.code}/{instance.code}"


def _set_units(plan, task, *, leads, assists, by):
    wanted = {unit.pk: (unit, TaskUnit.Part.ASSIST) for unit in assists}
    wanted |= {unit.pk: (unit, TaskUnit.Part.LEAD) for unit in leads}  # a unit that leads does not also assist
    _check_units(plan, [unit for unit, _part in wanted.values()])
    before = {row.unit_id: row.part for row in task.units.all()}
    after = {pk: part for pk, (_unit, part) in wanted.items()}
    if before == after:
        return
    require_new_leads(plan, {pk for pk, part in after.items() if part == "lead" and before.get(pk) != "lead"})
    task.units.all().delete()
    TaskUnit.objects.bulk_create(TaskUnit(task=task, unit=unit, part=part) for unit, part in wanted.values())
    data = {part: [unit.code for unit, its in wanted.values() if its == part] for part in TaskUnit.Part.values}
    record(by=by, verb="task.units", on=code_in_plan(task, plan), unit=plan.unit, data=data)


def _check_section(plan, section):
    if section.plan_id != plan.pk:
        raise Refused(_("This section belongs to another plan."))


def _check_units(plan, units):
    if outside := [unit for unit in units if not unit.path.startswith(plan.unit.path)]:
        raise Refused(
            _("%(names)s: not below %(unit)s.")
            % {"names": "、".join(unit.short_name for unit in outside), "unit": plan.unit.name}
        )


def require_new_leads(plan: Plan, unit_ids: set[int]) -> None:
    """Raise Refused when units cannot begin to lead: they must report, but returns are created when a period opens."""
    if plan.is_draft or not unit_ids:
        return
    if plan.participants.filter(unit__in=unit_ids).count() < len(unit_ids):
        raise Refused(_("Only a unit that takes part in the plan can lead a task."))
    if plan.periods.filter(state=Period.State.OPEN).exists():
        raise Refused(_("A period is open. Close it, let the unit lead, and open it again: then its return is made."))
