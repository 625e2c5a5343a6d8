"""What a person has to do now, in order of urgency. The first page shows it, and the head of every page counts it."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Min
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts import policy
from accounts.policy import Verb
from plans.models import Participant, Period, Plan
from targets.models.report import State
from targets.queries.returns import open_returns
from targets.queries.review import WAITING, reviewable

SENT_BACK, OVERDUE, REVIEW, DUE, OTHER = range(5)  # the order of urgency


@dataclass(frozen=True)
class Todo:
    """One thing to do: what, for which plan and unit, until when, and the page where it is done."""

    urgency: int
    title: str
    text: str
    url: str
    due_on: date | None = None
    count: int = 1
    state: str = ""


def to_review(person):
    """Returns that wait for this person's review."""
    waits = reviewable(person).filter(state__in=WAITING)
    return waits.exclude(period__state=Period.State.LOCKED).exclude(period__plan__state=Plan.State.CLOSED)


def waiting(person):
    """How many returns wait for this person: the number in the head of every page."""
    fill = len(open_returns(person)) if policy.may_anywhere(person, Verb.FILL) else 0
    review = to_review(person).count() if policy.may_anywhere(person, Verb.REVIEW) else 0
    return fill + review


def todo(person, today):
    """Everything that waits for this person, most urgent first."""
    items = [*_fill_items(person, today), *_review_items(person), *_draft_items(person)]
    return sorted(items, key=lambda item: (item.urgency, item.due_on or date.max, item.title))


def _fill_items(person, today):
    for open_return in open_returns(person) if policy.may_anywhere(person, Verb.FILL) else ():
        report, period, unit = open_return.report, open_return.report.period, open_return.report.participant
        url = reverse("targets:return", args=[period.plan.code, period.code, unit.code])
        title, urgency = _fill_title(report, today)
        where = f"{period.plan.title} · {unit.name}"
        yield Todo(urgency, title % {"period": period.code}, where, url, period.due_on, state=report.state)


def _fill_title(report, today):
    if report.state == State.SENT_BACK:
        return _("Return %(period)s was sent back: put it right and submit it again"), SENT_BACK
    if report.correcting:
        return _("Return %(period)s may be corrected: change it and submit it again"), SENT_BACK
    if report.optional:
        return _("Return %(period)s: your part of the tasks that others lead (may stay empty)"), OTHER
    if report.period.due_on < today:
        return _("Return %(period)s is overdue: fill it in and submit it"), OVERDUE
    return _("Fill in return %(period)s"), DUE


def _review_items(person):
    if not policy.may_anywhere(person, Verb.REVIEW):
        return
    groups = (
        to_review(person)
        .values("period__plan__code", "period__plan__title", "period__code")
        .annotate(n=Count("pk"), since=Min("changed_at"))
        .order_by("since")
    )
    for g in groups:
        title = _("%(n)s returns of %(period)s wait for your review") % {"n": g["n"], "period": g["period__code"]}
        url = f"{reverse('targets:review_queue')}?period={g['period__plan__code']}/{g['period__code']}"
        yield Todo(REVIEW, title, g["period__plan__title"], url, count=g["n"], state=State.SUBMITTED)


def _draft_items(person):
    drafts = Plan.objects.filter(policy.paths_q(person, Verb.PLAN, "unit__path"), state=Plan.State.DRAFT)
    for plan in drafts if policy.may_anywhere(person, Verb.PLAN) else ():
        yield Todo(
            OTHER, _("A plan in draft waits to be issued"), plan.title, reverse("plans:detail", args=[plan.code])
        )


@dataclass(frozen=True)
class Board:
    """A place in an issued plan whose totals this person reads from the first page."""

    plan: str
    unit: str
    url: str


def boards(person):
    """The totals of the person's own units, in every issued plan in which they take part, the newest plan first."""
    own = {h.unit_id for h in policy.holdings(person) if Verb.SEE_TOTALS in policy.TABLE[h.role]}
    places = (
        Participant.objects.filter(unit_id__in=own)
        .exclude(plan__state=Plan.State.DRAFT)
        .select_related("plan")
        .order_by("-plan__year", "plan__code", "path")
    )
    return [Board(p.plan.title, p.name, reverse("dashboards:latest", args=[p.plan.code, p.code])) for p in places]
