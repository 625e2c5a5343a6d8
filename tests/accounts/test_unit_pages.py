"""The pages of units, as four people find them: Lincang's system administrator, the clerk of Yongde, an outsider from
Liuzhou, and the security administrator, who has no business with units."""

import pytest
from django.urls import reverse

from audit.models import Entry
from orgs.actions.load import load_units
from orgs.models import Unit
from tests.factories import make_person, make_unit

pytestmark = pytest.mark.django_db

LINCANG, YONGDE, YUNNAN = "530900000000", "530923000000", "530000000000"


@pytest.fixture
def place():
    load_units("5309", "county")
    load_units("4502", "county")


@pytest.fixture
def people(place):
    at = {code: Unit.objects.get(code=code) for code in (LINCANG, YONGDE, "450200000000")}
    return {
        "admin": make_person("admin", ("system_admin", at[LINCANG])),
        "clerk": make_person("clerk", ("clerk", at[YONGDE])),
        "outsider": make_person("outsider", ("planner", at["450200000000"])),
        "security": make_person("security", ("security_admin", at[LINCANG])),
    }


@pytest.fixture
def come(client, people):
    """Log in as a persona."""

    def _come(who):
        client.force_login(people[who])
        return client

    return _come


def url(name, *args):
    return reverse(f"units:{name}", args=args)


def listed(response):
    return [unit.name for unit in response.context["rows"]]


# --- what one sees ---------------------------------------------------------------------------------------------------


def test_an_administrator_sees_the_own_tree(come):
    rows = listed(come("admin").get(url("list")))
    assert rows[0] == "临沧市"
    assert len(rows) == 9
    assert "云南省" not in rows


def test_a_clerk_sees_the_own_unit(come):
    assert listed(come("clerk").get(url("list"))) == ["永德县"]


def test_a_security_administrator_sees_no_units(come):
    response = come("security").get(url("list"))
    assert listed(response) == []
    assert response.status_code == 200


def test_without_login_there_is_no_list(client):
    assert client.get(url("list")).status_code == 302


def test_neighbours_are_listed_by_position_and_children_under_their_parent(come):
    Unit.objects.filter(code=YONGDE).update(position=0)
    rows = listed(come("admin").get(url("list")))
    assert rows[:3] == ["临沧市", "永德县", "临翔区"]


def test_a_tree_too_long_for_a_page_is_cut_to_two_levels(come, monkeypatch):
    monkeypatch.setattr("accounts.queries.units.MOST_ROWS", 8)
    load_units("530923", "township")
    response = come("admin").get(url("list"))
    assert response.context["cut"]
    assert len(listed(response)) == 9
    assert {unit.level for unit in response.context["rows"]} == {"city", "county"}


def test_search_finds_by_alias_inside_ones_own_scope_only(come):
    client = come("admin")
    found = client.get(url("list"), {"q": "双江县妇联"}).context["found"]
    assert [unit.code for unit in found] == ["530925000000"]
    assert client.get(url("list"), {"q": "柳州"}).context["found"] == []


@pytest.mark.parametrize(
    "who, code, status",
    [
        ("admin", LINCANG, 200),
        ("admin", YONGDE, 200),
        ("admin", YUNNAN, 403),
        ("clerk", YONGDE, 200),
        ("clerk", LINCANG, 403),
        ("outsider", YONGDE, 403),
        ("security", YONGDE, 403),
        ("admin", "999", 404),
    ],
)
def test_who_opens_which_unit(come, who, code, status):
    assert come(who).get(url("page", code)).status_code == status


def test_a_unit_above_ones_scope_is_named_but_not_linked(come):
    page = come("admin").get(url("page", LINCANG)).content.decode()
    assert "云南" in page
    assert url("page", YUNNAN) not in page


def test_children_outside_ones_scope_are_not_listed(come):
    response = come("clerk").get(url("page", YONGDE))
    assert response.context["children"] == []
    assert not response.context["manages"]
    assert url("edit", YONGDE) not in response.content.decode()


# --- who may change --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["clerk", "outsider", "security"])
@pytest.mark.parametrize("page", ["edit", "close", "reopen", "name_add"])
def test_only_the_administrator_of_the_place_changes_units(come, who, page):
    before = list(Unit.objects.order_by("pk").values())
    response = come(who).post(url(page, YONGDE), {"name": "别名", "to_date": "2020-06-30", "position": 1})
    assert response.status_code == 403
    assert list(Unit.objects.order_by("pk").values()) == before


@pytest.mark.parametrize("page", ["add", "edit", "close"])
def test_forms_are_not_shown_to_others(come, page):
    args = (YONGDE, "office") if page == "add" else (YONGDE,)
    assert come("clerk").get(url(page, *args)).status_code == 403
    assert come("admin").get(url(page, *args)).status_code == 200


def test_an_administrator_does_not_reach_above_the_own_unit(come):
    assert come("admin").post(url("edit", YUNNAN), {"name": "滇", "position": 1}).status_code == 403
    assert come("admin").post(url("add", YUNNAN, "office"), {"name": "省妇联办公室"}).status_code == 403


# --- what one changes ------------------------------------------------------------------------------------------------


def test_an_office_is_added_and_shown(come):
    client = come("admin")
    response = client.post(url("add", LINCANG, "office"), {"name": "市妇联权益和家庭儿童部"}, follow=True)
    assert response.redirect_chain[-1][0] == url("page", LINCANG)
    office = Unit.objects.get(code="530900000000-QY")
    assert office in response.context["children"]
    assert Entry.objects.get(verb="unit.add").username == "admin"


def test_a_zone_outside_the_divisions_is_added_with_its_level(come, people):
    people["lz"] = make_person("admin-lz", ("system_admin", Unit.objects.get(code="450200000000")))
    client = come("lz")
    client.post(url("add", "450200000000", "zone"), {"name": "柳东新区", "level": "county", "code": "450200000000-LD"})
    zone = Unit.objects.get(name="柳东新区")
    assert (zone.code, zone.level, zone.short_name, zone.kind) == ("450200000000-LD", "county", "柳东", "zone")


@pytest.mark.parametrize(
    "data, field",
    [
        ({"name": ""}, "name"),
        ({"name": "办公室", "code": "5309/1"}, "code"),
        ({"name": "办公室", "code": YONGDE}, "code"),
        ({"name": "永德县"}, "name"),
        ({"name": "办公室", "from_date": "二月"}, "from_date"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_nothing_is_added(come, data, field):
    before = Unit.objects.count()
    response = come("admin").post(url("add", LINCANG, "office"), data)
    assert response.status_code == 422
    assert field in response.context["form"].errors
    assert Unit.objects.count() == before


@pytest.mark.parametrize("kind", ["federation", "club"])
def test_only_three_kinds_are_added_by_hand(come, kind):
    assert come("admin").get(url("add", LINCANG, kind)).status_code == 404


def test_nothing_is_offered_below_an_office(come):
    client = come("admin")
    client.post(url("add", LINCANG, "office"), {"name": "市妇联办公室"})
    response = client.get(url("page", "530900000000-BG"))
    assert response.context["adds"] == []
    assert client.post(url("add", "530900000000-BG", "office"), {"name": "某某"}).status_code == 422


def test_a_unit_is_renamed(come):
    client = come("admin")
    client.post(url("edit", YONGDE), {"name": "永德区", "short_name": "", "position": 4})
    unit = Unit.objects.get(code=YONGDE)
    assert (unit.name, unit.short_name, unit.position) == ("永德区", "永德", 4)
    assert unit.aliases.filter(name="永德县").exists()


def test_a_unit_is_closed_and_opened_again(come):
    client = come("admin")
    client.post(url("close", YONGDE), {"to_date": "2020-06-30"})
    assert str(Unit.objects.get(code=YONGDE).to_date) == "2020-06-30"
    assert "2020-06-30" in client.get(url("page", YONGDE)).content.decode()
    client.post(url("reopen", YONGDE))
    assert Unit.objects.get(code=YONGDE).to_date is None


def test_why_a_unit_cannot_be_closed_is_said(come):
    response = come("admin").post(url("close", LINCANG), {"to_date": "2020-06-30"})
    assert response.status_code == 422
    assert "临翔区妇联" in response.content.decode()


def test_names_are_added_and_taken_away(come):
    client = come("admin")
    client.post(url("name_add", YONGDE), {"name": "德党 妇联"})
    alias = Unit.objects.get(code=YONGDE).aliases.get(name="德党妇联")
    client.post(url("name_remove", YONGDE, alias.pk))
    assert not Unit.objects.get(code=YONGDE).aliases.filter(name="德党妇联").exists()


def test_a_neighbours_name_is_refused_on_the_page(come):
    response = come("admin").post(url("name_add", YONGDE), {"name": "云县"})
    assert response.status_code == 422
    assert "云县妇联" in response.content.decode()


def test_the_name_of_another_unit_is_not_taken_away_through_this_one(come):
    alias = Unit.objects.get(code=LINCANG).aliases.first()
    assert come("admin").post(url("name_remove", YONGDE, alias.pk)).status_code == 404
    assert Unit.objects.get(code=LINCANG).aliases.filter(pk=alias.pk).exists()


def test_what_is_typed_is_shown_as_text(come):
    client = come("admin")
    client.post(url("add", LINCANG, "member"), {"name": "<script>alert(1)</script>"})
    assert "<script>alert(1)" not in client.get(url("page", LINCANG)).content.decode()


# --- how much it costs -----------------------------------------------------------------------------------------------


def test_a_whole_province_is_listed_with_few_queries(come, people, django_assert_max_num_queries):
    load_units("53", "county")
    people["yn"] = make_person("admin-yn", ("system_admin", Unit.objects.get(code=YUNNAN)))
    client = come("yn")
    with django_assert_max_num_queries(8):
        rows = listed(client.get(url("list")))
    assert len(rows) == 146
    with django_assert_max_num_queries(12):
        client.get(url("page", LINCANG))


def test_a_tree_ten_levels_deep_has_its_pages(client, monkeypatch):
    units = [make_unit("000000000000", level="nation")]
    while len(units) < 10:
        units.append(make_unit(f"00000000000{len(units)}", parent=units[-1]))
    client.force_login(make_person("top", ("planner", units[0]), ("clerk", units[-1])))
    for unit in units:
        assert client.get(url("page", unit.code)).status_code == 200
    assert len(client.get(url("list")).context["rows"]) == 10
    monkeypatch.setattr("accounts.queries.units.MOST_ROWS", 8)
    rows = client.get(url("list")).context["rows"]
    assert [(unit.code, unit.indent) for unit in rows] == [(units[0].code, 0), (units[1].code, 1)]
