"""Trouble with totals: it is logged, mailed to the server's people, and told once for each time that it begins."""

import logging
from datetime import timedelta
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import mail_admins
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from plans.models import Plan
from targets.models import Settlement

log = logging.getLogger(__name__)

ALERT_AFTER_FAILURES = 3  # failures in a row: a restart of the database or a lost lock heals by itself before that
FIRST_PAUSE = timedelta(seconds=10)  # as often as the sweep comes
LONGEST_PAUSE = timedelta(hours=1)


def send_alert(plan_id, text):
    """Say in the log and by mail what is wrong with a plan. A mail server that is away must not stop the repair."""
    code = Plan.objects.filter(pk=plan_id).values_list("code", flat=True).first()
    log.error("plan %s: %s", code, text)
    if settings.ADMINS:
        try:
            mail_admins(_("Totals of plan %(code)s") % {"code": code}, text)
        except (OSError, SMTPException) as error:
            log.warning("the mail about plan %s could not be sent: %s", code, error)


def record_failure(plan_id, error):
    """Count a settling that ended with an error; the third in a row is told."""
    rows = Settlement.objects.filter(plan_id=plan_id)
    rows.update(failures=F("failures") + 1, failed_at=timezone.now(), error=describe_error(error))
    if rows.filter(failures=ALERT_AFTER_FAILURES).exists():
        words = _("Adding up failed %(n)s times in a row and is tried again after growing pauses: %(error)s")
        send_alert(plan_id, words % {"n": ALERT_AFTER_FAILURES, "error": describe_error(error)})


def clear_failures(plan_id):
    """Forget the failures of a plan: its settling went through."""
    Settlement.objects.filter(plan_id=plan_id, failures__gt=0).update(failures=0, failed_at=None, error="")


def retry_pause(failures):
    """How long the sweep leaves a plan alone after so many failures in a row."""
    return min(FIRST_PAUSE * 2 ** min(failures - 1, 20), LONGEST_PAUSE)


def plans_in_retry_pause(now):
    """The plans that the sweep leaves alone for the moment."""
    failing = Settlement.objects.filter(failures__gt=0).values_list("plan_id", "failures", "failed_at")
    return [plan_id for plan_id, failures, at in failing if at + retry_pause(failures) > now]


def describe_error(error):
    return f"{type(error).__name__}: {error}"[:1000]
