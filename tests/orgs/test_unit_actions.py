"""Adding, changing and closing units."""

import datetime
from types import SimpleNamespace

import pytest

from audit.errors import Refused
from audit.models import Entry
from orgs import queries
from orgs.actions import units
from orgs.actions.load import load_units
from orgs.models import Unit, UnitAlias

pytestmark = pytest.mark.django_db

ADMIN = SimpleNamespace(username="admin-lincang", name="管理员")
LAST_DAY = datetime.date(2020, 6, 30)


@pytest.fixture
def lincang():
    load_units("5309", "county")
    return Unit.objects.get(code="530900000000")


def add_office(parent, **fields):
    return units.add_unit(parent, by=ADMIN, **{"kind": "office", "name": "市妇联办公室"} | fields)


def recorded_verbs():
    return list(Entry.objects.exclude(verb="units.load").order_by("pk").values_list("verb", flat=True))


def test_office_gets_default_code_name_and_level(lincang):
    office = add_office(lincang)
    office.refresh_from_db()
    assert (office.code, office.short_name, office.level) == ("530900000000-BG", "办公室", "city")
    assert office.path == "/530000000000/530900000000/530900000000-BG/"
    assert office.full_name == "市妇联办公室"
    assert office.position == 9
    assert queries.resolve("市妇联办公室") == office
    assert recorded_verbs() == ["unit.add"]
    assert Entry.objects.get(verb="unit.add").username == "admin-lincang"


def test_zone_has_the_level_of_counties(lincang):
    zone = add_office(lincang, kind="zone", name="临沧边境经济合作区")
    assert (zone.level, zone.code) == ("county", "530900000000-KF1")
    assert queries.resolve("临沧边境经济合作区妇联") == zone


def test_zone_accepts_townships_but_no_offices(lincang):
    zone = add_office(lincang, kind="zone", name="柳东新区")
    town = add_office(zone, kind="federation", name="雒容镇", code="450203101000")
    assert (town.level, town.path) == ("township", f"{zone.path}450203101000/")
    with pytest.raises(Refused):
        add_office(zone)


@pytest.mark.parametrize(
    "fields, cell",
    [
        ({"name": "  "}, "name"),
        ({"code": "5309/1"}, "code"),
        ({"code": "530923000000"}, "code"),
        ({"code": "1" * 33}, "code"),
        ({"level": "county"}, "level"),
        ({"kind": "federation", "name": "新县"}, "code"),
        ({"kind": "federation", "name": "新市", "code": "539999", "level": "city"}, "level"),
        ({"kind": "federation", "name": "永德县", "code": "539999"}, "name"),
    ],
)
def test_invalid_field_adds_nothing(lincang, fields, cell):
    before = Unit.objects.count()
    with pytest.raises(Refused) as refused:
        add_office(lincang, **fields)
    assert list(refused.value.cells) == [cell]
    assert Unit.objects.count() == before
    assert recorded_verbs() == []


@pytest.mark.parametrize("kind", ["office", "zone", "member", "federation"])
def test_office_accepts_no_children(lincang, kind):
    with pytest.raises(Refused):
        add_office(add_office(lincang), kind=kind, name="某某", code="1")


def test_closed_unit_accepts_no_children(lincang):
    yongde = Unit.objects.get(code="530923000000")
    units.close_unit(yongde, by=ADMIN, to_date=LAST_DAY)
    with pytest.raises(Refused, match="永德县妇联"):
        add_office(yongde)


def test_renamed_unit_is_found_by_both_names(lincang):
    yongde = Unit.objects.get(code="530923000000")
    units.change_unit(yongde, by=ADMIN, name="永德区", short_name="")
    for name in ("永德区", "永德区妇联", "永德县", "永德县妇联", "永德"):
        assert queries.resolve(name) == yongde
    assert Entry.objects.get(verb="unit.change").data == {"name": ["永德县", "永德区"]}


def test_unchanged_unit_has_no_audit_entry(lincang):
    yongde = Unit.objects.get(code="530923000000")
    units.change_unit(yongde, by=ADMIN, name="永德县", short_name="永德")
    assert recorded_verbs() == []


def test_name_of_a_sibling_is_refused(lincang):
    with pytest.raises(Refused) as refused:
        units.change_unit(Unit.objects.get(code="530923000000"), by=ADMIN, name="云县", short_name="")
    assert list(refused.value.cells) == ["name"]


def test_close_and_reopen(lincang):
    office = add_office(lincang)
    assert units.close_unit(office, by=ADMIN, to_date=LAST_DAY).to_date == LAST_DAY
    units.close_unit(office, by=ADMIN, to_date=LAST_DAY)
    assert units.reopen_unit(office, by=ADMIN).to_date is None
    assert recorded_verbs() == ["unit.add", "unit.close", "unit.reopen"]


def test_unit_with_open_children_is_not_closed(lincang):
    with pytest.raises(Refused, match="临翔区妇联"):
        units.close_unit(lincang, by=ADMIN, to_date=LAST_DAY)
    Unit.objects.filter(parent=lincang).update(to_date=LAST_DAY)
    units.close_unit(lincang, by=ADMIN, to_date=LAST_DAY)
    with pytest.raises(Refused):
        units.reopen_unit(Unit.objects.get(code="530923000000"), by=ADMIN)


def test_last_day_before_the_first_is_refused(lincang):
    office = add_office(lincang, from_date=datetime.date(2020, 7, 1))
    with pytest.raises(Refused):
        units.close_unit(office, by=ADMIN, to_date=LAST_DAY)
    units.close_unit(office, by=ADMIN, to_date=datetime.date(2020, 7, 1))
    with pytest.raises(Refused) as refused:
        units.change_unit(office, by=ADMIN, name=office.name, short_name="", from_date=datetime.date(2020, 7, 2))
    assert list(refused.value.cells) == ["from_date"]


def test_alias_is_normalized_and_unique(lincang):
    yongde = Unit.objects.get(code="530923000000")
    alias = units.add_alias(yongde, " 德党 妇女联合会 ", by=ADMIN)
    assert alias.name == "德党妇联"
    units.add_alias(yongde, "德党妇联", by=ADMIN)
    assert queries.resolve("德党妇联") == yongde
    units.remove_alias(alias, by=ADMIN)
    units.remove_alias(UnitAlias(pk=alias.pk or 0, unit=yongde, name="德党妇联"), by=ADMIN)
    assert queries.resolve("德党妇联") is None
    assert recorded_verbs() == ["unit.alias.add", "unit.alias.remove"]


@pytest.mark.parametrize("name", ["云县", "双江县妇联", " 双江 ", ""])
def test_alias_of_a_sibling_is_refused(lincang, name):
    with pytest.raises(Refused) as refused:
        units.add_alias(Unit.objects.get(code="530923000000"), name, by=ADMIN)
    assert list(refused.value.cells) == ["name"]


@pytest.mark.parametrize(
    "action",
    [
        lambda unit: add_office(unit),
        lambda unit: units.change_unit(unit, by=ADMIN, name="新名", short_name="新"),
        lambda unit: units.close_unit(Unit.objects.get(code="530923000000"), by=ADMIN, to_date=LAST_DAY),
        lambda unit: units.add_alias(unit, "临沧城", by=ADMIN),
        lambda unit: units.remove_alias(unit.aliases.first(), by=ADMIN),
    ],
)
def test_no_change_without_its_audit_entry(lincang, action, monkeypatch):
    def broken(**_):
        raise RuntimeError("no audit entry")

    def all_rows():
        return [list(model.objects.order_by("pk").values()) for model in (Unit, UnitAlias)]

    monkeypatch.setattr("orgs.actions.units.record", broken)
    before = all_rows()
    with pytest.raises(RuntimeError, match="no audit entry"):
        action(lincang)
    assert all_rows() == before
