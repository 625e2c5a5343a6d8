"""Figures of units by which targets are split in proportion, such as their population."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from orgs.models import Unit
from targets.models.numbers import PLACES

DIGITS = 20


class SplitFigure(models.Model):
    """A figure of a unit in a year, pasted once and kept for every plan in which the unit has part."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    name = models.CharField(_("name"), max_length=40)
    year = models.PositiveSmallIntegerField(_("year"))
    value = models.DecimalField(_("value"), max_digits=DIGITS, decimal_places=PLACES)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["unit", "name", "year"], name="one_split_figure_a_year"),
            models.CheckConstraint(condition=Q(value__gte=0) & ~Q(name=""), name="split_figure_makes_sense"),
        ]

    def __str__(self):
        return f"{self.unit} {self.name} {self.year}"
