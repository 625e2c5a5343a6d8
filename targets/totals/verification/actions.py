"""Checks of totals: asked for, done one at a time, and what follows when a total is wrong: told, repaired, looked at
once more, with the evidence of both kept."""

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
from accounts.policy import Verb
from audit.actions import record
from audit.errors import Refused
from targets.models import Check, Settlement
from targets.totals.alerts import described, tell
from targets.totals.settle import rebuild, settle
from targets.totals.verification.verify import compare, keep, verify

log = logging.getLogger(__name__)

TRIES = 5  # looks after a repair, while changes that came in meanwhile keep everything from being compared
PAUSE = 2  # seconds between them
ONE_AT_A_TIME = 0x66776368  # the number of an advisory lock: a nation's check fills one worker, never all of them


@transaction.atomic
def ask_for_check(plan, *, by):
    """Ask for a check of an issued plan's totals; the worker does it. Asking twice asks once."""
    policy.require(by, Verb.CHECK_TOTALS, plan.unit)
    if not Settlement.objects.filter(plan=plan).update(check_asked_at=timezone.now()):
        raise Refused(gettext_lazy("A draft has no totals yet."), code="state")
    record(by=by, verb="plan.check", on=plan, unit=plan.unit)
    transaction.on_commit(partial(send, "targets.tasks.check_asked"), robust=True)


def send(task):
    """A broker that is away loses nothing: the wish is in the database, and the sweep finds it."""
    try:
        current_app.send_task(task, retry=False)
    except (KombuError, OSError) as error:
        log.warning("the broker is away, the check waits for the sweep: %s", error)


def check_all_asked():
    """Do the checks that are wanted, the oldest wish first; how many were done. None when another worker is at it."""
    done = 0
    with _alone() as alone:
        while alone and (plan_id := _next()):
            check_plan(plan_id)
            done += 1
    return done


def check_plan(plan_id):
    """Check one plan, and repair what is wrong. Never raises: that a plan cannot be checked is kept and told."""
    check = None
    try:
        check = verify(plan_id)
        if check.differing:
            _repair(check)
    except Exception as error:
        log.exception("the check of plan %s ended with an error", plan_id)
        Check.objects.create(plan_id=plan_id, error=described(error), confirms=check)
        tell(plan_id, _("Its totals could not be checked: %(error)s") % {"error": described(error)})


def _repair(check):
    numbers = {"n": check.differing, "all": check.compared}
    log.error("plan %s, check %s, first differences: %s", check.plan_id, check.pk, check.evidence[:5])
    tell(check.plan_id, _("%(n)s of %(all)s totals differ and are added up anew.") % numbers)
    rebuild(check.plan_id)
    again = _look_again(check)
    if again.differing:
        words = _("%(n)s of %(all)s totals still differ after everything was added up anew.")
        tell(check.plan_id, words % {"n": again.differing, "all": again.compared})
    elif again.compared:
        Check.objects.filter(pk=check.pk).update(repaired_at=timezone.now())


def _look_again(check):
    for left in reversed(range(TRIES)):
        found = compare(check.plan_id)
        if found.compared or not left:
            return keep(check.plan_id, found, confirms=check)
        settle(check.plan_id)
        sleep(PAUSE)


def _next():
    """The plan whose check was asked for first; the wish is gone with that, so no fault makes a check come for ever."""
    with transaction.atomic():
        asked = Settlement.objects.select_for_update(skip_locked=True).exclude(check_asked_at=None)
        row = asked.order_by("check_asked_at", "plan_id").first()
        if row is None:
            return None
        Settlement.objects.filter(pk=row.pk).update(check_asked_at=None)
        return row.pk


@contextmanager
def _alone():
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [ONE_AT_A_TIME])
        (alone,) = cursor.fetchone()
        try:
            yield alone
        finally:
            if alone:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [ONE_AT_A_TIME])
