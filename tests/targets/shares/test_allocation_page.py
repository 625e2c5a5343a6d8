"""The page of the breakdown: what it shows to whom, what it keeps after a refusal, and how many queries it takes."""

import json
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from audit.errors import Refused
from orgs.models import Unit
from plans.models import Period
from targets.models import Allocation, Mark
from targets.shares.actions.allocate import allocate
from targets.shares.actions.baselines import set_baselines
from tests import factories as make

pytestmark = pytest.mark.django_db
D = Decimal
YI, ER, OFFICE = "530922000000", "530923000000", "530900000000-01"


@pytest.fixture
def city():
    province = make.make_unit("530000000000", "Yunnan")
    lincang = make.make_unit("530900000000", "Lincang", parent=province)
    for code in (YI, ER):
        make.make_unit(code, parent=lincang)
    make.make_unit(OFFICE, "Office", parent=lincang, kind="office")
    make.make_unit("450200000000", "Liuzhou", level="city")
    return lincang


@pytest.fixture
def planner(city):
    return make.make_person("planner", ("planner", city))


@pytest.fixture
def plan(city):
    plan = make.make_plan(city, "lincang-2020")
    make.make_participants(plan)
    make.make_target(plan, "L01", 100)
    make.make_target(plan, "L02", 70, measure="ratio", scale="%", decimals=1)
    return plan


def browser(person):
    client = Client()
    client.force_login(person)
    return client


def address(plan, unit="530900000000", name="allocation"):
    return reverse(f"targets:{name}", args=[plan.code, unit])


def post(client, plan, cells, *, seen=(), **fields):
    data = {f"cell.{key}": text for key, text in cells.items()} | {"seen": json.dumps(dict(seen))} | fields
    return client.post(address(plan), data)


def errors(answer):
    return {cell.key: cell.error for row in answer.context["grid"].rows for cell in row.cells if cell.error}


def standing(plan):
    found = Allocation.objects.filter(target__plan=plan, participant__depth__gt=0, replaced=False)
    return {f"{r.target.code}:{r.participant.code}": r.amount for r in found.select_related("target", "participant")}


def test_the_planner_saves_what_was_typed(plan, planner):
    cells = {f"L01:{YI}": "６０", f"L01:{ER}": "1,000", f"L02:{YI}": "70.5"}
    answer = post(browser(planner), plan, cells, surplus="yes")
    assert answer.status_code == 302
    assert standing(plan) == {f"L01:{YI}": D(60), f"L01:{ER}": D(1000), f"L02:{YI}": D("70.5")}
    text = browser(planner).get(address(plan)).content.decode()
    assert "加码 960" in text
    assert 'value="1000"' in text


def test_nothing_typed_is_lost_when_a_cell_is_wrong(plan, planner):
    answer = post(browser(planner), plan, {f"L01:{YI}": "约30", f"L01:{ER}": "40", f"L02:{ER}": "70.55"})
    text = answer.content.decode()
    assert answer.status_code == 422
    assert not standing(plan)
    assert 'value="约30"' in text
    assert 'value="40"' in text
    assert text.count('aria-invalid="true"') == 2
    assert f'href="#cell-L01:{YI}"' in text
    assert "机动" not in text.split("<tfoot>")[1]  # nothing can be said of the rest before everything is a number
    assert set(errors(answer)) == {f"L01:{YI}", f"L02:{ER}"}


def test_after_a_refusal_the_page_still_carries_what_was_seen_first(plan, planner):
    """Or the next save would overwrite in silence what somebody else saved in between."""
    allocate(plan, plan.participants.get(depth=0), {("L01", ER): D(5)}, by=planner)
    answer = post(browser(planner), plan, {f"L01:{YI}": "x", f"L01:{ER}": ""})
    assert json.loads(answer.context["seen"]) == {}


def test_whoever_saves_second_sees_both_values(plan, planner):
    allocate(plan, plan.participants.get(depth=0), {("L01", YI): D(60), ("L01", ER): D(5)}, by=planner)
    answer = post(browser(planner), plan, {f"L01:{YI}": "50", f"L01:{ER}": ""})
    text = answer.content.decode()
    assert answer.status_code == 422
    assert list(errors(answer)) == [f"L01:{YI}"]
    assert "60" in errors(answer)[f"L01:{YI}"]
    assert "50" in errors(answer)[f"L01:{YI}"]
    assert 'value="50"' in text
    assert json.loads(answer.context["seen"]) == {f"L01:{YI}": "60", f"L01:{ER}": "5"}
    assert 'value="5"' in text  # left alone by the second: follows the first
    again = post(browser(planner), plan, {f"L01:{YI}": "50", f"L01:{ER}": "5"}, seen=json.loads(answer.context["seen"]))
    assert again.status_code == 302
    assert standing(plan) == {f"L01:{YI}": D(50), f"L01:{ER}": D(5)}


@pytest.mark.parametrize("seen", ["", "[", "[]", '{"L01:530922000000": "NaN"}', '{"L01:530922000000": {}}'])
def test_a_page_that_lost_its_memory_saves_nothing(plan, planner, seen):
    answer = browser(planner).post(address(plan), {f"cell.L01:{YI}": "60", "seen": seen})
    assert not standing(plan)
    assert answer.status_code == 422


def test_after_issue_a_change_asks_for_its_reason_and_keeps_it(plan, planner):
    allocate(plan, plan.participants.get(depth=0), {("L01", YI): D(60)}, by=planner)
    make.set_issued(plan)
    client, seen = browser(planner), {f"L01:{YI}": "60"}
    answer = post(client, plan, {f"L01:{YI}": "50"}, seen=seen, reason="为什么")
    text = answer.content.decode()
    assert answer.status_code == 422
    assert 'value="为什么"' in text
    assert set(answer.context["asks"]) == {"from_seq", "document_number"}
    why = {"reason": "两县合并", "document_number": "〔2020〕7号", "from_seq": "2"}
    assert post(client, plan, {f"L01:{YI}": "50"}, seen=seen, **why).status_code == 302
    text = client.get(address(plan)).content.decode()
    assert "两县合并" in text
    assert "2020年二季度" in text
    assert "60 → 50" in text


def test_an_even_split_is_shown_and_not_saved(plan, planner):
    cells = {f"L01:{YI}": "", f"L01:{ER}": "", "L01:530900000000": "10", f"L01:{OFFICE}": "5"}
    client = browser(planner)
    answer = client.post(
        address(plan), {f"cell.{k}": v for k, v in cells.items()} | {"split": "L01", "seen": "{}"},
        headers={"X-Requested-With": "fetch"},
    )  # fmt: skip
    assert answer.json() == {"cells": {f"L01:{YI}": "43", f"L01:{ER}": "42"}}
    page = post(client, plan, cells, split="L01").content.decode()
    assert 'value="43"' in page
    assert "正好分完" in page
    same = post(client, plan, {f"L02:{YI}": "", f"L02:{ER}": ""}, split="L02").content.decode()
    assert same.count('value="70"') == 2
    assert not standing(plan)


def test_a_split_of_less_than_nothing_is_refused(plan, planner):
    answer = browser(planner).post(
        address(plan), {"cell.L01:530900000000": "101", "split": "L01"}, headers={"X-Requested-With": "fetch"}
    )
    assert answer.status_code == 422
    assert answer.json()["message"]


def test_a_leader_reads_and_cannot_save(plan, city):
    make.set_issued(plan)
    leader = browser(make.make_person("leader", ("leader", city.parent)))
    text = leader.get(address(plan)).content.decode()
    assert "Lincang" in text
    assert 'name="cell.' not in text
    assert post(leader, plan, {f"L01:{YI}": "1"}).status_code == 403
    assert not standing(plan)


def test_a_clerk_sees_the_own_unit_and_no_other(plan, city):
    make.set_issued(plan)
    clerk = browser(make.make_person("clerk", ("clerk", city.children.get(code=ER))))
    assert clerk.get(address(plan, ER)).status_code == 200
    assert clerk.get(address(plan)).status_code == 403
    assert clerk.get(address(plan, YI)).status_code == 403


def test_an_outsider_does_not_even_learn_that_it_exists(plan):
    make.set_issued(plan)
    outsider = browser(make.make_person("outsider", ("planner", Unit.objects.get(code="450200000000"))))
    assert outsider.get(address(plan)).status_code == 404
    assert post(outsider, plan, {f"L01:{YI}": "1"}).status_code == 404
    assert Client().get(address(plan)).status_code == 302


def test_the_city_cannot_touch_what_it_was_given(city, planner):
    plan = make.make_plan(city.parent, "yunnan-2020")
    people = make.make_participants(plan)
    make.make_target(plan, "P1", 500)
    make.make_allocation(plan.targets.get(), people[city.code], D(200), own=None)
    make.set_issued(plan)
    client = browser(planner)
    page = client.get(address(plan, city.code))
    assert page.context["grid"].columns[0].whole == 200
    post_to = address(plan, city.code)
    client.post(post_to, {f"cell.P1:{city.code}": "20", f"cell.P1:{YI}": "190", "seen": "{}", "surplus": "yes"})
    row = Allocation.objects.get(participant=people[city.code])
    assert (row.amount, row.own) == (200, 20)
    assert client.get(address(plan, "530000000000")).status_code == 403
    assert "加码 10" in client.get(post_to).content.decode()


def test_a_province_page_takes_few_queries():
    """Sixteen cities by sixty targets, all filled in, with a history."""
    province = make.make_unit("530000000000", "Yunnan")
    for i in range(1, 17):
        city = make.make_unit(f"53{i:02}00000000", parent=province)
        make.make_unit(f"53{i:02}01000000", parent=city)
    planner = make.make_person("planner", ("planner", province))
    plan = make.make_plan(province, "yunnan-2020")
    people = make.make_participants(plan)
    make.make_task(plan)
    targets = [make.make_target(plan, f"L{i:02}", 1600) for i in range(60)]
    cities = [p for p in people.values() if p.depth == 1]
    cells = {(t.code, p.code): D(100) for t in targets for p in cities}
    allocate(plan, people[province.code], cells, by=planner)
    make.set_issued(plan)
    client = browser(planner)
    client.get(address(plan, province.code))
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(address(plan, province.code))
    assert answer.content.decode().count('name="cell.') == 17 * 60
    reads = [query["sql"] for query in queries if query["sql"].startswith("SELECT")]
    assert len(reads) <= 16, reads  # with the targets that nobody has, for the dialog that opens the first period


def test_baselines_are_set_where_a_level_or_a_ratio_is_reported(plan, planner):
    make.make_target(plan, "L03", 9, measure="level")
    allocate(plan, plan.participants.get(depth=0), {("L02", YI): D(70), ("L03", ER): D(4)}, by=planner)
    client = browser(planner)
    where = address(plan, name="baselines")
    text = client.get(where).content.decode()
    assert text.count("data-grid") == 1
    data = {f"value.L02:{YI}": "30", f"base.L02:{YI}": "60", f"value.L03:{ER}": "2", "seen": "{}"}
    assert client.post(where, data).status_code == 302
    made = {r.participant.code: (r.baseline, r.baseline_base) for r in Allocation.objects.filter(participant__depth=1)}
    assert made == {YI: (30, 60), ER: (2, None)}
    half = client.post(where, {f"value.L02:{YI}": "31", f"base.L02:{YI}": "", "seen": "{}"})
    assert half.status_code == 422
    assert 'value="31"' in half.content.decode()
    overtaken = client.post(where, {f"value.L03:{ER}": "3", "seen": "{}"})
    assert overtaken.status_code == 422
    assert json.loads(overtaken.context["seen"])[f"L03:{ER}"] == ["2", None]


def test_baselines_after_issue_need_a_reason_and_no_locked_period(plan, planner):
    root, where = plan.participants.get(depth=0), ("L02", YI)
    allocate(plan, root, {where: D(70)}, by=planner)
    make.set_issued(plan)
    set_baselines(plan, root, {where: (D(3), D(6))}, by=planner)  # the first one
    with pytest.raises(Refused) as refused:
        set_baselines(plan, root, {where: (D(4), D(6))}, by=planner)
    assert list(refused.value.cells) == ["reason"]
    Mark.objects.all().delete()
    set_baselines(plan, root, {where: (D(4), D(6))}, by=planner, reason="上年统计有误")
    assert Mark.objects.get().from_seq == 0
    plan.periods.filter(seq=1).update(state=Period.State.LOCKED)
    with pytest.raises(Refused):
        set_baselines(plan, root, {where: (D(5), D(6))}, by=planner, reason="上年统计有误")
    with pytest.raises(Refused) as refused:  # nobody reports it there
        set_baselines(plan, root, {("L02", ER): (D(5), D(6))}, by=planner)
    assert list(refused.value.cells) == [f"L02:{ER}"]


def test_more_than_the_whole_is_asked_before_it_is_saved(plan, planner):
    client = browser(planner)
    answer = post(client, plan, {f"L01:{YI}": "104", f"L01:{ER}": "5"})
    text = answer.content.decode()
    assert (answer.status_code, standing(plan)) == (422, {})
    assert "任务数 100，加码 9" in text
    assert 'value="104"' in text  # what was typed stays
    assert post(client, plan, {f"L01:{YI}": "104", f"L01:{ER}": "5"}, surplus="yes").status_code == 302
    seen = {f"L01:{YI}": "104", f"L01:{ER}": "5"}  # a surplus that stands already is not asked again
    assert post(client, plan, {f"L01:{YI}": "103", f"L01:{ER}": "5"}, seen=seen).status_code == 302


def test_what_is_not_broken_down_is_named_after_saving(plan, planner):
    make.make_target(plan, "L03", 2, rollup="units_reached")
    client = browser(planner)
    assert post(client, plan, {f"L01:{YI}": "60"}).status_code == 302
    text = client.get(address(plan)).content.decode()
    assert "还有 2 个目标没有分解（L02" in text
    assert "填每个单位要达到的数；要求 2 个单位达标" in text
