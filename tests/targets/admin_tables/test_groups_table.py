"""Groups of a plan out and in by workbook: the file of their page imports again."""

import pytest
from django.urls import reverse

from audit.models import Entry
from plans.actions.participants import set_group
from tests import factories as make
from tests.targets.admin_tables.sheets import TableDesk, counts, errors

pytestmark = pytest.mark.django_db
CITY, ONE, TWO, THREE = "530900000000", "530922000000", "530923000000", "530924000000"


@pytest.fixture
def plan():
    city = make.make_unit(CITY, "临沧市", short_name="临沧")
    for code, name in ((ONE, "云县"), (TWO, "永德县"), (THREE, "镇康县")):
        make.make_unit(code, name, parent=city)
    planner = make.make_person("planner", ("planner", city))
    plan = make.make_plan(city, "lincang-2020", title="2020年计划")
    people = make.make_participants(plan)
    set_group(plan, "示范县", [people[ONE], people[TWO]], by=planner)
    set_group(plan, "边境县", [people[THREE]], by=planner)
    return plan


@pytest.fixture
def desk(client, plan):
    client.force_login(plan.unit.posts.get().person)
    return TableDesk(client, "plans_group", plan)


def members(plan):
    return {group.name: {each.code for each in group.participants.all()} for group in plan.groups.all()}


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_the_file_of_the_page_imports_unchanged(desk, client, plan, kind):
    file = client.get(reverse("plans:groups", args=[plan.code]), {"as": kind}).content
    for data in (file, desk.export(kind)):
        assert counts(desk.upload(data, f"组.{kind}")) == {"unchanged": 3}


def test_units_are_added_and_taken_out_and_groups_are_new(desk, plan):
    desk.bring(desk.changed(["示范县", THREE, ""], ["山区县", "", "永德县"], B5=None, C5="镇康县"))
    assert members(plan)["山区县"] == {TWO}
    assert members(plan) == {"示范县": {ONE, TWO, THREE}, "山区县": {TWO}, "边境县": {THREE}}
    assert Entry.objects.filter(verb="plan.group").count() == 4


@pytest.mark.parametrize(
    ("row", "cell"),
    [(["", ONE, ""], "A6"), (["新组", "999", ""], "B6"), (["新组", "", "某县"], "C6"), (["长" * 65, ONE, ""], "A6")],
)
def test_what_is_wrong_names_its_cell_and_changes_nothing(desk, plan, row, cell):
    before = members(plan)
    assert [where for where, _text in errors(desk.upload(desk.changed(row)))] == [cell]
    assert members(plan) == before


def test_groups_of_an_issued_plan_need_no_adjustment(desk, client, plan):
    make.set_issued(plan)
    assert 'name="reason"' not in client.get(desk.url("import")).text
    desk.bring(desk.changed(["山区县", TWO, ""]))
    assert members(plan)["山区县"] == {TWO}
