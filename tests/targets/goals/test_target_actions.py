"""Targets: added, changed, refused; the issue of a plan; adjustments after it."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from audit.errors import Refused
from audit.models import Entry
from plans.actions.participants import choose_participants
from plans.actions.plan import change_plan
from plans.actions.sections import add_section, move_section
from plans.actions.tasks import add_task, set_task_units
from targets.goals.actions.adjust import adjust_target
from targets.goals.actions.issue import issue_plan
from targets.goals.actions.targets import add_target, change_target, remove_target
from targets.models import Adjustment, Allocation, Figure, Mark, Settlement, Target
from targets.periods.actions.periods import close_period, lock_period, open_period
from tests.factories import make_allocation, make_plan, make_task

pytestmark = pytest.mark.django_db


@pytest.fixture
def task(plan, lincang):
    section = add_section(plan, "一", by=lincang.planner)
    return add_task(plan, by=lincang.planner, section=section, title="t", leads=[lincang.office])


@pytest.fixture
def add(plan, lincang, task):
    def _add(name="培训", **fields):
        fields = {"unit": "人次", "value": Decimal(10000), **fields}
        return add_target(plan, by=lincang.planner, task=task, name=name, **fields)

    return _add


@pytest.fixture
def issued(plan, lincang, add):
    """A target of 100, given out 60 and 40, in a plan that has been issued."""
    target = add(value=Decimal(100))
    for unit, amount in ((lincang.yongde, 60), (lincang.fengqing, 40)):
        make_allocation(target, plan.participants.get(unit=unit), amount)
    issue_plan(plan, by=lincang.planner)
    return target


def type_figure(target, lincang, value=5):
    period = target.plan.periods.get(seq=1)
    report = target.plan.participants.get(unit=lincang.yongde).returns.get(period=period)
    return Figure.objects.create(
        report=report, target=target, value=value, typed_by=lincang.clerk, typed_at=timezone.now()
    )


def test_a_target_gets_the_next_code_and_the_plans_frequency(add):
    first, second = add(), add()
    assert (first.code, second.code, second.position, first.frequency) == ("L01", "L02", 1, "quarter")
    assert Entry.objects.filter(verb="target.add").last().object_code == "lincang-2020/L02"


def test_what_does_not_fit_the_measure_is_emptied(add):
    target = add(
        measure="milestone", value=None, scale="%", baseline=Decimal(3), direction="at_most", decimals=2,
        schedule={"2020Q1": "1"}, deadline=date(2020, 4, 30),
    )  # fmt: skip
    target.refresh_from_db()
    assert (target.value, target.scale, target.baseline, target.direction, target.decimals, target.schedule) == (
        1, "", None, "at_least", 0, {},
    )  # fmt: skip


def test_a_ratio_keeps_its_scale_and_takes_its_unit_from_it(add):
    target = add(measure="ratio", unit="", scale="%", value=Decimal("70.5"), decimals=1, baseline=Decimal(62))
    assert (target.unit, target.scale, target.baseline) == ("%", "%", 62)


@pytest.mark.parametrize(
    "cell, fields",
    [
        ("unit", {"unit": ""}),
        ("value", {"value": Decimal("1.5")}),
        ("value", {"value": Decimal(-1)}),
        ("value", {"value": Decimal(10) ** 14}),
        ("value2", {"direction": "range", "value2": Decimal("20000.5")}),
        ("frequency", {"frequency": "month"}),
        ("deadline", {"deadline": date(2019, 12, 31)}),
        ("schedule", {"schedule": {"2020Q1": "0.5"}}),
        ("schedule", {"schedule": {"2020Q1": "0.5", "2020Q2": "0.4", "2020Q3": "1", "2020Q4": "1"}}),
        ("schedule", {"schedule": {"2020Q1": "0.5", "2020Q2": "0.6", "2020Q3": "1", "2020Q4": "1.1"}}),
        ("schedule", {"schedule": {"2020Q1": "x", "2020Q2": "0.6", "2020Q3": "1", "2020Q4": "1"}}),
        ("schedule", {"frequency": "half", "schedule": {"2020Q1": "0.5", "2020Q3": "1"}}),
        ("value", {"measure": "milestone", "value": Decimal(0)}),
        ("decimals", {"decimals": 7}),
        ("code", {"code": "L 1"}),
    ],
)
def test_what_is_wrong_is_refused_at_its_field(add, cell, fields):
    with pytest.raises(Refused) as refused:
        add(**fields)
    assert list(refused.value.cells) == [cell]
    assert not Target.objects.exists()


@pytest.mark.parametrize(
    "fields",
    [
        {"direction": "range", "value2": Decimal(5)},
        {"direction": "range"},
        {"measure": "ratio", "direction": "exactly"},
        {"code": "L01"},
    ],
)
def test_what_contradicts_itself_is_refused_in_words(add, fields):
    add(code="L01")
    with pytest.raises(Refused) as refused:
        add(**{"code": "L02", **fields})
    assert "_" not in str(refused.value)  # the name of a constraint
    assert Target.objects.count() == 1


def test_a_schedule_for_the_periods_in_which_it_is_due(add):
    target = add(frequency="half", schedule={"2020Q2": "0.3", "2020Q4": "1"})
    assert target.schedule == {"2020Q2": "0.3", "2020Q4": "1"}
    with pytest.raises(Refused):
        add(direction="at_most", schedule={"2020Q2": "x"}, unit="")
    assert add(direction="at_most", schedule={"2020Q2": "x"}).schedule == {}


def test_a_task_of_another_plan_is_refused(plan, lincang, add):
    target = add()
    strange = make_task(make_plan(lincang.city, "other"))
    for wrong in (
        lambda: add_target(plan, by=lincang.planner, task=strange, name="x", unit="个"),
        lambda: change_target(target, by=lincang.planner, task=strange),
    ):
        with pytest.raises(Refused):
            wrong()


def test_a_draft_changes_freely(plan, lincang, add):
    target, other = add(), add()
    assert change_target(target, by=lincang.planner, measure="ratio", scale="%", value=Decimal(70)).is_ratio
    assert Entry.objects.last().data["measure"] == ["increment", "ratio"]
    make_allocation(target, plan.participants.get(unit=lincang.yongde), 3)
    remove_target(target, by=lincang.planner)
    assert list(plan.targets.all()) == [other]
    assert not Allocation.objects.exists()


@pytest.mark.parametrize("who", ["clerk", "leader", "county_planner", "outsider"])
def test_only_the_planner_sets_targets(plan, lincang, add, who):
    person, target = getattr(lincang, who), add()
    period = plan.periods.first()
    for wrong in (
        lambda: add_target(plan, by=person, task=target.task, name="x", unit="个"),
        lambda: change_target(target, by=person, name="x"),
        lambda: remove_target(target, by=person),
        lambda: adjust_target(target, by=person, from_seq=1, reason="x", document_number="x", value=Decimal(1)),
        lambda: issue_plan(plan, by=person),
        lambda: open_period(period, by=person),
    ):
        with pytest.raises(PermissionDenied):
            wrong()


# --- issue ---


def test_everything_that_is_missing_is_said_at_once(plan, lincang, add):
    add(value=None)
    add("方案", measure="milestone")
    choose_participants(plan, [], by=lincang.planner)
    add_task(plan, by=lincang.planner, section=plan.sections.get(), title="nobody")
    change_plan(plan, by=lincang.planner, cadence="half")
    with pytest.raises(Refused) as refused:
        issue_plan(plan, by=lincang.planner)
    assert sorted(refused.value.cells) == ["L01", "L02", "T01", "T02", "lincang-2020"]
    assert refused.value.code == "missing"
    plan.refresh_from_db()
    assert plan.is_draft


def test_an_empty_plan_cannot_be_issued(plan, lincang):
    with pytest.raises(Refused):
        issue_plan(plan, by=lincang.planner)


def test_a_unit_that_ended_since_is_said_too(plan, lincang, add):
    add()
    lincang.yongde.to_date = date(2020, 1, 1)
    lincang.yongde.save()
    with pytest.raises(Refused) as refused:
        issue_plan(plan, by=lincang.planner)
    assert lincang.yongde.name in refused.value.cells["lincang-2020"]


def test_issuing_freezes_marks_and_says_when(plan, lincang, add):
    target = add()
    issue_plan(plan, by=lincang.planner)
    plan.refresh_from_db()
    assert (plan.state, plan.issued_by) == ("issued", lincang.planner)
    assert Settlement.objects.filter(plan=plan).exists()
    assert [(m.plan_id, m.participant_id, m.from_seq) for m in Mark.objects.all()] == [(plan.pk, None, 0)]
    root = Allocation.objects.get(target=target)
    assert (root.amount, root.own, root.participant.depth) == (10000, None, 0)
    assert Entry.objects.last().data == {"participants": 4, "tasks": 1, "targets": 1}
    with pytest.raises(Refused):
        issue_plan(plan, by=lincang.planner)


def test_targets_stand_in_the_order_of_the_document(plan, lincang, add):
    second = add_section(plan, "二", by=lincang.planner)
    below = add_section(plan, "（一）", by=lincang.planner, parent=second)
    early = add_task(plan, by=lincang.planner, section=below, title="e", leads=[lincang.office])
    late = add("late")
    first = add_target(plan, by=lincang.planner, task=early, name="first", unit="个", value=Decimal(1))
    move_section(second, -1, by=lincang.planner)
    issue_plan(plan, by=lincang.planner)
    assert list(plan.targets.all()) == [first, late]


# --- after issue ---


def test_after_issue_words_are_corrected_and_numbers_are_not(lincang, issued, plan):
    assert change_target(issued, by=lincang.planner, name="农村劳动力培训", definition="口径").name == "农村劳动力培训"
    for fields in ({"value": Decimal(5)}, {"measure": "level"}, {"deadline": date(2020, 6, 30), "name": "x"}):
        with pytest.raises(Refused) as refused:
            change_target(issued, by=lincang.planner, **fields)
        assert "name" not in refused.value.cells
    for wrong in (
        lambda: remove_target(issued, by=lincang.planner),
        lambda: add_target(plan, by=lincang.planner, task=issued.task, name="x", unit="个"),
    ):
        with pytest.raises(Refused):
            wrong()


def test_an_adjustment_counts_from_its_period(lincang, issued, plan):
    Mark.objects.all().delete()
    adjust_target(
        issued,
        by=lincang.planner,
        from_seq=3,
        reason="任务追加",
        document_number="临妇发〔2020〕9号",
        value=Decimal(120),
    )
    issued.refresh_from_db()
    assert issued.value == 120
    rows = Allocation.objects.filter(target=issued, participant__depth=0, replaced=False).order_by("from_seq")
    assert [(row.from_seq, row.amount) for row in rows] == [(1, 100), (3, 120)]
    assert rows[1].adjustment == Adjustment.objects.get()
    top = plan.participants.get(depth=0)
    assert (issued.pk, top.pk, 0) in set(Mark.objects.values_list("target_id", "participant_id", "from_seq"))
    assert Entry.objects.last().data == {
        "from": "2020Q3",
        "reason": "任务追加",
        "document_number": "临妇发〔2020〕9号",
        "changes": {"value": ["100.000000", "120"]},
    }


def test_an_adjustment_says_why_by_which_document_and_from_when(lincang, issued, plan):
    good = {"from_seq": 2, "reason": "r", "document_number": "d", "value": Decimal(120)}
    plan.periods.filter(seq=1).update(state="locked")
    for cell, wrong in (
        ("reason", {"reason": " "}),
        ("document_number", {"document_number": ""}),
        ("document_number", {"document_number": "字" * 65}),
        ("from_seq", {"from_seq": 1}),
        ("from_seq", {"from_seq": 9}),
        ("value", {"value": Decimal("1.5")}),
    ):
        with pytest.raises(Refused) as refused:
            adjust_target(issued, by=lincang.planner, **good | wrong)
        assert list(refused.value.cells) == [cell]
    with pytest.raises(Refused) as refused:
        adjust_target(issued, by=lincang.planner, **good | {"value": Decimal(100)})
    assert refused.value.code == "unchanged"
    issued.refresh_from_db()
    assert issued.value == 100
    assert not Adjustment.objects.exists()


def test_what_counts_from_the_start_stays_once_a_period_is_locked(lincang, issued, plan):
    """The end of a range and how a target is counted have no versions: they would change what is published."""
    why = {"by": lincang.planner, "from_seq": 3, "reason": "r", "document_number": "d"}
    adjust_target(issued, direction="range", value2=Decimal(500), **why)
    plan.periods.filter(seq=1).update(state="locked")
    for fields in ({"value2": Decimal(400)}, {"rollup": "units_reached"}, {"frequency": "year"}):
        with pytest.raises(Refused) as refused:
            adjust_target(issued, **fields, **why)
        assert set(refused.value.cells) == set(fields)
    assert adjust_target(issued, value=Decimal(120), **why).value == 120


def test_adjustments_come_one_after_the_other(lincang, issued):
    why = {"by": lincang.planner, "reason": "r", "document_number": "d"}
    adjust_target(issued, from_seq=3, value=Decimal(120), **why)
    with pytest.raises(Refused) as refused:
        adjust_target(issued, from_seq=2, value=Decimal(110), **why)
    assert list(refused.value.cells) == ["from_seq"]
    adjust_target(issued, from_seq=3, value=Decimal(130), **why)
    rows = Allocation.objects.filter(target=issued, participant__depth=0).order_by("pk")
    assert [(row.from_seq, row.amount, row.replaced) for row in rows] == [
        (1, 100, False), (3, 120, True), (3, 130, False),
    ]  # fmt: skip


def test_how_figures_are_read_is_fixed_once_there_are_some(lincang, issued, plan):
    why = {"by": lincang.planner, "from_seq": 1, "reason": "r", "document_number": "d"}
    adjust_target(issued, decimals=1, **why)
    period = open_period(plan.periods.get(seq=1), by=lincang.planner)
    with pytest.raises(Refused):  # somebody may be typing right now
        adjust_target(issued, measure="level", **why)
    type_figure(issued, lincang)
    close_period(period, by=lincang.planner)
    for fields in ({"measure": "level"}, {"decimals": 2}, {"unit": "人"}):
        with pytest.raises(Refused, match="2020年一季度") as refused:
            adjust_target(issued, **fields, **why)
        assert refused.value.code == "has figures"
    adjust_target(issued, value=Decimal("99.5"), **why)
    issued.refresh_from_db()
    assert (issued.measure, issued.decimals, issued.value) == ("increment", 1, Decimal("99.5"))


def test_a_target_with_figures_is_not_deleted_and_the_reason_is_said(lincang, issued, plan):
    open_period(plan.periods.get(seq=1), by=lincang.planner)
    type_figure(issued, lincang)
    with pytest.raises(Refused, match="2020年一季度") as refused:
        remove_target(issued, by=lincang.planner)
    assert refused.value.code == "has figures"


def test_another_frequency_makes_the_returns_that_it_needs(lincang, issued, plan):
    set_task_units(issued.task, by=lincang.planner, leads=[])
    why = {"by": lincang.planner, "from_seq": 1, "reason": "r", "document_number": "d"}
    adjust_target(issued, frequency="half", **why)
    period = open_period(plan.periods.get(seq=1), by=lincang.planner)
    assert not period.returns.exists()
    close_period(period, by=lincang.planner)
    adjust_target(issued, frequency="quarter", **why)
    assert lock_period(period, by=lincang.planner).state == "locked"
