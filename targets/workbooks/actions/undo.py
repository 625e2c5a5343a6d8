"""Undo an import: figures and returns as they were before it, unless somebody has changed one of them since."""

from collections import Counter
from collections.abc import Collection
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import Person
from audit.actions import record, record_many
from audit.errors import Refused
from plans.models import Participant, Period
from targets.models import CellBefore, Figure, Return, ReturnBefore, Upload
from targets.models.report import State
from targets.returns.actions.basis_history import record_basis
from targets.returns.actions.moves import lock_period_for_share, require_open_period
from targets.returns.actions.swings import store_swings
from targets.totals.stale_marks import mark_many_stale
from targets.workbooks.actions.bulk import bulk_marks
from targets.workbooks.actions.progress_undo import (
    count_tasks_by_path,
    list_changed_progress,
    list_changed_tasks,
    restore_progress,
)
from targets.workbooks.queries import may_undo
from targets.workbooks.reach import require_write_anywhere, writing_paths_q

RESTORED_FIGURE = ("value", "base", "na", "reason", "done_on", "note", "typed_by", "typed_at", "origin")
RESTORED_RETURN = ("state", "correcting", "submitted", "reviewer", "first_submitted_at")


@transaction.atomic
def undo_import(upload: Upload, *, by: Person) -> tuple[int, int]:
    """Undo all of an import; returns how many figures and tasks, and how many returns were restored.

    Returns that it submitted go back to their state before; the submissions stay in the history. Raises Refused,
    naming every return and cell ("L01:530923000000") that somebody has changed since; in a period that is not open; and
    for an upload that was never imported or is undone already. Raises PermissionDenied by ``may_undo``.
    """
    upload = Upload.objects.select_for_update(of=("self",)).select_related("period__plan__unit", "by").get(pk=upload.pk)
    _require_allowed(upload, by)
    require_open_period(lock_period_for_share(upload.period), _list_returns_needing_leave(upload))
    _lock_returns(upload)
    _require_unchanged(upload)
    now = timezone.now()
    figures = _restore_figures(upload) + restore_progress(upload)
    _restore_returns(upload, now)
    upload.undone_at, upload.undone_by = now, by
    upload.save(update_fields=["undone_at", "undone_by"])
    return figures, _record_undo(upload, figures, by)


def _require_allowed(upload, by):
    require_write_anywhere(by)
    written = ReturnBefore.objects.filter(upload=upload).values("report__participant")
    reach = Participant.objects.filter(writing_paths_q(by), plan_id=upload.period.plan_id)
    if not may_undo(by, upload) or written.exclude(report__participant__in=reach.values("pk")).exists():
        raise PermissionDenied
    if not upload.applied_at:
        raise Refused(_("This workbook was not imported."), code="not applied")
    if upload.undone_at:
        raise Refused(_("This import has been taken back already."), code="undone")


def _list_returns_needing_leave(upload: Upload) -> list[Return]:
    """The returns that the import wrote; none in an open period, where no return needs leave."""
    period = upload.period
    if period.state == Period.State.OPEN:
        return []
    written = ReturnBefore.objects.filter(upload=upload).values("report")
    reports = list(Return.objects.filter(pk__in=written))
    for report in reports:
        report.period = period
    return reports


def _lock_returns(upload: Upload) -> None:
    """Lock the returns that the import wrote, in the order of their ids as every import does."""
    written = ReturnBefore.objects.filter(upload=upload).values("report")
    list(Return.objects.select_for_update(no_key=True).filter(pk__in=written).order_by("pk").values_list("pk"))


def _require_unchanged(upload: Upload) -> None:
    """Raise Refused for every return and cell that is no longer as the import left it.

    What counts of a return is its state and its submission: one that another import submitted is as it was after that
    import is undone. Every save of a figure sets its time anew, and undoing an import restores the time.
    """
    paths = (
        list_moved_returns(ReturnBefore.objects.filter(upload=upload))
        .order_by("report__participant__path")
        .values_list("report__participant__path", "report__state")
    )
    moved = _("The return has moved on; it is now %(state)s.")
    cells = {_unit_code(path): moved % {"state": State(state).label} for path, state in paths}
    for path, code, name in [*_list_changed_cells(upload), *list_changed_tasks(upload)]:
        cells[f"{code}:{_unit_code(path)}"] = _("changed by %(name)s") % {"name": name or "-"}
    if cells:
        message = ngettext(
            "The import can't be taken back: since then others have changed %(number)s place.",
            "The import can't be taken back: since then others have changed %(number)s places.",
            len(cells),
        )
        raise Refused(message % {"number": len(cells)}, cells=cells, code="changed")


def list_moved_returns(written: QuerySet[ReturnBefore]) -> QuerySet[ReturnBefore]:
    """Those of these returns that are no longer as their import left them."""
    as_draft = Q(snapshot=None, report__state=F("state"), report__correcting=F("correcting"))
    same_submission = Q(submitted=F("report__submitted")) | Q(submitted=None, report__submitted=None)
    same_reviewer = Q(reviewer=F("report__reviewer")) | Q(reviewer=None, report__reviewer=None)
    as_submitted = Q(report__submitted=F("snapshot"), report__state=State.SUBMITTED, report__reviewer=None)
    return written.exclude(pk__in=written.filter((as_draft & same_submission & same_reviewer) | as_submitted))


def list_undoable_uploads(uploads: Collection[Upload]) -> set[int]:
    """The ids of those of these uploads that were imported, and that nothing written since prevents from being undone;
    three queries."""
    waiting = {each.pk for each in uploads if each.applied_at and not each.undone_at}
    moved = list_moved_returns(ReturnBefore.objects.filter(upload__in=waiting))
    changed = list_changed_cells(CellBefore.objects.filter(upload__in=waiting))
    told = list_changed_progress(waiting)
    return waiting.difference(*(found.values_list("upload", flat=True).distinct() for found in (moved, changed, told)))


def list_changed_cells(written: QuerySet[CellBefore]) -> QuerySet[CellBefore]:
    """Those of these cells whose figures are no longer as their import left them."""
    figure = Figure.objects.filter(report=OuterRef("report"), target=OuterRef("target"))
    return written.exclude(
        Exists(figure.filter(typed_at=OuterRef("upload__applied_at"), typed_by=OuterRef("upload__by")))
    )


def _list_changed_cells(upload: Upload):
    """(participant's path, target code, name of the person who changed it) of the cells changed since the import."""
    figure = Figure.objects.filter(report=OuterRef("report"), target=OuterRef("target"))
    changed = list_changed_cells(CellBefore.objects.filter(upload=upload))
    changed = changed.annotate(changed_by=Subquery(figure.values("typed_by__name")))
    ordered = changed.order_by("report__participant__path", "target__position", "target__code")
    return ordered.values_list("report__participant__path", "target__code", "changed_by")


def _unit_code(path):
    return Participant(path=path).code


def _restore_figures(upload: Upload) -> int:
    """Restore the figures that the import changed and delete those that it created; how many.

    The version goes on counting: if one came twice, an old page could overwrite a figure that its reader has not seen.
    """
    before = CellBefore.objects.filter(upload=upload, report=OuterRef("report"), target=OuterRef("target"))
    stored, created = before.filter(version__gt=0), before.filter(version=0)
    reports = ReturnBefore.objects.filter(upload=upload).values("report")
    figures = Figure.objects.filter(report__in=reports)
    contents: dict[str, Any] = {name: Subquery(stored.values(name)) for name in RESTORED_FIGURE}
    restored = figures.filter(Exists(stored)).update(**contents, version=F("version") + 1)
    removed, _by_model = figures.filter(Exists(created)).delete()
    return restored + removed


def _restore_returns(upload: Upload, now) -> None:
    """Restore the returns that the import submitted."""
    before = ReturnBefore.objects.filter(upload=upload, report=OuterRef("pk"), snapshot__isnull=False)
    contents: dict[str, Any] = {name: Subquery(before.values(name)) for name in RESTORED_RETURN}
    submitted = ReturnBefore.objects.filter(upload=upload, snapshot__isnull=False).values("report")
    Return.objects.filter(pk__in=submitted).update(**contents, changed_at=now)


def _record_undo(upload: Upload, figures: int, by: Person) -> int:
    """Write the audit records, the history of what counts, and the marks; how many returns were restored."""
    submitted = ReturnBefore.objects.filter(upload=upload, snapshot__isnull=False)
    numbers = dict(submitted.values_list("report_id", "snapshot__number"))
    reports = list(Return.objects.filter(pk__in=numbers).select_related("participant", "period__plan").order_by("pk"))
    file = {"period": f"{upload.period.plan.code}/{upload.period.code}", "file": upload.name}
    data = file | {"cells": figures, "submitted": [report.participant.code for report in reports]}
    record(by=by, verb="upload.undo", on=upload.trail_name, unit=upload.period.plan.unit, data=data)
    paths = CellBefore.objects.filter(upload=upload).values_list("report__participant__path", flat=True)
    cells: Counter[str] = Counter(_unit_code(path) for path in paths)
    for path, number in count_tasks_by_path(upload).items():
        cells[_unit_code(path)] += number
    touched = [(upload.trail_name, unit, file | {"cells": number}) for unit, number in cells.items()]
    record_many(by=by, verb="upload.restore", rows=touched)
    if reports:
        record_basis(numbers, "undo", by=by)
        store_swings(numbers)
        rows = [(r, r.participant, {"snapshot": numbers[r.pk], "file": upload.name}) for r in reports]
        record_many(by=by, verb="return.undo", rows=rows)
        mark_many_stale(bulk_marks(reports))
    return len(reports)
