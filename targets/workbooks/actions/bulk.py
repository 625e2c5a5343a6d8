"""Writing many returns at once: the road of every import. Whatever a clerk's save or submission would refuse, it does.

Nobody waits for the long part: figures are judged, and all that nobody can see yet is written, before any lock. Then
the period is kept open, the returns are locked in the order of their numbers, and what was read of them must still be
true; a dozen statements, whatever the number of returns, do the rest. Other returns are never locked.
"""

from collections.abc import Mapping
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
from targets.checks.actions.findings import store_findings
from targets.checks.queries.findings import CheckedReturn, evaluate_returns, reuse_previous_explanations
from targets.models import Mark, Return, Target
from targets.models.report import Origin
from targets.returns.actions.basis_history import record_basis
from targets.returns.actions.draft import FigureInput, check_figure_input, require_duty
from targets.returns.actions.moves import apply_move, lock_period_for_share, require_editable, require_open_period
from targets.returns.actions.signing import require_signable
from targets.returns.actions.submit import find_missing_figures, require_submittable
from targets.totals.stale_marks import mark_many_stale
from targets.workbooks.actions import bulk_statements as sql

_content = attrgetter(*(each.name for each in fields(FigureInput)))  # of a Figure and of a Typed alike


@dataclass(frozen=True)
class Filling:
    """What is to be written into one return; targets are told by their ids.

    ``report`` (with its participant) and ``figures`` (target id -> Figure, all that it has) as they were read; ``owed``
    the targets that the unit owes in the period (id -> Target), ``typed`` what is meant for some (id -> Typed).
    """

    report: Return
    owed: Mapping
    figures: Mapping
    typed: Mapping = field(default_factory=dict)
    submit: bool = False

    def after(self):
        """target id -> Figure or Typed, as it will stand."""
        return {**self.figures, **self.typed}

    def lacks(self):
        """What keeps it from being submitted, a list of Missing."""
        return find_missing_figures(self.owed.values(), self.after())

    def sheet(self):
        """What the plan's rules are asked about."""
        return CheckedReturn(self.report, self.owed, self.after())


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
    reach. With ``upload`` what stood before is kept, so that it can be taken back. What the plan's rules find is held
    against a submission here as everywhere; where nobody has explained it, what was said the last time stands.
    """
    fillings = sorted(fillings, key=lambda each: each.report.pk)
    for filling in fillings:
        filling.report.period = period
    found = found_in(period, [filling for filling in fillings if filling.submit])
    _require_allowed(period, fillings, found, by)
    rows = [row for filling in fillings for row in _rows(filling)]
    values = {"by": by.pk, "at": timezone.now(), "origin": origin, "upload": upload and upload.pk}
    values |= {"reports": [f.report.pk for f in fillings], "submit": [f.report.pk for f in fillings if f.submit]}
    going_up = [filling.report for filling in fillings if filling.submit]
    with connection.cursor() as cursor:
        _prepare(cursor, rows, values)
        _lock(cursor, period, fillings)
        _write(cursor, values)
        if going_up:
            _submit(cursor, going_up, values, by=by)
            made = zip(values["submit"], values["snapshots"], strict=True)
            store_findings((snapshot, found[pk]) for pk, snapshot in made)
    return Written(sum(changed for *_cell, changed in rows), going_up, values["at"])


# --- before anything is locked ----------------------------------------------------------------------------------------


def found_in(period, fillings):
    """Return id -> what the plan's rules find in it when it is submitted by workbook, a list of Found."""
    found = evaluate_returns(period, [filling.sheet() for filling in fillings])
    return {pk: reuse_previous_explanations(mine) for pk, mine in found.items()}


def _require_allowed(period, fillings, found, by):
    cells, first = {}, None
    require_open_period(period, [filling.report for filling in fillings])
    for filling in fillings:
        policy.require(by, Verb.IMPORT, filling.report.participant)
        unit = filling.report.participant.code
        for refused in _refusals(filling, period, found):
            first = first or refused
            cells |= {f"{cell}:{unit}": text for cell, text in (refused.cells or {"": refused.message}).items()}
    if first:
        raise Refused(first.message, cells=cells, code=first.code)


def _refusals(filling, period, found):
    """What the guards of saving and submitting say of one return."""
    yield from _tried(require_editable, filling.report)
    for target_id, typed in filling.typed.items():
        if target := filling.owed.get(target_id):
            yield from _tried(check_figure_input, typed, target, period)
        else:
            yield from _tried(require_duty, Target.objects.get(pk=target_id), None)
    if filling.submit:
        yield from _tried(require_submittable, filling.lacks(), found[filling.report.pk])
        yield from _tried(require_signable, filling.report)


def _tried(guard, *what):
    try:
        guard(*what)
    except Refused as refused:
        return [refused]
    return []


def _rows(filling):
    """The staged cells of a return: those that change and, where it is submitted, all others that it owes."""
    report = filling.report.pk
    for target in filling.owed:
        old, typed = filling.figures.get(target), filling.typed.get(target)
        stands = _content(old) if old else ()
        meant = _content(typed) if typed and (old or not typed.blank) else stands
        if meant and (meant != stands or filling.submit):
            yield report, target, meant, meant != stands


def _prepare(cursor, rows, values):
    """Everything that nobody can see or meet before the transaction ends."""
    sql.stage(cursor, rows)
    if values["upload"]:
        cursor.execute(sql.KEEP_CELLS, values)
    if values["submit"]:
        cursor.execute(sql.DRAW, {"number": len(values["submit"])})
        values["snapshots"] = [number for (number,) in cursor.fetchall()]
        cursor.execute(sql.SNAPSHOT_FIGURES, values)


# --- under the locks ------------------------------------------------------------------------------------------------


def _lock(cursor, period, fillings):
    """Keep the period open, lock the returns, and make sure that they are as they were read."""
    lock_period_for_share(period)
    require_open_period(period, [filling.report for filling in fillings])
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
    return report.state, report.correcting, report.submitted_id, report.changed_at, report.leave_until


def _fingerprint(figures):
    """As the statement of that name makes it."""
    if not figures:
        return 0, None, None
    return len(figures), sum(f.version for f in figures), max(f.typed_at for f in figures)


def _write(cursor, values):
    if values["upload"]:
        cursor.execute(sql.KEEP_RETURNS, values)
    cursor.execute(sql.FIGURES, values)


def _submit(cursor, reports, values, *, by):
    """Submissions, states, trail and marks of returns whose figures have just been written."""
    for report in reports:
        apply_move(report, "submit")
    values["state"] = reports[0].state
    cursor.execute(sql.SNAPSHOTS, values)
    numbers = dict(cursor.fetchall())
    cursor.execute(sql.SNAPSHOT_PROGRESS, values)
    cursor.execute(sql.SNAPSHOT_FILES, values)
    cursor.execute(sql.MOVE, values)
    if values["upload"]:
        cursor.execute(sql.KEEP_SUBMITTED, values)
    record_basis(values["submit"], "submit", by=by)
    data = {report.pk: {"snapshot": numbers[report.pk], "origin": values["origin"]} for report in reports}
    record_many(by=by, verb="return.submit", rows=[(r, r.participant, data[r.pk]) for r in reports])
    mark_many_stale(stale(reports))


def stale(reports):
    """The marks of these returns; those of imports are worked off after those of people."""
    return [
        Mark(plan_id=r.period.plan_id, participant_id=r.participant_id, from_seq=r.period.seq, bulk=True)
        for r in reports
    ]
