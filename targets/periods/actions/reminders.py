"""Remind (催报) the units that have not reported: everybody who fills in there, at most once a day."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import policy
from accounts.models import Person
from accounts.policy import Verb
from accounts.queries.posts import posts_with_verb_at
from audit.actions import record_many
from audit.errors import Refused
from plans.models import Participant, Period
from targets.models import Return, Urge, UrgedReturn
from targets.periods.actions.reminder_mails import request_mails
from targets.periods.queries.periods import list_missing_returns
from targets.returns.actions.moves import lock_period_for_share
from targets.values.typed_texts import read_text

MESSAGE_MAX_LENGTH = 500
# The ORM does not tell which rows were new: bulk_create(ignore_conflicts=True) returns nothing. Ordered by person, so
# that two reviewers who remind at the same moment cannot deadlock.
_INSERT_REMINDERS = """
INSERT INTO targets_urge (to_id, day, by_id, at, text)
SELECT person, %(day)s, %(by)s, now(), %(text)s FROM unnest(%(people)s::bigint[]) AS p(person) ORDER BY person
ON CONFLICT (to_id, day) DO NOTHING
RETURNING to_id
"""


@dataclass
class ReminderResult:
    """What came of reminding: people who got a reminder now, people who had one today already, units with anybody to
    remind, and the participants in which nobody fills in."""

    reminded: int = 0
    reminded_before: int = 0
    units: int = 0
    units_without_clerk: list[Participant] = field(default_factory=list)


@transaction.atomic
def remind_missing_units(
    period: Period, *, by: Person, text: str = "", units: Collection[str] | None = None
) -> ReminderResult:
    """Remind the units that this person reviews and that have submitted nothing for the period: all of them, or those
    with the codes ``units``. Raises Refused.

    A person reminded today gets no second reminder; returns missing since are added to the first while it is unread.
    """
    policy.require_anywhere(by, Verb.REVIEW)
    period = lock_period_for_share(period)
    if period.state not in (Period.State.OPEN, Period.State.CLOSED):
        words = _(
            "%(period)s is not open for returns, so nobody needs to be urged. The planner opens it on the page of the "
            "plan's periods."
        )
        raise Refused(words % {"period": period.name}, code="period")
    reports = _list_chosen(list(list_missing_returns(by, period)), units)
    clerks = _list_clerks(reports)
    pairs = [(person, report.pk) for report in reports for person in clerks.get(report.participant.unit_id, ())]
    people = sorted({person for person, _report in pairs})
    reminded = _create_reminders(people, by, read_text(text, most=MESSAGE_MAX_LENGTH, field="text"))
    _add_returns(people, pairs)
    _record(reports, clerks, reminded, by)
    without_clerk = [report.participant for report in reports if report.participant.unit_id not in clerks]
    transaction.on_commit(request_mails)
    return ReminderResult(len(reminded), len(people) - len(reminded), len(reports) - len(without_clerk), without_clerk)


def _list_chosen(missing, units):
    """Those of the ``missing`` returns whose units are chosen (None: all)."""
    if not missing:
        raise Refused(_("Everybody has handed in."), code="nobody")
    if units is None:
        return missing
    chosen = [report for report in missing if report.participant.code in units]
    if not units:
        raise Refused(_("Tick the units that are to be urged."), code="nobody")
    if not chosen:
        raise Refused(_("The units that you ticked have handed in meanwhile."), code="nobody")
    return chosen


@transaction.atomic
def mark_reminders_seen(report: Return, *, by: Person) -> int:
    """Note that this person has opened a return of which they were reminded; returns the number of reminders."""
    unseen = Urge.objects.filter(to=by, seen_at=None, returns__report=report)
    return Urge.objects.filter(pk__in=unseen.values("pk")).update(seen_at=timezone.now())


def _list_clerks(reports: Iterable[Return]) -> dict[int, list[int]]:
    """unit id -> ids of the people who fill in there."""
    found: dict[int, list[int]] = {}
    for post in posts_with_verb_at(Verb.FILL, [report.participant.unit_id for report in reports]):
        found.setdefault(post.unit_id, []).append(post.person_id)
    return found


def _create_reminders(people, by, text):
    """The ids of the people who get a reminder now."""
    with connection.cursor() as cursor:
        values = {"people": people, "day": timezone.localdate(), "by": by.pk, "text": text}
        cursor.execute(_INSERT_REMINDERS, values)
        return {person for (person,) in cursor.fetchall()}


def _add_returns(people, pairs):
    """Name the returns of ``pairs`` (person id, return id) in today's unread reminders, in the order of the keys: two
    who write the same rows cannot deadlock."""
    unread = Urge.objects.filter(to__in=people, day=timezone.localdate(), seen_at=None)
    reminder_of = dict(unread.values_list("to_id", "pk"))
    keys = sorted((reminder_of[person], report) for person, report in pairs if person in reminder_of)
    rows = [UrgedReturn(urge_id=reminder, report_id=report) for reminder, report in keys]
    UrgedReturn.objects.bulk_create(rows, ignore_conflicts=True)


def _record(reports, clerks, reminded, by):
    """One audit entry for each return whose people were reminded now."""
    rows = [
        (report, report.participant, {"people": len(reminded.intersection(clerks.get(report.participant.unit_id, ())))})
        for report in reports
    ]
    record_many(by=by, verb="return.urge", rows=[row for row in rows if row[2]["people"]])
