"""Writing many returns at once: the road of every import. Whatever a clerk's save or submission would refuse, it does.

Nothing waits behind the long part: the figures are judged and sent beside the tables while nobody is locked out. Then
the period is kept open, the returns are locked in the order of their numbers, and what was read of them must still
be true; a dozen statements, whatever the number of returns, do the rest. Other returns are never locked.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import datetime
from operator import attrgetter

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import policy
from accounts.policy import Verb
from audit.actions import record_many
from audit.errors import Conflict, Refused
from targets.actions import bulk_statements as sql
from targets.actions.draft import Typed, check_typed, require_owed
from targets.actions.moves import keep_period, move, require_editable, require_open_period
from targets.actions.submit import missing_figures, require_complete
from targets.models import Mark, Return
from targets.models.report import Origin
from targets.rollup.marks import mark_many

_content = attrgetter(*(each.name for each in fields(Typed)))  # of a Figure and of a Typed alike


@dataclass(frozen=True)
class Filling:
    """What is to be written into one return.

    ``report`` (with its participant) and ``figures`` (target id -> Figure, all that it has) as they were read; ``owed``
    the targets that the unit owes in the period, ``typed`` what is meant for some of them, target -> Typed.
    """

    report: Return
    owed: Sequence
    figures: Mapping
    typed: Mapping = field(default_factory=dict)
    submit: bool = False

    def after(self):
        """target id -> Figure or Typed, as it will stand."""
        return {**self.figures, **{target.pk: typed for target, typed in self.typed.items()}}


@dataclass(frozen=True)
class Written:
    """What became of it: how many figures changed, which returns were submitted, and when."""

    figures: int
    submitted: list
    at: datetime


@transaction.atomic
def write_many(period, fillings, *, by, origin=Origin.WORKBOOK, upload=None):
    """Write these returns of one period, and submit those that say so; all of it or nothing. Returns ``Written``.

    Raises Refused with every cell ("L01:530923000000") that a save or a submission would refuse; Conflict when
    somebody has typed into one of the returns, or moved it, since it was read; PermissionDenied for a return out of
    reach. With ``upload`` what stood before is kept, so that it can be taken back.
    """
    fillings = sorted(fillings, key=lambda each: each.report.pk)
    for filling in fillings:
        filling.report.period = period
    _require_allowed(period, fillings, by)
    rows = [row for filling in fillings for row in _rows(filling)]
    changed = sum(row[-1] for row in rows)
    with connection.cursor() as cursor:
        sql.stage(cursor, rows)
        _lock(cursor, period, fillings)
        return _write(cursor, fillings, changed, by=by, origin=origin, upload=upload)


# --- before anything is locked ----------------------------------------------------------------------------------------


def _require_allowed(period, fillings, by):
    cells, first = {}, None
    require_open_period(period)
    for filling in fillings:
        policy.require(by, Verb.IMPORT, filling.report.participant)
        unit = filling.report.participant.code
        for refused in _refusals(filling, period):
            first = first or refused
            cells |= {f"{cell}:{unit}": text for cell, text in (refused.cells or {"": refused.message}).items()}
    if first:
        raise Refused(first.message, cells=cells, code=first.code)


def _refusals(filling, period):
    """What the guards of saving and submitting say of one return."""
    owed = {target.pk for target in filling.owed}
    yield from _tried(require_editable, filling.report)
    for target, typed in filling.typed.items():
        yield from _tried(require_owed, target, target.pk in owed)
        yield from _tried(check_typed, typed, target, period)
    if filling.submit:
        yield from _tried(require_complete, missing_figures(filling.owed, filling.after()))


def _tried(guard, *what):
    try:
        guard(*what)
    except Refused as refused:
        return [refused]
    return []


def _rows(filling):
    """The staged cells of a return: those that change and, where it is submitted, all others that it owes."""
    for target in filling.owed:
        old, typed = filling.figures.get(target.pk), filling.typed.get(target)
        stands = _content(old) if old else ()
        meant = _content(typed) if typed and (old or not typed.blank) else stands
        if meant and (meant != stands or filling.submit):
            yield filling.report.pk, target.pk, meant, meant != stands


# --- under the locks ------------------------------------------------------------------------------------------------


def _lock(cursor, period, fillings):
    """Keep the period open, lock the returns, and make sure that they are as they were read."""
    keep_period(period)
    require_open_period(period)
    reports = {"reports": [filling.report.pk for filling in fillings]}
    cursor.execute(sql.LOCK, reports)
    stand = {row[0]: row[1:] for row in cursor.fetchall()}
    cursor.execute(sql.FINGERPRINTS, reports)
    typed = {row[0]: row[1:] for row in cursor.fetchall()}
    others = [
        filling.report.participant
        for filling in fillings
        if stand.get(filling.report.pk) != _moved(filling.report)
        or typed.get(filling.report.pk, (0, None, None)) != _fingerprint(filling.figures.values())
    ]
    if others:
        cells = {participant.code: str(_("changed meanwhile")) for participant in others}
        raise Conflict(_("Others have changed something meanwhile."), cells=cells)


def _moved(report):
    return report.state, report.correcting, report.submitted_id, report.changed_at


def _fingerprint(figures):
    """As the statement of that name makes it."""
    if not figures:
        return 0, None, None
    return len(figures), sum(f.version for f in figures), max(f.typed_at for f in figures)


def _write(cursor, fillings, changed, *, by, origin, upload):
    at = timezone.now()
    going_up = [filling.report for filling in fillings if filling.submit]
    values = {"by": by.pk, "at": at, "origin": origin, "upload": upload and upload.pk}
    values["reports"] = [filling.report.pk for filling in fillings]
    if upload:
        cursor.execute(sql.KEEP_CELLS, values)
        cursor.execute(sql.KEEP_RETURNS, values)
    cursor.execute(sql.FIGURES, values)
    if going_up:
        _submit(cursor, going_up, values, by=by)
    return Written(changed, going_up, at)


def _submit(cursor, reports, values, *, by):
    """Submissions, states, trail and marks of returns whose figures have just been written."""
    for report in reports:
        move(report, "submit")
    cursor.execute(sql.SNAPSHOTS, values | {"submit": [report.pk for report in reports]})
    made = cursor.fetchall()
    values |= {"submit": [row[0] for row in made], "snapshots": [row[1] for row in made], "state": reports[0].state}
    for statement in (sql.SNAPSHOT_FIGURES, sql.SNAPSHOT_PROGRESS, sql.MOVE):
        cursor.execute(statement, values)
    if values["upload"]:
        cursor.execute(sql.KEEP_SUBMITTED, values)
    numbers = {row[0]: row[2] for row in made}
    data = {report: {"snapshot": numbers[report.pk], "origin": values["origin"]} for report in reports}
    record_many(by=by, verb="return.submit", rows=[(r, r.participant, data[r]) for r in reports])
    mark_many(stale(reports))


def stale(reports):
    """The marks of these returns; those of imports are worked off after those of people."""
    return [
        Mark(plan_id=r.period.plan_id, participant_id=r.participant_id, from_seq=r.period.seq, bulk=True)
        for r in reports
    ]
