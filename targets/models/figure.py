"""What is in the cells of a return: as it is being typed, and as it was submitted.

Composite primary keys, no surrogate id, no second index: at national size these tables hold a hundred million rows.
Nothing has a foreign key to a figure. A blank figure has neither value nor ``na``; zero has a value; not applicable
has ``na`` and its reason.
"""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from plans.models import Task
from targets.models.numbers import figure_field
from targets.models.report import Origin, Return, Snapshot
from targets.models.target import Target

# The database checks no foreign key of a figure: each check looks up and locks one row, which for an import of 114,000
# figures took three of its four seconds. Nothing that figures name is ever deleted once they can exist: returns,
# people and submissions never, targets only in a draft, and Django refuses those that are referred to.
LOOSE: dict[str, Any] = {"db_index": False, "db_constraint": False}


class Cell(models.Model):
    """The content of one figure. ``base`` is a ratio's denominator; ``done_on`` a milestone's day."""

    value = figure_field(_("value"))
    base = figure_field(_("denominator"))
    na = models.BooleanField(_("not applicable"), default=False)
    reason = models.CharField(_("why not applicable"), max_length=200, blank=True)
    done_on = models.DateField(_("done on"), null=True, blank=True)

    class Meta:
        abstract = True

    @property
    def blank(self):
        return self.value is None and not self.na


class Figure(Cell):
    """One target's value in one return, as it stands in the form. ``version`` tells two typists apart."""

    pk = models.CompositePrimaryKey("report_id", "target_id")
    report = models.ForeignKey(Return, models.CASCADE, related_name="figures", db_index=False, db_constraint=False)
    target = models.ForeignKey(Target, models.PROTECT, related_name="+", db_index=False, db_constraint=False)
    note = models.CharField(_("note"), max_length=500, blank=True)
    version = models.PositiveIntegerField(default=1)
    typed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
    typed_at = models.DateTimeField()
    origin = models.CharField(max_length=8, choices=Origin, default=Origin.PAGE)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(na=False) | Q(na=True, value=None, base=None, done_on=None), name="figure_na_has_no_value"
            ),
            models.CheckConstraint(condition=Q(base=None) | Q(value__isnull=False), name="figure_base_needs_value"),
        ]

    def __str__(self):
        return f"{self.report_id}:{self.target_id}"


class SnapshotFigure(Cell):
    """One target's value as it was submitted. Never changed; the settling job reads nothing else."""

    pk = models.CompositePrimaryKey("snapshot_id", "target_id")
    snapshot = models.ForeignKey(Snapshot, models.PROTECT, related_name="figures", db_index=False, db_constraint=False)
    target = models.ForeignKey(Target, models.PROTECT, related_name="+", db_index=False, db_constraint=False)
    note = models.CharField(_("note"), max_length=500, blank=True)

    def __str__(self):
        return f"{self.snapshot_id}:{self.target_id}"


class Account(models.Model):
    """What a unit says of a task in a period."""

    class TaskState(models.TextChoices):
        NOT_STARTED = "not_started", _("not started")
        UNDER_WAY = "under_way", _("under way")
        DONE = "done", _("done")
        BEHIND = "behind", _("behind")

    state = models.CharField(_("state"), max_length=12, choices=TaskState, blank=True)
    done = models.TextField(_("what was done"), blank=True)
    obstacle = models.TextField(_("what is in the way"), blank=True)
    next_step = models.TextField(_("what comes next"), blank=True)

    class Meta:
        abstract = True


class Progress(Account):
    """A task's progress in one return, as it stands in the form."""

    pk = models.CompositePrimaryKey("report_id", "task_id")
    report = models.ForeignKey(Return, models.CASCADE, related_name="progress", db_index=False)
    task = models.ForeignKey(Task, models.PROTECT, related_name="+", db_index=False)
    version = models.PositiveIntegerField(default=1)
    typed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False)
    typed_at = models.DateTimeField()

    def __str__(self):
        return f"{self.report_id}:{self.task_id}"


class SnapshotProgress(Account):
    """A task's progress as it was submitted."""

    pk = models.CompositePrimaryKey("snapshot_id", "task_id")
    snapshot = models.ForeignKey(Snapshot, models.PROTECT, related_name="progress", db_index=False)
    task = models.ForeignKey(Task, models.PROTECT, related_name="+", db_index=False)

    def __str__(self):
        return f"{self.snapshot_id}:{self.task_id}"
