"""Find returns, and read what was submitted before."""

from dataclasses import dataclass

from django.db import connection
from django.db.models import BooleanField, ExpressionWrapper, F, Max, Q, QuerySet
from django.http import Http404
from django.utils import timezone

from accounts import policy
from accounts.models import Person
from accounts.policy import Verb
from plans.models import Participant, Period, Plan
from targets.db.prepared import Prepared
from targets.db.rows import columns, models
from targets.models import Return, Snapshot, SnapshotProgress
from targets.models.report import State, open_now
from targets.totals.arithmetic import ReportedValue

_JOINED = {
    "r": Return, "p": Period, "n": Plan, "u": Participant, "a": Participant,
    "s": Snapshot, "b": Person, "c": Snapshot, "v": Person,
}  # fmt: skip
# Sent by every page of a return: 0.46 ms; by the ORM with select_related 8.4 ms, most of it to plan nine tables and to
# build the statement (129 counties, 12 months).
_FIND = Prepared(
    "find_return",
    f"""
SELECT {columns(**_JOINED)}
FROM plans_plan n
JOIN plans_period p ON p.plan_id = n.id AND p.code = %(period)s
JOIN orgs_unit o ON o.code = %(unit)s
JOIN plans_participant u ON u.plan_id = n.id AND u.unit_id = o.id
JOIN targets_return r ON r.participant_id = u.id AND r.period_id = p.id
LEFT JOIN plans_participant a ON a.id = u.parent_id
LEFT JOIN targets_snapshot s ON s.id = r.submitted_id
LEFT JOIN accounts_person b ON b.id = s.by_id
LEFT JOIN targets_snapshot c ON c.id = r.accepted_id
LEFT JOIN accounts_person v ON v.id = r.reviewer_id
WHERE n.code = %(plan)s
""",
)
# Sent by every form and review: 1.9 ms; by the ORM with values_list 5.6 ms (11 months of 100 targets).
_EARLIER = Prepared(
    "earlier_figures",
    """
SELECT f.target_id, p.seq, f.value, f.base, f.na
FROM targets_return r
JOIN plans_period p ON p.id = r.period_id AND p.seq < %(seq)s
JOIN targets_snapshotfigure f ON f.snapshot_id = r.submitted_id
WHERE r.participant_id = %(participant)s
""",
)

_MISSING = Q(state__in=(State.DRAFT, State.SENT_BACK), optional=False)
TO_FILL = Q(state__in=(State.DRAFT, State.SENT_BACK)) | Q(correcting=True)


@dataclass(frozen=True)
class OpenReturn:
    """A return that waits for its clerks. ``late``: it was due before today."""

    report: Return
    late: bool

    @property
    def period(self):
        return self.report.period

    @property
    def plan(self):
        return self.report.period.plan

    @property
    def due_on(self):
        return self.report.period.due_on

    @property
    def sent_back(self):
        return self.report.state == State.SENT_BACK

    @property
    def correcting(self):
        return self.report.correcting


def list_open_returns(person: Person) -> list[OpenReturn]:
    """The returns that this person has to fill in now: sent back first, then by due date; one query."""
    today = timezone.localdate()
    waiting = (
        Return.objects.filter(TO_FILL, open_now(today), policy.paths_q(person, Verb.FILL, "participant__path"))
        .select_related("period__plan", "participant")
        .order_by("period__due_on", "participant__path", "pk")
    )
    found = [OpenReturn(report, report.period.due_on < today and not report.optional) for report in waiting]
    return sorted(found, key=lambda each: (not each.sent_back, each.report.optional))


def list_own_returns(person: Person) -> QuerySet[Return]:
    """All returns of the units of which this person is a clerk, the latest period first. ``late``: it is still owed
    though its due day has passed."""
    return (
        Return.objects.filter(policy.paths_q(person, Verb.FILL, "participant__path"))
        .select_related("period__plan", "participant")
        .annotate(
            last_submitted_at=Max("snapshots__at"),  # also of what was sent back or withdrawn
            late=ExpressionWrapper(_MISSING & Q(period__due_on__lt=timezone.localdate()), output_field=BooleanField()),
        )
        .order_by("-period__start", "period__plan__code", "participant__path", "pk")
    )


def find_return(plan_code: str, period_code: str, unit_code: str) -> Return | None:
    """The return of an address with its related rows (period, plan, participant and parent, submissions, reviewer), or
    None; one query."""
    with connection.cursor() as cursor:
        _FIND.run(cursor, {"plan": plan_code, "period": period_code, "unit": unit_code})
        row = cursor.fetchone()
    if row is None:
        return None
    report, period, plan, participant, parent, *submissions = models(row, *_JOINED.values())[:-1]
    period.plan, participant.parent = plan, parent
    report.period, report.participant = period, participant
    submitted, by, report.accepted, report.reviewer = submissions
    if submitted:
        submitted.by = by
    report.submitted = submitted
    return report


def get_return(
    person: Person, plan_code: str, period_code: str, unit_code: str, *, verb: Verb = Verb.SEE_RETURN
) -> Return:
    """As ``find_return``. Raises Http404 for an unknown return, and for one that this person may not see."""
    report = find_return(plan_code, period_code, unit_code)
    if report is None or not policy.may(person, verb, report.participant):
        raise Http404
    return report


def may_see_draft(person: Person, participant: Participant) -> bool:
    """Whether this person sees drafts of the unit: its own people do, those above it do not."""
    is_own_unit = any(path == participant.path for _reach, path in policy.grants(person, Verb.SEE_RETURN))
    return is_own_unit or policy.may(person, Verb.FILL, participant)


def get_last_snapshot(report: Return) -> Snapshot | None:
    """The latest submission of a return, also one that was withdrawn or sent back, with its author; None before the
    first."""
    if report.first_submitted_at is None:
        return None
    return Snapshot.objects.filter(report=report).select_related("by").order_by("-number").first()


def read_earlier_figures(report: Return) -> dict[int, dict[int, ReportedValue]]:
    """What the unit reported in earlier periods, as submitted: {target id: {seq: ReportedValue}}; one query."""
    found: dict[int, dict[int, ReportedValue]] = {}
    with connection.cursor() as cursor:
        _EARLIER.run(cursor, {"participant": report.participant_id, "seq": report.period.seq})
        for target_id, seq, value, base, na in cursor.fetchall():
            found.setdefault(target_id, {})[seq] = ReportedValue(value, base, na)
    return found


def read_earlier_progress(report: Return) -> dict[int, SnapshotProgress]:
    """What the unit last reported of each task in earlier periods, annotated with ``seq`` and ``period_code``:
    {task id: SnapshotProgress}; one query."""
    rows = (
        SnapshotProgress.objects.filter(
            snapshot__report__participant_id=report.participant_id,
            snapshot__report__submitted_id=F("snapshot_id"),
            snapshot__report__period__seq__lt=report.period.seq,
        )
        .exclude(state="", done="", obstacle="", next_step="")
        .annotate(seq=F("snapshot__report__period__seq"), period_code=F("snapshot__report__period__code"))
        .order_by("seq")
    )
    return {row.task_id: row for row in rows}
