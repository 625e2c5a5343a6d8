"""What becomes of each figure of a workbook: new, changed, unchanged or refused."""

from collections import Counter
from dataclasses import dataclass
from enum import StrEnum

from sheets.columns import CellError, canonical
from sheets.content import BLANK, Content
from sheets.reasons import Reason, Unreadable


class Kind(StrEnum):
    REFUSED = "refused"
    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"


@dataclass(frozen=True)
class Outcome:
    """``ref`` is the cell's name (D7); ``before`` is what stands, ``after`` what the workbook says.

    ``kept``: the cell is as it was downloaded, but somebody has entered something else meanwhile; that stays.
    """

    kind: Kind
    unit: str
    target: str
    ref: str
    before: Content = BLANK
    after: Content = BLANK
    why: Reason | None = None
    kept: bool = False


@dataclass(frozen=True)
class Place:
    """Where a figure would go: what stands there, whether the unit owes the target, and why it is shut, if it is."""

    unit: str
    standing: Content = BLANK
    owed: bool = True
    shut: Reason | None = None


def judge(field, row, place):
    """The Outcome of one figure, or None where there is nothing to tell (not owed, and nothing typed).

    ``row`` is a row of ``sheets.reading``: its ``cells`` and ``base`` (what stood in them when they were downloaded).
    """
    cells = [row.cells[column.key] for column in field.columns]

    def outcome(kind, ref=cells[0].ref, **more):
        return Outcome(kind, place.unit, field.target, ref, before=place.standing, **more)

    fault = next((cell for cell in cells if cell.fault), None)
    if fault:
        return outcome(Kind.REFUSED, fault.ref, why=fault.fault)
    if not place.owed:
        typed = next((cell for cell in cells if canonical(cell.value)), None)
        return outcome(Kind.REFUSED, typed.ref, why=Reason("not_owed")) if typed else None
    try:
        after = field.read({column.key: cell.value for column, cell in zip(field.columns, cells, strict=True)})
    except CellError as error:
        return outcome(Kind.REFUSED, row.cells[error.key].ref, why=_reason(error.error))
    if after == place.standing:
        return outcome(Kind.UNCHANGED, after=after)
    if all(
        canonical(cell.value) == row.base.get(column.key, "") for column, cell in zip(field.columns, cells, strict=True)
    ):
        return outcome(Kind.UNCHANGED, after=place.standing, kept=True)
    if place.shut:
        return outcome(Kind.REFUSED, after=after, why=place.shut)
    return outcome(Kind.NEW if place.standing.blank else Kind.CHANGED, after=after)


def counts(outcomes):
    """How many of each kind, all four named."""
    found = Counter(outcome.kind for outcome in outcomes)
    return {kind.value: found[kind] for kind in Kind}


def _reason(error):
    return error.reason if isinstance(error, Unreadable) else Reason("said", {"text": str(error)})
