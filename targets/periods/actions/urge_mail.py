"""Reminders by e-mail: sent by a job after they were written, once each, and only where there is a mail server."""

import logging

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
STALE = 600  # seconds after which the message is not worth a worker's time: the clock asks as often


def send_soon():
    """Ask the worker to send what waits. A broker that is away loses nothing: the clock asks again."""
    if not settings.MAIL_TO_PEOPLE:
        return
    try:
        current_app.send_task("targets.tasks.mail_urges", retry=False, expires=STALE)
    except (KombuError, OSError) as error:
        log.warning("the broker is away, mails wait for the clock: %s", error)


def mail_waiting(day):
    """Send the reminders of ``day`` that have an address and have not gone out; how many were sent.

    One that can't be delivered keeps nobody else's, and is tried again at the next run.
    """
    if not settings.MAIL_TO_PEOPLE:
        return 0
    waiting = Urge.objects.filter(day=day, mailed_at=None, seen_at=None).exclude(to__email="")
    return sum(_tried(pk) for pk in waiting.order_by("pk").values_list("pk", flat=True))


def _tried(pk):
    try:
        return _send(pk)
    except (OSError, ValueError) as error:  # smtplib's errors are OSErrors; an address that is none, a ValueError
        log.warning("reminder %s could not be mailed: %s", pk, error)
        return False


@transaction.atomic
def _send(pk):
    """Send one, with its row locked, so that two workers never send the same; whether it was sent."""
    urge = Urge.objects.select_for_update(of=("self",), skip_locked=True).filter(pk=pk, mailed_at=None)
    urge = urge.select_related("to", "by").first()
    if urge is None:
        return False
    rows = urge.returns.exclude(report__state__in=STANDING)
    rows = rows.select_related("report__participant", "report__period__plan").order_by("report__period__due_on")
    if reports := [row.report for row in rows]:
        with translation.override(settings.LANGUAGE_CODE):
            send_mail(_subject(reports), _body(urge, reports), None, [urge.to.email])
    urge.mailed_at = timezone.now()
    urge.save(update_fields=["mailed_at"])
    return True


def _subject(reports):
    first = reports[0]
    words = {"unit": first.participant.short_name, "period": first.period.name}
    subject = _("%(unit)s: the return of %(period)s is still missing") % words
    return " ".join(subject.split())  # one line, whatever the names are: a second one would be a header of its own


def _lines(report):
    """A return, and where it is filled in."""
    period, unit = report.period, report.participant
    words = {"plan": period.plan.title, "period": period.name, "unit": unit.name, "day": period.due_on.isoformat()}
    yield _("%(plan)s, %(period)s (%(unit)s), due %(day)s") % words
    if settings.SITE_ADDRESS:
        yield settings.SITE_ADDRESS + reverse("targets:return", args=[period.plan.code, period.code, unit.code])


def _body(urge, reports):
    lines = [line for report in reports for line in _lines(report)]
    head = _("%(to)s, %(by)s reminds you of these returns:") % {"to": urge.to, "by": urge.by}
    end = _("Please log in and hand them in. This mail was sent by the system; answers to it are not read.")
    return "\n".join([head, "", *lines, "", *([urge.text, ""] if urge.text else []), end])
