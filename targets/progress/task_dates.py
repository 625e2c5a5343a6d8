"""When a task needs attention: it is overdue, or its units have been silent for long. Without a database."""

from datetime import date, timedelta

SILENT_PERIODS_LIMIT = 2  # periods without progress from which on a task needs attention
DONE = "done"
NOT_DUE, SILENT = "not_due", "silent"  # what is said of a task without progress


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


def count_due_periods(seq: int, *, is_open: bool, due_on: date, today: date) -> int:
    """The number of periods up to ``seq`` whose returns are due: without that period while it is open and its day has
    not passed."""
    return seq - 1 if is_open and today <= due_on else seq


def describe_state(state: str, due_periods: int) -> str:
    """The reported ``state``; without one SILENT, or NOT_DUE while no return was due in which to report the task."""
    return state or (SILENT if due_periods > 0 else NOT_DUE)
