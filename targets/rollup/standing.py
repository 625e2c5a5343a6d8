"""How well a total stands: completion, pace, light, rank. The one place for each; pages, sheets and circulars ask here.

Nothing of Django. Shares are exact Decimals with 1 = 100 %; they are rounded only when shown. Rules: the design,
"Completion, pace, light, rank".
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from targets.rollup.arithmetic import INCREMENT, LEVEL, MILESTONE, RATIO, RUNNING, SHARES

ZERO, ONE, HUNDRED = Decimal(0), Decimal(1), Decimal(100)
BLUE, GREEN, YELLOW, RED, GREY = "blue", "green", "yellow", "red", "grey"


@dataclass(frozen=True)
class Goal:
    """What a participant owes: ``bound`` is its allocation, ``upper`` the upper end of a range, ``baseline`` the start."""

    measure: str
    direction: str
    bound: Decimal | None
    upper: Decimal | None = None
    baseline: Decimal | None = None
    scale: str = ""


@dataclass(frozen=True)
class Standing:
    """``shown`` is the number to date as people see it (a ratio divided), ``completion`` and ``pace`` are shares.

    ``distance`` is how far an "at most" is from its bound (positive: room left). ``lag`` is in percentage points.
    ``light`` is "" when nothing is owed (无任务).
    """

    shown: Decimal | None
    completion: Decimal | None
    pace: Decimal | None
    lag: Decimal | None
    met: bool
    light: str
    distance: Decimal | None = None


def stand(goal, value, base, pace, *, yellow_from=Decimal(10), red_from=Decimal(30)):
    """Judge a total to date (``value``, for a ratio over ``base``) against a goal at ``pace`` (a share)."""
    shown = rate(value, base, goal.scale) if goal.measure == RATIO else value
    if not owed(goal):
        return Standing(shown, None, None, None, False, "")
    if shown is None:
        return Standing(None, None, pace, None, False, GREY)
    met = is_met(goal, shown)
    done = completion(goal, shown)
    expected = ONE if goal.direction == "at_most" else pace
    lag = (expected - done) * HUNDRED
    light = BLUE if met and goal.direction != "at_most" else colour(lag, yellow_from, red_from)
    distance = goal.bound - shown if goal.direction == "at_most" else None
    return Standing(shown, done, pace, lag, met, light, distance)


def owed(goal):
    """Whether there is anything to do. "At most nothing" is a promise; "at least nothing" is none."""
    return goal.bound is not None and (goal.bound > 0 or goal.direction == "at_most")


def rate(value, base, scale):
    """A ratio as shown: 70 for 70 %. None while there is no denominator to divide by."""
    return value * SHARES[scale] / base if value is not None and base else None


def is_met(goal, shown):
    if goal.direction == "at_most":
        return shown <= goal.bound
    if goal.direction == "exactly":
        return shown == goal.bound
    return shown >= goal.bound and (goal.direction != "range" or goal.upper is None or shown <= goal.upper)


def completion(goal, shown):
    """The share that is done; uncapped. For "at most" it is 1 while the bound holds and 0 when it does not."""
    if goal.direction == "at_most":
        return ONE if shown <= goal.bound else ZERO
    start = (goal.baseline or ZERO) if goal.measure in (LEVEL, RATIO) else ZERO
    way = goal.bound - start
    if way <= 0:  # it stood there from the beginning: all or nothing
        return ONE if shown >= goal.bound else ZERO
    return (shown - start) / way


def colour(lag, yellow_from, red_from):
    return RED if lag > red_from else YELLOW if lag > yellow_from else GREEN


def pace_at(measure, end, year, *, deadline=None, schedule=None):
    """The share that should be done when the period ending on ``end`` is over.

    ``schedule`` maps the last day of periods to cumulative shares; the last one passed holds. Without one the pace is
    a straight line by months from the beginning of ``year`` to the deadline; a milestone is owed at its deadline.
    """
    deadline = deadline or date(year, 12, 31)
    if measure == MILESTONE:
        return ONE if end >= deadline else ZERO
    if schedule:
        return max((share for day, share in schedule.items() if day <= end), default=ZERO)
    months = (end.year - year) * 12 + end.month
    whole = (deadline.year - year) * 12 + deadline.month
    return min(ONE, Decimal(months) / Decimal(whole)) if whole > 0 else ONE


def ranks(rows):
    """Competition ranks (1, 2, 2, 4) for ``rows`` of (completion or None, reported_at or None, key).

    Returns a list of (rank or None, key): best first, equals by who reported first, the unknown at the end unranked.
    """
    known = [r for r in rows if r[0] is not None]
    late = max((r[1] for r in known if r[1] is not None), default=None)
    ordered = sorted(known, key=lambda r: (-r[0], r[1] is None, r[1] or late))
    out, rank = [], 0
    for place, row in enumerate(ordered, 1):
        if place == 1 or row[0] != ordered[place - 2][0]:
            rank = place
        out.append((rank, row[2]))
    return out + [(None, r[2]) for r in rows if r[0] is None]


__all__ = ["INCREMENT", "RUNNING", "Goal", "Standing", "colour", "pace_at", "ranks", "rate", "stand"]
