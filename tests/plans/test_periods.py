"""Actions on periods, and the returns that they create."""

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
def plan(lincang):
    plan = create_plan(by=lincang.planner, unit=lincang.city, code="lincang-2020", title="2020年工作计划", year=2020)
    choose_participants(plan, [lincang.yongde, lincang.fengqing, lincang.office], by=lincang.planner)
    section = add_section(plan, "一", by=lincang.planner)
    task = add_task(plan, by=lincang.planner, section=section, title="t")
    fields = {"by": lincang.planner, "task": task, "unit": "个", "value": Decimal(10)}
    add_target(plan, name="每季", **fields)
    add_target(plan, name="半年", frequency="half", **fields)
    return plan


@pytest.fixture
def share(plan, lincang):
    def allocate_share(code, unit, amount, **fields):
        return make_allocation(plan.targets.get(code=code), plan.participants.get(unit=unit), amount, **fields)

    return allocate_share


@pytest.fixture
def period(plan):
    return lambda seq: plan.periods.get(seq=seq)


def reporting_units(seq):
    return set(Return.objects.filter(period__seq=seq).values_list("participant__unit__short_name", flat=True))


def test_returns_of_units_with_due_targets_or_led_tasks(plan, lincang, share, period):
    share("L01", lincang.yongde, 5)
    share("L02", lincang.fengqing, 5)
    issue_plan(plan, by=lincang.planner)
    open_period(period(1), by=lincang.planner)
    assert reporting_units(1) == {"永德县"}
    close_period(period(1), by=lincang.planner)
    set_task_units(plan.tasks.get(), by=lincang.planner, leads=[lincang.office])
    open_period(period(2), by=lincang.planner)
    assert reporting_units(2) == {"永德县", "凤庆县", "办公室"}
    assert Entry.objects.last().data == {"returns": 3}


def test_share_in_force_decides(plan, lincang, share, period):
    share("L01", lincang.yongde, 5)
    share("L01", lincang.fengqing, 5, own=None)
    issue_plan(plan, by=lincang.planner)
    Allocation.objects.filter(participant__unit=lincang.fengqing).update(own=None)
    share("L01", lincang.yongde, 5, own=None, from_seq=2)
    share("L01", lincang.yongde, 5, own=7, from_seq=3, replaced=True)
    for seq, names in ((1, {"永德县"}), (2, set()), (3, set())):
        open_period(period(seq), by=lincang.planner)
        assert reporting_units(seq) == names


def test_returns_are_created_once(plan, lincang, share, period):
    share("L01", lincang.yongde, 5)
    issue_plan(plan, by=lincang.planner)
    open_period(period(1), by=lincang.planner)
    share("L01", lincang.fengqing, 5)
    assert ensure_returns(plan) == 1
    assert ensure_returns(plan) == 0
    assert reporting_units(1) == {"永德县", "凤庆县"}


def test_opening_marks_totals_stale_from_that_period(plan, lincang, share, period):
    share("L01", lincang.yongde, 5)
    issue_plan(plan, by=lincang.planner)
    open_period(period(1), by=lincang.planner)
    Mark.objects.all().delete()
    open_period(period(2), by=lincang.planner)
    assert Mark.objects.filter(plan_id=plan.pk, participant_id=None, target_id=None, from_seq=2).exists()


def test_period_of_a_draft_cannot_be_opened(plan, lincang, period):
    with pytest.raises(Refused):
        open_period(period(1), by=lincang.planner)


def test_allowed_state_transitions(plan, lincang, period, share):
    share("L01", lincang.yongde, 5)
    issue_plan(plan, by=lincang.planner)
    by = lincang.planner
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


def test_reopening_requires_a_reason(plan, lincang, period, share):
    share("L01", lincang.yongde, 5)
    issue_plan(plan, by=lincang.planner)
    plan.periods.filter(seq=1).update(state="locked")
    with pytest.raises(Refused):
        reopen_period(period(1), by=lincang.planner, reason="  ")
    reopen_period(period(1), by=lincang.planner, reason="补报")
    assert Entry.objects.last().data == {"reason": "补报", "returns": 1}


def test_set_due_date(plan, lincang, period, share):
    share("L01", lincang.yongde, 5)
    issue_plan(plan, by=lincang.planner)
    assert set_due_date(period(1), by=lincang.planner, due_on=date(2020, 4, 5)).due_on == date(2020, 4, 5)
    with pytest.raises(Refused) as refused:
        set_due_date(period(1), by=lincang.planner, due_on=date(2020, 3, 30))
    assert list(refused.value.cells) == ["due_on"]
    plan.periods.filter(seq=1).update(state="locked")
    with pytest.raises(Refused):
        set_due_date(period(1), by=lincang.planner, due_on=date(2020, 4, 6))


def test_no_change_without_its_audit_entry(plan, lincang, period, share, monkeypatch):
    share("L01", lincang.yongde, 5)
    issue_plan(plan, by=lincang.planner)
    monkeypatch.setattr("targets.periods.actions.periods.record", lambda **kwargs: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        open_period(period(1), by=lincang.planner)
    assert period(1).state == "planned"
    assert not Return.objects.exists()
