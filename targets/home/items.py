"""The list of things to do on the first page: a sentence and an address for everything that waits for a person."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import policy
from accounts.models import Person
from accounts.policy import Verb
from plans.models import Period
from targets.home import queries
from targets.home.queries import ReturnToFill
from targets.models import Plea, Return, SentBackCell
from targets.models.report import State
from targets.review.queries.duty import find_reviewing_units

# In order of urgency: what others wait for comes before what is merely due.
REMINDED, SENT_BACK, OVERDUE, RECHECK, DECIDE, REVIEW, DUE, OTHER = range(8)
MAX_REASONS = 3  # of a return that was sent back


@dataclass(frozen=True)
class TodoItem:
    """One thing to do: what, for which plan and unit, until when, and the page on which it is done.

    ``notes`` are further lines, such as the reasons of objections; ``filled``: how much of a return is filled in.
    ``reminded``: opening it marks the reminder as seen.
    """

    urgency: int
    title: str
    text: str
    url: str
    due_on: date | None = None
    count: int = 1
    state: str = ""
    notes: tuple[str, ...] = ()
    reminded: bool = False
    filled: str = ""


@dataclass(frozen=True)
class WaitingItem:
    """Something that others have to do: what, where, at whom it waits, and since when."""

    title: str
    text: str
    waits: str
    url: str
    since: datetime
    state: str


@dataclass(frozen=True)
class TotalsLink:
    """A link to the totals of one of the person's units in a plan."""

    plan: str
    unit: str
    url: str


def list_todo_items(person: Person, today: date) -> list[TodoItem]:
    """Everything that waits for this person, the most urgent first."""
    items = [
        *(_make_fill_item(each, today) for each in queries.list_returns_to_fill(person)),
        *_make_recheck_items(person),
        *_make_request_items(person),
        *_make_review_items(person),
        *_make_draft_items(person),
        *_make_lock_items(person),
        *_make_workbook_items(person),
    ]
    return sorted(items, key=lambda item: (item.urgency, item.due_on or date.max, item.title))


def list_waiting_items(person: Person) -> list[WaitingItem]:
    """What this person's units have handed in or asked for, and at whom it waits since when; the oldest first."""
    items = [*map(_make_handed_in_item, queries.list_handed_in(person)), *_make_pending_items(person)]
    return sorted(items, key=lambda item: item.since)


def _make_handed_in_item(each: queries.HandedInReturn) -> WaitingItem:
    report = each.report
    if report.state == State.UNDER_REVIEW:
        words = _("%(who)s is reviewing it") % {"who": report.reviewer}
    elif each.reviewing:
        words = _("waits for the review of %(unit)s (%(people)s)")
        words %= {"unit": each.reviewing.name, "people": "、".join(each.reviewing.people)}
    else:
        words = _("waits for its review; nobody is set up as reviewer above, tell the system administrator")
    title = _("Return %(period)s, submission %(number)s") % {
        "period": report.period.name,
        "number": report.submitted.number if report.submitted else "",
    }
    place = f"{report.period.plan.title} · {report.participant.name}"
    return WaitingItem(title, place, words, _return_url("return", report), report.changed_at, report.state)


def _make_pending_items(person: Person) -> list[WaitingItem]:
    requests = queries.list_pending_requests(person)
    by_review = [each.report.participant.path for each in requests if each.kind != Plea.Kind.UNLOCK]
    reviewing = find_reviewing_units(by_review) if by_review else {}
    items = []
    for each in requests:
        report = each.report
        if each.kind == Plea.Kind.UNLOCK:
            who = _("the planner of %(unit)s") % {"unit": report.period.plan.unit}
        else:
            unit = reviewing.get(report.participant.path)
            who = unit.name if unit else _("the unit above")
        title = _("Asked for, %(period)s: %(what)s")
        title %= {"period": report.period.name, "what": each.get_kind_display()}
        words = _("waits for the answer of %(who)s") % {"who": who}
        items.append(WaitingItem(title, each.reason, words, _return_url("return", report), each.at, "planned"))
    return items


def list_totals_links(person: Person) -> list[TotalsLink]:
    """Links to the totals of the person's own units, the newest plan first."""
    return [
        TotalsLink(each.plan.title, each.name, reverse("dashboards:latest", args=[each.plan.code, each.code]))
        for each in queries.list_own_participants(person)
    ]


def _make_fill_item(each: ReturnToFill, today: date) -> TodoItem:
    report, period = each.report, each.report.period
    title, urgency = _describe_return(report, today)
    with_leave = report.has_leave and period.state != Period.State.OPEN
    notes = _list_fill_notes(each)
    return TodoItem(
        REMINDED if each.reminder else urgency,
        title % {"period": period.name},
        f"{period.plan.title} · {report.participant.name}",
        _return_url("return", report),
        report.leave_until if with_leave else period.due_on,
        state=report.state,
        notes=tuple(notes),
        reminded=each.reminder is not None,
        filled=_describe_filled(each.filled),
    )


def _describe_filled(filled):
    """ "已填 4/11"; "" of a return that is closed or in which nothing is owed."""
    if not filled or not filled[1]:
        return ""
    return _("%(n)s of %(all)s filled in") % {"n": filled[0], "all": filled[1]}


def _list_fill_notes(each: ReturnToFill) -> list[str]:
    notes = _list_reasons(each.objections)
    if each.refusal:
        words = {"who": each.refusal.decided_by, "answer": each.refusal.answer}
        notes = [_("Not granted by %(who)s: %(answer)s") % words]
    if each.reminder:
        at = timezone.localtime(each.reminder.at).strftime("%m-%d %H:%M")
        words = {"who": each.reminder.by, "at": at, "text": each.reminder.text}
        notes = [_("Urged by %(who)s at %(at)s. %(text)s") % words, *notes]
    return notes


def _describe_return(report: Return, today: date) -> tuple[str, int]:
    """(title with a place for the period, urgency) of a return to fill in."""
    if report.editable and not report.optional and not report.open_now:
        return _("Return %(period)s is closed: ask to report late"), OVERDUE
    if report.state == State.SENT_BACK:
        return _("Return %(period)s was sent back: put it right and submit it again"), SENT_BACK
    if report.correcting:
        return _("Return %(period)s may be corrected: change it and submit it again"), SENT_BACK
    if report.optional:
        return _("Return %(period)s: your part of the tasks that others lead (may stay empty)"), OTHER
    if report.has_leave and report.period.state != Period.State.OPEN:
        return _("Return %(period)s may be written late: fill it in and submit it"), OVERDUE
    if report.period.due_on < today:
        return _("Return %(period)s is overdue: fill it in and submit it"), OVERDUE
    return _("Fill in return %(period)s"), DUE


def _list_reasons(objections: Sequence[SentBackCell]) -> list[str]:
    """What was sent back, why and by whom: the first few, and how many more there are."""
    lines = [
        _("%(cell)s: %(reason)s (%(who)s)") % {"cell": _cell_name(cell), "reason": cell.reason, "who": cell.by}
        for cell in objections[:MAX_REASONS]
    ]
    if len(objections) > MAX_REASONS:
        lines.append(_("and %(n)s more cells") % {"n": len(objections) - MAX_REASONS})
    return lines


def _cell_name(cell: SentBackCell) -> str:
    if cell.target:
        return f"{cell.target.code} {cell.target.name}"
    return f"{cell.task.code} {cell.task.title}" if cell.task else _("The whole return")


def _make_recheck_items(person: Person) -> Iterator[TodoItem]:
    for each in queries.list_rechecks(person):
        report = each.report
        words = {"unit": report.participant.short_name, "period": report.period.name}
        title = _("%(unit)s, return %(period)s: sent to you for another look") % words
        notes = tuple(_list_reasons(each.objections))
        yield TodoItem(RECHECK, title, report.period.plan.title, _return_url("review", report), notes=notes)


def _make_request_items(person: Person) -> Iterator[TodoItem]:
    for each in queries.list_requests(person):
        report = each.report
        words = {"unit": report.participant.short_name, "period": report.period.name, "what": each.get_kind_display()}
        title = _("%(unit)s asks, for %(period)s: %(what)s") % words
        url = f"{reverse('targets:pleas')}#plea-{each.pk}"
        yield TodoItem(DECIDE, title, report.period.plan.title, url, notes=(each.reason,))


def _make_review_items(person: Person) -> Iterator[TodoItem]:
    for each in queries.list_reviews(person):
        period, count = each.period, each.count
        title = _("%(n)s returns of %(period)s wait for your review") % {"n": count, "period": period.name}
        url = f"{reverse('targets:review_queue')}?period={period.plan.code}/{period.code}"
        yield TodoItem(REVIEW, title, period.plan.title, url, count=count, state=State.SUBMITTED)


def _make_draft_items(person: Person) -> Iterator[TodoItem]:
    for plan in queries.list_draft_plans(person):
        url = reverse("plans:detail", args=[plan.code])
        yield TodoItem(OTHER, _("A plan in draft waits to be issued"), plan.title, url)


def _make_lock_items(person: Person) -> Iterator[TodoItem]:
    for row in queries.list_locked_logins(person):
        title = _("%(name)s is locked after wrong passwords: unlock") % {"name": row["name"]}
        yield TodoItem(DECIDE, title, row["username"], reverse("accounts:locks"))


def _make_workbook_items(person: Person) -> Iterator[TodoItem]:
    for period in queries.list_open_periods_to_import(person):
        url = reverse("targets:sheet", args=[period.plan.code, period.code])
        title = _("Import by workbook, %(period)s") % {"period": period.name}
        yield TodoItem(OTHER, title, period.plan.title, url, period.due_on)


def say_idle(person: Person) -> str:
    """What the first page of an administrator says when nothing waits; "" for others."""
    if policy.may_anywhere(person, Verb.UNLOCK):
        return _("No login is locked. Locked logins appear here.")
    if policy.may_anywhere(person, Verb.IMPORT):
        return _("No period is open. Open periods with their workbooks appear here.")
    return ""


def _return_url(name: str, report: Return) -> str:
    return reverse(f"targets:{name}", args=[report.period.plan.code, report.period.code, report.participant.code])
