"""When a task stands out: its day has passed, or nobody has said anything of it for long. Knows no database."""

from datetime import timedelta

SILENT_PERIODS_LIMIT = 2  # periods without a word, after which a task stands out
DONE = "done"


def reference_date(year, until, today):
    """The day on which the tasks of a plan are judged: today; of a year that is over, the day after ``until``, the end
    of its newest period: a plan that is read years later says what was overdue then."""
    return today if today.year <= year else min(today, until + timedelta(days=1))


def is_overdue(due_on, state, day):
    """Whether the task should be done by now and is not."""
    return due_on is not None and due_on < day and state != DONE


def count_silent_periods(seq, said_seq, state):
    """For how many periods before and with ``seq`` nothing was said, the last time in ``said_seq`` (0: never); 0 while
    that is nothing to speak of, and when the task is done."""
    quiet = seq - said_seq
    return quiet if quiet >= SILENT_PERIODS_LIMIT and state != DONE else 0
