"""``manage.py readreturns``: what an office's workbook says, printed and never stored."""

import json
import re
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from audit.models import Entry
from orgs.models import Unit, UnitAlias
from orgs.names import aliases
from plans.models import Participant
from targets.models import Figure
from targets.workbooks.period_figures import load_figures_of
from targets.workbooks.plan_context import build_plan_context
from tests.sheets.office.drawn_sheet import sheet_of, write_with_openpyxl
from tests.targets.workbooks.import_scenario import CITY, OFFICE, YONGDE, ZHENKANG, ImportScenario
from tests.targets.workbooks.test_office_sheet import SHARED, make_lincang

pytestmark = pytest.mark.django_db
BOOKS = [path for path in sorted((SHARED / "workbooks").glob("*")) if path.suffix != ".json"]


def readreturns(path, *, plan="lincang-2020", period="2020Q3"):
    out = StringIO()
    call_command("readreturns", "--plan", plan, "--period", period, str(path), stdout=out)
    return json.loads(out.getvalue())


@pytest.mark.parametrize("path", BOOKS, ids=lambda path: path.name)
def test_the_shared_workbooks_are_read_as_their_keys_say(path):
    make_lincang()
    for unit in Unit.objects.filter(level="county"):
        UnitAlias.objects.bulk_create(UnitAlias(unit=unit, name=name) for name in aliases(unit.name))
    printed = readreturns(path)
    key = json.loads(path.with_suffix(".json").read_text())
    figures = {(each["unit"], each["target"], each["kind"]): each["value"] for each in printed["figures"]}
    assert figures == {(each["unit"], each["target"], each["kind"]): each["value"] for each in key["cells"]}
    assert len(figures) == len(printed["figures"])
    asked = {(each["unit"], each["target"]) for each in printed["questions"]}
    assert asked == {(each["unit"], each["target"]) for each in key["ask"]}


def test_nothing_is_changed(tmp_path):
    scenario = ImportScenario()
    before = Entry.objects.count()
    path = tmp_path / "永德.xlsx"
    path.write_bytes(write_with_openpyxl(sheet_of("2020年三季度\n县区|培训(人次)\n永德县|12\n镇康|约3")))
    printed = readreturns(path)
    assert printed["figures"] == [
        {
            "unit": YONGDE,
            "target": "L01",
            "kind": "amount",
            "value": 12,
            "sheet": "Sheet1",
            "cell": "B3",
            "file": "永德.xlsx",
        }
    ]
    asked = [{key: each[key] for key in ("sheet", "cell", "unit", "target")} for each in printed["questions"]]
    assert asked == [{"sheet": "Sheet1", "cell": "B4", "unit": ZHENKANG, "target": "L01"}]
    assert scenario.stored_values() == {}
    assert (Figure.objects.count(), Entry.objects.count()) == (0, before)


def test_a_plan_or_period_or_file_that_does_not_exist(tmp_path):
    ImportScenario()
    with pytest.raises(CommandError, match=re.escape("no plan 'none'; there are: lincang-2020")):
        readreturns(tmp_path, plan="none")
    with pytest.raises(CommandError, match="no period '2021Q1'; there are: 2020Q1"):
        readreturns(tmp_path, period="2021Q1")
    with pytest.raises(CommandError, match="No such file"):
        readreturns(tmp_path / "none.xlsx")


def test_the_context_of_a_plan(django_assert_num_queries):
    scenario = ImportScenario()
    UnitAlias.objects.create(unit=scenario.zhenkang, name="勐捧县")
    stored = load_figures_of(scenario.period, Participant.objects.filter(plan=scenario.plan))
    with django_assert_num_queries(5):
        context = build_plan_context(stored)
    units = {unit.code: unit for unit in context.units}
    assert set(units) == {YONGDE, ZHENKANG, OFFICE}
    assert units[ZHENKANG].owed == {"L01"}
    assert units[YONGDE].owed == {"L01", "L04", "R01", "M01"}
    assert "勐捧县" in units[ZHENKANG].aliases
    assert [unit.code for unit in context.above] == [CITY]
    assert [(target.code, target.whole) for target in context.targets] == [
        ("L01", True),
        ("L04", False),
        ("R01", True),
        ("M01", True),
    ]
    assert context.period.code == "2020Q3"
