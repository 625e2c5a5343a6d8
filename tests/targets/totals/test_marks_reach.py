"""Whatever changes a total marks it from early enough: each change made by its real action, then compared anew."""

from decimal import Decimal

import pytest

from targets.goals.actions.adjust import adjust_target
from targets.goals.actions.issue import issue_plan
from targets.models import Return
from targets.periods.actions.periods import close_period, open_period
from targets.returns.actions.draft import FigureInput, save_figure
from targets.returns.actions.submit import submit_return
from targets.shares.actions.allocate import allocate
from targets.shares.actions.baselines import set_baselines
from targets.totals.reading import read_totals
from targets.totals.settle import settle
from targets.totals.verification.verify import verify_plan
from tests.factories import make_participants, make_person, make_plan, make_target, make_unit

pytestmark = pytest.mark.django_db
CITY, A, B = "530900000000", "530922000000", "530923000000"
D = Decimal


@pytest.fixture
def plan():
    """An issued plan of a city with two counties; nothing given out, no period open, all settled."""
    city = make_unit(CITY)
    counties = [make_unit(code, parent=city) for code in (A, B)]
    plan = make_plan(city)
    make_participants(plan)
    make_target(plan, "L1", 100)
    make_target(plan, "L2", 300, measure="level", start="unknown")
    plan.planner = make_person("planner", ("planner", city))
    plan.clerk = make_person("clerk", *[("clerk", county) for county in counties])
    issued = issue_plan(plan, by=plan.planner)
    issued.planner, issued.clerk = plan.planner, plan.clerk
    issued.root = issued.participants.get(depth=0)
    assert_right(issued)
    return issued


def assert_right(plan):
    settle(plan.pk)
    check = verify_plan(plan.pk)
    assert check.compared > 0
    assert check.differing == 0, check.evidence


def open_up_to(plan, seq):
    for period in plan.periods.filter(seq__lte=seq):
        open_period(period, by=plan.planner)


def report(plan, unit, seq, code, value):
    one = Return.objects.get(participant__unit__code=unit, period__plan=plan, period__seq=seq)
    target = plan.targets.get(code=code)
    save_figure(one, target, FigureInput(value=D(value)), by=plan.clerk, seen=0)
    submit_return(one, by=plan.clerk)


def test_a_first_share(plan):
    allocate(plan, plan.root, {("L1", A): D(60)}, by=plan.planner)
    assert_right(plan)


def test_an_adjusted_share(plan):
    open_up_to(plan, 2)
    allocate(plan, plan.root, {("L1", A): D(60), ("L2", A): D(6)}, by=plan.planner, from_seq=1)
    set_baselines(plan, plan.root, {("L2", A): (D(4), None)}, by=plan.planner)
    assert_right(plan)
    why = {"reason": "moved", "document_number": "1"}
    allocate(plan, plan.root, {("L1", A): None, ("L2", A): None, ("L1", B): D(60)}, by=plan.planner, from_seq=1, **why)
    assert_right(plan)


@pytest.mark.parametrize("from_seq", [1, 2])
def test_an_adjusted_target(plan, from_seq):
    open_up_to(plan, 2)
    adjust_target(
        plan.targets.get(code="L1"),
        by=plan.planner,
        from_seq=from_seq,
        reason="more",
        document_number="1",
        value=D(120),
    )
    assert_right(plan)


def test_a_period_opened_before_those_ahead_of_it(plan):
    allocate(plan, plan.root, {("L1", A): D(60)}, by=plan.planner)
    open_period(plan.periods.get(seq=3), by=plan.planner)
    assert_right(plan)
    open_period(plan.periods.get(seq=1), by=plan.planner)
    assert_right(plan)


def test_the_baseline_of_a_share_that_begins_later_counts(plan):
    open_up_to(plan, 1)
    close_period(plan.periods.get(seq=1), by=plan.planner)
    allocate(plan, plan.root, {("L2", A): D(150)}, by=plan.planner)
    assert plan.targets.get(code="L2").allocations.get(participant__unit__code=A).from_seq == 2
    set_baselines(plan, plan.root, {("L2", A): (D(100), None)}, by=plan.planner)
    open_period(plan.periods.get(seq=2), by=plan.planner)
    assert_right(plan)
    assert known(plan, A, "L2") == {0: 100, 1: 100, 2: 100}
    report(plan, A, 2, "L2", 120)
    assert_right(plan)
    assert known(plan, A, "L2")[2] == 120


def known(plan, unit, target):
    """What a unit has done for a target to date, {seq: number}."""
    place, target = plan.participants.get(unit__code=unit), plan.targets.get(code=target)
    history = read_totals(plan.pk, [place.pk])[place.pk, target.pk]
    return {seq: total.submitted for seq, total in history.items()}
