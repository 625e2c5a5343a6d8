"""How numbers are kept: exact decimals, wide enough that a sum over the whole nation still fits."""

from decimal import Decimal
from typing import TYPE_CHECKING

from django.db import models

if TYPE_CHECKING:
    from django.db.models import DecimalField
    from django.utils.functional import _StrPromise as StrPromise

    NumberInput = Decimal | int | str | None

PLACES = 6
LIMIT = Decimal(10) ** 14  # a single figure stays below this; 641,815 units of it still fit into a total


def figure_field(verbose_name: "str | StrPromise | None" = None) -> "DecimalField[NumberInput, Decimal | None]":
    """A reported or promised number; None while nothing is known."""
    return models.DecimalField(verbose_name, max_digits=20, decimal_places=PLACES, null=True, blank=True)


def total_field(verbose_name: "str | StrPromise | None" = None) -> "DecimalField[NumberInput, Decimal | None]":
    """A sum of figures over a subtree; None while nothing is known."""
    return models.DecimalField(verbose_name, max_digits=30, decimal_places=PLACES, null=True, blank=True)
