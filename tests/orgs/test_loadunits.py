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


def test_a_province_to_its_counties():
    told = loadunits("530000", "--depth", "county")
    assert "146" in told
    assert Unit.objects.filter(level="city").count() == 16
    assert Unit.objects.filter(level="county").count() == 129
    yunnan = Unit.objects.get(parent=None)
    assert (yunnan.code, yunnan.full_name, yunnan.short_name) == ("530000000000", "云南省妇联", "云南")
    shuangjiang = Unit.objects.get(code="530925000000")
    assert shuangjiang.path == "/530000000000/530900000000/530925000000/"
    assert shuangjiang.full_name == "双江自治县妇联"
    assert {"双江", "双江县妇联"} <= set(shuangjiang.aliases.values_list("name", flat=True))


def test_loading_again_changes_nothing_and_leaves_no_trace():
    load_units("5309", "county")
    Unit.objects.filter(code="530923000000").update(name="永德区", short_name="永德新")
    UnitAlias.objects.filter(name="云县妇联").delete()

    def everything():
        return [list(model.objects.order_by("pk").values()) for model in (Unit, UnitAlias, Entry)]

    before = everything()
    loadunits("5309", "--depth", "county")
    assert everything() == before


def test_a_load_that_made_something_leaves_one_row_in_the_trail():
    load_units("5309", "county")
    entry = Entry.objects.get()
    assert (entry.verb, entry.object_code) == ("units.load", "530900000000")
    assert entry.data["made"] == {"province": 1, "city": 1, "county": 8}


def test_a_city_brings_its_province_and_the_province_completes_itself_later():
    load_units("5309", "city")
    assert list(Unit.objects.values_list("name", flat=True)) == ["云南省", "临沧市"]
    load_units("53", "city")
    assert Unit.objects.count() == 17
    assert Unit.objects.filter(parent=None).count() == 1


def test_counties_without_a_city_hang_below_the_province():
    load_units("469001", "county")
    assert Unit.objects.get(code="469001000000").parent.name == "海南省"


def test_a_province_loaded_after_the_nation_hangs_below_it():
    loadunits("--all", "--depth", "province")
    loadunits("53", "--depth", "city")
    assert Unit.objects.get(code="530900000000").path == "/000000000000/530000000000/530900000000/"
    assert Unit.objects.filter(parent=None).count() == 1


def test_the_nation_is_refused_over_a_province_that_stands_alone():
    load_units("53", "province")
    with pytest.raises(CommandError, match="云南省"):
        loadunits("--all")
    assert Unit.objects.count() == 1


def test_an_unknown_code_is_told_in_words():
    with pytest.raises(CommandError, match="990000000000"):
        loadunits("99")


def test_nothing_is_made_when_the_trail_cannot_be_written(monkeypatch):
    def broken(**_):
        raise RuntimeError("no trail")

    monkeypatch.setattr("orgs.actions.load.record", broken)
    with pytest.raises(RuntimeError, match="no trail"):
        load_units("53", "county")
    assert not Unit.objects.exists()


def test_the_number_of_statements_does_not_grow_with_the_province(django_assert_max_num_queries):
    with django_assert_max_num_queries(24):
        load_units("53", "county")
