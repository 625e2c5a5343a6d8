"""The map that an office brought of the units below it."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from orgs.models import Unit


class OfficeMap(models.Model):
    """The outlines of units below a unit, made plain (``dashboards.maps.outlines``); the file itself is not kept.

    Each is either reviewed (``review_number``, 审图号) or ``internal``, for internal use; which one, and the source,
    stand under every picture. ``unmatched`` are the names of areas of the file that belong to no unit.
    """

    unit = models.OneToOneField(Unit, models.PROTECT, related_name="office_map")
    review_number = models.CharField(_("map review number"), max_length=60, blank=True)
    internal = models.BooleanField(_("for internal use"), default=False)
    source = models.CharField(_("source"), max_length=200)
    shapes = models.JSONField()
    unmatched = models.JSONField(default=list)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("office's map")
        verbose_name_plural = _("offices' maps")
        constraints = [
            models.CheckConstraint(
                condition=Q(internal=True, review_number="") | (Q(internal=False) & ~Q(review_number="")),
                name="office_map_reviewed_or_internal",
            ),
            models.CheckConstraint(condition=~Q(source=""), name="office_map_has_source"),
        ]

    def __str__(self):
        return str(self.unit)
