"""Splitting a column in proportion to other figures, on the page."""

from decimal import Decimal

import pytest

from orgs.models import UnitAlias
from targets.models import Allocation, Total
from targets.shares.actions.allocate import allocate
from tests import factories as make
from tests.targets.shares.splitting_world import COUNTIES, ROOT, make_plan
from tests.targets.shares.test_allocation_page import address, browser, standing

pytestmark = pytest.mark.django_db
D = Decimal


@pytest.fixture
def city(split_city):
    return split_city


@pytest.fixture
def planner(split_planner):
    return split_planner


@pytest.fixture
def plan(split_plan):
    return split_plan


@pytest.mark.parametrize(
    "brought",
    [
        "35.2\n28.1\n17.4",
        "县\t人口（万）\n云县\t28.1\n凤庆县妇联\t35.2\n永德\t１７．４\n合计\t80.7\n",
        "530921000000 352,000\n530922000000 281,000\n镇康老名 174,000",
    ],
)
def test_pasted_figures_by_name_code_or_order(split, plan, brought):
    unit = plan.participants.get(unit__code="530923000000").unit
    UnitAlias.objects.create(unit=unit, name="镇康老名")
    UnitAlias.objects.create(unit=plan.participants.get(unit__code="530921000000").unit, name="凤庆县妇联")
    assert split(basis="brought", brought=brought) == [44, 35, 21]
    assert not standing(plan)


@pytest.mark.parametrize(
    "brought,message",
    [
        ("", "请先粘贴数据"),
        ("35.2\n28.1", "粘贴了 2 个数，而单位有 3 个"),
        ("凤庆 3\n云县 2", "有 1 个单位没有对应的数：永德"),
        ("凤庆 3\n云县 2\n永德 1\n凤庆 4", "“凤庆”不是这里的下级单位，或者出现了两次"),
        ("凤庆 3\n云县 2\n永德 1\n昆明 4", "“昆明”不是"),
        ("凤庆 3\n云县 约2\n永德 1", "“云县 约2”这一行的末尾不是数字"),
        ("0\n0\n0", "都是 0"),
        ("3\n-2\n1", "“-2”这一行"),
    ],
)
def test_pasted_figures_that_cannot_be_used_are_named(split, brought, message):
    assert message in split(basis="brought", brought=brought)


def test_own_share_and_offices_come_first(split):
    assert split(basis="brought", brought="1\n1\n2", **{f"L01_{ROOT}": "15人次", f"L01_{ROOT}-01": "5"}) == [20, 20, 40]


def test_shares_of_another_target_as_they_stand_in_the_boxes(split, plan, planner):
    root = plan.participants.get(depth=0)
    cells = {("L02", code): D(number) for code, number in zip(COUNTIES, (1000, 500, 500), strict=True)}
    allocate(plan, root, cells, by=planner)
    assert split(basis="target:L02") == [50, 25, 25]
    assert split(basis="target:L02", L02_530921000000="0") == [0, 50, 50]
    assert "不能按它自己" in split("L02", basis="target:L02")
    assert "没有对应的数：永德" in split(basis="target:L02", L02_530923000000="")


def test_an_earlier_plan_by_the_name_of_the_target(split, city, planner):
    earlier = make_plan(city, 2019)
    earlier.targets.filter(code="L01").update(code="P07")
    root = earlier.participants.get(depth=0)
    cells = {("P07", code): D(number) for code, number in zip(COUNTIES, (10, 30, 60), strict=True)}
    allocate(earlier, root, cells, by=planner)
    make.set_issued(earlier)
    target = earlier.targets.get(code="P07")
    for code, done in zip(COUNTIES, (20, 20, 10), strict=True):
        who = earlier.participants.get(unit__code=code)
        Total.objects.create(participant=who, target=target, seq=2, accepted=D(done), submitted=D(99))
    assert split(basis="share:lincang-2019") == [10, 30, 60]
    assert split(basis="done:lincang-2019") == [40, 40, 20]
    assert "没有对应的数" in split("L02", basis="share:lincang-2019")
    earlier.targets.filter(code="L02").update(name="别的")
    assert "没有名为“慰问困难家庭”" in split("L02", basis="share:lincang-2019")
    assert "请先选择怎样分" in split(basis="share:lincang-2018")


def test_the_page_offers_what_there_is(plan, city, planner):
    make_plan(city, 2021)
    make.set_issued(make_plan(city, 2019))
    make.set_issued(make.make_plan(make.make_unit("450200000000", "柳州市", level="city"), "liuzhou-2019", year=2019))
    allocate(plan, plan.participants.get(depth=0), {("L02", "530921000000"): D(5)}, by=planner)
    bases = browser(planner).get(address(plan)).context["bases"]
    assert [each.code for each in bases] == [
        "even", "brought", "target:L02", "done:lincang-2019", "share:lincang-2019",
    ]  # fmt: skip


def test_one_course_for_three_counties_is_asked_first(split, plan, planner):
    question = "1期分给 3 个单位，其中 2 个会分到 0。仍要这样分吗？"
    assert split("L03") == question
    assert split("L03", name="sure") == [1, 0, 0]
    assert "1 个会分到 0" in split("L01", basis="brought", brought="1\n100\n1000")
    assert split("L01", basis="brought", brought="1\n0\n1") == [50, 0, 50], "a figure of 0 is meant"
    page = browser(planner).post(address(plan), {"split": "L03", "seen": "{}"})
    assert question in page.text
    assert 'name="sure"' in page.text
    page = browser(planner).post(address(plan), {"sure": "L03", "seen": "{}"})
    assert 'value="1"' in page.text


def test_a_rate_is_the_same_for_each_and_not_in_proportion(split):
    assert split("L04") == [70, 70, 70]
    assert "只有能相加的目标" in split("L04", basis="brought", brought="1\n2\n3")


def test_a_number_with_its_unit_is_saved(plan, planner):
    cells = {"cell.L01:530921000000": "7000人次", "cell.L01:530922000000": "8人", "seen": "{}"}
    answer = browser(planner).post(address(plan), cells)
    errors = {cell.key: cell.error for row in answer.context["grid"].rows for cell in row.cells if cell.error}
    assert errors == {"L01:530922000000": "“8人”：这个目标按“人次”计数，请换算成这个单位，只写数字。"}
    assert not Allocation.objects.exists()
    browser(planner).post(address(plan), cells | {"cell.L01:530922000000": "８ 人次", "surplus": "1"})
    assert standing(plan) == {"L01:530921000000": 7000, "L01:530922000000": 8}
