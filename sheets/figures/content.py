"""What one figure can hold: a value, a ratio's two numbers, a milestone's day, "not applicable", or nothing."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal


@dataclass(frozen=True)
class FigureContent:
    """Blank, zero and not applicable are three different things. ``base`` is a ratio's denominator."""

    value: Decimal | None = None
    base: Decimal | None = None
    na: bool = False
    reason: str = ""
    done_on: date | None = None

    @property
    def blank(self) -> bool:
        return self.value is None and not self.na


BLANK = FigureContent()
