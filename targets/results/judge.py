"""Assess stored totals: what is owed, what was done, how it stands. No queries."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from operator import attrgetter
from typing import Any, NamedTuple

from plans.models import Participant
from targets.models import Target
from targets.models.target import RollUp
from targets.results.line import ReportCounts, TotalLine, counts_units
from targets.results.place import ACCEPTED
from targets.totals.arithmetic import RATIO
from targets.totals.queries.assessment import effective_deadline, expected_pace, is_deadline_passed
from targets.totals.standing import NOT_APPLICABLE, NOT_BEGUN, SUMMED_PERCENT, ZERO, Goal, LightLimits, assess, rate

COUNTED = ("owing", "reported", "accepted_reported", "carried", "absent")
COUNTED_ACCEPTED = ("owing", "accepted_reported", "accepted_reported", "accepted_carried", "accepted_absent")
NO_COUNTS, NOTHING_KNOWN = ReportCounts(), (None, None)


def _counts(named, total):
    """The counts of a total. Many lines have no bodies below them: they share one object."""
    counts = named(total) if total else ()
    return ReportCounts._make(counts) if any(counts) else NO_COUNTS


def _why_unjudged(terms, areas, bodies):
    """Not begun yet; not applicable to anybody here, whatever was done before; or a sum of percentages."""
    if not terms.begun:
        return NOT_BEGUN
    if areas.owing + bodies.owing and not areas.expected + bodies.expected:
        return NOT_APPLICABLE
    return SUMMED_PERCENT if terms.sums_percentages else ""


def _needs_starts(target):
    return target.has_start and not target.counts_from_zero


class StartOfUnits(NamedTuple):
    """Where the units below began: the sums of the baselines that are ``known``, and how many units need one and have
    one. As long as one is missing, the sum is not where their whole began."""

    known: tuple[Decimal | None, Decimal | None] = NOTHING_KNOWN
    needed: int = 0
    given: int = 0

    @property
    def complete(self) -> bool:
        return self.known[0] is not None and self.given == self.needed

    @property
    def missing(self) -> int:
        """How many have no baseline while others have one."""
        return self.needed - self.given if self.given else 0


@dataclass(frozen=True, slots=True)
class JudgingTerms:
    """What is the same for all participants assessed by a target at a period: computed once, used for thousands.

    ``due`` is the last period at which the target was due; 0 when there was none yet. ``begun`` is False before the
    first period of a target that a supplement added. ``data_code`` is the code of ``due`` where it is not the period
    that is shown. ``pace`` is that of the period of the data, but full once the deadline is over.
    """

    target: Target
    pace: Decimal
    due: int
    data_code: str
    deadline_passed: bool
    is_rate: bool
    counts_units: bool
    reached_units: bool
    sums_percentages: bool
    begun: bool


class Judge:
    """Assesses the totals of one plan on one basis. ``history`` is {seq: total} of one participant and target."""

    def __init__(self, plan, periods, basis):
        self.plan = plan
        self.periods = {p.seq: p for p in periods}
        names = COUNTED_ACCEPTED if basis == ACCEPTED else COUNTED
        values, bodies = (basis, f"{basis}_base"), [f"body_{name}" for name in names]
        self.columns = {*values, *names, *bodies, "allocation", "reported_at"}  # of a total that are used
        self._values, self._areas, self._bodies = attrgetter(*values), attrgetter(*names), attrgetter(*bodies)
        self._terms: dict[tuple[int, int], JudgingTerms] = {}

    def needed_totals(self, targets: Iterable[Target], seq: int, *, amounts: bool = True) -> dict[str, Any]:
        """Which totals are needed to assess these targets at ``seq``: arguments of ``read_totals``. Without those for
        the ``amounts``, lines have none."""
        targets = list(targets)
        whole = {seq} | {self.terms(target, seq).due for target in targets}
        # Of the start only the values are needed, and of levels and ratios who has a baseline.
        whole = whole | {0} if any(_needs_starts(target) for target in targets) else whole - {0}
        seqs = whole | ({0, seq - 1} if amounts else {0})
        return {"seqs": seqs, "value_seqs": seqs - whole}

    def pace(self, target: Target, seq: int) -> Decimal:
        return self.terms(target, seq).pace

    def terms(self, target: Target, seq: int) -> JudgingTerms:
        found = self._terms.get((target.id, seq))
        if found is None:
            found = self._terms[target.id, seq] = self._make_terms(target, seq)
        return found

    def _make_terms(self, target, seq):
        shown, reached = self.periods[seq], target.rollup == RollUp.UNITS_REACHED
        first = target.first_seq or 1
        due = next((s for s in range(seq, first - 1, -1) if self.periods[s].falls_due(target.frequency)), 0)
        is_late = effective_deadline(target, self.plan) <= shown.end
        judged_at = shown if is_late or not due else self.periods[due]
        return JudgingTerms(
            target, expected_pace(target, self.plan, judged_at), due,
            self.periods[due].code if due not in (0, seq) else "", is_deadline_passed(target, self.plan, shown),
            target.is_rate, counts_units(target), reached, target.sums_percentages, begun=seq >= first,
        )  # fmt: skip

    def line(self, participant: Participant, target: Target, history: Mapping[int, Any], seq: int) -> TotalLine:
        """The line of a participant's target at ``seq``."""
        terms, total = self.terms(target, seq), history.get(seq)
        counted = history.get(terms.due) if terms.due else None
        areas, bodies = _counts(self._areas, counted), _counts(self._bodies, counted)
        known, start = self.known_value(total), self._start(target, history.get(0))
        value, base = known
        bound = self._bound(participant, terms, total, areas, bodies)
        # A whole of zero that nobody is to report: no task. A unit with a share of zero owes a report.
        owed = bound if bound or areas.owing + bodies.owing or target.direction == "at_most" else None
        goal = self._goal(participant, terms, owed, start, unjudged=_why_unjudged(terms, areas, bodies))
        standing = assess(
            goal, value, base, terms.pace,
            limits=LightLimits(self.plan.yellow_from, self.plan.red_from),
            has_reports=areas.any_reported or bodies.any_reported or known != start.known,
        )  # fmt: skip
        before = start.known if seq == 1 else self.known_value(history.get(seq - 1))
        # Where nobody has reported for this period, what is carried over has added nothing: a blank, no zero.
        is_blank = terms.due == seq and known == before and not (areas.said or bodies.said)
        amount = None if is_blank else self._amount(terms, known, before)
        reported_at = counted.reported_at if counted else None
        return TotalLine(
            participant, target, seq, value, base, amount, bound, standing, areas, bodies, terms.due, reported_at,
            data_code=terms.data_code,
        )  # fmt: skip

    def known_value(self, total):
        """(value to date, denominator) on the basis that is shown."""
        return NOTHING_KNOWN if total is None else self._values(total)

    def _bound(self, participant, terms, total, areas, bodies):
        target, owing = terms.target, areas.owing + bodies.owing
        if not terms.begun:
            return None
        if terms.counts_units and owing:
            return Decimal(areas.expected + bodies.expected)
        if terms.reached_units:
            return None  # an allocation says what one unit must reach, not how many units
        if total is not None and total.allocation is not None:
            return total.allocation
        # The participant has no share of its own. The plan's unit owes the whole; and an upper limit of a rate applies
        # to every part below.
        whole = participant.depth == 0 or (owing and terms.is_rate and target.direction == "at_most")
        return target.value if whole else None

    def _goal(self, participant, terms, bound, start, *, unjudged):
        if terms.reached_units:
            return Goal(
                "increment", "at_least", bound, unjudged=unjudged, deadline_passed=terms.deadline_passed,
                starts_unknown=_needs_starts(terms.target) and not start.complete, starts_missing=start.missing,
            )  # fmt: skip
        target = terms.target
        upper = target.value2 if participant.depth == 0 else None
        baseline = self._baseline(participant, target, start)
        return Goal(
            target.measure, target.direction, bound, upper, baseline, target.scale,
            from_zero=target.counts_from_zero, unjudged=unjudged, deadline_passed=terms.deadline_passed,
            starts_missing=start.missing,
        )  # fmt: skip

    def _start(self, target, total):
        if total is None or not _needs_starts(target):
            return StartOfUnits(self.known_value(total))
        areas, bodies = ReportCounts._make(self._areas(total)), ReportCounts._make(self._bodies(total))
        return StartOfUnits(self._values(total), areas.owing + bodies.owing, areas.reported + bodies.reported)

    def _baseline(self, participant, target, start):
        """The value at the start: of the units below if all have one, for the whole else the plan's. No part began
        where the whole did (docs/adr/0015)."""
        value, base = start.known if start.given == start.needed else NOTHING_KNOWN
        known = rate(value, base, target.scale) if target.measure == RATIO else value
        return target.baseline if known is None and participant.depth == 0 else known

    def _amount(self, terms, known, previous):
        (now, base), (before, base_before) = known, previous
        if terms.is_rate:
            scale = terms.target.scale
            now, before = rate(now, base, scale), rate(before, base_before, scale)
            return None if now is None or before is None else now - before
        return None if now is None and before is None else (now or ZERO) - (before or ZERO)
