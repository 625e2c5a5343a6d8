"""All columns split by one press, what each of several units must reach, and by which earlier target it would be."""

from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Person
from targets.models import PlanDocument, Proposal
from targets.shares.actions.allocate import allocate
from targets.shares.queries.earlier_plans import fold_name
from tests import factories as make
from tests.targets.shares.splitting_world import COUNTIES, make_plan
from tests.targets.shares.test_allocation_page import address, browser, standing

pytestmark = pytest.mark.django_db
D = Decimal
FETCH = {"X-Requested-With": "fetch"}


@pytest.fixture
def city(split_city):
    return split_city


@pytest.fixture
def planner(split_planner):
    return split_planner


@pytest.fixture
def plan(split_plan):
    return split_plan


def press_all(person, plan, basis="even", **cells):
    data = {f"cell.{key.replace('_', ':')}": text for key, text in cells.items()}
    return browser(person).post(address(plan), data | {"all": "yes", "basis": basis, "seen": "{}"}, headers=FETCH)


def test_one_press_proposes_all_empty_columns(plan, planner):
    answer = press_all(planner, plan, L02_530921000000="7").json()
    assert answer["lines"] == [
        {"text": "L01 培训妇女：3 个单位，各 33—34，合计 100 人次", "fills": True},
        {"text": "L02 慰问困难家庭：已经有数，不动", "fills": False},
        {"text": "L03 举办培训班：1 期，通常由本级或部室承担，请填一个单位", "fills": False},
        {"text": "L04 覆盖率：3 个单位各填 70 %", "fills": True},
    ]
    assert {key: text for key, text in answer["cells"].items() if key.startswith("L01")} == {
        "L01:530921000000": "34", "L01:530922000000": "33", "L01:530923000000": "33",
    }  # fmt: skip
    assert {key.partition(":")[0] for key in answer["cells"]} == {"L01", "L04"}
    assert not standing(plan)


def test_a_small_range_is_told_whole(plan, planner):
    plan.targets.filter(code="L03").update(value2=2, direction="range")
    lines = [line["text"] for line in press_all(planner, plan).json()["lines"]]
    assert "L03 举办培训班：1—2 期，通常由本级或部室承担，请填一个单位" in lines


def test_without_a_script_the_page_comes_filled_in(plan, planner):
    page = browser(planner).post(address(plan), {"all": "yes", "basis": "even", "seen": "{}"})
    assert "已经填好，还没有保存" in page.text
    assert page.text.count('value="33"') == 2
    assert not standing(plan)


def test_all_columns_take_no_more_queries_than_one(city, planner):
    few, many = make_plan(city, 2020), make_plan(city, 2030)
    make.make_target(few, "L11", 100, name="按旧计划分1")
    for n in range(20):
        make.make_target(many, f"L{n + 11}", 100, name=f"按旧计划分{n}")
    counts = []
    for each in (few, many):
        earlier = make_plan(city, each.year - 1)
        for target in each.targets.filter(code__gte="L11"):
            make.make_target(earlier, target.code, 100, name=target.name)
        make.set_issued(earlier)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert press_all(planner, each, f"share:lincang-{each.year - 1}").status_code == 200
        counts.append(len(queries))
    assert counts[1] <= counts[0]


@pytest.mark.parametrize("name, same", [
    ("“培训”妇女", True), ("培训 妇女（", True), ("培训妇女。", True), ("Ａ培训妇女", False), ("培训妇女骨干", False),
])  # fmt: skip
def test_an_earlier_target_is_found_whatever_its_marks(split, city, plan, planner, name, same):
    earlier = make_plan(city, 2019)
    earlier.targets.filter(code="L01").update(code="P07", name=name)
    root = earlier.participants.get(depth=0)
    cells = {("P07", code): D(number) for code, number in zip(COUNTIES, (10, 30, 60), strict=True)}
    allocate(earlier, root, cells, by=planner)
    make.set_issued(earlier)
    bases = {each.code: each for each in browser(planner).get(address(plan)).context["bases"]}
    assert bases["share:lincang-2019"].uses["L01"] == (f"P07 {name}" if same else "")
    assert bases["share:lincang-2019"].uses["L02"] == "L02 慰问困难家庭"
    assert "L04" not in bases["share:lincang-2019"].uses, "a rate is in no proportion"
    answer = split(basis="share:lincang-2019")
    assert answer == [10, 30, 60] if same else "没有名为“培训妇女”" in answer


@pytest.mark.parametrize("one, other, same", [
    ("３－６岁儿童", "3—6岁儿童", True), ("3—6岁儿童", "36岁儿童", False), ("1.5公里", "15公里", False),
    ("“两癌”检查", "两癌 检查", True), ("HPV疫苗", "ｈｐｖ疫苗", True), ("1,000人", "1000人", False),
])  # fmt: skip
def test_folded_names(one, other, same):
    assert (fold_name(one) == fold_name(other)) == same


@pytest.fixture
def counted(plan):
    return make.make_target(plan, "L05", 3, name="每县区至少1个示范点", rollup="units_reached", measure="running")


def read_from_document(target, value, each="每个县区"):
    by = Person.objects.get(username="planner")
    facts = {"name": "计划.txt", "file": "x", "sha256": "0" * 64, "text": "每个县区", "by": by, "size": 12}
    document = PlanDocument.objects.create(plan=target.plan, **facts)
    Proposal.objects.create(
        document=document, number=1, kind="target", start=0, end=3, text="每个县区", name=target.name, value=D(value),
        each=each, measure="running", rule="x", sure="sure", target=target, decision="accepted",
        decided_at="2020-01-01T00:00Z",
    )  # fmt: skip


def test_each_gets_the_same_that_it_must_reach(split, counted, plan, planner):
    assert "请先在这一列的任意一格" in split("L05")
    assert split("L05", L05_530922000000="2") == [2, 2, 2]
    assert "不同的数（1、2）" in split("L05", L05_530922000000="2", L05_530921000000="1")
    read_from_document(counted, 4)
    assert split("L05") == [4, 4, 4]
    assert "各填相同" in browser(planner).get(address(plan)).text


def test_the_plan_says_what_each_must_reach(counted, plan, planner):
    url = f"/plans/{plan.code}/"
    assert "要求 3 个单位达标" in browser(planner).get(url).text
    read_from_document(counted, 1)
    assert "3 个单位，每个不少于 1 个" in browser(planner).get(url).text
    root = plan.participants.get(depth=0)
    allocate(plan, root, {("L05", code): D(2) for code in COUNTIES}, by=planner)
    assert "3 个单位，每个不少于 2 个" in browser(planner).get(url).text
    first = next(iter(COUNTIES))
    allocate(plan, root, {("L05", first): D(9)}, by=planner)
    assert "要求 3 个单位达标" in browser(planner).get(url).text


def test_a_figure_with_decimals_says_what_is_wrong(plan, planner):
    page = browser(planner).post(address(plan), {"cell.L01:530921000000": "3.5", "seen": "{}"})
    foot = page.text.split("<tfoot>")[1]
    assert "整数" in foot
    assert "有的不是数字" not in foot
