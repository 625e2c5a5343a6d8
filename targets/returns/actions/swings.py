"""Keep with each submission its largest swing against the last report, so that no page has to compute it."""

from collections.abc import Iterable

from plans.models import Participant
from targets.checks.queries.swings import compute_waiting_swings
from targets.models import Return, Snapshot


def store_swings(report_ids: Iterable[int]) -> None:
    """Store the largest swing of these returns' submissions and of the later ones of the same units, as far as they
    wait for their review. In the caller's transaction, after the returns were saved, while they are locked.

    A submission is compared with what its unit had reported before. When that changes afterwards (an earlier period is
    withdrawn, sent back, or corrected), the later submissions that wait are compared anew in the transaction of the
    change: a reviewer never accepts by a swing that no longer is. An accepted or sent-back submission keeps the swing
    that its reviewer saw. Limits are those in force at the submission, as for findings; ``summarize_submissions``
    holds the swing against the plan's general limit of today as well.

    The units' rows are locked, in their order: two periods of one unit that move at the same moment see each other.
    """
    ids = list(report_ids)
    units = Participant.objects.filter(pk__in=Return.objects.filter(pk__in=ids).values("participant"))
    list(units.select_for_update(no_key=True).order_by("pk").values_list("pk", flat=True))
    changed = [
        Snapshot(pk=pk, swing=found.percent, swing_target_id=found.target_id, swing_exceeds=found.exceeds)
        if found
        else Snapshot(pk=pk)
        for pk, found in compute_waiting_swings(ids).items()
    ]
    Snapshot.objects.bulk_update(changed, ["swing", "swing_target", "swing_exceeds"], batch_size=500)
