"""From stored totals to lines: what is owed, what was done, how it stands. Asks the database nothing."""

from decimal import Decimal

from dashboards.queries.line import Counts, Line, is_counted
from dashboards.queries.place import ACCEPTED
from targets.queries.judging import pace_of
from targets.rollup.standing import Goal, rate, stand

COUNTED = ("owing", "reported", "accepted_reported", "carried", "absent")
COUNTED_ACCEPTED = ("owing", "accepted_reported", "accepted_reported", "accepted_carried", "accepted_absent")


class Judge:
    """Judges the totals of one plan on one basis. ``history`` is always {seq: Total} of one participant and target."""

    def __init__(self, plan, periods, basis):
        self.plan = plan
        self.periods = {p.seq: p for p in periods}
        self.basis = basis
        self._paces = {}

    def last_due(self, target, seq):
        """The last period up to ``seq`` at which the target is reported; 0 when there was none yet."""
        due = (s for s in range(seq, 0, -1) if self.periods[s].falls_due(target.frequency))
        return next(due, 0)

    def seqs(self, targets, seq):
        """The periods whose totals must be read to judge these targets at ``seq``."""
        return {0, seq - 1, seq} | {self.last_due(t, seq) for t in targets}

    def pace(self, target, seq):
        if (target.pk, seq) not in self._paces:
            self._paces[target.pk, seq] = pace_of(target, self.plan, self.periods[seq])
        return self._paces[target.pk, seq]

    def line(self, participant, target, history, seq):
        """The Line of a participant's target at ``seq``."""
        value, base = self.known(history.get(seq))
        counted_seq = self.last_due(target, seq)
        counted = history.get(counted_seq) if counted_seq else None
        areas, bodies = self._counts(counted, ""), self._counts(counted, "body_")
        bound = self._bound(participant, target, history.get(seq), areas, bodies)
        if value is None and areas.owing + bodies.owing and not areas.expected + bodies.expected:
            bound = None  # not applicable to anybody here
        goal = self._goal(participant, target, bound, history)
        heard = areas.heard or bodies.heard or (value, base) != self.known(history.get(0))
        return Line(
            participant, target, seq, value, base,
            amount=self._amount(target, history, seq),
            bound=bound,
            standing=stand(
                goal, value, base, self.pace(target, seq),
                yellow_from=self.plan.yellow_from, red_from=self.plan.red_from, heard=heard,
            ),
            areas=areas, bodies=bodies, counted_seq=counted_seq,
            reported_at=counted.reported_at if counted else None,
        )  # fmt: skip

    def known(self, total):
        """The value (and denominator) to date on the basis that is shown."""
        if total is None:
            return None, None
        return getattr(total, self.basis), getattr(total, f"{self.basis}_base")

    def _counts(self, total, prefix):
        if total is None:
            return Counts()
        names = COUNTED_ACCEPTED if self.basis == ACCEPTED else COUNTED
        return Counts(*(getattr(total, prefix + name) for name in names))

    def _bound(self, participant, target, total, areas, bodies):
        owing = areas.owing + bodies.owing
        if is_counted(target) and owing:
            return Decimal(areas.expected + bodies.expected)
        if target.rollup == "units_reached":
            return None  # an allocation says what one unit must reach, not how many units
        if total is not None and total.allocation is not None:
            return total.allocation
        # Nobody gave this participant a share of its own. The plan's unit owes the whole; and a rate that must not be
        # passed holds for every part of what it holds for.
        whole = participant.depth == 0 or (owing and target.is_rate and target.direction == "at_most")
        return target.value if whole else None

    def _goal(self, participant, target, bound, history):
        if target.rollup == "units_reached":
            return Goal("increment", "at_least", bound)
        upper = target.value2 if participant.depth == 0 else None
        baseline = self._baseline(participant, target, history)
        return Goal(target.measure, target.direction, bound, upper, baseline, target.scale)

    def _baseline(self, participant, target, history):
        """Where it began: what the units below had, else what the plan says. That of a rate holds for every part."""
        value, base = self.known(history.get(0))
        known = rate(value, base, target.scale) if target.is_ratio else value
        if known is not None:
            return known
        return target.baseline if target.is_ratio or participant.depth == 0 else None

    def _amount(self, target, history, seq):
        (now, base), (before, base_before) = self.known(history.get(seq)), self.known(history.get(seq - 1))
        if target.is_rate:
            now, before = rate(now, base, target.scale), rate(before, base_before, target.scale)
            return None if now is None or before is None else now - before
        return None if now is None and before is None else (now or Decimal(0)) - (before or Decimal(0))
