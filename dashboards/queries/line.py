"""One number of a page: a participant's total of one target at one period, with all that is said about it."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import NamedTuple

from plans.models import Participant
from targets.models import Target
from targets.models.target import RollUp
from targets.totals.standing import GoalStanding


class Counts(NamedTuple):
    """How many units owe a figure, and what came of it on the basis that is shown."""

    owing: int = 0
    reported: int = 0
    accepted: int = 0
    carried: int = 0
    absent: int = 0

    @property
    def expected(self):
        """Those that are not applicable leave the number of units that are expected to report."""
        return self.owing - self.absent

    @property
    def silent(self):
        return self.expected - self.reported - self.carried

    @property
    def heard(self):
        return self.reported + self.carried > 0


@dataclass(slots=True)
class Line:
    """``value`` (a ratio's over ``base``) is to date, ``amount`` what this period added (a ratio: how its rate moved).

    ``bound`` is what is owed, ``areas`` and ``bodies`` count the units below at the period ``counted_seq``, the last
    one at which the target was due (0: not yet). ``rank`` is among siblings of its kind.
    """

    participant: Participant
    target: Target
    seq: int
    value: Decimal | None
    base: Decimal | None
    amount: Decimal | None
    bound: Decimal | None
    standing: GoalStanding
    areas: Counts
    bodies: Counts
    counted_seq: int
    reported_at: datetime | None = None
    rank: int | None = None

    @property
    def is_rate(self):
        return self.target.is_rate

    @property
    def reached_units(self):
        """Whether the number counts units that reached theirs, instead of what the units reported."""
        return self.target.rollup == RollUp.UNITS_REACHED

    @property
    def due(self):
        return self.counted_seq == self.seq

    @property
    def digits(self):
        """Decimals to show. A rate shows one at least: most never come out even."""
        if self.reached_units:
            return 0
        return max(1, self.target.decimals) if self.is_rate else self.target.decimals

    @property
    def digits_of_parts(self):
        """Decimals of what is added up: a rate's numerators are as exact as they were reported."""
        return None if self.is_rate else self.digits

    @property
    def all_absent(self):
        owing = self.areas.owing + self.bodies.owing
        return owing > 0 and self.areas.expected + self.bodies.expected == 0


def is_counted(target):
    """Whether what is owed is a number of units: one for each that owes it."""
    return target.is_milestone or target.rollup == RollUp.UNITS_REACHED
