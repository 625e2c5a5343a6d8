"""What a planner posted from the page of allocations."""

import json
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext as _

from audit.errors import Refused
from targets.shares.board import cell_key
from targets.shares.queries.split_bases import EVENLY
from targets.values.typed_numbers import UnreadableNumber, read_share

PREFIX = "cell."


class AllocationForm:
    """The boxes as typed, what they mean, what the planner saw, the adjustment's three fields, and how to split.

    ``typed`` and ``values`` map cell keys to texts and numbers, ``errors`` holds what is no number. Boxes that the page
    did not have are left out, so that a part of a page is never read as "no share".
    """

    def __init__(self, board, data):
        self.typed, self.values, self.errors, self._places = {}, {}, {}, {}
        self.from_seq = int(data["from_seq"]) if data.get("from_seq", "").isdecimal() else None
        self.reason = data.get("reason", "")
        self.document_number = data.get("document_number", "")
        self.basis, self.brought = data.get("basis") or EVENLY, data.get("brought", "")
        self.keep_name = " ".join(data.get("keep_name", "").split())
        self.keep_year = int(data["keep_year"]) if data.get("keep_year", "").isdecimal() else None
        for target in board.targets:
            for participant in [board.participant, *board.children]:
                self._read(target, participant, data)
        self.seen_text = data.get("seen", "")

    def _read(self, target, participant, data):
        key = cell_key(target, participant)
        text = data.get(PREFIX + key)
        if text is None:
            return
        self.typed[key] = text
        self._places[key] = (target.code, participant.code)
        try:
            self.values[key] = read_share(text, target)
        except UnreadableNumber as error:
            self.errors[key] = str(error)

    def fill(self, texts: dict[str, str], values: dict[str, Decimal]) -> None:
        """Put what was computed into the boxes, as if it had been typed."""
        self.typed |= texts
        self.values |= values

    def seen(self) -> dict[str, Decimal | None]:
        """Key → what stood in each box when the page was made. Raises Refused when the page did not say."""
        try:
            texts = json.loads(self.seen_text)
            seen = {key: Decimal(texts[key]) if texts.get(key) is not None else None for key in self.typed}
            if any(value is not None and not value.is_finite() for value in seen.values()):
                raise ValueError(texts)
            return seen
        except (ValueError, TypeError, AttributeError, InvalidOperation) as error:
            raise Refused(_("The page was not complete. Load it again, then save.")) from error

    def arguments(self) -> dict[str, Any]:
        """What the action takes. Raises Refused when a box holds no number."""
        if self.errors:
            raise Refused(_("Some cells are not right. Nothing was saved."), cells=self.errors, code="invalid")
        seen = self.seen()
        return {
            "cells": {self._places[key]: value for key, value in self.values.items()},
            "seen": {self._places[key]: value for key, value in seen.items()},
            "from_seq": self.from_seq,
            "reason": self.reason,
            "document_number": self.document_number,
        }

    def touched(self) -> set[str]:
        """The keys whose box the planner changed: the rest follows what stands in the database meanwhile."""
        seen = self.seen()
        return {key for key in self.typed if key in self.errors or self.values[key] != seen[key]}
