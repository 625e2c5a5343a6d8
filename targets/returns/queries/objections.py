"""What was sent back, to whom, and what was said to it."""

from django.db.models import Max

from targets.models import SentBackCell
from targets.models.report import State


def list_open_objections(report):
    """What the unit has to answer before it submits again; empty unless the return is sent back."""
    if report.state != State.SENT_BACK:
        return []
    return list(
        SentBackCell.objects.filter(
            snapshot__report=report,
            snapshot__number=report.snapshots.aggregate(last=Max("number"))["last"],
            to=None,
        )
        .select_related("target", "task", "by")
        .order_by("pk")
    )


def list_recheck_objections(snapshot_id):
    """What somebody further up wanted a level to look at again, in this submission, answered or not."""
    found = SentBackCell.objects.filter(snapshot_id=snapshot_id, to__isnull=False)
    return list(found.select_related("to", "by", "answered_by", "target", "task").order_by("pk"))


def list_unanswered_rechecks(snapshot_id):
    """Those of them that have had no answer yet."""
    return [objection for objection in list_recheck_objections(snapshot_id) if not objection.answer]


def find_submissions_awaiting_recheck(snapshot_ids):
    """Those of these submissions of which a level has yet to say what came of its second look; one query."""
    found = SentBackCell.objects.filter(snapshot_id__in=snapshot_ids, to__isnull=False, answer="")
    return set(found.order_by().values_list("snapshot_id", flat=True))
