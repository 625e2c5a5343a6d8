"""One number of a page: a participant's total of one target at one period, with its assessment and counts."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import NamedTuple

from pages.formats import Rounding
from plans.models import Participant
from targets.models import Target
from targets.models.target import RollUp
from targets.totals.standing import GoalStanding


class ReportCounts(NamedTuple):
    """How many units owe a figure, and how many have reported on the basis that is shown."""

    owing: int = 0
    reported: int = 0
    accepted: int = 0
    carried: int = 0
    absent: int = 0

    @property
    def expected(self) -> int:
        """Units that are expected to report: without those that are not applicable."""
        return self.owing - self.absent

    @property
    def silent(self) -> int:
        return self.expected - self.reported - self.carried

    @property
    def said(self) -> int:
        """Units that said something in this very period: a figure, or not applicable."""
        return self.reported + self.absent

    @property
    def any_reported(self) -> bool:
        return self.reported + self.carried > 0


@dataclass(slots=True)
class TotalLine:
    """``value`` (of a ratio over ``base``) is to date; ``amount`` is what this period added (of a ratio: the change of
    the rate).

    ``bound`` is what is owed. ``areas`` and ``bodies`` count the units below at the period ``counted_seq``, the last
    at which the target was due (0: not yet); ``data_code`` is the code of that period where it is not the one that is
    shown: the number is of then. ``rank`` is among siblings of the same kind.
    """

    participant: Participant
    target: Target
    seq: int
    value: Decimal | None
    base: Decimal | None
    amount: Decimal | None
    bound: Decimal | None
    standing: GoalStanding
    areas: ReportCounts
    bodies: ReportCounts
    counted_seq: int
    reported_at: datetime | None = None
    rank: int | None = None
    data_code: str = ""

    @property
    def is_rate(self):
        return self.target.is_rate

    @property
    def reached_units(self):
        """Whether the number counts the units that reached their share, instead of summing what they reported."""
        return self.target.rollup == RollUp.UNITS_REACHED

    @property
    def due(self):
        return self.counted_seq == self.seq

    @property
    def digits(self):
        """Decimals to show; at least one for a rate."""
        if self.reached_units:
            return 0
        return max(1, self.target.decimals) if self.is_rate else self.target.decimals

    @property
    def rounding(self) -> int | Rounding:
        """How the number to date is rounded: a rate never to a bound that it has not reached."""
        return Rounding(self.digits, self.standing.bounds) if self.is_rate else self.digits

    @property
    def step_rounding(self) -> int | Rounding:
        """How a change or a distance is rounded: to 0 only where there is none."""
        return Rounding(self.digits) if self.is_rate else self.digits

    @property
    def digits_of_parts(self):
        """Decimals of the summands; None (as reported) for the numerators of a rate."""
        return None if self.is_rate else self.digits

    @property
    def all_absent(self):
        owing = self.areas.owing + self.bodies.owing
        return owing > 0 and self.areas.expected + self.bodies.expected == 0


def counts_units(target: Target) -> bool:
    """Whether the amount owed is a number of units: one for each that owes the target."""
    return target.is_milestone or target.rollup == RollUp.UNITS_REACHED
