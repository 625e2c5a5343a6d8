"""The figures of an office's own sheet, copied into the template, are imported correctly."""

import json
from decimal import Decimal
from io import BytesIO

import pytest
import yaml
from openpyxl import load_workbook

from fedwork.env import ROOT
from targets.models import Return
from targets.workbooks.importing.uploads import confirm_upload
from targets.workbooks.template import write_period_template
from tests.factories import (
    make_allocation,
    make_participants,
    make_person,
    make_plan,
    make_target,
    make_unit,
    set_issued,
)
from tests.targets.workbooks.import_scenario import edit_template, receive_preview

SHARED = ROOT.parent / "shared"
SHEET, KEY = SHARED / "workbooks/wide-two-row-head.xlsx", SHARED / "workbooks/wide-two-row-head.json"
pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(not SHEET.exists(), reason="the shared workbooks are not beside the repository"),
]


def make_lincang():
    """The plan of ../shared/data/lincang-2020.yaml: its targets and its eight counties, the third quarter open."""
    data = yaml.safe_load((SHARED / "data/lincang-2020.yaml").read_text())
    city = make_unit(data["plan"]["unit"], "临沧市", level="city")
    for unit in data["units"]:
        make_unit(unit["code"], unit["name"], parent=city)
    plan = make_plan(city, data["plan"]["code"])
    people = make_participants(plan)
    for position, row in enumerate(data["targets"]):
        target = make_target(
            plan,
            row["code"],
            row["value"],
            name=row["name"],
            unit=row["unit"],
            measure=row["measure"],
            position=position,
        )
        for unit, share in zip(data["units"], row.get("allocation", []), strict=False):
            make_allocation(target, people[unit["code"]], share)
    set_issued(plan, open_seq=3)
    period = plan.periods.get(seq=3)
    Return.objects.bulk_create(Return(participant=people[unit["code"]], period=period) for unit in data["units"])
    return period, make_person("data", ("data_admin", city))


def copy_cells(data):
    """name of the cell in our template -> value of the office's sheet; both lists counties and targets in one order."""
    theirs = load_workbook(SHEET, data_only=True).worksheets[0]
    ours = load_workbook(BytesIO(data)).worksheets[0]
    first = next(row for row in range(1, 20) if ours.cell(row, 1).value == "530902000000")
    return {
        ours.cell(first + row, 4 + column).coordinate: theirs.cell(5 + row, 3 + column).value
        for row in range(8)
        for column in range(9)
    }


def test_figures_of_the_wide_sheet_are_imported(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    period, admin = make_lincang()
    template = write_period_template(period, by=admin)
    shown = receive_preview(edit_template(template, **copy_cells(template)), by=admin, period=period)
    assert shown.result.counts == {"refused": 0, "new": 72, "changed": 0, "unchanged": 0}
    confirm_upload(shown.upload, by=admin, as_submitted=True)

    key = json.loads(KEY.read_text())
    expected = {(cell["unit"], cell["target"]): Decimal(str(cell["value"])) for cell in key["cells"]}
    stored = {
        (report.participant.code, figure.target.code): figure.value
        for report in Return.objects.select_related("participant", "submitted")
        for figure in report.submitted.figures.select_related("target")
    }
    assert key["period"] == period.code
    assert stored == expected
