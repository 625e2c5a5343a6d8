"""Answers that name a target, as they are stored: "target:L04", "target:L04/to_date", "target:L04/to_date/base"."""

import re
from typing import NamedTuple

from sheets.figures.columns import FigurePart
from sheets.office.model import FigureKind

_TARGET = re.compile(rf"target:([^/]+)(?:/({'|'.join(FigureKind)}))?(?:/({'|'.join(FigurePart)}))?")


PARTS = {
    "ratio": frozenset({FigurePart.VALUE, FigurePart.BASE}),
    "milestone": frozenset({FigurePart.VALUE, FigurePart.DAY}),
}


def has_part(measure: str, part: FigurePart | None) -> bool:
    """Whether a figure of a target with this measure has the part; every one has a value (None)."""
    return part is None or part in PARTS.get(measure, {FigurePart.VALUE})


class TargetAnswer(NamedTuple):
    """The code of a target; kind and part are None where the answer does not say them."""

    code: str
    kind: FigureKind | None
    part: FigurePart | None


def read_target_answer(answer: str) -> TargetAnswer | None:
    """What an answer says of a label; None for one that names no target in one of these forms."""
    found = _TARGET.fullmatch(answer)
    if found is None:
        return None
    code, kind, part = found.groups()
    return TargetAnswer(code, FigureKind(kind) if kind else None, FigurePart(part) if part else None)
