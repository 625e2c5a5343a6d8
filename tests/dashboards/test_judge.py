"""Judging thousands of totals is quick, and says what judging one, step by step as the design has it, says."""

from datetime import date
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from plans.models import Participant, Period, Plan
from targets.models import Target, Total
from targets.results.judge import COUNTED, COUNTED_ACCEPTED, Judge
from targets.results.line import ReportCounts
from targets.totals.queries.assessment import expected_pace
from targets.totals.reading import TotalRow
from targets.totals.standing import Goal, LightLimits, assess, rank_completions, rank_rows, rate
from targets.totals.statements import COLUMNS, VALUE_COLUMNS
from targets.totals.statements import COUNT_COLUMNS as COUNTS

numbers = st.none() | st.decimals(min_value=0, max_value=10**8, places=2) | st.integers(0, 20).map(Decimal)
few = st.integers(0, 3)
periods = [Period(seq=n, code=f"2020Q{n}", end=date(2020, 3 * n, 30)) for n in (1, 2, 3, 4)]


@st.composite
def rows(draw, seq):
    given = {name: draw(numbers) for name in ("allocation", *VALUE_COLUMNS)} | {name: draw(few) for name in COUNTS}
    return TotalRow(**dict.fromkeys(COLUMNS) | given | {"participant_id": 1, "target_id": 1, "seq": seq})


@st.composite
def targets(draw):
    measure = draw(st.sampled_from(["increment", "running", "level", "ratio", "milestone"]))
    return Target(
        pk=1,
        measure=measure,
        direction=draw(st.sampled_from(["at_least", "at_most", "exactly", "range"])),
        scale=draw(st.sampled_from(["", "%", "‰", "/10万"])) if measure == "ratio" else "",
        rollup=draw(st.sampled_from(["sum", "units_reached"])),
        frequency=draw(st.sampled_from(["quarter", "half", "year"])),
        deadline=draw(st.none() | st.just(date(2020, 6, 30))),
        schedule=draw(st.sampled_from([{}, {"2020Q1": "0.1", "2020Q3": "0.7"}])),
        unit=draw(st.sampled_from(["个", "%"])), start=draw(st.sampled_from(["", "unknown", "zero"])),
        value=draw(numbers), value2=draw(numbers), baseline=draw(numbers),
    )  # fmt: skip


@st.composite
def histories(draw):
    return {seq: draw(rows(seq)) for seq in range(5) if draw(st.integers(0, 5))}


def plainly(plan, participant, target, history, seq, basis):
    """What a line must say: (value, base, amount, bound, standing, areas, bodies, the period counted)."""

    def known(at):
        total = history.get(at)
        return (getattr(total, basis), getattr(total, f"{basis}_base")) if total else (None, None)

    def counts(total, prefix):
        names = COUNTED_ACCEPTED if basis == "accepted" else COUNTED
        return ReportCounts(*(getattr(total, prefix + name) for name in names)) if total else ReportCounts()

    due = max((s for s in range(1, seq + 1) if periods[s - 1].falls_due(target.frequency)), default=0)
    areas, bodies = (counts(history.get(due) if due else None, prefix) for prefix in ("", "body_"))
    owing, expected = areas.owing + bodies.owing, areas.expected + bodies.expected
    bound = _bound(target, participant, history.get(seq), owing, expected)
    heard = areas.any_reported or bodies.any_reported or known(seq) != known(0)
    options = {"limits": LightLimits(plan.yellow_from, plan.red_from), "has_reports": heard}
    deadline = target.deadline or date(2020, 12, 31)
    judged_at = seq if not due or deadline <= periods[seq - 1].end else due
    owed = bound if bound or owing or target.direction == "at_most" else None  # a whole of zero that nobody reports
    begun = [counts(history.get(0), prefix) for prefix in ("", "body_")]
    goal = _goal(target, participant, owed, known(0), begun)
    pace = expected_pace(target, plan, periods[judged_at - 1])
    goal = goal._replace(
        unjudged="na" if owing and not expected else "summed" if _sums_percent(target) else "",
        deadline_passed=deadline <= periods[seq - 1].end,
    )
    standing = assess(goal, *known(seq), pace, **options)
    silent = due == seq and known(seq) == known(seq - 1) and not any(c.reported + c.absent for c in (areas, bodies))
    amount = None if silent else _amount(target, known(seq), known(seq - 1))
    return (*known(seq), amount, bound, standing, areas, bodies, due)


def _sums_percent(target):
    return target.unit == "%" and target.measure in ("increment", "running", "level") and target.rollup == "sum"


def _bound(target, participant, total, owing, expected):
    reached = target.rollup == "units_reached"
    if (target.measure == "milestone" or reached) and owing:
        return Decimal(expected)
    if reached or (total and total.allocation is not None):
        return None if reached else total.allocation
    held = owing and target.measure == "ratio" and target.direction == "at_most"
    return target.value if participant.depth == 0 or held else None


def _goal(target, participant, bound, start, begun):
    needed = target.measure in ("level", "ratio") and target.direction != "at_most" and not _from_zero(target)
    owing, given = sum(each.owing for each in begun), sum(each.reported for each in begun)
    missing = owing - given if needed and given else 0
    if target.rollup == "units_reached":
        unknown = needed and (start[0] is None or owing != given)
        return Goal("increment", "at_least", bound, starts_unknown=unknown, starts_missing=missing)
    ratio, top = target.measure == "ratio", participant.depth == 0
    began = rate(*start, target.scale) if ratio else start[0]
    if needed and owing != given:  # the sum of some is not where the whole began
        began = None
    if began is None and top:
        began = target.baseline
    upper, from_zero = target.value2 if top else None, _from_zero(target)
    return Goal(target.measure, target.direction, bound, upper, began, target.scale, from_zero, starts_missing=missing)


def _from_zero(target):
    return target.start == "zero" and (target.measure != "ratio" or target.baseline is None)


def _amount(target, now, before):
    if target.measure == "ratio" and target.rollup == "sum":
        now, before = rate(*now, target.scale), rate(*before, target.scale)
        return None if now is None or before is None else now - before
    return None if now[0] is None and before[0] is None else (now[0] or Decimal(0)) - (before[0] or Decimal(0))


@settings(max_examples=400)
@given(
    target=targets(), history=histories(), seq=st.integers(1, 4), depth=st.integers(0, 1),
    basis=st.sampled_from(["submitted", "accepted"]),
)  # fmt: skip
def test_line_agrees_with_a_plain_implementation(target, history, seq, depth, basis):
    plan, participant = Plan(year=2020, cadence="quarter"), Participant(pk=1, depth=depth)
    judge = Judge(plan, periods, basis)
    line = judge.line(participant, target, history, seq)
    found = (line.value, line.base, line.amount, line.bound, line.standing, line.areas, line.bodies, line.counted_seq)
    assert found == plainly(plan, participant, target, history, seq, basis)
    # What is read briefly is asked for nothing but its values.
    which = judge.needed_totals([target], seq)
    kept = ("participant_id", "target_id", "seq", *VALUE_COLUMNS)
    blank = {name: None for name in COLUMNS if name not in kept}
    short = {
        s: row._replace(**blank) if s in which["value_seqs"] else row
        for s, row in history.items()
        if s in which["seqs"]
    }
    assert judge.line(participant, target, short, seq) == line


@given(
    st.lists(
        st.none() | st.sampled_from([Decimal("0.1"), Decimal("0.50"), Decimal("0.5"), Decimal(1), Decimal("-2")]),
        max_size=14,
    )
)
def test_ranks_of_completions(completions):
    ranked = {key: rank for rank, key in rank_rows([(c, None, place) for place, c in enumerate(completions)])}
    assert rank_completions(completions) == [ranked[place] for place in range(len(completions))]


def test_columns_are_fields_of_the_model():
    assert set(TotalRow._fields) == {field.attname for field in Total._meta.local_concrete_fields if field.column}
