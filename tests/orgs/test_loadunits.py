"""manage.py loadunits"""

import io

import pytest
from django.core.management import CommandError, call_command

from audit.models import Entry
from orgs.actions.load import load_units
from orgs.models import Unit, UnitAlias

pytestmark = pytest.mark.django_db


def loadunits(*args):
    out = io.StringIO()
    call_command("loadunits", *args, stdout=out)
    return out.getvalue()


def test_load_a_province_to_counties():
    output = loadunits("530000", "--depth", "county")
    assert "146" in output
    assert Unit.objects.filter(level="city").count() == 16
    assert Unit.objects.filter(level="county").count() == 129
    yunnan = Unit.objects.get(parent=None)
    assert (yunnan.code, yunnan.full_name, yunnan.short_name) == ("530000000000", "云南省妇联", "云南")
    shuangjiang = Unit.objects.get(code="530925000000")
    assert shuangjiang.path == "/530000000000/530900000000/530925000000/"
    assert shuangjiang.full_name == "双江自治县妇联"
    assert {"双江", "双江县妇联"} <= set(shuangjiang.aliases.values_list("name", flat=True))


def test_repeated_load_changes_nothing():
    load_units("5309", "county")
    Unit.objects.filter(code="530923000000").update(name="永德区", short_name="永德新")
    UnitAlias.objects.filter(name="云县妇联").delete()

    def all_rows():
        return [list(model.objects.order_by("pk").values()) for model in (Unit, UnitAlias, Entry)]

    before = all_rows()
    loadunits("5309", "--depth", "county")
    assert all_rows() == before


def test_load_writes_one_audit_entry():
    load_units("5309", "county")
    entry = Entry.objects.get()
    assert (entry.verb, entry.object_code) == ("units.load", "530900000000")
    assert entry.data["made"] == {"province": 1, "city": 1, "county": 8}


def test_load_a_city_then_its_province():
    load_units("5309", "city")
    assert list(Unit.objects.values_list("name", flat=True)) == ["云南省", "临沧市"]
    load_units("53", "city")
    assert Unit.objects.count() == 17
    assert Unit.objects.filter(parent=None).count() == 1


def test_county_without_a_city_is_a_child_of_the_province():
    load_units("469001", "county")
    assert Unit.objects.get(code="469001000000").parent.name == "海南省"


def test_province_loaded_after_the_nation_is_its_child():
    loadunits("--all", "--depth", "province")
    loadunits("53", "--depth", "city")
    assert Unit.objects.get(code="530900000000").path == "/000000000000/530000000000/530900000000/"
    assert Unit.objects.filter(parent=None).count() == 1


def test_nation_after_a_province_is_refused():
    load_units("53", "province")
    with pytest.raises(CommandError, match="云南省"):
        loadunits("--all")
    assert Unit.objects.count() == 1


def test_unknown_code_is_a_command_error():
    with pytest.raises(CommandError, match="990000000000"):
        loadunits("99")


def test_nothing_is_created_without_the_audit_entry(monkeypatch):
    def broken(**_):
        raise RuntimeError("no audit entry")

    monkeypatch.setattr("orgs.actions.load.record", broken)
    with pytest.raises(RuntimeError, match="no audit entry"):
        load_units("53", "county")
    assert not Unit.objects.exists()


def test_number_of_queries(django_assert_max_num_queries):
    with django_assert_max_num_queries(24):
        load_units("53", "county")
