"""Tasks: what is to be done, by when, who leads and who assists."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from audit.actions import record
from audit.errors import Refused
from plans.actions.guard import DRAFT, NOT_CLOSED, assign_changes, lock_plan, validated
from plans.actions.order import move_among, next_position
from plans.codes import next_code
from plans.models import Period, Task, TaskUnit

FIXED = {"section", "code"}


@transaction.atomic
def add_task(plan, *, by, section, title, code="", leads=(), assists=(), **fields):  # noqa: PLR0913  each is a field of its form
    """A new task, last in ``section``. Without a code it gets the next one (T01, T02).

    ``fields`` are text, start_on, due_on; ``leads`` and ``assists`` are units.
    """
    plan = lock_plan(plan, by=by, states=DRAFT)
    _refuse_section(plan, section)
    code = code or next_code(plan.tasks.order_by("pk").values_list("code", flat=True), "T")
    position = next_position(section.tasks)
    task = validated(Task(plan=plan, section=section, code=code, title=title, position=position, **fields))
    task.save()
    record(by=by, verb="task.add", on=code_in_plan(task, plan), unit=plan.unit, data={"title": title})
    if leads or assists:
        _set_units(plan, task, leads=leads, assists=assists, by=by)
    return task


@transaction.atomic
def change_task(task, *, by, units=None, **fields):
    """Change title, text and dates; in a draft also the code and the section (where it becomes the last).

    ``units`` are the arguments of ``set_task_units``, to change both or neither.
    """
    plan = lock_plan(task.plan, by=by, states=NOT_CLOSED)
    task = plan.tasks.get(pk=task.pk)
    changed = assign_changes(task, fields)
    if changed.keys() & FIXED and not plan.is_draft:
        raise Refused(_("Code and section are fixed since the plan was issued."), code="state")
    if "section" in changed:
        _refuse_section(plan, task.section)
        task.position = next_position(task.section.tasks)
    validated(task).save()
    if changed:
        record(by=by, verb="task.change", on=code_in_plan(task, plan), unit=plan.unit, data=changed)
    if units is not None:
        _set_units(plan, task, by=by, **units)
    return task


@transaction.atomic
def set_task_units(task, *, by, leads=(), assists=()):
    """Let exactly these units lead the task (牵头) and assist in it (配合)."""
    plan = lock_plan(task.plan, by=by, states=NOT_CLOSED)
    _set_units(plan, task, leads=leads, assists=assists, by=by)
    return task


@transaction.atomic
def move_task(task, step, *, by):
    """Move a task up (-1) or down (1) in its section; whether it could move."""
    plan = lock_plan(task.plan, by=by, states=DRAFT)
    moved = move_among(task, plan.tasks.filter(section=task.section_id).order_by("position", "pk"), step)
    if moved:
        record(by=by, verb="task.move", on=code_in_plan(task, plan), unit=plan.unit, data={"step": step})
    return moved


@transaction.atomic
def remove_task(task, *, by):
    """Delete a task that promises no number."""
    plan = lock_plan(task.plan, by=by, states=DRAFT)
    if codes := list(task.targets.values_list("code", flat=True)):
        message = _("The task has targets (%(codes)s). Delete or move them first.") % {"codes": "、".join(codes)}
        raise Refused(message, code="has targets")
    record(by=by, verb="task.remove", on=code_in_plan(task, plan), unit=plan.unit, data={"title": task.title})
    task.delete()


def code_in_plan(task, plan):
    """How the trail names a task, or anything else that has a code within its plan."""
    return f"{plan.code}/{task.code}"


def _set_units(plan, task, *, leads, assists, by):
    wanted = {unit.pk: (unit, TaskUnit.Part.ASSIST) for unit in assists}
    wanted |= {unit.pk: (unit, TaskUnit.Part.LEAD) for unit in leads}  # who leads does not also assist
    _refuse_strangers(plan, [unit for unit, _part in wanted.values()])
    before = {row.unit_id: row.part for row in task.units.all()}
    after = {pk: part for pk, (_unit, part) in wanted.items()}
    if before == after:
        return
    _refuse_late_leads(plan, {pk for pk, part in after.items() if part == "lead" and before.get(pk) != "lead"})
    task.units.all().delete()
    TaskUnit.objects.bulk_create(TaskUnit(task=task, unit=unit, part=part) for unit, part in wanted.values())
    data = {part: [unit.code for unit, its in wanted.values() if its == part] for part in TaskUnit.Part.values}
    record(by=by, verb="task.units", on=code_in_plan(task, plan), unit=plan.unit, data=data)


def _refuse_section(plan, section):
    if section.plan_id != plan.pk:
        raise Refused(_("This section belongs to another plan."))


def _refuse_strangers(plan, units):
    if strangers := [unit for unit in units if not unit.path.startswith(plan.unit.path)]:
        raise Refused(
            _("%(names)s: not below %(unit)s.")
            % {"names": "、".join(unit.short_name for unit in strangers), "unit": plan.unit.name}
        )


def _refuse_late_leads(plan, unit_ids):
    """Whoever leads a task reports: the returns of an open period were handed out when it was opened."""
    if plan.is_draft or not unit_ids:
        return
    if plan.participants.filter(unit__in=unit_ids).count() < len(unit_ids):
        raise Refused(_("Only a unit that takes part in the plan can lead a task."))
    if plan.periods.filter(state=Period.State.OPEN).exists():
        raise Refused(_("A period is open. Close it, let the unit lead, and open it again: then its return is made."))
