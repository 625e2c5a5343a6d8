"""Checks of totals, one at a time. When totals differ: alert, rebuild, check again, keep both."""

import logging
from contextlib import contextmanager
from functools import partial
from time import sleep

from celery import current_app
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from kombu.exceptions import KombuError

from accounts import policy
from accounts.models import Person
from accounts.policy import Verb
from audit.actions import record
from audit.errors import Refused
from plans.models import Plan
from targets.models import Check, Settlement
from targets.totals.alerts import describe_error, send_alert
from targets.totals.settle import rebuild, settle
from targets.totals.verification.verify import compare_totals, save_check, verify_plan

log = logging.getLogger(__name__)

VERIFY_ATTEMPTS = 5  # attempts after a repair, while new changes make totals stale and nothing can be compared
VERIFY_PAUSE = 2  # seconds between them
CHECK_LOCK = 0x66776368  # the number of an advisory lock: a nation's check fills one worker, never all of them


@transaction.atomic
def request_check(plan: Plan, *, by: Person) -> None:
    """Request a check of an issued plan's totals, done by the worker. Requesting twice has the effect of once."""
    policy.require(by, Verb.CHECK_TOTALS, plan.unit)
    if not Settlement.objects.filter(plan=plan).update(check_asked_at=timezone.now()):
        raise Refused(gettext_lazy("A draft has no totals yet."), code="state")
    record(by=by, verb="plan.check", on=plan, unit=plan.unit)
    transaction.on_commit(partial(_send_task, "targets.tasks.check_asked"), robust=True)


def _send_task(task):
    """Send a task. When the broker is down nothing is lost: the request is in the database, and the sweep finds it."""
    try:
        current_app.send_task(task, retry=False)
    except (KombuError, OSError) as error:
        log.warning("the broker is away, the check waits for the sweep: %s", error)


def run_requested_checks() -> int:
    """Run the requested checks, oldest request first; returns how many. 0 when another worker is running them."""
    done = 0
    with _single_worker() as alone:
        while alone and (plan_id := _claim_next_request()):
            run_check(plan_id)
            done += 1
    return done


def run_check(plan_id: int) -> None:
    """Check a plan and repair its totals. Never raises: an error is saved as a failed ``Check`` and alerted."""
    check = None
    try:
        check = verify_plan(plan_id)
        if check.differing:
            _repair_totals(check)
    except Exception as error:
        log.exception("the check of plan %s ended with an error", plan_id)
        Check.objects.create(plan_id=plan_id, error=describe_error(error), confirms=check)
        send_alert(plan_id, _("Its totals could not be checked: %(error)s") % {"error": describe_error(error)})


def _repair_totals(check):
    numbers = {"n": check.differing, "all": check.compared}
    log.error("plan %s, check %s, first differences: %s", check.plan_id, check.pk, check.evidence[:5])
    send_alert(check.plan_id, _("%(n)s of %(all)s totals differ and are added up anew.") % numbers)
    rebuild(check.plan_id)
    again = _verify_repair(check)
    if again.differing:
        words = _("%(n)s of %(all)s totals still differ after everything was added up anew.")
        send_alert(check.plan_id, words % {"n": again.differing, "all": again.compared})
    elif again.compared:
        Check.objects.filter(pk=check.pk).update(repaired_at=timezone.now())


def _verify_repair(check):
    for left in reversed(range(VERIFY_ATTEMPTS)):
        found = compare_totals(check.plan_id)
        if found.compared or not left:
            return save_check(check.plan_id, found, confirms=check)
        settle(check.plan_id)
        sleep(VERIFY_PAUSE)


def _claim_next_request():
    """The plan with the oldest request, which is cleared first, so that a failing check is not repeated endlessly."""
    with transaction.atomic():
        asked = Settlement.objects.select_for_update(skip_locked=True).exclude(check_asked_at=None)
        row = asked.order_by("check_asked_at", "plan_id").first()
        if row is None:
            return None
        Settlement.objects.filter(pk=row.pk).update(check_asked_at=None)
        return row.pk


@contextmanager
def _single_worker():
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [CHECK_LOCK])
        (alone,) = cursor.fetchone()
        try:
            yield alone
        finally:
            if alone:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [CHECK_LOCK])
