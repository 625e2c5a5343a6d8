"""A workbook that somebody handed in: the file, what was found in it, and what came of it."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from plans.models import Period


class Upload(models.Model):
    """Never deleted, so that any figure can be traced to the file that it came from."""

    period = models.ForeignKey(Period, models.PROTECT, related_name="uploads")
    file = models.FileField(upload_to="uploads/%Y/%m/")
    name = models.CharField(_("file"), max_length=200)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="uploads")
    at = models.DateTimeField(auto_now_add=True)
    submit = models.BooleanField(_("as submitted"), default=False)
    counts = models.JSONField(default=dict)  # outcome -> number of cells, as the preview found them
    applied_at = models.DateTimeField(null=True, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )

    class Meta:
        verbose_name = _("workbook")
        verbose_name_plural = _("workbooks")
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(undone_at=None, undone_by=None) | Q(undone_by__isnull=False, applied_at__isnull=False),
                name="only_what_was_done_is_undone",
            )
        ]

    def __str__(self):
        return self.name

    @property
    def trail_name(self) -> str:
        """As the audit trail names it."""
        return self.name[:160]
