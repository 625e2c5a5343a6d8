"""The pages: who may open them, what they say, that the parts of a number sum to it, and how few queries they take."""

from decimal import Decimal

import pytest
from django.urls import reverse

from orgs.models import Unit
from targets.results.parts import list_reported_returns, read_origin
from targets.results.place import find_place
from targets.review.actions.review import Objection
from targets.totals import facts
from tests import factories as make
from tests.dashboards.pages import page, report_two_periods, url
from tests.dashboards.scene import Province

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene():
    return Province(yellow_from=10)


@pytest.fixture
def reported(scene):
    return report_two_periods(scene)


def test_page_of_province_city_and_county(client, reported):
    for unit in (reported.unit, reported.cities[0], reported.counties[0]):
        response, text = page(client, reported, unit)
        assert response.status_code == 200
        assert unit.name in text
        assert "上报口径" in text
    _, text = page(client, reported, reported.unit)
    assert "22.75" in text
    assert "3 个单位" in text
    assert "下级单位排名" in text
    _, text = page(client, reported, reported.counties[0])
    assert "下级单位排名" not in text


def test_basis_is_chosen_by_query_and_labelled(client, reported):
    _, text = page(client, reported, reported.unit, query="?basis=accepted")
    assert "审定口径</p>" in text
    assert "?basis=accepted" in text.split("下级单位排名")[1]  # the links keep it
    response, text = page(client, reported, reported.unit, query="?basis=nonsense")
    assert response.status_code == 200
    assert "上报口径</p>" in text


def test_no_inline_styles_or_scripts(client, reported):
    for target in (None, "L01"):
        _, text = page(client, reported, reported.unit, target=target)
        assert " style=" not in text
        assert "<style" not in text
        assert " onclick=" not in text


def test_every_light_has_a_label(client, reported):
    _, text = page(client, reported, reported.unit)
    table = text.split('id="matrix-title"')[1].split("</table>")[0]
    assert table.count('<a href="/totals/yn-2020/53') >= 3 * 2
    assert table.count('class="visually-hidden"') == 3 * 2  # the unit itself and two cities, two targets


@pytest.mark.parametrize("basis", ["submitted", "accepted"])
def test_parts_and_own_work_sum_to_the_total(reported, basis):
    for unit in (reported.unit, reported.cities[0], reported.cities[1]):
        place = find_place(reported.leader, "yn-2020", unit.code, "2020Q2", basis=basis)
        for target in (reported.sum, reported.ratio):
            origin = read_origin(place, target, list_reported_returns(place, target))
            values = [part.value for part in origin.parts] + ([origin.own.value] if origin.own else [])
            assert sum((v for v in values if v is not None), Decimal(0)) == (origin.line.value or 0)


def test_own_part_is_what_the_unit_reported(reported):
    place = find_place(reported.leader, "yn-2020", reported.cities[0].code, "2020Q2")
    origin = read_origin(place, reported.sum, list_reported_returns(place, reported.sum))
    assert (origin.own.value, origin.own.share) == (3, 10)
    plan = facts.read_facts(reported.plan.pk)
    me = reported.participant(reported.cities[0]).pk
    own = plan.submitted[me, reported.sum.pk]
    assert sum(report.value for report in own.values()) == origin.own.value


def test_links_from_a_number_to_the_county(client, reported):
    county = url(reported, reported.counties[0], target="L01")
    _, province = page(client, reported, reported.unit)
    number = url(reported, reported.unit, target="L01")
    assert f'href="{number}"' in province
    _, origin = page(client, reported, reported.unit, target="L01")
    assert f'href="{county}"' in origin
    _, figures = page(client, reported, reported.counties[0], target="L01")
    assert "10.25" in figures
    assert "clerk" in figures
    assert "reviewer" in figures
    assert "已审定" in figures


def test_reported_returns_show_both_bases(client, reported):
    from targets.models import Return

    report = Return.objects.get(participant=reported.participant(reported.counties[0]), period__seq=2)
    reported.send_back(report, Objection("不对", target=reported.sum))
    reported.settle()
    _, text = page(client, reported, reported.counties[0], target="L01")
    assert "已退回" in text
    response, _ = page(client, reported, reported.counties[0], target="L01", query="?basis=accepted")
    assert response.context["line"].value == Decimal("10.25")


def test_earlier_periods_stay_readable(client, reported):
    response, _ = page(client, reported, reported.unit, "2020Q1", target="L01")
    assert response.context["line"].value == Decimal("17.25")
    response, _ = page(client, reported, reported.unit, "2020Q2", target="L01")
    assert (response.context["line"].value, response.context["line"].amount) == (Decimal("22.75"), Decimal("5.5"))


def test_latest_redirects_to_the_newest_begun_period(client, reported):
    client.force_login(reported.leader)
    answer = client.get(reverse("dashboards:latest", args=["yn-2020", reported.unit.code]) + "?basis=accepted")
    assert answer.url == url(reported, reported.unit, "2020Q2", query="?basis=accepted")


def test_pages_without_totals_explain_why(client, scene):
    scene.target("L01", "100", shares={scene.counties[0]: "100"})
    planner = make.make_person("planner", ("planner", scene.unit))
    client.force_login(planner)
    latest = reverse("dashboards:latest", args=["yn-2020", scene.unit.code])
    assert "这份计划还是草稿" in client.get(latest).content.decode()
    assert "这份计划还是草稿" in client.get(url(scene, scene.unit, "2020Q1")).content.decode()
    assert "草稿还没有汇总数" in client.get(reverse("dashboards:list")).content.decode()
    scene.issue(open_seq=0)
    assert "还没有一期开始填报" in client.get(latest).content.decode()
    scene.plan.periods.filter(seq=1).update(state="open")
    assert "这一期还没有开始" in client.get(url(scene, scene.unit, "2020Q2")).content.decode()
    assert "这一期还没有开始" in client.get(url(scene, scene.unit, "2020Q2", "L01")).content.decode()


def test_only_the_own_subtree_is_shown(client, reported):
    a, b = reported.counties[:2]
    make.make_person("yongde", ("clerk", a))
    reported.yongde = make.Person.objects.get(username="yongde")
    reported.outsider = make.make_person("liuzhou", ("leader", make.make_unit("450200000000", "柳州市")))
    for target in (None, "L01"):
        assert page(client, reported, a, target=target, who="yongde")[0].status_code == 200
        assert page(client, reported, b, target=target, who="yongde")[0].status_code == 404
        assert page(client, reported, reported.unit, target=target, who="yongde")[0].status_code == 404
        assert page(client, reported, a, target=target, who="outsider")[0].status_code == 404
    _, text = page(client, reported, a, who="yongde")
    assert reported.cities[0].code not in text.split("<main")[1].replace(a.code, "")
    client.force_login(reported.outsider)
    assert "yn-2020" not in client.get(reverse("dashboards:list")).content.decode()


@pytest.mark.parametrize("role", ["system_admin", "security_admin", "audit_admin"])
def test_administrators_see_no_figures(client, reported, role):
    reported.admin = make.make_person("admin", (role, reported.unit))
    assert page(client, reported, reported.unit, who="admin")[0].status_code == 404
    assert client.get(reverse("dashboards:list")).status_code == 403


def test_list_starts_at_the_own_units(client, reported):
    reported.boss = make.make_person("boss", ("leader", reported.cities[0]), ("leader", reported.counties[2]))
    client.force_login(reported.boss)
    text = client.get(reverse("dashboards:list")).content.decode()
    shown = [unit for unit in Unit.objects.all() if f"/totals/yn-2020/{unit.code}/" in text]
    assert shown == [reported.cities[0], reported.counties[2]]


@pytest.mark.parametrize("names", [("no-plan", "530000000000"), ("yn-2020", "999999999999")])
def test_unknown_addresses_are_not_found(client, reported, names):
    client.force_login(reported.leader)
    assert client.get(reverse("dashboards:latest", args=names)).status_code == 404
    assert client.get(url(reported, reported.unit, "2021Q1")).status_code == 404
    assert client.get(url(reported, reported.unit, "2020Q2", "L99")).status_code == 404


def test_page_in_english(client, reported):
    client.cookies["fedwork_language"] = "en"
    _, text = page(client, reported, reported.unit)
    assert "As submitted" in text
    assert "3 areas, 1 reported" in text


def test_amounts_of_a_period_sum(client, reported):
    for period in ("2020Q1", "2020Q2"):
        response, _ = page(client, reported, reported.cities[0], period, "L01")
        origin = response.context["origin"]
        amounts = [part.amount for part in origin.parts] + [origin.own.amount]
        assert sum((a for a in amounts if a is not None), Decimal(0)) == origin.line.amount


def test_unit_that_only_sums_shows_no_own_returns(client, reported):
    _, text = page(client, reported, reported.unit, target="L01")
    assert "自己报的数" not in text
    _, text = page(client, reported, reported.cities[0], target="L01")
    assert "自己报的数" in text
