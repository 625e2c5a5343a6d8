"""When a task needs attention: it is overdue, or its units have been silent for long. Without a database."""

from datetime import date, timedelta

SILENT_PERIODS_LIMIT = 2  # periods without progress from which on a task needs attention
DONE = "done"


def reference_date(year: int, period_end: date, today: date) -> date:
    """The day on which the tasks of a plan are judged: today, in the plan's year.

    After it the day after ``period_end``, the end of its newest period: a plan read years later shows what was overdue
    then.
    """
    return today if today.year <= year else min(today, period_end + timedelta(days=1))


def is_overdue(due_on: date | None, state: str, day: date) -> bool:
    """Whether a task that is due on ``due_on`` should be done by ``day`` and is not."""
    return due_on is not None and due_on < day and state != DONE


def count_silent_periods(seq: int, last_seq: int, state: str) -> int:
    """The number of periods without progress up to ``seq``; ``last_seq`` is the last one with progress (0: none).

    0 below SILENT_PERIODS_LIMIT and for a task that is done.
    """
    silent = seq - last_seq
    return silent if silent >= SILENT_PERIODS_LIMIT and state != DONE else 0
