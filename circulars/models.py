"""A circular with its frozen figures and its wording, and the templates of offices."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from orgs.models import Unit
from plans.models import Participant, Period, Plan


class CircularTemplate(models.Model):
    """A Word document with fields that an office lays its circulars out by. A changed one is a row of its own with the
    next ``version``, and removed ones stay: published circulars keep theirs."""

    office = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    name = models.CharField(_("name of the template"), max_length=60)
    version = models.PositiveSmallIntegerField(_("version"))
    file = models.FileField(upload_to="circulars/%Y/%m/")
    file_name = models.CharField(_("file"), max_length=200)
    sha256 = models.CharField(max_length=64)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(_("brought"), auto_now_add=True)
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("template of circulars")
        verbose_name_plural = _("templates of circulars")
        ordering = ["office", "name", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["office", "name", "version"], name="one_template_of_a_name_and_version"),
        ]

    def __str__(self):
        return self.name


class Circular(models.Model):
    """The account of a plan at a unit and period on one basis.

    ``facts`` are its figures as of ``frozen_at`` (circulars.text.facts), ``edits`` the wording of paragraphs that a
    person changed: {key: {"from": the text that the figures gave, "to": the text as edited}}. After publication
    nothing of it changes; it can be withdrawn, with a reason.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        PUBLISHED = "published", _("published")
        WITHDRAWN = "withdrawn", _("withdrawn")

    class Shown(models.TextChoices):
        """What a unit below sees of the ranking of a published circular."""

        WHOLE = "whole", _("the whole ranking")
        OWN = "own", _("only its own place")

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="circulars")
    participant = models.ForeignKey(Participant, models.PROTECT, related_name="circulars")
    period = models.ForeignKey(Period, models.PROTECT, related_name="circulars")
    basis = models.CharField(_("basis"), max_length=10)
    title = models.CharField(_("title"), max_length=120)
    number = models.CharField(_("document number"), max_length=40, blank=True)
    issuer = models.CharField(_("issued by"), max_length=80)
    recipients = models.CharField(_("addressees"), max_length=200, blank=True)
    sections = models.JSONField(_("sections"), default=list)
    first = models.PositiveSmallIntegerField(_("units named first"), default=3)
    last = models.PositiveSmallIntegerField(_("units named last"), default=3)
    template = models.ForeignKey(CircularTemplate, models.PROTECT, null=True, blank=True, related_name="circulars")
    shown = models.CharField(_("units below see"), max_length=8, choices=Shown, default=Shown.WHOLE)
    facts = models.JSONField(_("figures"))
    frozen_at = models.DateTimeField(_("figures as of"))
    edits = models.JSONField(_("wording"), default=dict, blank=True)
    pdf = models.FileField(upload_to="circulars/%Y/%m/", blank=True)  # of a published one, once LibreOffice has made it
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.DRAFT)
    version = models.PositiveIntegerField(default=1)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    published_at = models.DateTimeField(_("published"), null=True, blank=True)
    withdrawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True)
    withdrawn_because = models.CharField(_("reason"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("circular")
        verbose_name_plural = _("circulars")
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="draft", published_at=None)
                | (Q(state__in=["published", "withdrawn"]) & Q(published_at__isnull=False)),
                name="published_circulars_have_a_day",
            ),
            models.CheckConstraint(
                condition=~Q(state="withdrawn") | ~Q(withdrawn_because=""), name="withdrawing_says_why"
            ),
        ]

    def __str__(self):
        return self.title

    @property
    def is_draft(self):
        return self.state == self.State.DRAFT
