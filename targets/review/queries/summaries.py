"""What a reviewer sees of many submissions before opening one: swing, doubts, findings, files, changed cells."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from pages.formats import round_beside_bounds
from plans.models import Period
from targets.checks.families.swings import SwingLimits
from targets.checks.queries.swings import read_swing_limits
from targets.models import (
    BasisHistory,
    Finding,
    SentBackCell,
    Snapshot,
    SnapshotEvidence,
    SnapshotFigure,
    SnapshotProgress,
)

FIGURE_FIELDS = ("target_id", "value", "base", "na", "reason", "done_on", "note")
PROGRESS_FIELDS = ("task_id", "state", "done", "obstacle", "next_step")


@dataclass
class SubmissionSummary:
    """Of one return's latest submission.

    ``swing`` is the largest change against the last report, in percent with its sign (None: nothing to compare), at
    the target ``target_code``; ``exceeds_limit`` says that some swing is beyond the plan's limit.
    ``doubts`` counts what looks unlikely (None: not looked for yet).
    """

    swing: Decimal | None = None
    target_code: str = ""
    target_name: str = ""
    exceeds_limit: bool = False
    doubts: int | None = None
    findings: int = 0
    explained: int = 0
    files: int = 0
    changed: int = 0

    @property
    def plain(self) -> bool:
        """Whether nothing in it needs to be looked at."""
        return not self.findings and not self.exceeds_limit and not self.doubts


def summarize_submissions(
    period: Period, snapshots: Mapping[int, int], limits: SwingLimits | None = None
) -> dict[int, SubmissionSummary]:
    """{return id: SubmissionSummary} of submissions (snapshot id -> return id) of one period.

    At most four queries, whatever their number. ``limits``: from ``read_swing_limits``, where already read. A swing is
    beyond the limit when it was so at the submission, or is beyond the general limit of today.
    """
    summaries = {report_id: SubmissionSummary() for report_id in snapshots.values()}
    if snapshots:
        _add_counts(summaries, snapshots, (limits or read_swing_limits(period.plan_id)).general)
    return summaries


# --- counts -----------------------------------------------------------------------------------------------------------


def _add_counts(summaries, snapshots, limit):
    """Read the stored swings and counts of doubts; count findings, explanations, files and changed cells. One query,
    and two where something was submitted again."""
    earlier = order_by_review(Snapshot.objects.filter(report=OuterRef("report"), number__lt=OuterRef("number")))
    rows = Snapshot.objects.filter(pk__in=list(snapshots)).annotate(
        n_findings=_count_of_snapshot(Finding),
        n_explained=_count_of_snapshot(Finding, ~Q(explanation="")),
        n_files=_count_of_snapshot(SnapshotEvidence),
        earlier_id=Subquery(earlier.values("pk")[:1]),
    )
    compared = {}
    columns = ("pk", "n_findings", "n_explained", "n_files", "earlier_id", "doubt_count", "swing", "swing_exceeds")
    named = (*columns, "swing_target__code", "swing_target__name")
    for snapshot_id, *counts, earlier_id, doubts, swing, exceeds, code, name in rows.values_list(*named):
        summary = summaries[snapshots[snapshot_id]]
        (summary.findings, summary.explained, summary.files), summary.doubts = counts, doubts
        if swing is not None:
            shown = round_beside_bounds(swing, 1, (Decimal(0), limit, -limit))
            summary.swing, summary.target_code, summary.target_name = shown, code, name
            summary.exceeds_limit = exceeds or abs(swing) > limit
        if earlier_id is not None:
            compared[snapshot_id] = earlier_id
    if compared:
        for model, fields in ((SnapshotFigure, FIGURE_FIELDS), (SnapshotProgress, PROGRESS_FIELDS)):
            for report_id in _list_changed_cells(model, fields, compared):
                summaries[report_id].changed += 1


def _count_of_snapshot(model, *conditions):
    rows = model.objects.filter(*conditions, snapshot=OuterRef("pk")).order_by().values("snapshot")
    return Coalesce(Subquery(rows.annotate(count=Count("pk")).values("count")), 0)


def order_by_review(snapshots: "QuerySet[Snapshot]") -> "QuerySet[Snapshot]":
    """Snapshots in the order in which a later one is compared with them: first those that somebody sent back or
    accepted, then the others; the latest first in each.

    Nobody may have read a submission that its clerk withdrew: compared with it, what was corrected since it was sent
    back would look unchanged, and the objections with their answers would be missing.
    """
    objected = SentBackCell.objects.filter(snapshot=OuterRef("pk"))
    accepted = BasisHistory.objects.filter(report=OuterRef("report"), accepted=OuterRef("pk"))
    return snapshots.annotate(reviewed=Exists(objected) | Exists(accepted)).order_by("-reviewed", "-number")


def _list_changed_cells(model, fields, compared: Mapping[int, int]) -> Iterable[int]:
    """The return id of each row of the later snapshots that is not in the earlier one with the same content.

    SQL's EXCEPT compares null with null as equal. 12,900 cells, all changed: 95 to 132 ms; a join with IS DISTINCT FROM
    takes 114 to 175 ms.
    """
    rows = model.objects.order_by().values_list("snapshot__report_id", *fields)
    now, before = (rows.filter(snapshot__in=list(ids)) for ids in (compared.keys(), compared.values()))
    return [row[0] for row in now.difference(before)]
