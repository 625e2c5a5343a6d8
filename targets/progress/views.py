"""Pages of the progress of a plan's tasks: the board, and the story of one task."""

from urllib.parse import urlencode

from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from pages.table_files import asked_kind, respond_table
from plans.models import Task
from plans.queries import get_plan
from plans.views.common import plan_context
from targets.progress.files import get_status_labels, make_tasks_file
from targets.progress.queries.task_board import STATUS_FILTERS, get_task_board
from targets.progress.queries.task_story import get_task_story
from targets.progress.story_file import make_story_file


@require_safe
def progress(request, plan_code):
    """All tasks of a plan with their states, filtered by unit, section and status."""
    plan = get_plan(request.user, plan_code)
    board = get_task_board(request.user, plan, timezone.localdate())
    asked = {name: request.GET.get(name, "") for name in ("unit", "section", "state")}
    sections = board.filter(unit=asked["unit"], section=asked["section"], status=asked["state"])
    if kind := asked_kind(request):
        return respond_table(make_tasks_file(plan, sections), kind, plan.title, _("Progress of tasks"))
    context = plan_context(request.user, plan) | {
        "board": board,
        "sections": sections,
        "n_shown": sum(len(rows) for _node, rows in sections),
        "asked": asked,
        "tabs": _tabs(board, asked),
    }
    return render(request, "progress/task_progress.html", context)


def _tabs(board, asked):
    labels = {"": _("All")} | get_status_labels()
    other_filters = {name: asked[name] for name in ("unit", "section") if asked[name]}
    return [
        {
            "url": "?" + urlencode({**other_filters, "state": status} if status else other_filters),
            "label": labels[status],
            "active": status == asked["state"],
            "count": board.count(status) if status else len(board.rows),
        }
        for status in ("", *STATUS_FILTERS)
    ]


@require_safe
def task_story(request, plan_code, task_code):
    """What the units submitted of a task, period by period, as far as this person may read it."""
    plan = get_plan(request.user, plan_code)
    task = get_object_or_404(Task.objects.select_related("section", "plan"), plan=plan, code=task_code)
    story = get_task_story(request.user, task, timezone.localdate())
    if kind := asked_kind(request):
        return respond_table(make_story_file(task, story), kind, plan.title, task.code, task.title)
    context = {"plan": plan, "task": task, "story": story}
    return render(request, "progress/task_story.html", context)
