"""The pages of units for Lincang's system administrator, Yongde's clerk, a planner of Liuzhou and a security
administrator."""

import pytest
from django.urls import reverse

from audit.models import Entry
from orgs.actions.load import load_units
from orgs.models import Unit
from tests.factories import make_person, make_unit

pytestmark = pytest.mark.django_db

LINCANG, YONGDE, YUNNAN = "530900000000", "530923000000", "530000000000"


@pytest.fixture
def loaded_units():
    load_units("5309", "county")
    load_units("4502", "county")


@pytest.fixture
def people(loaded_units):
    units = {code: Unit.objects.get(code=code) for code in (LINCANG, YONGDE, "450200000000")}
    return {
        "admin": make_person("admin", ("system_admin", units[LINCANG])),
        "clerk": make_person("clerk", ("clerk", units[YONGDE])),
        "outsider": make_person("outsider", ("planner", units["450200000000"])),
        "security": make_person("security", ("security_admin", units[LINCANG])),
    }


@pytest.fixture
def log_in(client, people):
    """A function that logs in one of ``people`` and returns the client."""

    def _log_in(who):
        client.force_login(people[who])
        return client

    return _log_in


def url(name, *args):
    return reverse(f"units:{name}", args=args)


def listed_names(response):
    return [unit.name for unit in response.context["rows"]]


# --- visible units ---------------------------------------------------------------------------------------------------


def test_administrator_sees_the_units_in_scope(log_in):
    rows = listed_names(log_in("admin").get(url("list")))
    assert rows[0] == "临沧市"
    assert len(rows) == 9
    assert "云南省" not in rows


def test_clerk_sees_own_unit(log_in):
    assert listed_names(log_in("clerk").get(url("list"))) == ["永德县"]


def test_security_administrator_sees_no_units(log_in):
    response = log_in("security").get(url("list"))
    assert listed_names(response) == []
    assert response.status_code == 200


def test_list_requires_login(client):
    assert client.get(url("list")).status_code == 302


def test_list_order_is_depth_first_by_position(log_in):
    Unit.objects.filter(code=YONGDE).update(position=0)
    rows = listed_names(log_in("admin").get(url("list")))
    assert rows[:3] == ["临沧市", "永德县", "临翔区"]


def test_long_tree_is_cut_to_two_levels(log_in, monkeypatch):
    monkeypatch.setattr("accounts.queries.units.MAX_ROWS", 8)
    load_units("530923", "township")
    response = log_in("admin").get(url("list"))
    assert response.context["cut"]
    assert len(listed_names(response)) == 9
    assert {unit.level for unit in response.context["rows"]} == {"city", "county"}


def test_search_by_alias_inside_the_scope(log_in):
    client = log_in("admin")
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
def test_unit_page_permissions(log_in, who, code, status):
    assert log_in(who).get(url("page", code)).status_code == status


def test_ancestor_outside_the_scope_is_not_linked(log_in):
    page = log_in("admin").get(url("page", LINCANG)).content.decode()
    assert "云南" in page
    assert url("page", YUNNAN) not in page


def test_children_outside_the_scope_are_not_listed(log_in):
    response = log_in("clerk").get(url("page", YONGDE))
    assert response.context["children"] == []
    assert not response.context["manages"]
    assert url("edit", YONGDE) not in response.content.decode()


# --- permissions --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["clerk", "outsider", "security"])
@pytest.mark.parametrize("page", ["edit", "close", "reopen", "name_add"])
def test_changes_require_manage_units(log_in, who, page):
    before = list(Unit.objects.order_by("pk").values())
    response = log_in(who).post(url(page, YONGDE), {"name": "别名", "to_date": "2020-06-30", "position": 1})
    assert response.status_code == 403
    assert list(Unit.objects.order_by("pk").values()) == before


@pytest.mark.parametrize("page", ["add", "edit", "close"])
def test_forms_require_manage_units(log_in, page):
    args = (YONGDE, "office") if page == "add" else (YONGDE,)
    assert log_in("clerk").get(url(page, *args)).status_code == 403
    assert log_in("admin").get(url(page, *args)).status_code == 200


def test_units_above_the_scope_cannot_be_changed(log_in):
    assert log_in("admin").post(url("edit", YUNNAN), {"name": "滇", "position": 1}).status_code == 403
    assert log_in("admin").post(url("add", YUNNAN, "office"), {"name": "省妇联办公室"}).status_code == 403


# --- changes ------------------------------------------------------------------------------------------------


def test_add_an_office(log_in):
    client = log_in("admin")
    response = client.post(url("add", LINCANG, "office"), {"name": "市妇联权益和家庭儿童部"}, follow=True)
    assert response.redirect_chain[-1][0] == url("page", LINCANG)
    office = Unit.objects.get(code="530900000000-QY")
    assert office in response.context["children"]
    assert Entry.objects.get(verb="unit.add").username == "admin"


def test_add_a_zone_with_level_and_code(log_in, people):
    people["lz"] = make_person("admin-lz", ("system_admin", Unit.objects.get(code="450200000000")))
    client = log_in("lz")
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
def test_invalid_field_adds_nothing(log_in, data, field):
    before = Unit.objects.count()
    response = log_in("admin").post(url("add", LINCANG, "office"), data)
    assert response.status_code == 422
    assert field in response.context["form"].errors
    assert Unit.objects.count() == before


@pytest.mark.parametrize("kind", ["federation", "club"])
def test_other_kinds_cannot_be_added(log_in, kind):
    assert log_in("admin").get(url("add", LINCANG, kind)).status_code == 404


def test_office_accepts_no_children(log_in):
    client = log_in("admin")
    client.post(url("add", LINCANG, "office"), {"name": "市妇联办公室"})
    response = client.get(url("page", "530900000000-BG"))
    assert response.context["adds"] == []
    assert client.post(url("add", "530900000000-BG", "office"), {"name": "某某"}).status_code == 422


def test_rename_a_unit(log_in):
    client = log_in("admin")
    client.post(url("edit", YONGDE), {"name": "永德区", "short_name": "", "position": 4})
    unit = Unit.objects.get(code=YONGDE)
    assert (unit.name, unit.short_name, unit.position) == ("永德区", "永德", 4)
    assert unit.aliases.filter(name="永德县").exists()


def test_close_and_reopen_a_unit(log_in):
    client = log_in("admin")
    asked = client.post(url("close", YONGDE), {"to_date": "2020-06-30"})
    assert "停用永德县妇联？" in asked.text
    assert Unit.objects.get(code=YONGDE).to_date is None
    client.post(url("close", YONGDE), {"to_date": "2020-06-30", "sure": "1"})
    assert str(Unit.objects.get(code=YONGDE).to_date) == "2020-06-30"
    assert "2020-06-30" in client.get(url("page", YONGDE)).content.decode()
    client.post(url("reopen", YONGDE))
    assert Unit.objects.get(code=YONGDE).to_date is None


def test_refused_closing_names_the_open_children(log_in):
    response = log_in("admin").post(url("close", LINCANG), {"to_date": "2020-06-30"})
    assert response.status_code == 422
    assert "临翔区妇联" in response.content.decode()


def test_add_and_remove_an_alias(log_in):
    client = log_in("admin")
    client.post(url("name_add", YONGDE), {"name": "德党 妇联"})
    alias = Unit.objects.get(code=YONGDE).aliases.get(name="德党妇联")
    client.post(url("name_remove", YONGDE, alias.pk))
    assert not Unit.objects.get(code=YONGDE).aliases.filter(name="德党妇联").exists()


def test_alias_of_a_sibling_is_refused(log_in):
    response = log_in("admin").post(url("name_add", YONGDE), {"name": "云县"})
    assert response.status_code == 422
    assert "云县妇联" in response.content.decode()


def test_alias_of_another_unit_is_404(log_in):
    alias = Unit.objects.get(code=LINCANG).aliases.first()
    assert log_in("admin").post(url("name_remove", YONGDE, alias.pk)).status_code == 404
    assert Unit.objects.get(code=LINCANG).aliases.filter(pk=alias.pk).exists()


def test_names_are_escaped(log_in):
    client = log_in("admin")
    client.post(url("add", LINCANG, "member"), {"name": "<script>alert(1)</script>"})
    assert "<script>alert(1)" not in client.get(url("page", LINCANG)).content.decode()


# --- numbers of queries -----------------------------------------------------------------------------------------------


def test_number_of_queries_for_a_province(log_in, people, django_assert_max_num_queries):
    load_units("53", "county")
    people["yn"] = make_person("admin-yn", ("system_admin", Unit.objects.get(code=YUNNAN)))
    client = log_in("yn")
    with django_assert_max_num_queries(8):
        rows = listed_names(client.get(url("list")))
    assert len(rows) == 146
    with django_assert_max_num_queries(12):
        client.get(url("page", LINCANG))


def test_tree_of_ten_levels(client, monkeypatch):
    units = [make_unit("000000000000", level="nation")]
    while len(units) < 10:
        units.append(make_unit(f"00000000000{len(units)}", parent=units[-1]))
    client.force_login(make_person("top", ("planner", units[0]), ("clerk", units[-1])))
    for unit in units:
        assert client.get(url("page", unit.code)).status_code == 200
    assert len(client.get(url("list")).context["rows"]) == 10
    monkeypatch.setattr("accounts.queries.units.MAX_ROWS", 8)
    rows = client.get(url("list")).context["rows"]
    assert [(unit.code, unit.indent) for unit in rows] == [(units[0].code, 0), (units[1].code, 1)]
