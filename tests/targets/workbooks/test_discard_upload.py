"""Workbooks that were brought and not imported can be removed; what was imported stays, and shows what it wrote."""

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.storage import default_storage
from django.urls import reverse
from django.utils import timezone

from audit.errors import Refused
from audit.models import Entry
from targets.models import Figure, Upload
from targets.workbooks.actions.answers import answer_questions
from targets.workbooks.actions.discard import discard_own_uploads, discard_upload
from targets.workbooks.importing.uploads import confirm_upload
from tests.factories import make_person
from tests.targets.workbooks.import_scenario import YONGDE, ImportScenario, receive_preview
from tests.targets.workbooks.test_office_import import office_book

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def scenario():
    return ImportScenario()


def receive(scenario, by=None, **cells):
    by = by or scenario.admin
    return receive_preview(scenario.filled_template(by=by, **cells), by=by, period=scenario.period)


def test_a_file_that_was_not_imported_is_removed_with_its_answers(scenario, django_capture_on_commit_callbacks):
    shown = receive_preview(office_book((1, "永德", "约450", 53, "")), by=scenario.admin, period=scenario.period)
    answer_questions(shown.upload, {shown.office.questions[0].key: "value:450"}, by=scenario.admin)
    name = shown.upload.file.name
    with django_capture_on_commit_callbacks(execute=True):
        discard_upload(shown.upload, by=scenario.admin)
    assert not Upload.objects.exists()
    assert not default_storage.exists(name)
    assert [entry.verb for entry in Entry.objects.filter(verb__startswith="upload.")].count("upload.discard") == 1


def test_what_was_imported_is_never_removed(scenario):
    shown = receive(scenario, D8=5)
    confirm_upload(shown.upload, by=scenario.admin, as_submitted=False)
    with pytest.raises(Refused):
        discard_upload(shown.upload, by=scenario.admin)
    assert Upload.objects.exists()


def test_only_who_brought_it_or_an_administrator_above_removes_it(scenario):
    mine = receive(scenario, by=scenario.clerk, D7=5).upload
    with pytest.raises(PermissionDenied):
        discard_upload(mine, by=make_person("other", ("clerk", scenario.zhenkang)))
    discard_upload(mine, by=scenario.admin)
    assert not Upload.objects.exists()


def test_all_own_files_that_were_not_imported_are_removed_at_once(scenario):
    imported = receive(scenario, D8=5).upload
    confirm_upload(imported, by=scenario.admin, as_submitted=False)
    receive(scenario, D8=6)
    busy = receive(scenario, D8=7).upload
    Upload.objects.filter(pk=busy.pk).update(job=Upload.Job.READ)
    theirs = receive(scenario, by=scenario.clerk, D7=5).upload
    assert discard_own_uploads(scenario.period, by=scenario.admin) == 1
    assert set(Upload.objects.values_list("pk", flat=True)) == {imported.pk, busy.pk, theirs.pk}


def test_the_list_has_a_button_for_each_and_one_for_all(client, scenario):
    first, second = receive(scenario, D8=5).upload, receive(scenario, D8=6).upload
    client.force_login(scenario.admin)
    page = reverse("targets:sheet", args=["lincang-2020", "2020Q3"])
    assert client.get(page).text.count('value="discard"') == 2 + 1  # one for each, and one for all
    place = reverse("targets:sheet_upload", args=["lincang-2020", "2020Q3", first.pk])
    assert client.post(place, {"action": "discard"}).url == page
    assert list(Upload.objects.all()) == [second]
    receive(scenario, D8=7)
    assert "移除您上传后没有导入的2个文件" in client.get(page).text
    client.post(page, {"action": "discard"})
    assert not Upload.objects.exists()


def test_the_importer_sees_what_was_imported_also_as_drafts(client, scenario):
    scenario.save_figure(YONGDE, "L01", 3)
    shown = receive(scenario, D8=5, E8=12.5)
    confirm_upload(shown.upload, by=scenario.admin, as_submitted=False)
    client.force_login(scenario.admin)
    place = reverse("targets:sheet_upload", args=["lincang-2020", "2020Q3", shown.upload.pk])
    rows = client.get(place).text.partition('id="imported"')[2].partition("</table>")[0]
    assert [rows.count(text) for text in ("永德县", ">3<", ">5<", ">12.5<")] == [2, 1, 1, 1]
    Figure.objects.filter(target=scenario.targets["L01"]).update(value=99, typed_at=timezone.now())
    rows = client.get(place).text.partition('id="imported"')[2].partition("</table>")[0]
    assert "99" not in rows  # what the unit typed since is its own
    assert "之后已改动" in rows
    lines = client.get(place, {"as": "csv"}).content.decode("utf-8-sig").splitlines()
    assert lines[1:] == ['"永德县","L01 培训","3","之后已改动"', '"永德县","L04 转移就业","—","12.5"']


def test_others_who_see_the_file_do_not_see_what_stood_there_before(client, scenario):
    scenario.save_figure(YONGDE, "L01", 3)
    shown = receive(scenario, D8=5)
    confirm_upload(shown.upload, by=scenario.admin, as_submitted=False)
    client.force_login(scenario.reviewer)
    place = reverse("targets:sheet_upload", args=["lincang-2020", "2020Q3", shown.upload.pk])
    assert 'id="imported"' not in client.get(place).text
    assert client.get(place, {"as": "csv"}).status_code == 404
