"""Who owes which share of a target, and from which period on."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from plans.models import Participant, Plan
from targets.models.numbers import figure_field
from targets.models.target import Target


class Adjustment(models.Model):
    """A change of targets or allocations after the plan was issued: why, by which document, from which period."""

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="adjustments")
    from_seq = models.PositiveSmallIntegerField(_("from period"))
    reason = models.TextField(_("reason"))
    document_number = models.CharField(_("document number"), max_length=64)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("adjustment")
        verbose_name_plural = _("adjustments")
        constraints = [models.CheckConstraint(condition=~Q(reason="") & Q(from_seq__gt=0), name="adjustment_says_why")]

    def __str__(self):
        return self.document_number


class Allocation(models.Model):
    """What a participant owes of a target from the period ``from_seq`` on, until a later row takes over.

    ``amount`` is the whole: its own share and the parts of those below it. ``own`` is its own share; a participant
    reports a target exactly when it has one. ``baseline`` (for a ratio with ``baseline_base``) is how it stood before
    the first period. A row that an adjustment replaced stays, marked ``replaced``.
    """

    target = models.ForeignKey(Target, models.CASCADE, related_name="allocations")
    participant = models.ForeignKey(Participant, models.PROTECT, related_name="allocations")
    from_seq = models.PositiveSmallIntegerField(_("from period"), default=1)
    amount = figure_field(_("whole"))
    own = figure_field(_("own share"))
    baseline = figure_field(_("baseline"))
    baseline_base = figure_field(_("baseline, denominator"))
    adjustment = models.ForeignKey(Adjustment, models.PROTECT, null=True, blank=True, related_name="allocations")
    replaced = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("allocation")
        verbose_name_plural = _("allocations")
        constraints = [
            models.UniqueConstraint(
                fields=["participant", "target", "from_seq"],
                condition=Q(replaced=False),
                name="one_allocation_in_force",
            ),
            models.CheckConstraint(condition=Q(from_seq__gt=0), name="allocation_from_a_period"),
            models.CheckConstraint(
                condition=(Q(amount=None) | Q(amount__gte=0)) & (Q(own=None) | Q(own__gte=0)),
                name="nobody_owes_less_than_nothing",
            ),
        ]

    def __str__(self):
        return f"{self.target} {self.participant}: {self.amount}"
