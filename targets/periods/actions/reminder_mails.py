"""Reminders by e-mail: sent by a job after they were stored, once each, where a mail server is configured."""

import logging
from datetime import date

from celery import current_app
from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from kombu.exceptions import KombuError

from targets.models import Urge
from targets.models.report import STANDING

log = logging.getLogger(__name__)
MESSAGE_EXPIRES = 600  # seconds: the beat schedule asks as often


def request_mails() -> None:
    """Ask the worker to send the waiting mails. The beat schedule asks again, so nothing is lost without a broker."""
    if not settings.MAIL_TO_PEOPLE:
        return
    try:
        current_app.send_task("targets.tasks.mail_urges", retry=False, expires=MESSAGE_EXPIRES)
    except (KombuError, OSError) as error:
        log.warning("the broker is away, mails wait for the clock: %s", error)


def send_reminder_mails(day: date) -> int:
    """Send the unread reminders of ``day`` that have an address and were not sent; returns how many were sent.

    A failed one does not stop the others, and is tried again at the next run.
    """
    if not settings.MAIL_TO_PEOPLE:
        return 0
    waiting = Urge.objects.filter(day=day, mailed_at=None, seen_at=None).exclude(to__email="")
    return sum(_try_to_send(pk) for pk in waiting.order_by("pk").values_list("pk", flat=True))


def _try_to_send(pk):
    try:
        return _send(pk)
    except (OSError, ValueError) as error:  # smtplib's errors are OSErrors; an address that is none, a ValueError
        log.warning("reminder %s could not be mailed: %s", pk, error)
        return False


@transaction.atomic
def _send(pk):
    """Send one reminder, with its row locked so that no two workers send it; returns whether it was sent."""
    unsent = Urge.objects.select_for_update(of=("self",), skip_locked=True).filter(pk=pk, mailed_at=None)
    reminder = unsent.select_related("to", "by").first()
    if reminder is None:
        return False
    rows = reminder.returns.exclude(report__state__in=STANDING)
    rows = rows.select_related("report__participant", "report__period__plan").order_by("report__period__due_on")
    if reports := [row.report for row in rows]:
        with translation.override(settings.LANGUAGE_CODE):
            send_mail(_write_subject(reports), _write_body(reminder, reports), None, [reminder.to.email])
    reminder.mailed_at = timezone.now()
    reminder.save(update_fields=["mailed_at"])
    return True


def _write_subject(reports):
    first = reports[0]
    words = {"unit": first.participant.short_name, "period": first.period.name}
    subject = _("%(unit)s: the return of %(period)s is still missing") % words
    return " ".join(subject.split())  # a line break in a name would begin another header


def _write_lines(report):
    """The lines of a return: its name, and the address of its page."""
    period, unit = report.period, report.participant
    words = {"plan": period.plan.title, "period": period.name, "unit": unit.name, "day": period.due_on.isoformat()}
    yield _("%(plan)s, %(period)s (%(unit)s), due %(day)s") % words
    if settings.SITE_ADDRESS:
        yield settings.SITE_ADDRESS + reverse("targets:return", args=[period.plan.code, period.code, unit.code])


def _write_body(reminder, reports):
    lines = [line for report in reports for line in _write_lines(report)]
    head = _("%(to)s, %(by)s reminds you of these returns:") % {"to": reminder.to, "by": reminder.by}
    end = _("Please log in and hand them in. This mail was sent by the system; answers to it are not read.")
    return "\n".join([head, "", *lines, "", *([reminder.text, ""] if reminder.text else []), end])
