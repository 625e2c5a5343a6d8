"""What stood before an import, kept with its upload so that the import can be taken back.

Written by the statement that does the import, never changed, and read once at most. The keys are those of the figures
and returns they tell of; no foreign key is held by the database, as each would be looked up for each of a hundred
thousand cells, and what they name is never deleted.
"""

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from plans.models import Task
from targets.models.figure import Account, Cell
from targets.models.report import Origin, Return, Snapshot, State
from targets.models.target import Target
from targets.models.upload import Upload

LOOSE: dict[str, Any] = {"on_delete": models.PROTECT, "related_name": "+", "db_index": False, "db_constraint": False}


class CellBefore(Cell):
    """A figure as an import found it. ``version`` 0: there was none."""

    pk = models.CompositePrimaryKey("upload_id", "report_id", "target_id")
    upload = models.ForeignKey(Upload, models.PROTECT, related_name="+", db_index=False, db_constraint=False)
    report = models.ForeignKey(Return, models.PROTECT, related_name="+", db_index=False, db_constraint=False)
    target = models.ForeignKey(Target, models.PROTECT, related_name="+", db_index=False, db_constraint=False)
    note = models.CharField(_("note"), max_length=500, blank=True)
    version = models.PositiveIntegerField()
    typed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False, db_constraint=False, null=True
    )
    typed_at = models.DateTimeField(null=True)
    origin = models.CharField(max_length=8, choices=Origin, blank=True)

    def __str__(self):
        return f"{self.upload_id}:{self.report_id}:{self.target_id}"


class ProgressBefore(Account):
    """The progress of a task as an import found it. ``version`` 0: there was none."""

    pk = models.CompositePrimaryKey("upload_id", "report_id", "task_id")
    upload = models.ForeignKey(Upload, models.PROTECT, related_name="+", db_index=False, db_constraint=False)
    report = models.ForeignKey(Return, models.PROTECT, related_name="+", db_index=False, db_constraint=False)
    task = models.ForeignKey(Task, models.PROTECT, related_name="+", db_index=False, db_constraint=False)
    version = models.PositiveIntegerField()
    typed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False, db_constraint=False, null=True
    )
    typed_at = models.DateTimeField(null=True)

    def __str__(self):
        return f"{self.upload_id}:{self.report_id}:{self.task_id}"


class ReturnBefore(models.Model):
    """A return that an import wrote to, as it found it. ``snapshot`` is what the import submitted, if it did.

    ``changed_at`` is the return's own as the import left it.
    """

    pk = models.CompositePrimaryKey("upload_id", "report_id")
    upload = models.ForeignKey(Upload, models.PROTECT, related_name="+", db_index=False, db_constraint=False)
    report = models.ForeignKey(Return, models.PROTECT, related_name="+", db_index=False, db_constraint=False)
    snapshot = models.ForeignKey(
        Snapshot, models.PROTECT, related_name="+", db_index=False, db_constraint=False, null=True
    )
    state = models.CharField(max_length=12, choices=State)
    correcting = models.BooleanField()
    submitted = models.ForeignKey(
        Snapshot, models.PROTECT, related_name="+", db_index=False, db_constraint=False, null=True
    )
    reviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False, db_constraint=False, null=True
    )
    first_submitted_at = models.DateTimeField(null=True)
    changed_at = models.DateTimeField()

    def __str__(self):
        return f"{self.upload_id}:{self.report_id}"
