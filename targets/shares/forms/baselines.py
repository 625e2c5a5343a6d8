"""What a planner posted from the page of baselines."""

import json
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext as _

from audit.errors import Refused
from targets.shares.baseline_cells import baseline_cells
from targets.values.typed_numbers import UnreadableNumber, read_number

PARTS = ("value", "base")


class BaselineForm:
    """The boxes as typed (key and part → text), the numbers that they mean, and what is no number."""

    def __init__(self, board, data):
        self.typed, self.errors, self._numbers, self._places = {}, {}, {}, {}
        self.reason = data.get("reason", "")
        self.seen_text = data.get("seen", "")
        for cell in baseline_cells(board):
            parts = PARTS if cell.target.is_ratio else PARTS[:1]
            if all(f"{part}.{cell.key}" in data for part in parts):
                self._read(cell, [data[f"{part}.{cell.key}"] for part in parts])

    def _read(self, cell, texts):
        self._places[cell.key] = (cell.target.code, cell.participant.code)
        self.typed[cell.key] = texts
        try:
            numbers = [read_number(text, cell.target) for text in texts]
            self._numbers[cell.key] = (numbers[0], numbers[1] if len(numbers) > 1 else None)
        except UnreadableNumber as error:
            self.errors[cell.key] = str(error)

    def arguments(self) -> dict[str, Any]:
        """What the action takes. Raises Refused when a box holds no number."""
        if self.errors:
            raise Refused(_("Some cells are not right. Nothing was saved."), cells=self.errors, code="invalid")
        return {
            "cells": {self._places[key]: pair for key, pair in self._numbers.items()},
            "seen": self._seen(),
            "reason": self.reason,
        }

    def forget_untouched(self) -> None:
        """Leave out the boxes that the planner did not change: they follow what stands in the database meanwhile."""
        seen = self._seen()
        self.typed = {key: t for key, t in self.typed.items() if self._numbers[key] != seen[self._places[key]]}

    def _seen(self):
        try:
            texts = json.loads(self.seen_text)
            return {place: _pair(texts.get(key)) for key, place in self._places.items()}
        except (ValueError, TypeError, AttributeError, InvalidOperation) as error:
            raise Refused(_("The page was not complete. Load it again, then save.")) from error


def _pair(texts):
    value, base = texts or (None, None)
    return (None if value is None else Decimal(value), None if base is None else Decimal(base))
