"""Which returns there are, for whom, and what a return's page shows. Reads only; each defined once."""

from dataclasses import dataclass

from django.db import connection
from django.db.models import F, Q
from django.http import Http404
from django.utils import timezone

from accounts import policy
from accounts.models import Person
from accounts.policy import Verb
from audit.models import Entry
from plans.models import Participant, Period, Plan
from targets.db.prepared import Prepared
from targets.db.rows import columns, models
from targets.models import Return, SentBackCell, Snapshot, SnapshotProgress
from targets.models.report import State, open_now
from targets.totals.arithmetic import ReportedValue

# What every page of a return reads first. Nine tables: planning it took twenty times as long as running it.
_FOUND = {
    "r": Return, "p": Period, "n": Plan, "u": Participant, "a": Participant,
    "s": Snapshot, "b": Person, "c": Snapshot, "v": Person,
}  # fmt: skip
_FIND = Prepared(
    "find_return",
    f"""
SELECT {columns(**_FOUND)}
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
_LAST = Prepared(
    "last_snapshot",
    f"""
SELECT {columns(s=Snapshot, who=Person)}
FROM targets_snapshot s JOIN accounts_person who ON who.id = s.by_id
WHERE s.report_id = %(report)s ORDER BY s.number DESC LIMIT 1
""",
)
_HISTORY = Prepared(
    "history_of_return",
    f"""
SELECT {columns(e=Entry)} FROM audit_entry e WHERE e.object_code = %(code)s AND e.verb LIKE 'return.%%'
ORDER BY e.id DESC
""",
)

TO_FILL = Q(state__in=(State.DRAFT, State.SENT_BACK)) | Q(correcting=True)


@dataclass(frozen=True)
class OpenReturn:
    """A return that somebody has to fill in. ``late`` when it was due before today."""

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


def list_open_returns(person):
    """What this person has to fill in now: sent back first, then by the day on which it is due. One query."""
    today = timezone.localdate()
    waiting = (
        Return.objects.filter(TO_FILL, open_now(today), policy.paths_q(person, Verb.FILL, "participant__path"))
        .select_related("period__plan", "participant")
        .order_by("period__due_on", "participant__path", "pk")
    )
    found = [OpenReturn(report, report.period.due_on < today and not report.optional) for report in waiting]
    return sorted(found, key=lambda each: (not each.sent_back, each.report.optional))


def list_own_returns(person):
    """Every return of the units for which this person fills in, the latest period first."""
    return (
        Return.objects.filter(policy.paths_q(person, Verb.FILL, "participant__path"))
        .select_related("period__plan", "participant", "submitted")
        .order_by("-period__start", "period__plan__code", "participant__path", "pk")
    )


def find_return(plan_code, period_code, unit_code):
    """The return of this address, with what every page of it needs; None when there is none. One query."""
    with connection.cursor() as cursor:
        _FIND.run(cursor, {"plan": plan_code, "period": period_code, "unit": unit_code})
        row = cursor.fetchone()
    if row is None:
        return None
    report, period, plan, place, parent, *submissions = models(row, *_FOUND.values())[:-1]
    period.plan, place.parent = plan, parent
    report.period, report.participant = period, place
    submitted, by, report.accepted, report.reviewer = submissions
    if submitted:
        submitted.by = by
    report.submitted = submitted
    return report


def get_return(person, plan_code, period_code, unit_code, *, verb=Verb.SEE_RETURN):
    """As ``find_return``. Http404 for an unknown one and just so for one that this person may not see."""
    report = find_return(plan_code, period_code, unit_code)
    if report is None or not policy.may(person, verb, report.participant):
        raise Http404
    return report


def may_see_draft(person, participant):
    """Whether this person sees what is not submitted yet: the unit's own people do, those above do not."""
    here = any(path == participant.path for _reach, path in policy.grants(person, Verb.SEE_RETURN))
    return here or policy.may(person, Verb.FILL, participant)


def get_last_snapshot(report):
    """The latest submission of a return, whatever became of it, with who submitted it; None before the first."""
    if report.first_submitted_at is None:
        return None
    with connection.cursor() as cursor:
        _LAST.run(cursor, {"report": report.pk})
        row = cursor.fetchone()
    if row is None:
        return None
    snapshot, snapshot.by, _rest = models(row, Snapshot, Person)
    return snapshot


def read_earlier_figures(report):
    """What the unit reported in the periods before, on the submitted basis, in one query:
    {target id: {seq: Report}}."""
    found: dict = {}
    with connection.cursor() as cursor:
        _EARLIER.run(cursor, {"participant": report.participant_id, "seq": report.period.seq})
        for target_id, seq, value, base, na in cursor.fetchall():
            found.setdefault(target_id, {})[seq] = ReportedValue(value, base, na)
    return found


def read_earlier_progress(report):
    """What the unit last said of each task in the periods before, with ``seq`` and ``period_code``:
    {task id: SnapshotProgress}. One query."""
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


def list_unit_objections(snapshot_id):
    """The cells of a submission that were sent back to its unit, with why and by whom."""
    return list(
        SentBackCell.objects.filter(snapshot_id=snapshot_id, to=None)
        .select_related("by", "answered_by", "target", "task")
        .order_by("pk")
    )


def read_history(report):
    """Each move of a return, the latest first, from the trail: when, who, what, and what was said. One query."""
    with connection.cursor() as cursor:
        _HISTORY.run(cursor, {"code": report.code})
        return [models(row, Entry)[0] for row in cursor.fetchall()]
