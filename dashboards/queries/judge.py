"""From stored totals to lines: what is owed, what was done, how it stands. Asks the database nothing."""

from dataclasses import dataclass
from decimal import Decimal
from operator import attrgetter

from dashboards.queries.line import Counts, Line, is_counted
from dashboards.queries.place import ACCEPTED
from targets.models import Target
from targets.models.target import RollUp
from targets.totals.arithmetic import RATIO
from targets.totals.queries.judging import expected_pace
from targets.totals.standing import ZERO, Goal, LightLimits, assess, rate

COUNTED = ("owing", "reported", "accepted_reported", "carried", "absent")
COUNTED_ACCEPTED = ("owing", "accepted_reported", "accepted_reported", "accepted_carried", "accepted_absent")
NOBODY, NOTHING = Counts(), (None, None)


def _counts(named, total):
    """Many lines have no bodies below them, and one of nobody does for all."""
    counts = named(total) if total else ()
    return Counts._make(counts) if any(counts) else NOBODY


@dataclass(frozen=True, slots=True)
class Terms:
    """What is the same for everybody who is judged by a target at a period: found once, asked for each of thousands.

    ``due`` is the last period at which it was reported; 0 when there was none yet.
    """

    target: Target
    pace: Decimal
    due: int
    is_rate: bool
    counted: bool
    reached_units: bool


class Judge:
    """Judges the totals of one plan on one basis. ``history`` is always {seq: total} of one participant and target."""

    def __init__(self, plan, periods, basis):
        self.plan = plan
        self.periods = {p.seq: p for p in periods}
        names = COUNTED_ACCEPTED if basis == ACCEPTED else COUNTED
        values, bodies = (basis, f"{basis}_base"), [f"body_{name}" for name in names]
        self.names = {*values, *names, *bodies, "allocation", "reported_at"}  # columns of a total that are looked at
        self._values, self._areas, self._bodies = attrgetter(*values), attrgetter(*names), attrgetter(*bodies)
        self._terms: dict[tuple[int, int], Terms] = {}

    def reading(self, targets, seq):
        """What must be read to judge these targets at ``seq``, as ``read_totals`` wants it."""
        whole = {seq} | {self.terms(target, seq).due for target in targets}
        seqs = whole | {0, seq - 1}
        return {"seqs": seqs, "brief": seqs - whole | {0}}

    def pace(self, target, seq):
        return self.terms(target, seq).pace

    def terms(self, target, seq):
        """The Terms of a target at ``seq``."""
        found = self._terms.get((target.id, seq))
        if found is None:
            due = (s for s in range(seq, 0, -1) if self.periods[s].falls_due(target.frequency))
            reached = target.rollup == RollUp.UNITS_REACHED
            pace = expected_pace(target, self.plan, self.periods[seq])
            found = Terms(target, pace, next(due, 0), target.is_rate, is_counted(target), reached)
            self._terms[target.id, seq] = found
        return found

    def line(self, participant, target, history, seq):
        """The Line of a participant's target at ``seq``."""
        terms, total = self.terms(target, seq), history.get(seq)
        counted = history.get(terms.due) if terms.due else None
        areas, bodies = _counts(self._areas, counted), _counts(self._bodies, counted)
        known, start = self.known(total), self.known(history.get(0))
        value, base = known
        bound = self._bound(participant, terms, total, areas, bodies)
        if value is None and areas.owing + bodies.owing and not areas.expected + bodies.expected:
            bound = None  # not applicable to anybody here
        standing = assess(
            self._goal(participant, terms, bound, start), value, base, terms.pace,
            limits=LightLimits(self.plan.yellow_from, self.plan.red_from),
            has_reports=areas.heard or bodies.heard or known != start,
        )  # fmt: skip
        amount = self._amount(terms, known, start if seq == 1 else self.known(history.get(seq - 1)))
        reported_at = counted.reported_at if counted else None
        return Line(
            participant, target, seq, value, base, amount, bound, standing, areas, bodies, terms.due, reported_at
        )

    def known(self, total):
        """The value (and denominator) to date on the basis that is shown."""
        return NOTHING if total is None else self._values(total)

    def _bound(self, participant, terms, total, areas, bodies):
        target, owing = terms.target, areas.owing + bodies.owing
        if terms.counted and owing:
            return Decimal(areas.expected + bodies.expected)
        if terms.reached_units:
            return None  # an allocation says what one unit must reach, not how many units
        if total is not None and total.allocation is not None:
            return total.allocation
        # Nobody gave this participant a share of its own. The plan's unit owes the whole; and a rate that must not be
        # passed holds for every part of what it holds for.
        whole = participant.depth == 0 or (owing and terms.is_rate and target.direction == "at_most")
        return target.value if whole else None

    def _goal(self, participant, terms, bound, start):
        if terms.reached_units:
            return Goal("increment", "at_least", bound)
        target = terms.target
        upper = target.value2 if participant.depth == 0 else None
        baseline = self._baseline(participant, target, start)
        return Goal(target.measure, target.direction, bound, upper, baseline, target.scale)

    def _baseline(self, participant, target, start):
        """Where it began: what the units below had, else what the plan says. That of a rate holds for every part."""
        value, base = start
        ratio = target.measure == RATIO
        known = rate(value, base, target.scale) if ratio else value
        if known is not None:
            return known
        return target.baseline if ratio or participant.depth == 0 else None

    def _amount(self, terms, known, previous):
        (now, base), (before, base_before) = known, previous
        if terms.is_rate:
            scale = terms.target.scale
            now, before = rate(now, base, scale), rate(before, base_before, scale)
            return None if now is None or before is None else now - before
        return None if now is None and before is None else (now or ZERO) - (before or ZERO)
