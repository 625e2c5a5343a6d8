"""Pictures of the pages of a plan document, until their text was recognised and a person has read it over."""

from typing import cast

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from orgs.models import Unit
from plans.models import Plan
from targets.models.document import PlanDocument


class ScannedFile(models.Model):
    """For a ``plan``, or for a new one of ``unit``; ``from_seq`` and ``revises`` as in PlanDocument.

    The worker recognises ``text`` page by page, or says in ``why`` (a code of UnreadableReason, with ``values``) that
    it cannot. Deleted with its file once its text was read into a document, or when it is given up.
    """

    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    plan = models.ForeignKey(Plan, models.CASCADE, null=True, blank=True, related_name="scans")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+")
    from_seq = models.PositiveSmallIntegerField(null=True, blank=True)
    revises = models.ForeignKey(PlanDocument, models.SET_NULL, null=True, blank=True, related_name="+")
    file = models.FileField(upload_to="scans/%Y/%m/")
    name = models.CharField(_("file"), max_length=200)
    started_at = models.DateTimeField(null=True, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    page = models.PositiveSmallIntegerField(default=0)  # pages that are done
    pages = models.PositiveSmallIntegerField(default=0)  # all; 0: not known yet
    finished_at = models.DateTimeField(null=True, blank=True)
    text = models.TextField(blank=True)
    unclear = models.JSONField(default=list, blank=True)  # lines that were recognised with little certainty
    why = models.CharField(max_length=20, blank=True)
    values = models.JSONField(default=dict, blank=True)

    class Meta:
        verbose_name = _("scanned document")
        verbose_name_plural = _("scanned documents")
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(plan__isnull=True, unit__isnull=False) | Q(plan__isnull=False, unit__isnull=True),
                name="scan_for_a_plan_or_a_unit",
            )
        ]

    def __str__(self):
        return self.name

    @property
    def owner(self) -> Unit:
        """The unit whose plan it is for."""
        return self.plan.unit if self.plan else cast(Unit, self.unit)

    @property
    def is_read(self) -> bool:
        """Whether its text is there."""
        return self.finished_at is not None and not self.why
