"""Jobs. Each can be run twice, late, or never, without a wrong number: they only make totals agree with the facts."""

import logging

from celery import shared_task

from targets.models import Mark, Settlement
from targets.rollup.settle import rebuild, settle
from targets.rollup.verify import verify

log = logging.getLogger(__name__)


@shared_task
def settle_plan(plan_id):
    """Work off the marks of one plan."""
    settle(plan_id)


@shared_task
def sweep():
    """Settle every plan that has marks: those whose message was lost with the broker or with a worker.

    Marks of what is no issued plan (any more) mean nothing and are thrown away: issuing marks the whole plan.
    """
    Mark.objects.exclude(plan_id__in=Settlement.objects.values("plan_id")).delete()
    for plan_id in Mark.objects.order_by().values_list("plan_id", flat=True).distinct():
        settle_plan.delay(plan_id)


@shared_task
def nightly_check():
    """Verify every issued plan; what has drifted is reported, repaired, and stays in the checks as evidence."""
    for plan_id in Settlement.objects.values_list("plan_id", flat=True):
        check = verify(plan_id)
        if check.differing:
            log.error("plan %s: %s of %s totals differed and are rebuilt", plan_id, check.differing, check.compared)
            rebuild(plan_id)
