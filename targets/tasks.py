"""Jobs. Each can be run twice, late, or never, without a wrong number: they only make totals agree with the facts."""

from celery import shared_task
from django.utils import timezone

from targets.models import Mark, Settlement
from targets.periods.actions.calendar import follow_calendar
from targets.periods.actions.reminder_mails import send_reminder_mails
from targets.totals import alerts
from targets.totals.settle import settle
from targets.totals.stale_marks import has_waiting_marks, request_settling
from targets.totals.verification.actions import run_requested_checks

TURN = 30  # seconds for one plan, before others that wait for a worker have theirs


@shared_task
def settle_plan(plan_id):
    """Work off the marks of one plan. An error is counted, and told when it comes again and again.

    A nation's rebuild is left after a while and asked for again: it comes behind the plans that wait.
    """
    try:
        done = settle(plan_id, seconds=TURN)
    except Exception as error:
        alerts.record_failure(plan_id, error)
        raise
    if done is not None:  # else somebody else is at it, who may fail
        alerts.clear_failures(plan_id)
        if has_waiting_marks(plan_id):
            request_settling(plan_id)


@shared_task
def sweep():
    """Settle every plan that has marks: those whose message was lost with the broker or with a worker.

    Marks of what is no issued plan (any more) mean nothing and are thrown away: issuing marks the whole plan. Plans
    that keep failing are tried at growing distances. Checks that wait are begun, should their message be lost.
    """
    Mark.objects.exclude(plan_id__in=Settlement.objects.values("plan_id")).delete()
    waiting = Mark.objects.exclude(plan_id__in=alerts.plans_in_retry_pause(timezone.now())).order_by()
    for plan_id in waiting.values_list("plan_id", flat=True).distinct():
        settle_plan.delay(plan_id)
    if Settlement.objects.exclude(check_asked_at=None).exists():
        check_asked.delay()


@shared_task
def calendar():
    """Open, close and lock the periods of plans that follow their calendar; send reminders that were not sent yet."""
    follow_calendar(timezone.localdate())
    send_reminder_mails(timezone.localdate())


@shared_task
def mail_urges():
    """Send the reminders of today that have not gone out yet."""
    send_reminder_mails(timezone.localdate())


@shared_task
def check_asked():
    """Check the plans whose check is wanted, one after the other."""
    run_requested_checks()


# A check that the machine can't carry must not be begun again at once for ever: tomorrow is soon enough.
@shared_task(reject_on_worker_lost=False)
def nightly_check():
    """Check every issued plan; what has drifted is told, repaired, and stays in the checks as evidence."""
    Settlement.objects.filter(check_asked_at=None).update(check_asked_at=timezone.now())
    run_requested_checks()
