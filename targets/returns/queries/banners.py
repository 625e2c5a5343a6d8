"""The banner of a return: each state in words for the unit itself, and in words for those above it."""

from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

from plans.models import Period
from targets.models import Return, Snapshot
from targets.models.report import State


@dataclass(frozen=True)
class Banner:
    """The note at the top of a return's page; ``tone`` is good, info, warn, bad or "" (plain)."""

    tone: str
    head: str
    text: str


def build_banner(report: Return, *, own_unit: bool, last_snapshot: Snapshot | None = None) -> Banner:
    """The banner of a return, in the words for the unit's own people (``own_unit``) or for others."""
    return (_for_unit if own_unit else _for_others)(report, last_snapshot)


def get_days_late(report: Return) -> int:
    """The number of days since the return was due; 0 when it is not late, or was submitted already."""
    if report.first_submitted_at is not None:
        return 0
    return max((timezone.localdate() - report.period.due_on).days, 0)


def _for_unit(report, last):
    period, who = report.period, str(report.reviewer or _("the unit above"))
    if not report.open_now and report.editable:
        return _closed_period(period)
    if report.correcting:
        return Banner(
            "warn",
            _("Correction granted."),
            _("Change it and submit again. Until the new numbers are accepted, the old ones stand."),
        )
    return {
        State.DRAFT: _draft,
        State.SENT_BACK: lambda *_a: Banner(
            "bad",
            _("Sent back by %(who)s.") % {"who": who},
            " ".join(filter(None, [_overdue(period), _("Mend what is marked below, then submit again.")])),
        ),
        State.SUBMITTED: lambda *_a: Banner(
            "info",
            _("Submitted."),
            _("It waits for the review; until that begins, you can take it back and change it."),
        ),
        State.UNDER_REVIEW: lambda *_a: Banner(
            "info", _("Under review by %(who)s.") % {"who": who}, _("It can't be changed now.")
        ),
        State.ACCEPTED: lambda *_a: Banner("good", _("Accepted by %(who)s.") % {"who": who}, _how_to_change(report)),
    }[report.state](report, last)


def _how_to_change(report):
    """What the unit has to ask for to change an accepted return."""
    if report.period.state == Period.State.LOCKED and not report.has_leave:
        return _("The period is locked: to change it, ask to unlock it first, and then for a correction.")
    return _("To change it, ask for a correction.")


def _draft(report, last):
    due = report.period.due_on
    if last is not None:
        words = [_overdue(report.period), _("It counts nowhere until it is submitted again.")]
        return Banner("warn", _("Taken back."), " ".join(filter(None, words)))
    if days := get_days_late(report):
        return Banner(
            "bad", _("Overdue by %(days)s days.") % {"days": days}, _("It was due on %(day)s.") % {"day": due}
        )
    return Banner("", _("Draft."), _("What you type is saved by itself.") + " " + _days_left(due))


def _overdue(period):
    """That a return which was submitted in time, or late, is with its unit after the last day; "" until then."""
    days = (timezone.localdate() - period.due_on).days
    return _("Overdue by %(days)s days.") % {"days": days} if days > 0 else ""


def _days_left(due):
    """How long there is still time; the last day counts."""
    days = (due - timezone.localdate()).days
    if days == 0:
        return _("Today, %(day)s, is the last day to report; all of it counts.") % {"day": due}
    return _("To be reported by %(day)s, that day included: %(days)s days left.") % {"day": due, "days": days}


def _closed_period(period):
    if period.state == Period.State.LOCKED:
        words = _("Its numbers are final. If one is wrong, ask to unlock the return.")
        return Banner("warn", _("%(period)s is locked.") % {"period": period.name}, words)
    return Banner(
        "warn",
        _("%(period)s is closed.") % {"period": period.name},
        _("To write the return now, ask to report late."),
    )


def _for_others(report, last):
    unit = report.participant.short_name
    if report.correcting:
        return Banner(
            "warn", _("Correction granted."), _("What was accepted stands until the corrected numbers are accepted.")
        )
    if report.state == State.DRAFT and last is None:
        return Banner("", _("Not submitted yet."), _("What %(unit)s types is seen by itself alone.") % {"unit": unit})
    tone, head, text = {
        State.DRAFT: (
            "warn",
            _("Taken back."),
            _("%(unit)s took it back; these are the numbers of the last submission, and they count nowhere."),
        ),
        State.SENT_BACK: (
            "bad",
            _("Sent back."),
            _("These are the numbers that were sent back; they count nowhere until %(unit)s submits again."),
        ),
        State.SUBMITTED: ("info", _("Submitted."), _("It waits for the review.")),
        State.UNDER_REVIEW: ("info", _("Under review."), _("%(unit)s can't change it now.")),
        State.ACCEPTED: ("good", _("Accepted."), _("These numbers count as accepted.")),
    }[report.state]
    return Banner(tone, head, text % {"unit": unit})
