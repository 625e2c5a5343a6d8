"""How numbers are kept: exact decimals, wide enough that a sum over the whole nation still fits."""

from decimal import Decimal

from django.db import models

PLACES = 6
LIMIT = Decimal(10) ** 14  # a single figure stays below this; 641,815 units of it still fit into a total


def figure_field(*args, **kwargs):
    """A reported or promised number."""
    return models.DecimalField(*args, max_digits=20, decimal_places=PLACES, null=True, blank=True, **kwargs)


def total_field(*args, **kwargs):
    """A sum of figures over a subtree."""
    return models.DecimalField(*args, max_digits=30, decimal_places=PLACES, null=True, blank=True, **kwargs)
