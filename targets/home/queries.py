"""What a person has to do now, in order of urgency. The first page shows it, and the head of every page counts it."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from django.db import connection
from django.db.models import Count, Exists, Min, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import policy
from accounts.policy import Verb
from plans.models import Participant, Period, Plan
from targets.models import Plea, Return, SentBackCell, UrgedReturn
from targets.models.report import State, open_now, with_leave
from targets.periods.queries.leave_requests import list_requests_to_decide
from targets.periods.queries.periods import MISSING
from targets.returns.queries.returns import TO_FILL, list_open_returns
from targets.review.queries.queue import waiting_for_review

# The order of urgency: what others wait for comes before what is merely due.
URGED, SENT_BACK, OVERDUE, AGAIN, DECIDE, REVIEW, DUE, OTHER = range(8)
TOLD = 3  # so many of the reasons why something was sent back stand on the first page


@dataclass(frozen=True)
class Todo:
    """One thing to do: what, for which plan and unit, until when, and the page where it is done.

    ``notes`` are further lines, such as what was sent back and why. ``urged``: opening it is noted, for whoever urged.
    """

    urgency: int
    title: str
    text: str
    url: str
    due_on: date | None = None
    count: int = 1
    state: str = ""
    notes: tuple = ()
    urged: bool = False


@dataclass(frozen=True)
class Waiting:
    """How much waits for a person: returns to fill in, returns to review, pleas to decide."""

    fill: int
    review: int
    pleas: int

    @property
    def total(self):
        return self.fill + self.review + self.pleas


def to_review(person):
    """Returns that wait for this person's review."""
    waits = waiting_for_review(person).exclude(period__plan__state=Plan.State.CLOSED)
    return waits.filter(~Q(period__state=Period.State.LOCKED) | with_leave(timezone.localdate()))


def waiting(person):
    """How much waits for this person."""
    return counts(person).total


def counts(person):
    """The ``Waiting`` that the head of every page shows. At most three queries."""
    fills, reviews = policy.may_anywhere(person, Verb.FILL), policy.may_anywhere(person, Verb.REVIEW)
    decides = reviews or policy.may_anywhere(person, Verb.PLAN)
    return Waiting(
        fill=_count_to_fill(person) if fills else 0,
        review=to_review(person).count() if reviews else 0,
        pleas=list_requests_to_decide(person).count() if decides else 0,
    )


def todo(person, today):
    """Everything that waits for this person, most urgent first."""
    items = [
        *_fill_items(person, today),
        *_again_items(person),
        *_plea_items(person),
        *_review_items(person),
        *_draft_items(person),
    ]
    return sorted(items, key=lambda item: (item.urgency, item.due_on or date.max, item.title))


# --- what a clerk writes --------------------------------------------------------------------------------------------


def _to_fill(person):
    """What ``_fill_items`` lists: returns that are open, and those that are missing though their period is closed: they
    would be forgotten. Who has asked to report late waits for the answer, unless they were reminded."""
    return _waiting_to_fill(policy.grants(person, Verb.FILL), person.pk, timezone.localdate()).all()


def _count_to_fill(person):
    text, given = _text_to_fill(policy.grants(person, Verb.FILL), person.pk, timezone.localdate())
    with connection.cursor() as cursor:
        cursor.execute(text, given)
        return cursor.fetchone()[0]


@lru_cache(maxsize=1000)
def _text_to_fill(granted, person_id, today):
    """How the rows of ``_to_fill`` are counted, as it is sent: the statement, and what is given to it."""
    text, given = _waiting_to_fill(granted, person_id, today).values("pk").query.sql_with_params()
    return f"SELECT count(*) FROM ({text}) AS waiting", given


@lru_cache(maxsize=1000)
def _waiting_to_fill(granted, person_id, today):
    """The question of ``_to_fill``, kept without its answer: the head of every page asks it, and Django takes longer to
    put it together than the database to answer it. All that it depends on is named."""
    ours = policy.paths_q_of_grants(granted, "participant__path")
    asked = Exists(Plea.objects.filter(report=OuterRef("pk"), kind=Plea.Kind.LATE, state=Plea.State.WAITING))
    shut = MISSING & Q(period__state=Period.State.CLOSED) & ~Q(period__plan__state=Plan.State.CLOSED)
    shut &= Q(pk__in=_reminders(person_id).values("report")) | ~asked
    return Return.objects.filter(ours, TO_FILL & open_now(today) | shut)


def _reminders(person_id):
    """The reminders that this person has not opened yet, by return."""
    return UrgedReturn.objects.filter(urge__to=person_id, urge__seen_at=None).select_related("urge__by")


def _fill_items(person, today):
    if not policy.may_anywhere(person, Verb.FILL):
        return
    reminders = {row.report_id: row.urge for row in _reminders(person.pk)}
    open_ones = [each.report for each in list_open_returns(person)]
    rest = _to_fill(person).exclude(pk__in=[report.pk for report in open_ones])
    shut = list(rest.select_related("period__plan", "participant").order_by("period__seq", "pk"))
    told = _told([report.pk for report in open_ones if report.state == State.SENT_BACK])
    told |= _refused([report.pk for report in shut])
    for report in (*open_ones, *shut):
        yield _fill_item(report, today, reminders.get(report.pk), told.get(report.pk, ()))


def _refused(reports):
    """return id -> how its plea to report late was refused, where that is the last word."""
    if not reports:
        return {}
    pleas = Plea.objects.filter(report__in=reports, kind=Plea.Kind.LATE, decided_at__isnull=False)
    last = {plea.report_id: plea for plea in pleas.order_by("pk").select_related("decided_by")}
    words = _("Not granted by %(who)s: %(answer)s")
    return {
        report: (words % {"who": plea.decided_by, "answer": plea.answer},)
        for report, plea in last.items()
        if plea.state == Plea.State.REFUSED
    }


def _fill_item(report, today, urge, told):
    period, unit = report.period, report.participant
    title, urgency = _fill_title(report, today)
    shut = period.state != Period.State.OPEN
    until = report.leave_until if report.has_leave and shut else period.due_on
    notes = [*told]
    if urge:
        urgency = URGED
        words = {"who": urge.by, "at": timezone.localtime(urge.at).strftime("%m-%d %H:%M"), "text": urge.text}
        notes = [_("Urged by %(who)s at %(at)s. %(text)s") % words, *notes]
    return Todo(
        urgency, title % {"period": period.name}, f"{period.plan.title} · {unit.name}", _place("return", report), until,
        state=report.state, notes=tuple(notes), urged=bool(urge),
    )  # fmt: skip


def _fill_title(report, today):
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


def _told(reports):
    """return id -> what was sent back, why and by whom: the first few, and how many more."""
    if not reports:
        return {}
    rows = SentBackCell.objects.filter(report__in=reports, to=None).select_related("by", "target", "task")
    last: dict[int, list] = {}
    for cell in rows.order_by("-snapshot__number", "pk"):
        cells = last.setdefault(cell.report_id, [])
        if not cells or cells[0].snapshot_id == cell.snapshot_id:
            cells.append(cell)
    return {report: _reasons(cells) for report, cells in last.items()}


def _reasons(cells):
    lines = [
        _("%(cell)s: %(reason)s (%(who)s)") % {"cell": _cell_name(cell), "reason": cell.reason, "who": cell.by}
        for cell in cells[:TOLD]
    ]
    if len(cells) > TOLD:
        lines.append(_("and %(n)s more cells") % {"n": len(cells) - TOLD})
    return lines


def _cell_name(cell):
    thing = cell.target or cell.task
    return f"{thing.code} {getattr(thing, 'name', '') or thing.title}" if thing else _("The whole return")


# --- what a reviewer reads and decides ------------------------------------------------------------------------------


def _again_items(person):
    """Returns that somebody above has sent to this very level for another look, and that wait for it."""
    levels = [path for _reach, path in policy.grants(person, Verb.REVIEW)]
    if not levels:
        return
    asked = SentBackCell.objects.filter(to__path__in=levels, answer="").order_by("pk")
    asked = asked.filter(report__in=to_review(person)).select_related("by", "target", "task")
    cells: dict[int, list] = {}
    for cell in asked.select_related("report__participant", "report__period__plan"):
        if cell.snapshot_id == cell.report.submitted_id:
            cells.setdefault(cell.report_id, []).append(cell)
    for found in cells.values():
        report = found[0].report
        words = {"unit": report.participant.short_name, "period": report.period.name}
        title = _("%(unit)s, return %(period)s: sent to you for another look") % words
        yield Todo(AGAIN, title, report.period.plan.title, _place("review", report), notes=tuple(_reasons(found)))


def _plea_items(person):
    if not (policy.may_anywhere(person, Verb.REVIEW) or policy.may_anywhere(person, Verb.PLAN)):
        return
    for plea in list_requests_to_decide(person):
        report = plea.report
        words = {"unit": report.participant.short_name, "period": report.period.name, "what": plea.get_kind_display()}
        title = _("%(unit)s asks, for %(period)s: %(what)s") % words
        url = f"{reverse('targets:pleas')}#plea-{plea.pk}"
        yield Todo(DECIDE, title, report.period.plan.title, url, notes=(plea.reason,))


def _review_items(person):
    if not policy.may_anywhere(person, Verb.REVIEW):
        return
    groups = to_review(person).values("period").annotate(n=Count("pk"), since=Min("changed_at")).order_by("since")
    counted = {group["period"]: group["n"] for group in groups}
    periods = Period.objects.select_related("plan").in_bulk(list(counted))
    for pk, n in counted.items():
        period = periods[pk]
        title = _("%(n)s returns of %(period)s wait for your review") % {"n": n, "period": period.name}
        url = f"{reverse('targets:review_queue')}?period={period.plan.code}/{period.code}"
        yield Todo(REVIEW, title, period.plan.title, url, count=n, state=State.SUBMITTED)


def _place(name, report):
    return reverse(f"targets:{name}", args=[report.period.plan.code, report.period.code, report.participant.code])


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
    own = {h.unit_id for h in policy.held_posts(person) if Verb.SEE_TOTALS in policy.VERBS_BY_ROLE[h.role]}
    places = (
        Participant.objects.filter(unit_id__in=own)
        .exclude(plan__state=Plan.State.DRAFT)
        .select_related("plan")
        .order_by("-plan__year", "plan__code", "path")
    )
    return [Board(p.plan.title, p.name, reverse("dashboards:latest", args=[p.plan.code, p.code])) for p in places]
