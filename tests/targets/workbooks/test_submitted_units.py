"""An import submits the returns that the workbook changes, and others only by name."""

import pytest
from django.urls import reverse

from audit.errors import Refused
from audit.models import Entry
from targets.models import Return
from targets.models.report import State
from targets.workbooks.actions.undo import undo_import
from targets.workbooks.importing.uploads import confirm_upload
from tests.targets.workbooks.import_scenario import YONGDE, ZHENKANG, ImportScenario, receive_preview
from tests.targets.workbooks.test_import import FULL

pytestmark = pytest.mark.django_db
WHERE = ("lincang-2020", "2020Q3")


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def scenario():
    return ImportScenario()


def receive(scenario, **cells):
    return receive_preview(scenario.filled_template(**cells), by=scenario.admin, period=scenario.period)


def submitted_units():
    return set(Return.objects.filter(state=State.SUBMITTED).values_list("participant__name", flat=True))


def test_untouched_draft_is_not_submitted(scenario):
    scenario.save_figure(ZHENKANG, "L01", 3000)
    shown = receive(scenario, **FULL)
    assert (shown.result.submitted, shown.result.offered) == ([YONGDE], [ZHENKANG])
    confirm_upload(shown.upload, by=scenario.admin, as_submitted=True)
    assert submitted_units() == {"永德县"}
    assert Entry.objects.get(verb="upload.apply").data["submitted"] == [YONGDE]


def test_untouched_draft_is_submitted_when_it_is_ticked(scenario):
    scenario.save_figure(ZHENKANG, "L01", 3000)
    shown = receive(scenario, **FULL)
    confirm_upload(shown.upload, by=scenario.admin, as_submitted=True, also=[ZHENKANG])
    assert submitted_units() == {"永德县", "镇康县"}
    assert Entry.objects.get(verb="upload.apply").data["submitted"] == [YONGDE, ZHENKANG]


def test_template_with_nothing_changed_submits_nothing(scenario):
    scenario.save_figure(ZHENKANG, "L01", 3000)
    shown = receive(scenario)
    with pytest.raises(Refused, match="勾选"):
        confirm_upload(shown.upload, by=scenario.admin, as_submitted=True)
    assert submitted_units() == set()
    confirm_upload(shown.upload, by=scenario.admin, as_submitted=True, also=[ZHENKANG])
    assert submitted_units() == {"镇康县"}


def test_only_what_was_offered_may_be_ticked(scenario):
    scenario.save_figure(YONGDE, "L01", 4)  # three figures are missing
    shown = receive(scenario, D9=3)
    confirm_upload(shown.upload, by=scenario.admin, as_submitted=True, also=[YONGDE])
    assert submitted_units() == {"镇康县"}


def test_what_an_untouched_unit_lacks_is_no_obstacle(scenario):
    scenario.save_figure(YONGDE, "L01", 4)
    shown = receive(scenario, D9=3)
    assert (shown.result.missing, shown.result.submitted, shown.result.offered) == ({}, [ZHENKANG], [])


def test_page_names_whose_returns_are_submitted(client, scenario):
    client.force_login(scenario.admin)
    scenario.save_figure(ZHENKANG, "L01", 3000)
    page = client.post(reverse("targets:sheet", args=WHERE), {"file": scenario.filled_template(**FULL)}, follow=True)
    assert "".join(page.text.split("随本表上报：")[1].split("</p>")[0].split()) == "</strong>永德县"
    assert f'name="also" form="confirm"\n      value="{ZHENKANG}"' in page.text
    there = reverse("targets:sheet_upload", args=[*WHERE, page.context["upload"].pk])
    done = client.post(
        there, {"action": "submit", "also": [ZHENKANG], "seen": page.context["result"].digest}, follow=True
    )
    assert "上报 2 份报表：永德县、镇康县。" in done.text


def test_page_says_why_a_unit_is_not_submitted(client, scenario):
    client.force_login(scenario.admin)
    page = client.post(
        reverse("targets:sheet", args=WHERE), {"file": scenario.filled_template(D8=5, D9=3)}, follow=True
    )
    assert 'value="submit"' not in page.text
    assert "永德县（还缺数，见下）" in page.text


def test_trail_of_a_unit_has_imports_and_undos_of_its_numbers(scenario):
    shown = receive(scenario, **FULL, D9=3)
    confirm_upload(shown.upload, by=scenario.admin, as_submitted=False)
    shown.upload.refresh_from_db()
    undo_import(shown.upload, by=scenario.admin)
    rows = Entry.objects.filter(unit_code=YONGDE).order_by("id")
    assert [(row.verb, row.object_code, row.data["cells"]) for row in rows] == [
        ("upload.write", "三季度.xlsx", 4),
        ("upload.restore", "三季度.xlsx", 4),
    ]
    assert Entry.objects.filter(unit_code=ZHENKANG).count() == 2
