"""What units ask of those above (more time, to open again, a correction), and what those above remind them of."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from targets.models.report import Return


class Plea(models.Model):
    """A clerk asks to write although the period is closed (补报) or locked (解锁), or to correct what was accepted."""

    class Kind(models.TextChoices):
        LATE = "late", _("report late")
        UNLOCK = "unlock", _("open a locked return")
        CORRECTION = "correction", _("correct an accepted return")

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        GRANTED = "granted", _("granted")
        REFUSED = "refused", _("not granted")
        WITHDRAWN = "withdrawn", _("taken back")
        OUTDATED = "outdated", _("no longer needed")  # the return has moved on

    report = models.ForeignKey(Return, models.PROTECT, related_name="pleas")
    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    reason = models.CharField(_("reason"), max_length=500)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    state = models.CharField(_("state"), max_length=12, choices=State, default=State.WAITING)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    answer = models.CharField(_("answer"), max_length=500, blank=True)
    until = models.DateField(_("until"), null=True, blank=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["report"], condition=Q(state="waiting"), name="one_plea_waits"),
            models.CheckConstraint(condition=~Q(reason=""), name="pleas_say_why"),
            models.CheckConstraint(
                condition=Q(state__in=["waiting", "withdrawn"]) | Q(decided_by__isnull=False, decided_at__isnull=False),
                name="decisions_say_who",
            ),
        ]

    def __str__(self):
        return f"{self.report}: {self.get_kind_display()}"


class Urge(models.Model):
    """A person was reminded, at most once a day, of the returns that are missing."""

    to = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="urges")
    day = models.DateField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    text = models.CharField(_("message"), max_length=500, blank=True)
    mailed_at = models.DateTimeField(null=True, blank=True)
    seen_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-id"]
        constraints = [models.UniqueConstraint(fields=["to", "day"], name="urged_once_a_day")]

    def __str__(self):
        return f"{self.to} {self.day}"


class UrgedReturn(models.Model):
    """A return of which somebody was reminded."""

    pk = models.CompositePrimaryKey("urge_id", "report_id")
    urge = models.ForeignKey(Urge, models.CASCADE, related_name="returns", db_index=False)
    report = models.ForeignKey(Return, models.PROTECT, related_name="urges")

    def __str__(self):
        return f"{self.urge_id}:{self.report_id}"
