"""Typing into a return: saves one figure, or the progress of one task, at a time."""

from collections.abc import Collection
from dataclasses import asdict, dataclass, fields
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import policy
from accounts.policy import Verb
from audit.errors import Conflict, Refused
from plans.models import Period, Task
from targets.models import Figure, Progress, Return, Target
from targets.models.report import Origin
from targets.returns.actions.figure_writing import write_figure
from targets.returns.actions.moves import lock_return, require_editable
from targets.shares.queries.duties import Duty, find_duty, list_reportable_tasks
from targets.values.typed_numbers import UnreadableNumber, check_number


@dataclass(frozen=True)
class FigureInput:
    """The content of a figure as a clerk typed it. All fields empty: blank."""

    value: Decimal | None = None
    base: Decimal | None = None
    na: bool = False
    reason: str = ""
    done_on: date | None = None
    note: str = ""

    @property
    def blank(self) -> bool:
        return self.value is None and not self.na


@dataclass(frozen=True)
class ProgressInput:
    """What a unit reports of a task, as a clerk typed it."""

    state: str = ""
    done: str = ""
    obstacle: str = ""
    next_step: str = ""


@transaction.atomic
def save_figure(  # noqa: PLR0913 - the fields of one request, all but three by keyword
    report: Return,
    target: Target,
    content: FigureInput,
    *,
    by,
    seen: int,
    origin: str = Origin.PAGE,
    known_duty: Duty | None = None,
) -> Figure:
    """Save what was typed for one target of a return; returns the ``Figure``, with its report.

    ``seen`` is the version that the typist had on the screen (0: none). ``known_duty`` saves a query where the caller
    has just read it. The values before and after are kept as versions.

    Raises Conflict with the other content when somebody else has changed the cell since ``seen``; Refused (naming the
    cell) for content that the target cannot have, and when the return cannot be edited; PermissionDenied for another
    unit's return.
    """
    report = lock_return(report.pk)
    policy.require(by, Verb.FILL, report.participant)
    require_editable(report)
    owed = known_duty or find_duty(report.participant, report.period, target)
    require_duty(target, owed)
    check_figure_input(content, target, report.period)
    figure = write_figure(report, target, content, by=by, seen=seen, origin=origin)
    if figure is None:  # changed since, or unchanged by this save
        figure = Figure.objects.filter(report=report, target=target).first() or Figure(version=0)
        figure.report = report
        _require_same_content(figure, content, target.code, by)
    return figure


@transaction.atomic
def save_progress(report: Return, task: Task, content: ProgressInput, *, by, seen: int) -> Progress:
    """Save what was typed of one task; arguments and errors as of ``save_figure``."""
    report = lock_return(report.pk)
    policy.require(by, Verb.FILL, report.participant)
    require_editable(report)
    require_reportable(task, list_reportable_tasks(report.participant))
    check_progress_input(content, task)
    row = Progress.objects.filter(report=report, task=task).first() or Progress(report=report, task=task, version=0)
    row.report = report  # with its period and plan, so that nobody has to read them again
    if row.version != seen or (row.version and _content_of(row, content) == asdict(content)):
        _require_same_content(row, content, task.code, by)
        return row
    for name, value in asdict(content).items():
        setattr(row, name, value)
    row.version += 1
    row.typed_by, row.typed_at = by, timezone.now()
    row.save(force_insert=row.version == 1, force_update=row.version > 1)
    return row


def require_reportable(task: Task, tasks: Collection[Task]) -> None:
    """Raise Refused for a task that is not among the ``tasks`` that the unit leads or assists in."""
    if task not in tasks:
        words = _("This unit neither leads this task nor assists in it.")
        raise Refused(words, cells={task.code: _("neither led nor assisted")})


def check_progress_input(content: ProgressInput, task: Task) -> None:
    """Raise Refused for content that the progress of a task cannot have."""
    if content.state and content.state not in Progress.TaskState.values:
        raise Refused(_("There is no such state of a task."), cells={task.code: content.state})


def require_duty(target: Target, owed: Duty | None) -> None:
    """Raise Refused without a duty: a unit reports only the targets that it owes in the period."""
    if not owed:
        raise Refused(_("This unit owes nothing of this target in this period."), cells={target.code: _("not owed")})


def check_figure_input(content: FigureInput, target: Target, period: Period | None = None) -> None:
    """Raise Refused for content that this target cannot have (in this period). A draft may always be blank."""
    try:
        _check_content(content, target, period)
    except UnreadableNumber as error:
        raise Refused(str(error), cells={target.code: str(error)}) from None


def _check_content(content, target, period):
    if content.na and (content.value is not None or content.base is not None or content.done_on is not None):
        raise UnreadableNumber(_("Not applicable has no number."))
    for number in (content.value, content.base):
        if number is not None:
            check_number(number, target)
    if content.base is not None and not target.is_ratio:
        raise UnreadableNumber(_("Only a ratio has a denominator."))
    if content.base is not None and content.value is None:
        raise UnreadableNumber(_("The numerator is missing."))
    if content.base == 0 and content.value != 0:
        raise UnreadableNumber(_("The denominator is 0: nothing can be a part of it."))
    if content.done_on is not None:
        _check_day(content, target, period)


def _check_day(content, target, period):
    if not target.is_milestone:
        raise UnreadableNumber(_("Only a milestone has a day."))
    if content.value != 1:
        raise UnreadableNumber(_("A day is given only for what is done."))
    if period is None:
        return
    if content.done_on > period.end:
        raise UnreadableNumber(_("This day is after the period; report it in the period in which it was done."))
    if content.done_on < date(period.plan.year, 1, 1):
        raise UnreadableNumber(
            _("%(day)s is before %(year)s, the year of the plan.") % {"day": content.done_on, "year": period.plan.year}
        )
    start = target.task.start_on
    if start and content.done_on < start:
        raise UnreadableNumber(
            _("%(day)s is before %(start)s, when the task begins.") % {"day": content.done_on, "start": start}
        )


def _require_same_content(row, content, cell_code, by):
    """Raise Conflict with the row's content unless it equals ``content``: then the answer to an earlier save was lost,
    or two people typed the same, and there is nothing to choose between."""
    theirs: dict[str, Any] = {"version": row.version}
    if not row.version:
        words = _("This was taken away meanwhile.")
    elif _content_of(row, content) == asdict(content):
        return
    else:
        own = row.typed_by_id == by.pk
        words = _("%(name)s changed this meanwhile.") % {"name": row.typed_by}
        words = _("You have changed this in another window.") if own else words
        theirs["own"] = own
        theirs |= {"by": str(row.typed_by), "at": row.typed_at} | _content_of(row, content)
    raise Conflict(words, theirs=theirs, cells={cell_code: _("changed meanwhile")})


def _content_of(row, content):
    return {each.name: getattr(row, each.name) for each in fields(content)}
