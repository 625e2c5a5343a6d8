"""Completion, pace, light and rank of a total. The only definition of each, for pages and sheets.

Imports nothing of Django. Shares are exact Decimals with 1 = 100 %, rounded only for display. Rules: the design,
"Completion, pace, light, rank".
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any, NamedTuple

from targets.totals.arithmetic import LEVEL, MILESTONE, RATIO, SHARES, meets_target

ZERO, ONE, HUNDRED = Decimal(0), Decimal(1), Decimal(100)
# A division is wrong in the 28th digit; a lag that equals the limit must not exceed it by that.
LAG_PRECISION = Decimal("1e-12")
BLUE, GREEN, YELLOW, RED, GREY = "blue", "green", "yellow", "red", "grey"
UNMET = "unmet"  # not reached yet, and no pace: it is not known from where it began
# No light: nothing is owed; not applicable; a sum of percentages, which says nothing; it counts from a later period on.
NO_TASK, NOT_APPLICABLE, SUMMED_PERCENT, NOT_BEGUN = UNJUDGED = ("", "na", "summed", "early")


class Goal(NamedTuple):
    """What a participant owes: ``bound`` is its allocation, ``upper`` the end of a range, ``baseline`` the start.

    Without a baseline a level or a ratio has no pace: it is reached or not; ``from_zero``: it counts from zero all the
    same (``Target.start``). ``unjudged`` says why it has no light at all: one of ``UNJUDGED`` but ``NO_TASK``.
    ``deadline_passed``: it should be reached by now. ``starts_unknown``: it counts units of which it is not known from
    where they began. ``starts_missing``: of so many of its units it is not known, while of others it is.
    """

    measure: str
    direction: str
    bound: Decimal | None
    upper: Decimal | None = None
    baseline: Decimal | None = None
    scale: str = ""
    from_zero: bool = False
    unjudged: str = ""
    deadline_passed: bool = False
    starts_unknown: bool = False
    starts_missing: int = 0

    @property
    def has_start(self) -> bool:
        """Whether its completion counts from a baseline: a level or a ratio, unless it is an upper limit."""
        return self.measure in (LEVEL, RATIO) and self.direction != "at_most"

    @property
    def demands_nothing(self) -> bool:
        """A share of zero: it owes a report, and whatever is reported is enough. It has no completion, pace or rank."""
        return self.bound == 0 and self.direction != "at_most"

    @property
    def start_unknown(self) -> bool:
        return self.starts_unknown or (self.has_start and self.baseline is None and not self.from_zero)


class LightLimits(NamedTuple):
    """Lags in percentage points beyond which the light is yellow or red."""

    yellow_from: Decimal = Decimal(10)
    red_from: Decimal = Decimal(30)


class GoalStanding(NamedTuple):
    """``shown`` is the number to date as people see it (a ratio divided), ``completion`` and ``pace`` are shares.

    ``distance`` is how far an "at most" is from its bound (positive: room left). ``lag`` is in percentage points.
    ``over`` says that more was done than "exactly" or a range allows. ``light`` is one of ``UNJUDGED`` where nothing is
    owed, or where what is owed cannot be judged. ``goal`` and ``limits`` are what it was held against. ``overdue``: its
    deadline has passed, and it is not reached.
    """

    shown: Decimal | None
    completion: Decimal | None
    pace: Decimal | None
    lag: Decimal | None
    met: bool
    light: str
    distance: Decimal | None = None
    over: bool = False
    goal: Goal | None = None
    limits: LightLimits = LightLimits()
    overdue: bool = False

    @property
    def gap(self) -> Decimal | None:
        """Completion ahead of pace (+) or behind it (−), as a share; None for "at most", which has no pace."""
        if self.lag is None or self.distance is not None:
            return None
        return -_without_division_error(self.lag) / HUNDRED

    @property
    def gap_bounds(self) -> tuple[Decimal, ...]:
        """The gaps, in percentage points, that must not be reached by rounding: none, and where the light changes."""
        return ZERO, -self.limits.yellow_from, -self.limits.red_from

    @property
    def bounds(self) -> tuple[Decimal, ...]:
        """The numbers that ``shown`` must not reach by rounding: none, the whole, and what is owed."""
        if self.goal is None:
            return (ZERO,)
        owed = [bound for bound in (self.goal.bound, self.goal.upper) if bound is not None]
        return ZERO, Decimal(SHARES[self.goal.scale]), *owed

    @property
    def judged(self) -> bool:
        """Whether something is owed that can be judged."""
        return self.light not in UNJUDGED

    @property
    def counts(self) -> bool:
        """Whether it counts in the overall completion of its unit."""
        return self.judged and not (self.goal and self.goal.demands_nothing)


DEFAULT_LIMITS = LightLimits()


def assess(
    goal: Goal,
    value: Decimal | None,
    base: Decimal | None,
    pace: Decimal,
    *,
    limits: LightLimits = DEFAULT_LIMITS,
    has_reports: bool = True,
) -> GoalStanding:
    """The ``GoalStanding`` of a total to date (``value``, for a ratio over ``base``) at ``pace`` (a share).

    ``has_reports`` is False while nobody has reported: then the value is only the baseline, and the light is grey.
    Once its deadline has passed, what is not reached is behind at least, however little is missing.
    """
    assessed = _assess(goal, (value, base), pace, limits, has_reports)
    standing = GoalStanding._make((*assessed, goal, limits, False))
    if not _is_overdue(goal, standing):
        return standing
    light = YELLOW if standing.light in (GREEN, UNMET) else standing.light
    return standing._replace(overdue=True, light=light)


def _is_overdue(goal, standing):
    """An upper limit is kept or broken on every day alike; and who has done more than promised is not late."""
    if not goal.deadline_passed or goal.direction == "at_most" or goal.demands_nothing or not standing.judged:
        return False
    return not standing.met and not standing.over


def _why_unjudged(goal):
    """One of ``UNJUDGED``, or None where something is owed that can be judged."""
    if goal.unjudged in (NOT_APPLICABLE, NOT_BEGUN):
        return goal.unjudged
    return goal.unjudged or None if is_owed(goal) else NO_TASK


def _assess(goal, known, pace, limits, has_reports):
    """The first eight fields of a ``GoalStanding``: made once, it costs a third less than one that is replaced."""
    value, base = known
    shown = rate(value, base, goal.scale) if goal.measure == RATIO else value
    unjudged = _why_unjudged(goal)
    if unjudged is not None:
        return shown, None, None, None, False, unjudged, None, False
    if shown is None or not has_reports:
        expected = None if goal.start_unknown or goal.demands_nothing else pace
        return shown, None, expected, None, False, GREY, None, False
    # A ratio is held against its bound undivided: a rate just below 70 % must not be rounded up to it.
    met = meets_target(
        goal.direction, value, goal.bound, goal.upper, base=base if goal.measure == RATIO else None, scale=goal.scale
    )
    if goal.direction == "at_most":
        return _assess_at_most(goal, shown, met)
    return _assess_on_the_way(goal, shown, pace, met, limits)


def _assess_on_the_way(goal, shown, pace, met, limits):
    over = not met and (shown > goal.bound if goal.direction == "exactly" else shown >= goal.bound)
    if goal.demands_nothing:
        return shown, None, None, None, met, BLUE if met else GREEN, None, over
    done = completion(goal, shown)
    if done is None or goal.start_unknown:
        return shown, done, None, None, met, BLUE if met else GREEN if over else UNMET, None, over
    lag = (pace - done) * HUNDRED
    return shown, done, pace, lag, met, BLUE if met else light_for_lag(lag, *limits), None, over


def _assess_at_most(goal, shown, met):
    """For "at most": the bound is the same in every period; green while it holds, because it may still break."""
    distance = goal.bound - shown
    if met:
        return shown, ONE, None, ZERO, True, GREEN, distance, False
    return shown, ZERO, None, HUNDRED, False, RED, distance, False


def is_owed(goal: Goal) -> bool:
    """Whether the goal is owed. A share of zero is: its unit has a return to write (see ``demands_nothing``)."""
    return goal.bound is not None


def rate(value: Decimal | None, base: Decimal | None, scale: str) -> Decimal | None:
    """A ratio as shown: 70 for 70 %. None while there is no denominator to divide by."""
    return value * SHARES[scale] / base if value is not None and base else None


def completion(goal: Goal, shown: Decimal) -> Decimal | None:
    """The share of the goal that is done. Not capped; negative when a level has fallen below its baseline.

    None where it is not known from where it began, and it has not arrived.
    """
    bound = goal.bound or ZERO
    if goal.start_unknown and goal.has_start:
        return ONE if shown >= bound else None
    start = (goal.baseline or ZERO) if goal.has_start else ZERO
    way = bound - start
    if way <= 0:  # the baseline was at the goal already: all or nothing
        return ONE if shown >= bound else ZERO
    return (shown - start) / way


def light_for_lag(lag: Decimal, yellow_from: Decimal, red_from: Decimal) -> str:
    """The light for a ``lag``, in percentage points like both limits; a lag equal to a limit does not exceed it."""
    lag = _without_division_error(lag)
    return RED if lag > red_from else YELLOW if lag > yellow_from else GREEN


def _without_division_error(lag):
    return lag.quantize(LAG_PRECISION) if lag.adjusted() < 15 else lag


def pace_at(
    measure: str, end: date, year: int, *, deadline: date | None = None, schedule: Mapping[date, Decimal] | None = None
) -> Decimal:
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


def rank_rows(rows: Sequence[tuple[Decimal | None, datetime | None, Any]]) -> list[tuple[int | None, Any]]:
    """Competition ranks (1, 2, 2, 4) for ``rows`` of (completion or None, reported_at or None, key).

    Returns a list of (rank or None, key): best first, equals by who reported first, the unknown at the end unranked.
    """
    known = [r for r in rows if r[0] is not None]
    late = max((r[1] for r in known if r[1] is not None), default=None)
    ordered = sorted(known, key=lambda r: (-(r[0] or ZERO), r[1] is None, r[1] or late))
    out, rank = [], 0
    for place, row in enumerate(ordered, 1):
        if place == 1 or row[0] != ordered[place - 2][0]:
            rank = place
        out.append((rank, row[2]))
    return out + [(None, r[2]) for r in rows if r[0] is None]


def rank_completions(completions: Sequence[Decimal | None]) -> list[int | None]:
    """The rank of each, as ``rank_rows`` gives it, in the order of the rows; None for the unknown."""
    found: list[int | None] = [None] * len(completions)
    known = [place for place, completion in enumerate(completions) if completion is not None]
    previous, current = None, 0
    for position, place in enumerate(sorted(known, key=lambda place: completions[place] or ZERO, reverse=True), 1):
        if previous is None or completions[place] != previous:
            current = position
        found[place], previous = current, completions[place]
    return found


def weighted_completion(parts: Iterable[tuple[GoalStanding, Decimal]]) -> Decimal | None:
    """The weighted mean of a unit's completions, each limited to 0 … 1.

    ``parts`` are (Standing, weight). Targets that are not judged are left out (without a share, not applicable), and
    shares of zero;
    targets without a report count as 0, so that not reporting does not raise the mean, and so do those of an unknown
    start that are not reached. None when nothing is owed, the weights sum to 0, or nothing at all was reported: nobody
    is first with nothing.
    """
    owing = [(each, weight) for each, weight in parts if each.counts]
    whole = sum((weight for _, weight in owing), ZERO)
    if not whole or all(standing.light == GREY for standing, _ in owing):
        return None
    return sum((limit_share(standing.completion) * weight for standing, weight in owing), ZERO) / whole


def limit_share(completion: Decimal | None) -> Decimal:
    """A completion as it counts in a mean: within 0 … 1, nothing known as 0."""
    return min(max(completion or ZERO, ZERO), ONE)
