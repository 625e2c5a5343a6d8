"""The story of a task as a file: a row for each statement, as far as the person may read it."""

from collections.abc import Iterator

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from plans.models import Task
from sheets.tables import SheetTable, TableCell
from targets.progress.queries.task_story import TaskStory


def make_story_file(task: Task, story: TaskStory) -> SheetTable:
    """What was said of the task, period by period."""
    heads = [
        _("Period"), pgettext("organisation", "Unit"), pgettext("of a unit in a task", "Part"), _("State"),
        pgettext("task", "What was done"), _("What is in the way"), _("What comes next"), _("Last submitted"),
        _("State of the return"),
    ]  # fmt: skip
    title = f"{task.plan.title} · {task.code} {task.title}"
    return SheetTable(title, heads, _list_statements(story), sheet=_("Progress of tasks"))


def _list_statements(story) -> Iterator[list[TableCell]]:
    for chapter in story.periods:
        for each in chapter.statements:
            progress = each.progress
            yield [
                chapter.period.name, each.participant.short_name, _("leads") if each.leads else _("assists"),
                str(progress.get_state_display()), progress.done, progress.obstacle, progress.next_step,
                timezone.make_naive(progress.snapshot.at), str(each.report.get_state_display()),
            ]  # fmt: skip
