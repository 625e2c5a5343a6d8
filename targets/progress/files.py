"""The board of tasks as a file: a row for each task and unit that leads it."""

from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from plans.models import Plan
from plans.queries import SectionNode
from plans.templatetags.period_tags import period_name
from sheets.tables import SheetTable, TableCell
from targets.progress.queries.task_board import TaskBoardRow


def get_status_labels() -> dict[str, str]:
    """Status of a task (``STATUS_FILTERS``) -> its word."""
    return {
        "overdue": pgettext("task", "overdue"),
        "silent": _("no progress recorded"),
        "behind": pgettext("task", "behind"),
        "under_way": _("under way"),
        "not_started": _("not started"),
        "done": _("done"),
        "not_due": _("not due yet"),
    }


def make_tasks_file(plan: Plan, sections: Iterable[tuple[SectionNode, list[TaskBoardRow]]]) -> SheetTable:
    """The tasks of these sections; the texts of a unit only for who may read its return."""
    heads = [
        _("Section"), _("Code"), _("Task"), _("Done by"), _("Leading unit"), _("State"), _("What stands out"),
        _("Said in"), pgettext("task", "What was done"), _("What is in the way"), _("What comes next"),
        _("Assisting units"), _("of them reported"),
    ]  # fmt: skip
    title = f"{plan.title} · {_('Progress of tasks')}"
    return SheetTable(title, heads, _list_rows(sections), sheet=_("Progress of tasks"))


def _list_rows(sections) -> Iterator[list[TableCell]]:
    labels = get_status_labels()
    for node, rows in sections:
        for row in rows:
            task = row.task
            start = [f"{node.number}{node.section.title}", task.code, task.title, task.due_on]
            for lead in row.leads or [None]:
                yield [*start, *(_list_words(lead, labels) if lead else [""] * 7), row.assisting, row.assisted]


def _list_words(lead, labels):
    flags = [labels["overdue"]] if lead.overdue else []
    flags += [labels["silent"]] if lead.silent_periods else []
    texts = [lead.done, lead.obstacle, lead.next_step] if lead.may_read else [""] * 3
    said = str(period_name(lead.period)) if lead.period else ""
    return [lead.unit, labels[lead.word], "、".join(flags), said, *texts]
