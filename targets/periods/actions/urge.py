"""Urging the units that have not reported: everybody who fills in for them, and nobody twice a day."""

from dataclasses import dataclass, field

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import policy
from accounts.policy import Verb
from accounts.queries.holders import posts_with_verb_at
from audit.actions import record_many
from audit.errors import Refused
from plans.models import Period
from targets.models import Urge
from targets.periods.actions.urge_mail import send_soon
from targets.periods.queries.periods import missing_returns
from targets.returns.actions.moves import lock_period_for_share

# In the order of the people's numbers, so that two who urge at once wait for each other and never in a circle.
_URGE = """
INSERT INTO targets_urge (to_id, day, by_id, at, text)
SELECT person, %(day)s, %(by)s, now(), %(text)s FROM unnest(%(people)s::bigint[]) AS p(person) ORDER BY person
ON CONFLICT (to_id, day) DO NOTHING
RETURNING id, to_id
"""
_RETURNS = """
INSERT INTO targets_urgedreturn (urge_id, report_id)
SELECT u.id, p.report FROM unnest(%(people)s::bigint[], %(reports)s::bigint[]) AS p(person, report)
JOIN targets_urge u ON u.to_id = p.person AND u.day = %(day)s AND u.seen_at IS NULL
ORDER BY 1, 2
ON CONFLICT (urge_id, report_id) DO NOTHING
"""


@dataclass
class Urged:
    """What came of urging: how many people were told now, how many had been told today already, and the units (their
    participants) in which nobody fills in."""

    told: int = 0
    before: int = 0
    units: int = 0
    nobody: list = field(default_factory=list)


@transaction.atomic
def urge(period, *, by, text=""):
    """Urge all units that this person reviews and that have handed in nothing for the period. Returns ``Urged``.

    Whoever was urged today is not urged again; a return that came to be missed since is added to what they read, as
    long as they have not read it.
    """
    policy.require_anywhere(by, Verb.REVIEW)
    period = lock_period_for_share(period)
    if period.state not in (Period.State.OPEN, Period.State.CLOSED):
        raise Refused(_("%(period)s takes no returns now.") % {"period": period.name}, code="period")
    reports = list(missing_returns(by, period))
    if not reports:
        raise Refused(_("Everybody has handed in."), code="nobody")
    clerks = _clerks(reports)
    pairs = [(person, report.pk) for report in reports for person in clerks.get(report.participant.unit_id, ())]
    people = sorted({person for person, _report in pairs})
    told = _write(people, pairs, by, text.strip()[:500])
    _record(reports, clerks, told, by)
    nobody = [report.participant for report in reports if report.participant.unit_id not in clerks]
    transaction.on_commit(send_soon)
    return Urged(len(told), len(people) - len(told), len(reports) - len(nobody), nobody)


@transaction.atomic
def see(report, *, by):
    """Note that this person has opened what they were urged for; how many reminders that were."""
    waiting = Urge.objects.filter(to=by, seen_at=None, returns__report=report)
    return Urge.objects.filter(pk__in=waiting.values("pk")).update(seen_at=timezone.now())


def _clerks(reports):
    """unit id -> ids of the people who fill in there."""
    found: dict[int, list] = {}
    for post in posts_with_verb_at(Verb.FILL, [report.participant.unit_id for report in reports]):
        found.setdefault(post.unit_id, []).append(post.person_id)
    return found


def _write(people, pairs, by, text):
    """Write the reminders; the ids of the people who have one of this very moment."""
    values = {"people": people, "day": timezone.localdate(), "by": by.pk, "text": text}
    with connection.cursor() as cursor:
        cursor.execute(_URGE, values)
        told = {person for _urge, person in cursor.fetchall()}
        values |= {"people": [person for person, _ in pairs], "reports": [report for _, report in pairs]}
        cursor.execute(_RETURNS, values)
    return told


def _record(reports, clerks, told, by):
    """One entry for each return whose people were told now."""
    rows = [
        (report, report.participant, {"people": len(told.intersection(clerks.get(report.participant.unit_id, ())))})
        for report in reports
    ]
    record_many(by=by, verb="return.urge", rows=[row for row in rows if row[2]["people"]])
