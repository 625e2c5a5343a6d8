"""Periods: opened, closed, locked, opened again; who then has a return to write."""

from datetime import date
from decimal import Decimal

import pytest

from audit.errors import Refused
from audit.models import Entry
from plans.actions.participants import choose_participants
from plans.actions.plan import create_plan
from plans.actions.sections import add_section
from plans.actions.tasks import add_task, set_task_units
from targets.goals.actions.issue import issue_plan
from targets.goals.actions.targets import add_target
from targets.models import Allocation, Mark, Return
from targets.periods.actions.periods import (
    close_period,
    ensure_returns,
    lock_period,
    open_period,
    reopen_period,
    set_due_date,
)
from tests.factories import make_allocation

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan(place):
    plan = create_plan(by=place.planner, unit=place.city, code="lincang-2020", title="2020年工作计划", year=2020)
    choose_participants(plan, [place.yongde, place.fengqing, place.office], by=place.planner)
    section = add_section(plan, "一", by=place.planner)
    task = add_task(plan, by=place.planner, section=section, title="t")
    fields = {"by": place.planner, "task": task, "unit": "个", "value": Decimal(10)}
    add_target(plan, name="每季", **fields)
    add_target(plan, name="半年", frequency="half", **fields)
    return plan


@pytest.fixture
def share(plan, place):
    def _share(code, unit, amount, **fields):
        return make_allocation(plan.targets.get(code=code), plan.participants.get(unit=unit), amount, **fields)

    return _share


@pytest.fixture
def period(plan):
    return lambda seq: plan.periods.get(seq=seq)


def reporting(seq):
    return set(Return.objects.filter(period__seq=seq).values_list("participant__unit__short_name", flat=True))


def test_whoever_owes_something_due_or_leads_a_task_has_a_return(plan, place, share, period):
    share("L01", place.yongde, 5)
    share("L02", place.fengqing, 5)
    issue_plan(plan, by=place.planner)
    open_period(period(1), by=place.planner)
    assert reporting(1) == {"永德县"}
    close_period(period(1), by=place.planner)
    set_task_units(plan.tasks.get(), by=place.planner, leads=[place.office])
    open_period(period(2), by=place.planner)
    assert reporting(2) == {"永德县", "凤庆县", "办公室"}
    assert Entry.objects.last().data == {"returns": 3}


def test_the_share_in_force_decides(plan, place, share, period):
    share("L01", place.yongde, 5)
    share("L01", place.fengqing, 5, own=None)
    issue_plan(plan, by=place.planner)
    Allocation.objects.filter(participant__unit=place.fengqing).update(own=None)
    share("L01", place.yongde, 5, own=None, from_seq=2)
    share("L01", place.yongde, 5, own=7, from_seq=3, replaced=True)
    for seq, names in ((1, {"永德县"}), (2, set()), (3, set())):
        open_period(period(seq), by=place.planner)
        assert reporting(seq) == names


def test_returns_are_made_once(plan, place, share, period):
    share("L01", place.yongde, 5)
    issue_plan(plan, by=place.planner)
    open_period(period(1), by=place.planner)
    share("L01", place.fengqing, 5)
    assert ensure_returns(plan) == 1
    assert ensure_returns(plan) == 0
    assert reporting(1) == {"永德县", "凤庆县"}


def test_opening_marks_the_plan_from_that_period(plan, place, share, period):
    share("L01", place.yongde, 5)
    issue_plan(plan, by=place.planner)
    open_period(period(1), by=place.planner)
    Mark.objects.all().delete()
    open_period(period(2), by=place.planner)
    assert Mark.objects.filter(plan_id=plan.pk, participant_id=None, target_id=None, from_seq=2).exists()


def test_a_draft_has_no_open_period(plan, place, period):
    with pytest.raises(Refused):
        open_period(period(1), by=place.planner)


def test_only_the_moves_that_there_are(plan, place, period, share):
    share("L01", place.yongde, 5)
    issue_plan(plan, by=place.planner)
    by = place.planner
    moves = {
        "open": lambda: open_period(period(1), by=by),
        "close": lambda: close_period(period(1), by=by),
        "lock": lambda: lock_period(period(1), by=by),
        "reopen": lambda: reopen_period(period(1), by=by, reason="补报"),
    }
    allowed = {
        "planned": {"open": "open"},
        "open": {"close": "closed"},
        "closed": {"lock": "locked", "reopen": "open"},
        "locked": {"reopen": "open"},
    }
    for before, after in allowed.items():
        for name, move in moves.items():
            plan.periods.filter(seq=1).update(state=before)
            if name in after:
                assert move().state == after[name] == period(1).state
            else:
                with pytest.raises(Refused):
                    move()
                assert period(1).state == before


def test_opening_again_says_why(plan, place, period, share):
    share("L01", place.yongde, 5)
    issue_plan(plan, by=place.planner)
    plan.periods.filter(seq=1).update(state="locked")
    with pytest.raises(Refused):
        reopen_period(period(1), by=place.planner, reason="  ")
    reopen_period(period(1), by=place.planner, reason="补报")
    assert Entry.objects.last().data == {"reason": "补报", "returns": 1}


def test_the_day_until_which_returns_are_due(plan, place, period, share):
    share("L01", place.yongde, 5)
    issue_plan(plan, by=place.planner)
    assert set_due_date(period(1), by=place.planner, due_on=date(2020, 4, 5)).due_on == date(2020, 4, 5)
    with pytest.raises(Refused) as refused:
        set_due_date(period(1), by=place.planner, due_on=date(2020, 3, 30))
    assert list(refused.value.cells) == ["due_on"]
    plan.periods.filter(seq=1).update(state="locked")
    with pytest.raises(Refused):
        set_due_date(period(1), by=place.planner, due_on=date(2020, 4, 6))


def test_what_the_trail_cannot_keep_is_not_done(plan, place, period, share, monkeypatch):
    share("L01", place.yongde, 5)
    issue_plan(plan, by=place.planner)
    monkeypatch.setattr("targets.periods.actions.periods.record", lambda **kwargs: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        open_period(period(1), by=place.planner)
    assert period(1).state == "planned"
    assert not Return.objects.exists()
