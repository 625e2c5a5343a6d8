"""What is refused because its numbers would mislead: sums of percentages, and levels that begin nobody knows where."""

from decimal import Decimal
from importlib import import_module

import pytest
from django.apps import apps
from django.utils import timezone

from audit.errors import Refused
from plans.actions.sections import add_section
from plans.actions.tasks import add_task
from targets.goals.actions.adjust import adjust_target
from targets.goals.actions.issue import issue_plan
from targets.goals.actions.targets import add_target, change_target, set_starts
from targets.models import Target
from tests.factories import make_allocation

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


# --- percentages are never added up ---


@pytest.mark.parametrize("unit", ["%", "％", "‰", "/10万", "1/10万", "个百分点", "百分比", "每10万人", "万分之"])
@pytest.mark.parametrize("measure", ["increment", "running", "level"])
def test_a_percentage_is_no_sum(add, unit, measure):
    with pytest.raises(Refused) as refused:
        add(unit=unit, measure=measure, value=Decimal(95))
    assert "比率" in refused.value.cells["rollup"]
    assert "达标单位数" in refused.value.cells["rollup"]


@pytest.mark.parametrize(
    "fields",
    [
        {"unit": "%", "measure": "level", "rollup": "units_reached"},
        {"unit": "%", "measure": "ratio", "scale": "%"},
        {"unit": "万人"},
        {"unit": "10万元"},
        {"unit": "分"},
        {"unit": "千克"},
    ],
)
def test_what_only_looks_like_a_sum_of_percentages(add, fields):
    assert add(value=Decimal(95), **fields).sums_percentages is False


def test_a_draft_with_a_sum_of_percentages_is_not_issued(plan, lincang, add):
    target = add(measure="level", start="unknown")
    Target.objects.filter(pk=target.pk).update(unit="%")  # as it was entered before this was refused
    with pytest.raises(Refused) as refused:
        issue_plan(plan, by=lincang.planner)
    assert "比率" in refused.value.cells[target.code]


def test_what_was_issued_with_a_sum_of_percentages_can_still_be_corrected(issued, lincang):
    def adjust(number, **fields):
        adjust_target(issued, by=lincang.planner, from_seq=2, reason="改", document_number=number, **fields)

    Target.objects.filter(pk=issued.pk).update(unit="%")
    change_target(issued, by=lincang.planner, definition="以新目标为准")
    adjust("9号", value=Decimal(120))
    with pytest.raises(Refused, match="比率"):
        adjust("10号", measure="running")
    adjust("11号", measure="ratio", scale="%")
    issued.refresh_from_db()
    assert (issued.measure, issued.sums_percentages) == ("ratio", False)


# --- baselines are asked for ---


@pytest.mark.parametrize("fields", [{"measure": "level"}, {"measure": "ratio", "scale": "%", "unit": ""}])
def test_a_baseline_is_asked_for_at_issue(plan, lincang, add, fields):
    target = add(value=Decimal(70), **fields)
    with pytest.raises(Refused) as refused:
        issue_plan(plan, by=lincang.planner)
    assert "基数不清楚" in refused.value.cells[target.code]
    assert set_starts(plan, {target.code: None}, by=lincang.planner) == 1
    issue_plan(plan, by=lincang.planner)
    target.refresh_from_db()
    assert (target.start, target.baseline) == ("unknown", None)


def test_a_baseline_of_a_unit_answers_too(plan, lincang, add):
    target = add(measure="level", value=Decimal(70))
    make_allocation(target, plan.participants.get(unit=lincang.yongde), 70, baseline=Decimal(0))
    issue_plan(plan, by=lincang.planner)


@pytest.mark.parametrize(
    "fields",
    [{"measure": "ratio", "scale": "%", "direction": "at_most"}, {"measure": "running"}, {"measure": "increment"}],
)
def test_no_baseline_is_asked_where_nothing_is_counted_from_it(plan, lincang, add, fields):
    add(value=Decimal(70), **fields)
    issue_plan(plan, by=lincang.planner)


def test_a_baseline_and_no_baseline_is_refused(add):
    with pytest.raises(Refused) as refused:
        add(measure="level", value=Decimal(70), baseline=Decimal(3), start="unknown")
    assert "基数" in refused.value.cells["start"]


def test_a_wrong_baseline_saves_none_of_them(plan, lincang, add):
    first, second = (add(measure="level", value=Decimal(70)) for _ in range(2))
    with pytest.raises(Refused) as refused:
        set_starts(plan, {first.code: Decimal(3), second.code: Decimal(-1)}, by=lincang.planner)
    assert list(refused.value.cells) == [second.code]
    first.refresh_from_db()
    assert first.baseline is None


def test_old_plans_count_from_zero_and_drafts_are_asked(plan, add):
    level, increment = add(measure="level", value=Decimal(70)), add()
    limit = add(measure="ratio", scale="%", direction="at_most", value=Decimal(5))
    keep = import_module("targets.migrations.0013_target_start").keep_counting_from_zero
    keep(apps, None)
    assert set(Target.objects.values_list("start", flat=True)) == {""}
    type(plan).objects.filter(pk=plan.pk).update(state="issued", issued_at=timezone.now())
    keep(apps, None)
    starts = dict(Target.objects.values_list("code", "start"))
    assert starts == {level.code: "zero", increment.code: "", limit.code: ""}


def test_a_rate_takes_the_decimals_of_its_numbers(add, plan, lincang):
    rate = add(unit="%", measure="ratio", scale="%", value=Decimal("92.5"), start="unknown")
    assert rate.decimals == 1
    rate = change_target(rate, by=lincang.planner, baseline=Decimal("90.25"), start="")
    assert rate.decimals == 2
    with pytest.raises(Refused):  # a count of people has none
        add(name="另一个", value=Decimal("92.5"))
