"""The page on which a plan is written, and the forms of sections and tasks."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render, resolve_url
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from plans import queries
from plans.actions import sections, tasks
from plans.codes import next_code
from plans.forms.plan import SectionForm, TaskForm
from plans.forms.units import TaskUnitsForm
from plans.views.common import run_and_redirect, run_in_form


@require_GET
def write(request, plan_code):
    """The plan as a tree with buttons."""
    plan = queries.get_plan_to_write(request.user, plan_code)
    return render(request, "plans/write.html", {"plan": plan, "nodes": queries.tree(plan), "writes": True})


@require_POST
def move(request, plan_code):
    """A button ↑ or ↓. The posted ``what`` is "section:12:-1" or "task:T01:1". Redirects to the row moved."""
    plan = queries.get_plan_to_write(request.user, plan_code)
    kind, _colon, rest = request.POST.get("what", "").partition(":")
    key, _colon, step = rest.rpartition(":")
    if kind not in ("section", "task") or step not in ("-1", "1") or (kind == "section" and not key.isdecimal()):
        raise Http404
    back = f"{resolve_url('plans:write', plan.code)}#{kind}-{key}"
    instance: Any
    action: Callable
    if kind == "section":
        instance, action = get_object_or_404(plan.sections, pk=key), sections.move_section
    else:
        instance, action = get_object_or_404(plan.tasks, code=key), tasks.move_task
    return run_and_redirect(request, back, action, instance, int(step), by=request.user, done=_("Moved."))


@require_http_methods(["GET", "POST"])
def section_new(request, plan_code):
    """Add a section."""
    plan = queries.get_plan_to_write(request.user, plan_code)
    form = SectionForm(
        request.POST or None, numbered=queries.outline(plan), initial={"parent": request.GET.get("parent")}
    )
    if form.is_valid():
        done, section = run_in_form(form, sections.add_section, plan, by=request.user, **form.values())
        if done:
            messages.success(request, _("The section was added."))
            return _redirect_to_row(plan, f"section-{section.pk}")
    return render(request, "plans/section.html", {"plan": plan, "form": form})


@require_http_methods(["GET", "POST"])
def section_edit(request, plan_code, pk):
    """Change a section."""
    plan = queries.get_plan_to_write(request.user, plan_code)
    section = get_object_or_404(plan.sections, pk=pk)
    numbered = [node for node in queries.outline(plan) if node.section.pk != section.pk]
    form = SectionForm(
        request.POST or None,
        instance=section,
        numbered=numbered,
        fixed=not plan.is_draft,
        initial={"parent": section.parent_id},
    )
    if form.is_valid():
        done, section = run_in_form(form, sections.change_section, section, by=request.user, **form.values())
        if done:
            messages.success(request, _("Saved."))
            return _redirect_to_row(plan, f"section-{section.pk}")
    return render(request, "plans/section.html", {"plan": plan, "form": form, "section": section})


@require_POST
def section_delete(request, plan_code, pk):
    """Delete an empty section."""
    plan = queries.get_plan_to_write(request.user, plan_code)
    section = get_object_or_404(plan.sections, pk=pk)
    to = resolve_url("plans:write", plan.code)
    return run_and_redirect(
        request, to, sections.remove_section, section, by=request.user, done=_("The section was deleted.")
    )


@require_http_methods(["GET", "POST"])
def task_new(request, plan_code):
    """Add a task with its units."""
    plan = queries.get_plan_to_write(request.user, plan_code)
    numbered = queries.outline(plan)
    if not numbered:
        messages.warning(request, _("A task stands in a section. Add a section first."))
        return redirect("plans:section_new", plan.code)
    form = TaskForm(request.POST or None, numbered=numbered, initial={"section": request.GET.get("section")})
    units = TaskUnitsForm(plan, data=request.POST or None)
    if form.is_valid():
        done, task = run_in_form(form, tasks.add_task, plan, by=request.user, **form.values(), **units.values())
        if done:
            messages.success(request, _("Task %(code)s was added.") % {"code": task.code})
            return _redirect_to_row(plan, f"task-{task.code}")
    code = next_code(plan.tasks.order_by("pk").values_list("code", flat=True), "T")
    return render(request, "plans/task.html", {"plan": plan, "form": form, "units": units, "proposed": code})


@require_http_methods(["GET", "POST"])
def task_edit(request, plan_code, task_code):
    """Change a task and its units."""
    plan = queries.get_plan_to_write(request.user, plan_code)
    task = get_object_or_404(plan.tasks, code=task_code)
    form = TaskForm(
        request.POST or None,
        instance=task,
        numbered=queries.outline(plan),
        fixed=not plan.is_draft,
        initial={"section": task.section_id},
    )
    units = TaskUnitsForm(plan, task=task, data=request.POST or None)
    if form.is_valid():
        done, saved = run_in_form(form, tasks.change_task, task, by=request.user, units=units.values(), **form.values())
        if done:
            messages.success(request, _("Saved."))
            return _redirect_to_row(plan, f"task-{saved.code}")
    stored = plan.tasks.get(code=task_code)  # the form has changed the fields of ``task``
    return render(request, "plans/task.html", {"plan": plan, "form": form, "units": units, "task": stored})


@require_POST
def task_delete(request, plan_code, task_code):
    """Delete a task without targets."""
    plan = queries.get_plan_to_write(request.user, plan_code)
    task = get_object_or_404(plan.tasks, code=task_code)
    to = resolve_url("plans:write", plan.code)
    return run_and_redirect(request, to, tasks.remove_task, task, by=request.user, done=_("The task was deleted."))


def _redirect_to_row(plan, anchor):
    return redirect(f"{resolve_url('plans:write', plan.code)}#{anchor}")
