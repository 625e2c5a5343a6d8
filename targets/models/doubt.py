"""Reasons to ask whether submitted numbers are real, kept with the submission that they were found in."""

from django.db import models

from targets.models.report import Snapshot
from targets.models.target import Target


class StoredDoubt(models.Model):
    """One doubt about a submission: at a ``target``, or (None) about it as a whole.

    ``kind`` is a ``DoubtKind``, ``facts`` are the numbers of its sentence as texts. Written by ``judge_submissions``;
    ``Snapshot.doubt_count`` says whether that was done.
    """

    snapshot = models.ForeignKey(Snapshot, models.CASCADE, related_name="doubts")
    target = models.ForeignKey(
        Target, models.PROTECT, null=True, blank=True, related_name="+", db_index=False, db_constraint=False
    )
    kind = models.CharField(max_length=12)
    strength = models.PositiveSmallIntegerField()
    facts = models.JSONField(default=dict)

    class Meta:
        ordering = ["snapshot", "-strength", "pk"]

    def __str__(self):
        return f"{self.snapshot_id}:{self.target_id} {self.kind}"
