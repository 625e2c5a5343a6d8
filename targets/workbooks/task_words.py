"""The words of what is asked and said about the progress of tasks in a workbook."""

from typing import Any

from django.utils.translation import gettext_lazy

TASK_PROBLEMS: dict[str, Any] = {
    # the sheet of tasks of our template
    "task_row_unknown": gettext_lazy("Row %(row)s of the sheet “%(sheet)s” is not a row of the template. Delete it."),
    "task_row_renamed": gettext_lazy("What stands in %(cell)s was changed; it must be “%(name)s”."),
    # a cell
    "no_state": gettext_lazy("“%(text)s” is none of the states 未启动, 推进中, 已完成, 滞后. Write one of them."),
    "text_too_long": gettext_lazy("At most %(limit)s characters; these are %(count)s."),
    "task_not_reported": gettext_lazy("This unit does not report this task in this period."),
    # an office's own table
    "tasks_read": gettext_lazy("The progress of %(number)s tasks was read here."),
    "tasks_of_other_periods": gettext_lazy(
        "%(number)s rows say another period (%(periods)s) and were not read for this one."
    ),
    "lead_is_another": gettext_lazy("The heading names another unit than this row. Whose progress is it?"),
    "no_period_of_tasks": gettext_lazy("Nothing says of which period this progress is. Is it of this one?"),
    "no_unit_of_tasks": gettext_lazy("Nothing says of which unit this progress is. Which one is it?"),
    "task_unknown": gettext_lazy("No task of this plan is called like this. Which one is it?"),
    "task_twice": gettext_lazy("This task stands in the table twice, with different texts. Which one is right?"),
    "state_unclear": gettext_lazy("“%(text)s”: how does the task stand?"),
    # the answers
    "choose_task": "%(task)s",
    "choose_state": "%(state)s",
    "choose_place": gettext_lazy("What stands in %(text)s"),
}
