"""The history of returns, shares and figures, from which a number as of any day is derived. Append-only.

Nothing here is needed to make totals; it is written beside the facts and read when somebody asks what has changed. No
foreign key is held by the database, as for figures: an import writes a row for each return, and what these rows name
is never deleted.
"""

from typing import Any

from django.conf import settings
from django.contrib.postgres.indexes import BrinIndex
from django.db import models

from targets.models.allocation import Adjustment, Allocation
from targets.models.figure import Cell
from targets.models.numbers import figure_field
from targets.models.report import Origin, Return, Snapshot
from targets.models.target import Target

LOOSE: dict[str, Any] = {"on_delete": models.PROTECT, "related_name": "+", "db_index": False, "db_constraint": False}


class BasisHistory(models.Model):
    """Which submissions of a return count on both bases, from ``at`` until its next row; ``verb`` is the move."""

    pk = models.CompositePrimaryKey("report_id", "number")
    report = models.ForeignKey(Return, models.PROTECT, related_name="+", db_index=False, db_constraint=False)
    number = models.PositiveIntegerField()
    at = models.DateTimeField()
    verb = models.CharField(max_length=12)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False, db_constraint=False, null=True
    )
    submitted = models.ForeignKey(
        Snapshot, models.PROTECT, related_name="+", db_index=False, db_constraint=False, null=True
    )
    accepted = models.ForeignKey(
        Snapshot, models.PROTECT, related_name="+", db_index=False, db_constraint=False, null=True
    )

    class Meta:
        indexes = [BrinIndex(fields=["at"], name="basis_since")]  # rows come in the order of time: a few pages suffice

    def __str__(self):
        return f"{self.report_id}:{self.number} {self.verb}"


class ShareBefore(models.Model):
    """An allocation of an issued plan as it stood until ``at``, when it was changed (``existed`` False: made) in place.

    Only what a total's value depends on: the own share, the baseline, and whether it was in force.
    """

    pk = models.CompositePrimaryKey("allocation_id", "number")
    allocation = models.ForeignKey(Allocation, models.PROTECT, related_name="+", db_index=False, db_constraint=False)
    number = models.PositiveIntegerField()
    at = models.DateTimeField()
    verb = models.CharField(max_length=12)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False, db_constraint=False, null=True
    )
    adjustment = models.ForeignKey(
        Adjustment, models.PROTECT, related_name="+", db_index=False, db_constraint=False, null=True
    )
    existed = models.BooleanField()
    replaced = models.BooleanField()
    own = figure_field()
    baseline = figure_field()
    baseline_base = figure_field()

    def __str__(self):
        return f"{self.allocation_id}:{self.number}"


class FigureVersion(Cell):
    """What was typed into one cell, each time that it was saved; what an import wrote stands in its upload."""

    pk = models.CompositePrimaryKey("report_id", "target_id", "version")
    report = models.ForeignKey(Return, models.PROTECT, related_name="+", db_index=False, db_constraint=False)
    target = models.ForeignKey(Target, models.PROTECT, related_name="+", db_index=False, db_constraint=False)
    version = models.PositiveIntegerField()
    note = models.CharField(max_length=500, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
    at = models.DateTimeField()
    origin = models.CharField(max_length=8, choices=Origin, default=Origin.PAGE)

    def __str__(self):
        return f"{self.report_id}:{self.target_id}:{self.version}"
