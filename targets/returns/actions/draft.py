"""Typing into a return: one figure, or what is said of one task, at a time."""

from dataclasses import asdict, dataclass, fields
from datetime import date
from decimal import Decimal

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import policy
from accounts.policy import Verb
from audit.errors import Conflict, Refused
from targets.models import Figure, Progress
from targets.models.report import Origin
from targets.returns.actions.figure_writing import write_figure
from targets.returns.actions.moves import lock_return, require_editable
from targets.shares.queries.duties import duty, said_tasks
from targets.values.typed_numbers import Unreadable, check_number


@dataclass(frozen=True)
class FigureInput:
    """The content of a figure as a clerk means it. All empty: blank."""

    value: Decimal | None = None
    base: Decimal | None = None
    na: bool = False
    reason: str = ""
    done_on: date | None = None
    note: str = ""

    @property
    def blank(self):
        return self.value is None and not self.na


@dataclass(frozen=True)
class ProgressInput:
    """What a unit says of a task."""

    state: str = ""
    done: str = ""
    obstacle: str = ""
    next_step: str = ""


@transaction.atomic
def save_figure(report, target, typed, *, by, seen, origin=Origin.PAGE, owed=None):
    """Keep what was typed for one target of a return; returns the ``Figure``, with its report and (``owed``) its Duty.

    ``seen`` is the version that the typist had on the screen (0 for none): when somebody else has changed the cell
    since, Conflict is raised with theirs. Raises Refused (with the cell) for what the target can't have, and when the
    return is closed to typing; PermissionDenied for somebody else's return. ``owed`` is the Duty, where the caller has
    just read it. What it was before and what it is now are kept as versions, in the same statement.
    """
    report = lock_return(report.pk)
    policy.require(by, Verb.FILL, report.participant)
    require_editable(report)
    owed = owed or duty(report.participant, report.period, target)
    require_duty(target, owed)
    check_figure_input(typed, target, report.period)
    figure = write_figure(report, target, typed, by=by, seen=seen, origin=origin)
    if figure is None:  # it is not as it was seen
        figure = Figure.objects.filter(report=report, target=target).first() or Figure(version=0)
        figure.report = report
        _require_same_content(figure, typed, target.code)
    figure.owed = owed
    return figure


@transaction.atomic
def save_progress(report, task, said, *, by, seen):
    """Keep what was said of one task; as ``save_figure``."""
    report = lock_return(report.pk)
    policy.require(by, Verb.FILL, report.participant)
    require_editable(report)
    if task not in said_tasks(report.participant):
        words = _("This unit neither leads this task nor assists in it.")
        raise Refused(words, cells={task.code: _("neither led nor assisted")})
    if said.state and said.state not in Progress.TaskState.values:
        raise Refused(_("There is no such state of a task."), cells={task.code: said.state})
    return _save_versioned(Progress, report, {"task_id": task.pk}, said, task.code, by=by, seen=seen)


def require_duty(target, owed):
    """Raise Refused unless ``owed`` is something: a unit reports only what it owes in the period."""
    if not owed:
        raise Refused(_("This unit owes nothing of this target in this period."), cells={target.code: _("not owed")})


def check_figure_input(typed, target, period=None):
    """Raise Refused when this target can't have what was typed (in this period). Blank is always allowed in a draft."""
    try:
        _check_numbers(typed, target, period)
    except Unreadable as error:
        raise Refused(str(error), cells={target.code: str(error)}) from None


def _check_numbers(typed, target, period):
    if typed.na and (typed.value is not None or typed.base is not None or typed.done_on is not None):
        raise Unreadable(_("Not applicable has no number."))
    for number in (typed.value, typed.base):
        if number is not None:
            check_number(number, target)
    if typed.base is not None and not target.is_ratio:
        raise Unreadable(_("Only a ratio has a denominator."))
    if typed.base is not None and typed.value is None:
        raise Unreadable(_("The numerator is missing."))
    if typed.done_on is not None and not target.is_milestone:
        raise Unreadable(_("Only a milestone has a day."))
    if typed.done_on is not None and typed.value != 1:
        raise Unreadable(_("A day is given only for what is done."))
    if typed.done_on is not None and period is not None and typed.done_on > period.end:
        raise Unreadable(_("This day is after the period; report it in the period in which it was done."))


def _save_versioned(model, report, key, content, cell, *, by, seen):
    """Write the row if its version is still the one that was seen. The return's lock keeps two writers apart."""
    row = model.objects.filter(report=report, **key).first() or model(report=report, **key, version=0)
    row.report = report  # with its period and plan, so that nobody has to read them again
    if row.version != seen or (row.version and _content(row, content) == asdict(content)):
        _require_same_content(row, content, cell)
        return row
    for name, value in asdict(content).items():
        setattr(row, name, value)
    row.version += 1
    row.typed_by, row.typed_at = by, timezone.now()
    row.save(force_insert=row.version == 1, force_update=row.version > 1)
    return row


def _require_same_content(row, content, cell):
    """Raise Conflict unless the row holds just this already: the answer to an earlier save was lost on its way, or both
    typed the same, and there is nothing to tell apart."""
    if not row.version:
        words, theirs = _("This was taken away meanwhile."), {"version": 0}
    elif _content(row, content) == asdict(content):
        return
    else:
        words = _("%(name)s changed this meanwhile.") % {"name": row.typed_by}
        theirs = {"version": row.version, "by": str(row.typed_by), "at": row.typed_at}
        theirs |= _content(row, content)
    raise Conflict(words, theirs=theirs, cells={cell: _("changed meanwhile")})


def _content(row, content):
    return {each.name: getattr(row, each.name) for each in fields(content)}
