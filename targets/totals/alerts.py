"""Alerts about totals: written to the log and mailed to the administrators, once for each series of failures."""

import logging
from datetime import datetime, timedelta
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import mail_admins
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from plans.models import Plan
from targets.models import Settlement

log = logging.getLogger(__name__)

ALERT_AFTER_FAILURES = 3  # in a row; a database restart or a lost lock is over by then
FIRST_PAUSE = timedelta(seconds=10)  # as often as the sweep comes
LONGEST_PAUSE = timedelta(hours=1)


def send_alert(plan_id: int, text: str) -> None:
    """Log a problem of a plan and mail it to the administrators. An unreachable mail server does not raise."""
    code = Plan.objects.filter(pk=plan_id).values_list("code", flat=True).first()
    log.error("plan %s: %s", code, text)
    if settings.ADMINS:
        try:
            mail_admins(_("Totals of plan %(code)s") % {"code": code}, text)
        except (OSError, SMTPException) as error:
            log.warning("the mail about plan %s could not be sent: %s", code, error)


def record_failure(plan_id: int, error: Exception) -> None:
    """Count a failed settling; send an alert at the third in a row."""
    rows = Settlement.objects.filter(plan_id=plan_id)
    rows.update(failures=F("failures") + 1, failed_at=timezone.now(), error=describe_error(error))
    if rows.filter(failures=ALERT_AFTER_FAILURES).exists():
        words = _("Adding up failed %(n)s times in a row and is tried again after growing pauses: %(error)s")
        send_alert(plan_id, words % {"n": ALERT_AFTER_FAILURES, "error": describe_error(error)})


def clear_failures(plan_id: int) -> None:
    """Reset the count of failures after a successful settling."""
    Settlement.objects.filter(plan_id=plan_id, failures__gt=0).update(failures=0, failed_at=None, error="")


def retry_pause(failures: int) -> timedelta:
    """How long the sweep skips a plan after this many failures in a row."""
    return min(FIRST_PAUSE * 2 ** min(failures - 1, 20), LONGEST_PAUSE)


def plans_in_retry_pause(now: datetime) -> list[int]:
    """The ids of the plans that the sweep skips at ``now``."""
    failing = Settlement.objects.filter(failures__gt=0).values_list("plan_id", "failures", "failed_at")
    return [plan_id for plan_id, failures, at in failing if at and at + retry_pause(failures) > now]


def describe_error(error: Exception) -> str:
    """Type and message of an exception, at most 1,000 characters."""
    return f"{type(error).__name__}: {error}"[:1000]
