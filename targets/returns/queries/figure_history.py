"""The history of one figure: each value, by whom, when, from where and why."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import Person
from targets.models import (
    BasisHistory,
    CellBefore,
    Figure,
    FigureVersion,
    Return,
    SentBackCell,
    Snapshot,
    SnapshotFigure,
    Target,
)
from targets.models.figure import Cell
from targets.models.report import Origin
from targets.models.upload import Upload
from targets.returns.queries.returns import may_see_draft

# Verb in the basis history -> (what happened, the state that gives the colour).
MOVE_LABELS = {
    "accept": (_("accepted"), "accepted"),
    "withdraw": (_("taken back"), "withdrawn"),
    "correct": (_("correction granted"), "draft"),
}


@dataclass
class FigureEvent:
    """One event of a figure. ``cell`` is its new value (None: the value did not change)."""

    at: datetime
    who: str
    word: str | Promise
    tone: str
    cell: Cell | None = None
    origin: str = ""
    upload: Upload | None = None
    why: str = ""
    number: int | None = None  # of the submission
    link: str = ""  # to the workbook, for those who may open it
    marks: tuple[str, ...] = ()  # "submitted", "accepted": the bases on which it counts now


def list_figure_events(person: Person, report: Return, target: Target) -> list[FigureEvent]:
    """The events of one figure that this person may see, the latest first; seven queries.

    Those above the unit see what was typed up to the last submission, and nothing that was typed since.
    """
    snapshots = list(Snapshot.objects.filter(report=report).select_related("by", "upload").order_by("number"))
    values = {f.snapshot_id: f for f in SnapshotFigure.objects.filter(snapshot__in=snapshots, target=target)}
    until = (
        None if may_see_draft(person, report.participant) else max((s.at for s in snapshots), default=report.changed_at)
    )
    typed = [event for event in _value_events(report, target) if until is None or event.at <= until]
    submitted = [_submission_event(report, each, values.get(each.pk)) for each in snapshots]
    events = [*typed, *submitted, *_objection_events(report, target, until), *_move_events(report)]
    return sorted(events, key=lambda event: event.at, reverse=True)


def _value_events(report, target):
    """Each value of the cell. Imports store no version: what one wrote is known from the version that replaced it."""
    key = {"report": report, "target": target}
    versions: dict[int, tuple[Any, Any, Any]] = {
        v.version: (v, v.by, v.at) for v in FigureVersion.objects.filter(**key).select_related("by")
    }
    for current in Figure.objects.filter(**key).select_related("typed_by"):
        versions.setdefault(current.version, (current, current.typed_by, current.typed_at))
    # Version -> the imports that wrote it; several where an earlier one was undone.
    uploads: dict[int, list[Upload]] = {}
    found = CellBefore.objects.filter(**key).select_related("upload__by", "upload__undone_by", "typed_by")
    for before in found.order_by("upload_id"):
        uploads.setdefault(before.version + 1, []).append(before.upload)
        if before.version:
            versions.setdefault(before.version, (before, before.typed_by, before.typed_at))
    for number, (cell, by, at) in versions.items():
        by_workbook = cell.origin == Origin.WORKBOOK and uploads.get(number)
        yield _value_event(cell, by, at, uploads[number].pop() if by_workbook else None)
    for upload in (each for rest in uploads.values() for each in rest):  # undone: what it wrote is not stored
        yield FigureEvent(upload.applied_at or upload.at, str(upload.by), _("brought by a workbook"), "", upload=upload)


def _value_event(cell, by, at, upload):
    by_workbook = cell.origin == Origin.WORKBOOK
    return FigureEvent(
        at, str(by), _("brought by a workbook") if by_workbook else _("typed"), "", cell=cell,
        origin=cell.get_origin_display(), upload=upload, why=cell.note,
    )  # fmt: skip


def _submission_event(report, snapshot, cell):
    marks = [name for name in ("submitted", "accepted") if getattr(report, f"{name}_id") == snapshot.pk]
    return FigureEvent(
        snapshot.at, str(snapshot.by), _("submitted"), "submitted", cell=cell, origin=snapshot.get_origin_display(),
        upload=snapshot.upload, number=snapshot.number, marks=tuple(marks),
    )  # fmt: skip


def _objection_events(report, target, until):
    """Objections and their answers; to others than the unit itself (``until``) only answers that were submitted."""
    concerns = Q(target=target) | Q(target=None, task=None)
    for each in SentBackCell.objects.filter(concerns, report=report).select_related("by", "snapshot", "answered_by"):
        number = each.snapshot.number
        yield FigureEvent(each.at, str(each.by), _("sent back"), "sent_back", why=each.reason, number=number)
        is_draft = until is not None and each.to_id is None and each.answered_at and each.answered_at > until
        if each.answered_at and not is_draft:
            yield FigureEvent(
                each.answered_at, str(each.answered_by), _("answered"), "", why=each.answer, number=number
            )


def _move_events(report):
    rows = BasisHistory.objects.filter(report=report, verb__in=MOVE_LABELS).select_related("by", "accepted")
    for row in rows:
        word, tone = MOVE_LABELS[row.verb]
        number = row.accepted.number if row.verb == "accept" and row.accepted else None
        yield FigureEvent(row.at, str(row.by or ""), word, tone, number=number)
