"""Totals, the marks that say which of them are stale, and what the settling and checking jobs leave behind."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from plans.models import Participant, Plan
from targets.models.numbers import total_field
from targets.models.target import Target


class Mark(models.Model):
    """These totals are stale: an outbox row, written with the fact, deleted by the job that worked it off.

    Append-only and without any unique key: a mark that merged into one being worked on would be lost. ``participant``
    empty means the whole plan, ``target`` empty every target; totals from ``from_seq`` on are stale. ``bulk`` marks
    (imports) wait for those of people. Plain numbers instead of foreign keys: a mark may outlive what it names.
    """

    plan_id = models.BigIntegerField()
    participant_id = models.BigIntegerField(null=True)
    target_id = models.BigIntegerField(null=True)
    from_seq = models.PositiveSmallIntegerField(default=0)
    bulk = models.BooleanField(default=False)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes = [models.Index(fields=["plan_id", "bulk", "id"], name="mark_queue")]

    def __str__(self):
        return f"{self.plan_id}:{self.participant_id}:{self.target_id}"


class Total(models.Model):
    """What a participant's whole subtree has done for a target up to the end of a period, on both bases.

    ``submitted`` and ``accepted`` are to date (for a ratio: summed numerators, with the summed denominators beside
    them); empty when nobody in the subtree has reported yet. The amount of one period is the difference from the
    period before; ``seq`` 0 holds the baselines. Counts are of units that owe the target and it is due: ``owing``,
    then on each basis those that reported in this very period, were carried forward, or are not applicable; first
    of areas (federations and zones), then of bodies (offices and members), so that an office never counts as a county.
    At ``seq`` 0 of a level or a ratio ``owing`` counts the units that need a baseline, ``reported`` those that have
    one.
    """

    pk = models.CompositePrimaryKey("participant_id", "seq", "target_id")
    participant = models.ForeignKey(Participant, models.CASCADE, related_name="+", db_index=False, db_constraint=False)
    seq = models.PositiveSmallIntegerField()
    target = models.ForeignKey(Target, models.CASCADE, related_name="+", db_index=False, db_constraint=False)
    allocation = total_field()
    submitted = total_field()
    submitted_base = total_field()
    accepted = total_field()
    accepted_base = total_field()
    owing = models.IntegerField(default=0)
    reported = models.IntegerField(default=0)
    carried = models.IntegerField(default=0)
    absent = models.IntegerField(default=0)
    accepted_reported = models.IntegerField(default=0)
    accepted_carried = models.IntegerField(default=0)
    accepted_absent = models.IntegerField(default=0)
    body_owing = models.IntegerField(default=0)
    body_reported = models.IntegerField(default=0)
    body_carried = models.IntegerField(default=0)
    body_absent = models.IntegerField(default=0)
    body_accepted_reported = models.IntegerField(default=0)
    body_accepted_carried = models.IntegerField(default=0)
    body_accepted_absent = models.IntegerField(default=0)
    reported_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("total")
        verbose_name_plural = _("totals")

    def __str__(self):
        return f"{self.participant_id}:{self.seq}:{self.target_id}"


class Settlement(models.Model):
    """One row for each issued plan: its lock (the settling job holds this row), and when it was last settled.

    ``rounds`` counts the rounds of settling: with the same number the stored totals are the same.
    ``failures`` counts the tries in a row that ended with an error; ``failed_at`` and ``error`` are of the last one.
    ``check_asked_at`` is set while a check of the plan is wanted and has not begun.
    """

    plan = models.OneToOneField(Plan, models.CASCADE, primary_key=True, related_name="settlement")
    settled_at = models.DateTimeField(null=True)
    rounds = models.PositiveBigIntegerField(default=0, db_default=0)
    failures = models.PositiveIntegerField(default=0)
    failed_at = models.DateTimeField(null=True)
    error = models.TextField(blank=True)
    check_asked_at = models.DateTimeField(null=True)

    def __str__(self):
        return f"{self.plan_id} {self.settled_at}"


class Check(models.Model):
    """What a verification found: how many totals were compared, and each that differed, as evidence.

    ``late`` is how many participants were left out because changes below them were still being added up. A check that
    could not be done has its ``error``. After one that differed everything is added up anew and checked again: that
    second check ``confirms`` the first, whose ``repaired_at`` is set when nothing differs any more.
    """

    class Outcome(models.TextChoices):
        SAME = "same", _("agrees")
        DIFFERS = "differs", _("differs")
        REPAIRED = "repaired", _("differed, repaired")
        WAITS = "waits", _("nothing compared: changes are being added up")
        EMPTY = "empty", _("nothing to compare yet")
        FAILED = "failed", _("could not be checked")

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="checks", db_index=False)
    at = models.DateTimeField(auto_now_add=True)
    compared = models.IntegerField(default=0)
    differing = models.IntegerField(default=0)
    late = models.IntegerField(default=0)
    evidence = models.JSONField(default=list)
    error = models.TextField(blank=True)
    seconds = models.FloatField(default=0)
    repaired_at = models.DateTimeField(null=True)
    confirms = models.ForeignKey("self", models.CASCADE, null=True, related_name="confirmed_by", db_index=False)

    class Meta:
        ordering = ["-id"]
        get_latest_by = "id"
        indexes = [models.Index(fields=["plan", "-id"], name="check_latest")]

    def __str__(self):
        return f"{self.plan_id} {self.at}: {self.differing}"

    @property
    def outcome(self):
        if self.error:
            return self.Outcome.FAILED
        if self.differing:
            return self.Outcome.REPAIRED if self.repaired_at else self.Outcome.DIFFERS
        if self.compared:
            return self.Outcome.SAME
        return self.Outcome.WAITS if self.late else self.Outcome.EMPTY
