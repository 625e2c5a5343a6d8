"""Celery tasks. Each may run twice, late or never without making a number wrong."""

from celery import shared_task
from django.utils import timezone

from targets.documents.actions.recognition import delete_old_scans, recognise_waiting
from targets.doubts.actions.judge_submissions import has_unjudged, judge_submissions
from targets.models import Mark, ScannedFile, Settlement
from targets.periods.actions.calendar import follow_calendar
from targets.periods.actions.reminder_mails import send_reminder_mails
from targets.totals import alerts
from targets.totals.settle import settle
from targets.totals.stale_marks import has_waiting_marks, request_settling
from targets.totals.verification.actions import run_requested_checks
from targets.workbooks.importing.jobs import list_overdue_jobs, work_on

TURN = 30  # seconds for one plan, before others that wait for a worker have theirs


@shared_task
def settle_plan(plan_id):
    """Process the marks of one plan. Errors are counted; repeated ones cause an alert.

    After TURN seconds a long job, such as a nation's rebuild, is queued again behind the other plans.
    """
    try:
        done = settle(plan_id, seconds=TURN)
    except Exception as error:
        alerts.record_failure(plan_id, error)
        raise
    if done is not None:  # None: another worker holds the lock
        alerts.clear_failures(plan_id)
        if has_waiting_marks(plan_id):
            request_settling(plan_id)


@shared_task
def sweep():
    """Settle every plan that has marks, in case a message was lost with the broker or a worker.

    Marks of plans that are not issued are deleted: issuing marks the whole plan. Plans that keep failing are tried
    after growing pauses. Requested checks are started, too, the recognition of scanned documents, the search for
    unlikely numbers, and the work on large workbooks.
    """
    Mark.objects.exclude(plan_id__in=Settlement.objects.values("plan_id")).delete()
    waiting = Mark.objects.exclude(plan_id__in=alerts.plans_in_retry_pause(timezone.now())).order_by()
    for plan_id in waiting.values_list("plan_id", flat=True).distinct():
        settle_plan.delay(plan_id)
    if Settlement.objects.exclude(check_asked_at=None).exists():
        check_asked.delay()
    if ScannedFile.objects.filter(finished_at=None).exists():
        recognise_scans.delay()
    if has_unjudged():
        judge_submitted.delay()
    for pk in list_overdue_jobs():
        work_on_upload.delay(pk)


@shared_task
def calendar():
    """Open, close and lock the periods of plans that follow their calendar; send reminders that were not sent yet."""
    follow_calendar(timezone.localdate())
    send_reminder_mails(timezone.localdate())
    delete_old_scans()


@shared_task
def mail_urges():
    """Send the reminders of today that have not gone out yet."""
    send_reminder_mails(timezone.localdate())


@shared_task
def check_asked():
    """Run the requested checks, one after the other."""
    run_requested_checks()


@shared_task
def work_on_upload(pk):
    """Read or import a large workbook, as its upload says."""
    work_on(pk)


@shared_task
def judge_submitted():
    """Look for unlikely numbers in what was submitted, for one turn; the next sweep asks for the rest."""
    judge_submissions()


@shared_task
def recognise_scans():
    """Recognise the text of the scanned documents that wait, unless another worker is at it."""
    recognise_waiting()


# A check that kills its worker, for lack of memory, must not be restarted at once again and again.
@shared_task(reject_on_worker_lost=False)
def nightly_check():
    """Check every issued plan; differences cause an alert, are repaired, and are kept with the check."""
    Settlement.objects.filter(check_asked_at=None).update(check_asked_at=timezone.now())
    run_requested_checks()
