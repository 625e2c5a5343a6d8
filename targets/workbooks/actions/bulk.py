"""Write and submit many returns at once: the write path of every import, with the checks of saving one by one.

Figures are checked, and everything that is not visible to others is written, before any lock. Then the period is kept
open, the returns are locked in the order of their ids, and what was read of them is compared with what is stored; a
fixed number of statements does the rest. Other returns are never locked (ADR 0008).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import datetime
from operator import attrgetter
from typing import Any

from django.db import connection, transaction
from django.db.models import Count, Max, OuterRef, Subquery, Sum, Value
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import policy
from accounts.models import Person
from accounts.policy import Verb
from audit.actions import record_many
from audit.errors import Conflict, Refused
from plans.models import Period
from targets.checks.actions.findings import store_findings
from targets.checks.queries.findings import CheckedReturn, evaluate_returns, reuse_previous_explanations
from targets.checks.queries.rules import ReportedBefore
from targets.models import Figure, Mark, Return, Snapshot, Target, Upload
from targets.models.report import Origin
from targets.returns.actions.basis_history import record_basis
from targets.returns.actions.draft import FigureInput, check_figure_input, require_duty
from targets.returns.actions.moves import apply_move, lock_period_for_share, require_editable, require_open_period
from targets.returns.actions.signing import require_signable
from targets.returns.actions.submit import MissingItem, find_missing_figures, require_submittable
from targets.returns.actions.swings import store_swings
from targets.totals.stale_marks import mark_many_stale
from targets.workbooks.actions import bulk_statements as statements
from targets.workbooks.actions.progress_writing import TasksInput, read_versions, write_progress
from targets.workbooks.period_figures import StoredFigure
from targets.workbooks.reach import require_write_for

MOVE_STATE = ("state", "correcting", "submitted_id", "changed_at", "leave_until")
_move_state = attrgetter(*MOVE_STATE)  # of a Return: what its moves change
_content = attrgetter(*(each.name for each in fields(FigureInput)))  # of a StoredFigure and of a FigureInput alike


@dataclass(frozen=True)
class ReturnInput:
    """What is to be written into one return; targets are named by their ids.

    ``report`` (with its participant) and ``figures`` (target id -> StoredFigure, all that it has) as they were read;
    ``owed`` the targets that the unit owes in the period (id -> Target), ``inputs`` the figures to write (id ->
    FigureInput). ``tasks`` is the progress to write, None where the workbook gives none.
    """

    report: Return
    owed: Mapping[int, Target]
    figures: Mapping[int, StoredFigure]
    inputs: Mapping[int, FigureInput] = field(default_factory=dict)
    submit: bool = False
    tasks: TasksInput | None = None

    def resulting_figures(self) -> dict[int, StoredFigure | FigureInput]:
        """target id -> StoredFigure or FigureInput, as it will be stored."""
        return {**self.figures, **self.inputs}

    def missing_items(self) -> list[MissingItem]:
        """What prevents the return from being submitted, as on its page."""
        return [*self.missing_figures(), *self.missing_progress()]

    def missing_figures(self) -> list[MissingItem]:
        return find_missing_figures(self.owed.values(), self.resulting_figures())

    def missing_progress(self) -> list[MissingItem]:
        return self.tasks.missing_items() if self.tasks else []

    def checked_return(self) -> CheckedReturn:
        """What the plan's rules are applied to."""
        return CheckedReturn(self.report, self.owed, self.resulting_figures())


@dataclass(frozen=True)
class BulkWriteResult:
    """How many figures changed, which returns were submitted, when, and the progress of how many tasks changed."""

    figures: int
    submitted: list[Return]
    at: datetime
    progress: int = 0


@transaction.atomic
def write_returns(
    period: Period,
    inputs: Sequence[ReturnInput],
    *,
    by: Person,
    origin: Origin = Origin.WORKBOOK,
    upload: Upload | None = None,
    findings: Mapping[int, list] | None = None,
) -> BulkWriteResult:
    """Write these returns of one period, and submit those that say so, all or nothing.

    Raises Refused with every cell ("L01:530923000000") that a save or a submission would refuse; Conflict when one of
    the returns was edited or moved since it was read; PermissionDenied for a return out of reach. With ``upload`` the
    previous contents are stored, so that the import can be undone. Findings of the plan's rules block a submission as
    on the page; where nobody has explained one, the previous explanation is reused. ``findings`` are those of
    ``find_submission_findings`` for these inputs, where the caller has read them in this transaction.
    """
    inputs = sorted(inputs, key=lambda each: each.report.pk)
    for each in inputs:
        each.report.period = period
    submitted = [each.report for each in inputs if each.submit]
    if findings is None:
        findings = find_submission_findings(period, [each for each in inputs if each.submit])
    _require_allowed(period, inputs, findings, by)
    rows = [row for each in inputs for row in _staged_rows(each)]
    values: dict[str, Any] = {"by": by.pk, "at": timezone.now(), "origin": origin, "upload": upload and upload.pk}
    values |= {"reports": [each.report.pk for each in inputs], "submit": [report.pk for report in submitted]}
    _write_unseen(rows, values)
    _lock_unchanged(period, inputs)
    with connection.cursor() as cursor:
        if upload:
            cursor.execute(statements.STORE_PREVIOUS_RETURNS, values)
        cursor.execute(statements.WRITE_FIGURES, values)
    progress = write_progress({each.report.pk: each.tasks for each in inputs if each.tasks}, by, values["at"], upload)
    if submitted:
        _submit(submitted, values, by=by)
        store_findings((snapshot, findings[pk]) for pk, snapshot in values["snapshots"].items())
    return BulkWriteResult(sum(changed for *_cell, changed in rows), submitted, values["at"], progress)


# --- before anything is locked ----------------------------------------------------------------------------------------


def find_submission_findings(
    period: Period, inputs: Sequence[ReturnInput], before: ReportedBefore | None = None
) -> dict[int, list]:
    """return id -> the findings of the plan's rules when it is submitted by workbook, a list of RuleFinding.

    ``before`` as of ``evaluate_returns``.
    """
    found = evaluate_returns(period, [each.checked_return() for each in inputs], before)
    return {pk: reuse_previous_explanations(mine) for pk, mine in found.items()}


def _require_allowed(period, inputs, findings, by):
    cells: dict[str, str] = {}
    first = None
    require_open_period(period, [each.report for each in inputs])
    for each in inputs:
        require_write_for(by, each.report.participant)
        if each.submit:  # the unit's own people submit on the page, with their progress
            policy.require(by, Verb.IMPORT, each.report.participant)
        unit = each.report.participant.code
        for refused in _list_refusals(each, period, findings):
            first = first or refused
            cells |= {f"{cell}:{unit}": text for cell, text in (refused.cells or {"": refused.message}).items()}
    if first:
        raise Refused(first.message, cells=cells, code=first.code)


def _list_refusals(given: ReturnInput, period, findings) -> Iterator[Refused]:
    """Everything for which saving or submitting this return by hand would be refused."""
    yield from _catch_refusal(require_editable, given.report)
    for target_id, figure in given.inputs.items():
        try:
            if target := given.owed.get(target_id):
                check_figure_input(figure, target, period)
            else:
                require_duty(Target.objects.get(pk=target_id), None)
        except Refused as refused:
            yield refused
    if given.tasks:
        yield from _catch_refusal(given.tasks.require_allowed)
    if given.submit:
        yield from _catch_refusal(require_submittable, given.missing_items(), findings[given.report.pk])
        yield from _catch_refusal(require_signable, given.report)


def _catch_refusal(check, *args) -> list[Refused]:
    try:
        check(*args)
    except Refused as refused:
        return [refused]
    return []


def _staged_rows(given: ReturnInput) -> Iterator[tuple[int, int, tuple, bool]]:
    """(return id, target id, content, changed) of the figures that change and, of a submitted return, of all others."""
    report = given.report.pk
    for target in given.owed:
        stored, figure = given.figures.get(target), given.inputs.get(target)
        before = _content(stored) if stored else ()
        after = _content(figure) if figure and (stored or not figure.blank) else before
        if after and (after != before or given.submit):
            yield report, target, after, after != before


def _write_unseen(rows: list, values: dict[str, Any]) -> None:
    """Write everything that nobody can see, or wait for, before the transaction ends. Sets ``values["snapshots"]``, a
    new snapshot id for each return to submit."""
    with connection.cursor() as cursor:
        statements.stage_cells(cursor, rows)
        if values["upload"]:
            cursor.execute(statements.STORE_PREVIOUS_CELLS, values)
        numbers = statements.draw_snapshot_ids(cursor, len(values["submit"]))
        values["snapshot_ids"] = numbers
        values["snapshots"] = dict(zip(values["submit"], numbers, strict=True))
        if numbers:
            cursor.execute(statements.SNAPSHOT_FIGURES, values)


# --- under the locks --------------------------------------------------------------------------------------------------


def _lock_unchanged(period: Period, inputs: Sequence[ReturnInput]) -> None:
    """Keep the period open and lock the returns. Raises Conflict unless they and their figures are as they were read.

    Every import locks in the order of ids: two of them wait for each other, and never deadlock.
    """
    lock_period_for_share(period)
    require_open_period(period, [each.report for each in inputs])
    ids = [each.report.pk for each in inputs]
    rows = Return.objects.select_for_update(no_key=True).filter(pk__in=ids).order_by("pk")
    locked = {pk: tuple(state) for pk, *state in rows.values_list("pk", *MOVE_STATE)}
    # Each save increments a version and sets the time, so these three tell whether a figure was saved since.
    figures = Figure.objects.filter(report__in=ids).values_list("report")
    fingerprints = {pk: rest for pk, *rest in figures.annotate(Count("target"), Sum("version"), Max("typed_at"))}
    versions = read_versions(each.report.pk for each in inputs if each.tasks)
    others = [
        each.report.participant
        for each in inputs
        if locked.get(each.report.pk) != _move_state(each.report)
        or fingerprints.get(each.report.pk, [0, None, None]) != _fingerprint(each.figures.values())
        or (each.tasks and versions.get(each.report.pk, {}) != each.tasks.versions)
    ]
    if others:
        cells = {participant.code: str(_("changed meanwhile")) for participant in others}
        raise Conflict(_("Others have changed something meanwhile."), cells=cells)


def _fingerprint(figures):
    if not figures:
        return [0, None, None]
    return [len(figures), sum(f.version for f in figures), max(f.typed_at for f in figures)]


def _submit(reports: list[Return], values: dict[str, Any], *, by: Person) -> None:
    """Submissions, states, audit records and marks of returns whose figures have just been written."""
    for report in reports:
        apply_move(report, "submit")
    with connection.cursor() as cursor:
        cursor.execute(statements.CREATE_SNAPSHOTS, values)
        numbers = dict(cursor.fetchall())
        cursor.execute(statements.SNAPSHOT_PROGRESS, values)
        cursor.execute(statements.SNAPSHOT_EVIDENCE, values)
    latest = Snapshot.objects.filter(report=OuterRef("pk")).order_by("-number").values("pk")[:1]
    Return.objects.filter(pk__in=values["submit"]).update(
        state=reports[0].state,
        submitted=Subquery(latest),
        correcting=False,
        reviewer=None,
        first_submitted_at=Coalesce("first_submitted_at", Value(values["at"])),
        changed_at=values["at"],
    )
    record_basis(values["submit"], "submit", by=by)
    store_swings(values["submit"])
    data = {report.pk: {"snapshot": numbers[report.pk], "origin": values["origin"]} for report in reports}
    record_many(by=by, verb="return.submit", rows=[(r, r.participant, data[r.pk]) for r in reports])
    mark_many_stale(bulk_marks(reports))


def bulk_marks(reports: Sequence[Return]) -> list[Mark]:
    """The marks of these returns, in tree order, so that neighbours are settled together; imports after people."""
    return [
        Mark(plan_id=r.period.plan_id, participant_id=r.participant_id, from_seq=r.period.seq, bulk=True)
        for r in sorted(reports, key=lambda r: r.participant.path)
    ]
