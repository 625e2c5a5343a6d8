"""Allocations of a plan out and in by workbook: units down, targets across."""

from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from audit.models import Entry
from targets.models import Adjustment, Allocation, Mark
from targets.shares.actions.allocate import allocate
from targets.shares.actions.versions import complete_shares
from tests import factories as make
from tests.targets.admin_tables.sheets import TableDesk, counts, errors

pytestmark = pytest.mark.django_db
CITY, ONE, TWO, TOWN = "530900000000", "530922000000", "530923000000", "530923100000"


@pytest.fixture
def city():
    province = make.make_unit("530000000000", "云南省")
    city = make.make_unit(CITY, "临沧市", parent=province, short_name="临沧")
    make.make_unit(ONE, "云县", parent=city)
    two = make.make_unit(TWO, "永德县", parent=city)
    make.make_unit(TOWN, "德党镇", parent=two)
    make.make_unit("450200000000", "柳州市", level="city")
    return city


@pytest.fixture
def planner(city):
    return make.make_person("planner", ("planner", city))


@pytest.fixture
def plan(city, planner):
    plan = make.make_plan(city, "lincang-2020", title="2020年计划")
    people = make.make_participants(plan)
    make.make_target(plan, "L01", 100, name="培训", unit="人")
    make.make_target(plan, "L02", 70, name="参保率", measure="ratio", scale="%", unit="%", decimals=1)
    cells = {
        ("L01", CITY): Decimal(10),
        ("L01", ONE): Decimal(40),
        ("L01", TWO): Decimal(50),
        ("L02", ONE): Decimal("70.5"),
    }
    allocate(plan, people[CITY], cells, by=planner)
    allocate(plan, people[TWO], {("L01", TWO): Decimal(20), ("L01", TOWN): Decimal(30)}, by=planner)
    return plan


@pytest.fixture
def desk(client, plan, planner):
    client.force_login(planner)
    return TableDesk(client, "targets_allocation", plan)


def shares():
    rows = Allocation.objects.filter(replaced=False).order_by("from_seq")
    return {(row.target.code, row.participant.code): (row.amount, row.own) for row in rows}


def stored():
    return list(Allocation.objects.order_by("pk").values()), Entry.objects.exclude(verb="file.download").count()


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
@pytest.mark.parametrize("unit", [CITY, TWO])
def test_the_file_of_the_page_imports_unchanged(desk, client, plan, kind, unit):
    before = stored()
    file = client.get(f"/plans/{plan.code}/allocation/{unit}/?as={kind}")
    assert file.status_code == 200
    shown = desk.upload(file.content, f"分解.{kind}")
    assert (shown.status_code, set(counts(shown))) == (200, {"unchanged"}), shown.context["refused"]
    assert stored() == before


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
@pytest.mark.parametrize("issued", [False, True])
def test_an_export_imports_again_unchanged(desk, plan, kind, issued):
    if issued:
        complete_shares(plan)
        make.set_issued(plan)
    before = stored()
    shown = desk.upload(desk.export(kind), f"分解.{kind}")
    assert (shown.status_code, counts(shown)) == (200, {"unchanged": 5})
    assert stored() == before


def test_the_sheet_has_units_down_and_targets_across(desk):
    rows = desk.rows()
    assert list(rows) == [CITY, ONE, TWO, f"{TWO}-", TOWN]
    assert list(rows[CITY]) == ["单位代码", "单位", "任务类别", "L01 培训(人)", "L02 参保率(%)"]
    assert [list(row.values())[1:4] for row in rows.values()] == [
        ["临沧市妇联", "本级自办", 10],
        ["云县妇联", "分解任务", 40],
        ["永德县妇联", "分解任务", 50],
        ["永德县妇联", "本级自办", 20],
        ["德党镇妇联", "分解任务", 30],
    ]


def test_changed_cells_are_saved_as_on_the_page(desk, plan):
    shown = desk.upload(desk.changed(D4="45人", E5=60.5, D7=25, E4=None))
    assert counts(shown) == {"changed": 3, "unchanged": 2}
    assert "德党镇" in shown.text
    assert "比总数 100 多 5" in shown.text
    assert shares()["L01", ONE] == (40, 40)
    assert desk.confirm(shown).status_code == 302
    found = shares()
    assert (found["L01", ONE], found["L02", TWO]) == ((45, 45), (Decimal("60.5"), None))
    assert found["L01", TOWN] == (25, 25)
    assert found["L01", TWO] == (50, 20)
    assert ("L02", ONE) not in found
    assert Entry.objects.filter(verb="allocation.save", username="planner").count() == 4


def test_names_and_aliases_and_a_sheet_with_other_columns(desk):
    sheet = "计划表\n单位,L01 培训(人)\n云县,41\n永德县,50\n".encode()
    shown = desk.upload(sheet, "分解.csv")
    assert counts(shown) == {"changed": 1, "unchanged": 1}
    shown = desk.upload("单位,L01,L09 别的\n云县,41,1\n".encode(), "分解.csv")
    assert shown.status_code == 422
    assert "C1" in shown.text


def test_each_wrong_cell_is_named_and_nothing_is_saved(desk):
    before = stored()
    data = desk.changed(["450200000000", "", "", 1], ["", "云县", "别的", 1], D3="约10", D4=-1, E5="1.25", D6="12户")
    found = dict(errors(desk.upload(data)))
    assert found.keys() == {"A8", "C9", "D3", "D4", "E5", "D6"}
    assert "柳州" not in str(found)
    assert stored() == before


def test_after_the_issue_what_was_given_out_needs_an_adjustment(desk, plan):
    complete_shares(plan)
    make.set_issued(plan, open_seq=1)
    data = desk.changed(D4=45)
    shown = desk.upload(data)
    assert 'name="signed"' not in shown.text
    assert "调整" in shown.text
    shown = desk.upload(data, from_seq="2", reason="上级追加", document_number="临妇发〔2020〕3号")
    assert desk.confirm(shown).status_code == 302
    assert shares()["L01", ONE] == (45, 45)
    assert Adjustment.objects.count() == 1
    assert Mark.objects.filter(plan_id=plan.pk).exists()
    assert Allocation.objects.filter(participant__unit__code=ONE, target__code="L01", replaced=False).count() == 2


def test_a_county_planner_sees_and_changes_what_is_below_only(desk, plan, client, city):
    county = make.make_person("county", ("planner", city.children.get(code=TWO)))
    client.force_login(county)
    assert "Content-Disposition" not in client.get(f"{desk.url('export')}&format=xlsx").headers  # a draft of the city
    complete_shares(plan)
    make.set_issued(plan)
    assert list(desk.rows()) == [TWO, TOWN]
    shown = desk.upload("单位,任务类别,L01\n云县,,1\n永德县,分解任务,1\n临沧市,,1\n".encode(), "a.csv")
    assert [cell for cell, _text in errors(shown)] == ["A2", "A3", "A4"]
    assert "云县妇联" not in shown.text


def test_an_outdated_preview_is_refused(desk, plan, planner):
    shown = desk.upload(desk.changed(D4=45))
    allocate(plan, plan.participants.get(depth=0), {("L01", ONE): Decimal(41)}, by=planner)
    again = desk.confirm(shown)
    assert again.status_code == 409
    assert "<del>41</del> → <ins>45</ins>" in again.text
    assert shares()["L01", ONE] == (41, 41)


def test_queries_grow_with_boards_and_not_with_cells(desk, plan):
    def queries(data):
        with CaptureQueriesContext(connection) as captured:
            desk.upload(data)
        return len(captured)

    one = queries(desk.changed(D4=45))
    assert queries(desk.changed(D3=1, D4=45, D5=44, E3=1, E4=2, E5=3)) <= one + 6
