"""The preview of a workbook names the cells that deserve another look, and imports them all the same."""

from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from targets.models import Allocation, Return, Snapshot, SnapshotFigure
from targets.values.oddities import find_oddity
from targets.workbooks.importing.preview import preview_context
from targets.workbooks.importing.unlikely import find_unlikely_cells
from targets.workbooks.importing.uploads import confirm_upload
from tests.targets.checks.test_rules_pure import ADD, DONE, RATE, RUN, to_reported_value
from tests.targets.workbooks.import_scenario import YONGDE, ImportScenario, receive_preview

pytestmark = pytest.mark.django_db
D = Decimal


@pytest.fixture(autouse=True)
def media_root(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def scenario():
    """Units owe 100 each; 永德 reported 3 of L01 and 20 of L04 in the second quarter."""
    scenario = ImportScenario()
    Allocation.objects.update(amount=D(100), own=D(100))
    before = scenario.plan.periods.get(seq=2)
    report = Return.objects.create(participant=scenario.people[YONGDE], period=before)
    taken = Snapshot.objects.create(report=report, number=1, by=scenario.clerk, at=timezone.now())
    for code, value in (("L01", 3), ("L04", 20)):
        SnapshotFigure.objects.create(snapshot=taken, target=scenario.targets[code], value=D(value))
    Return.objects.filter(pk=report.pk).update(submitted=taken, state="submitted")
    return scenario


def unlikely(scenario, **cells):
    preview = receive_preview(scenario.filled_template(**cells), by=scenario.admin, period=scenario.period)
    context = preview_context(preview, scenario.admin)["unlikely"]
    return preview, [(row.cell, row.unit, value, row.text) for row, value in context["rows"]]


def test_beyond_the_share_and_a_thousandfold_are_listed(scenario):
    _preview, listed = unlikely(scenario, D8=3000, E8=21, D9=100)
    assert listed == [
        ("D8", "永德县", "3,000", "累计 3003，超过分解数 100；是上次的一千倍以上，请核对计量单位（例如“人”和“万人”）。")
    ]


def test_what_is_as_usual_is_not_listed(scenario):
    assert unlikely(scenario, D8=97, E8=100, D9=100)[1] == []
    assert unlikely(scenario, E8="不适用")[1] == []


def test_they_are_imported_all_the_same(scenario):
    preview, listed = unlikely(scenario, D8=98)
    assert len(listed) == 1
    confirm_upload(preview.upload, by=scenario.admin, as_submitted=False)
    assert scenario.stored_values()[YONGDE, "L01"] == 98


def test_two_queries_at_most_for_all_cells(scenario, django_assert_num_queries):
    preview, _listed = unlikely(scenario, D8=3000, E8=2100, D9=700)
    with django_assert_num_queries(0):  # the check of the plan's rules has read the same reports and shares
        assert len(find_unlikely_cells(preview.result, preview.stored, scenario.period)) == 3
    preview.result.before = None  # as where a refused cell ended the import before that check
    with django_assert_num_queries(2):
        assert len(find_unlikely_cells(preview.result, preview.stored, scenario.period)) == 3


def test_the_page_shows_them(scenario, client):
    client.force_login(scenario.admin)
    file = scenario.filled_template(D8="3000人次")
    text = client.post(reverse("targets:sheet", args=["lincang-2020", "2020Q3"]), {"file": file}, follow=True).text
    assert "导入前请再看看这些数" in text
    assert "是上次的一千倍以上" in text


def test_another_unit_in_a_cell_is_refused(scenario):
    preview = receive_preview(scenario.filled_template(D8="3000人"), by=scenario.admin, period=scenario.period)
    assert [each.cell for each in preview.result.refused] == ["D8"]


@pytest.mark.parametrize(
    "target,now,last,odd",
    [
        (ADD, 3000, 3, "一千倍"),
        (ADD, 2999, 3, ""),
        (ADD, 3, 3000, "千分之一"),
        (ADD, 0, 3000, ""),
        (ADD, 3000, 0, ""),
        (RUN, 5000, 5, "一千倍"),
        (RATE, (3000, 4000), (3, 4), ""),
        (DONE, 1, 1, ""),
    ],
)
def test_a_thousand_times_the_last_report(target, now, last, odd):
    found = find_oddity(target, to_reported_value(now), to_reported_value(last))
    assert odd in found if odd else not found
