"""Files that prove what a return reports: photos, documents. Never deleted once a submission names them."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from plans.models import Task
from targets.models.report import Return, Snapshot
from targets.models.target import Target


class Evidence(models.Model):
    """One file at a cell of a return: a figure or a task's progress. ``name`` is what people called it; it is stored
    under a name of our own. Taken away, it is no longer shown in the form, and stays with submissions that had it."""

    class Kind(models.TextChoices):
        JPEG = "jpg", "JPEG"
        PNG = "png", "PNG"
        WEBP = "webp", "WebP"
        PDF = "pdf", "PDF"
        DOCX = "docx", "Word"
        DOC = "doc", "Word 97"
        XLSX = "xlsx", "Excel"

    report = models.ForeignKey(Return, models.PROTECT, related_name="evidence")
    target = models.ForeignKey(Target, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    task = models.ForeignKey(Task, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    name = models.CharField(_("file"), max_length=200)
    kind = models.CharField(max_length=8, choices=Kind)
    size = models.PositiveIntegerField()  # bytes
    sha256 = models.CharField(max_length=64)
    file = models.FileField(upload_to="evidence/%Y/%m/")
    thumb = models.FileField(upload_to="evidence/%Y/%m/", blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    removed_at = models.DateTimeField(null=True, blank=True)
    removed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(target=None, task__isnull=False) | Q(task=None, target__isnull=False),
                name="evidence_is_of_one_cell",
            )
        ]

    def __str__(self):
        return self.name


class SnapshotEvidence(models.Model):
    """A file that a submission named."""

    pk = models.CompositePrimaryKey("snapshot_id", "evidence_id")
    snapshot = models.ForeignKey(Snapshot, models.PROTECT, related_name="evidence", db_index=False)
    evidence = models.ForeignKey(Evidence, models.PROTECT, related_name="+", db_index=False)

    def __str__(self):
        return f"{self.snapshot_id}:{self.evidence_id}"
