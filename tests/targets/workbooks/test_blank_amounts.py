"""A running total carried beside a blank cell for the period says that nothing was reported; it is not zero."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.sheets.office.sample_plan import TARGET
from tests.targets.sheet_forms.empty_forms import make_form
from tests.targets.sheet_forms.form_city import YONGDE, ZHENKANG, FormCity
from tests.targets.workbooks.import_scenario import ImportScenario, receive_preview
from tests.targets.workbooks.test_office_contents import report_before
from tests.targets.workbooks.test_office_import import office_book

pytestmark = pytest.mark.django_db
HEAD = ("序号", "县(区)", "培训 本季完成", "培训 累计完成", "转移就业 本季完成", "转移就业 累计完成")


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def bring(rows):
    scenario = ImportScenario()
    report_before(scenario, 1, {"L01": 2, "L04": 5})
    report_before(scenario, 2, {"L01": 3, "L04": 9})
    shown = receive_preview(office_book(*rows, head=HEAD), by=scenario.admin, period=scenario.period)
    changed = {each.target: each.after.value for each in shown.result.changes}
    return changed, [question.why.code for question in shown.office.questions]


@pytest.mark.parametrize(
    "cells, changed, asked",
    [
        ((None, 5, None, 9), {}, []),  # carried
        ((0, 5, 0, 9), {"L01": 0, "L04": 9}, []),  # zero was written
        ((None, 7, None, 12), {"L01": 2, "L04": 12}, []),  # only the running total was brought up to date
        ((None, 4, None, 8), {}, ["office_below_earlier", "office_below_earlier"]),
    ],
)
def test_a_blank_amount_beside_a_running_total(cells, changed, asked):
    assert bring([(1, "永德", *cells)]) == (changed, asked)


def test_a_form_with_units_that_have_not_reported_comes_back_and_changes_nothing():
    targets = TARGET["B06"], next(each for each in TARGET.values() if each.measure == "running")
    city = FormCity((YONGDE, ZHENKANG), targets)
    codes = [each.code for each in targets]
    city.report({(unit, code, seq): 40 * seq for unit in city.counties for code in codes for seq in (1, 2)})
    heads = [f"{each.name} {kind}" for each in targets for kind in ("本季完成", "累计完成")]
    rows = [("2020年（ ）季度统计表",), ("县区", *heads), ("永德县",), ("镇康县",)]
    form = city.keep(make_form(*rows).read())
    for values in ({}, {(YONGDE, codes[0], 3): 0, (YONGDE, codes[1], 3): "na"}):
        city.report(values)
        data = city.download(form, period="2020Q3").content
        shown = receive_preview(SimpleUploadedFile(form.file_name, data), by=city.admin, period=city.period())
        assert shown.office.questions == ()
        assert shown.result.changes == []
