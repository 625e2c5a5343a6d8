"""The pages of workbooks, and the admin: access, and that a preview writes nothing."""

from io import BytesIO
from urllib.parse import unquote

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import load_workbook

from targets.models import Return, Snapshot, Upload
from tests.factories import make_person, make_unit
from tests.targets.workbooks.import_scenario import YONGDE, ZHENKANG, ImportScenario

pytestmark = pytest.mark.django_db
WHERE = ("lincang-2020", "2020Q3")
IMPORT = "admin:targets_return_import"


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def scenario():
    return ImportScenario()


@pytest.fixture
def page(client, scenario):
    client.force_login(scenario.admin)
    return client


def seen(page):
    """What a confirmation sends of the preview that was shown."""
    return {"seen": page.context["result"].digest}


def upload_file(client, file):
    return client.post(reverse("targets:sheet", args=WHERE), {"file": file}, follow=True)


def test_download_upload_preview_and_confirm(page, scenario):
    assert reverse("targets:sheet", args=WHERE) in page.get(reverse("targets:sheets")).text
    fetched = page.get(reverse("targets:sheet_template", args=WHERE))
    form = load_workbook(BytesIO(b"".join(fetched) if fetched.streaming else fetched.content)).worksheets[0]
    assert [form.cell(row, 2).value for row in (7, 8, 9)] == ["市妇联办公室", "永德县", "镇康县"]
    scenario.save_figure(YONGDE, "L01", 4)
    shown = upload_file(page, scenario.filled_template(D8=5, D9=3))
    assert shown.status_code == 200
    assert "4 <span" in shown.text
    assert scenario.stored_values() == {(YONGDE, "L01"): 4}
    upload = Upload.objects.get()
    there = reverse("targets:sheet_upload", args=[*WHERE, upload.pk])
    assert page.post(there, {"action": "draft", **seen(shown)}).status_code == 302
    assert scenario.stored_values() == {(YONGDE, "L01"): 5, (ZHENKANG, "L01"): 3}
    history = page.get(reverse("targets:sheet", args=WHERE)).text
    assert there in history
    kept = page.get(reverse("targets:sheet_file", args=[*WHERE, upload.pk]))
    assert b"".join(kept.streaming_content).startswith(b"PK")
    headers = [kept[name] for name in ("Content-Type", "X-Content-Type-Options")]
    assert headers == ["application/octet-stream", "nosniff"]
    assert kept["Content-Disposition"].startswith("attachment")
    assert "utf-8''%E4%B8%89" in kept["Content-Disposition"]


def test_refused_cells_are_listed_and_prevent_confirmation(page, scenario):
    shown = upload_file(page, scenario.filled_template(D8="三十", D9=3)).text
    assert "D8" in shown
    assert "永德县" in shown
    assert 'value="draft"' not in shown
    there = reverse("targets:sheet_upload", args=[*WHERE, Upload.objects.get().pk])
    for action in ("draft", "submit"):
        page.post(there, {"action": action})
    assert scenario.stored_values() == {}
    assert not Snapshot.objects.exists()


def test_changes_by_others_are_shown_before_confirmation(page, scenario):
    shown = upload_file(page, scenario.filled_template(D8=5))
    scenario.save_figure(YONGDE, "L01", 4)
    there = reverse("targets:sheet_upload", args=[*WHERE, Upload.objects.get().pk])
    again = page.post(there, {"action": "draft", **seen(shown)})
    assert again.status_code == 409
    assert scenario.stored_values() == {(YONGDE, "L01"): 4}
    assert page.post(there, {"action": "draft", **seen(again)}).status_code == 302
    assert scenario.stored_values() == {(YONGDE, "L01"): 5}


def test_a_confirmation_of_what_was_not_shown_is_refused(page, scenario):
    upload_file(page, scenario.filled_template(D8=5))
    there = reverse("targets:sheet_upload", args=[*WHERE, Upload.objects.get().pk])
    assert page.post(there, {"action": "draft"}).status_code == 409
    assert scenario.stored_values() == {}


@pytest.mark.parametrize("content", [b"", b"a,b\n", b"%PDF-1.7", b"PK\x03\x04rubbish"])
def test_other_files_are_refused(page, content):
    answer = upload_file(page, SimpleUploadedFile("三季度.xlsx", content))
    assert answer.status_code == 400
    assert not Upload.objects.exists()


def test_a_file_of_50_mb_is_refused_before_it_is_read_as_a_form(page, settings):
    settings.FILE_UPLOAD_TEMP_DIR = "/nowhere"  # reading the form would put the file there, and fail
    for size in (50 * 1024 * 1024, 11 * 1024 * 1024):
        for name, args in (("targets:sheet", WHERE), (IMPORT, ())):
            body = b"\0" * size
            answer = page.generic("POST", reverse(name, args=args), body, "multipart/form-data; boundary=x")
            assert answer.status_code == 413
            assert "10 MB" in answer.text


def test_csrf_is_still_checked(scenario, client):
    client.handler.enforce_csrf_checks = True
    client.force_login(scenario.admin)
    assert upload_file(client, scenario.filled_template(D8=5)).status_code == 403
    assert (
        client.post(reverse(IMPORT), {"import_file": scenario.filled_template(D8=5), "format": "0"}).status_code == 403
    )


def test_access(client, scenario):
    page_of = reverse("targets:sheet", args=WHERE)
    client.force_login(scenario.admin)
    upload_file(client, scenario.filled_template(D8=5))
    own = [reverse("targets:sheet_upload", args=[*WHERE, Upload.objects.get().pk])]
    own.append(own[0] + "file")
    pages = [page_of, reverse("targets:sheet_template", args=WHERE)]
    outsider = make_person("outsider", ("data_admin", make_unit("450200000000", "柳州市", level="city")))
    for person, expected, of_upload in (
        (scenario.reviewer, 403, 200),
        (outsider, 404, 404),
    ):
        client.force_login(person)
        assert {client.get(url).status_code for url in pages} == {expected}
        assert {client.get(url).status_code for url in own} == {of_upload}
        assert client.post(page_of, {"file": scenario.filled_template(D8=5)}).status_code == expected
        assert client.post(own[0], {"action": "draft"}).status_code in (403, 404)
    client.force_login(scenario.clerk)
    assert {client.get(url).status_code for url in pages} == {200}
    assert {client.get(url).status_code for url in own} == {404}
    assert client.post(own[0], {"action": "draft"}).status_code == 404
    assert scenario.stored_values() == {}


def test_a_clerk_brings_the_workbook_of_their_own_unit_as_a_draft(client, scenario):
    client.force_login(scenario.clerk)
    form = load_workbook(BytesIO(client.get(reverse("targets:sheet_template", args=WHERE)).content)).worksheets[0]
    assert [form.cell(row, 2).value for row in (7, 8)] == ["永德县", None]
    shown = upload_file(client, scenario.filled_template(by=scenario.clerk, D7=5))
    there = reverse("targets:sheet_upload", args=[*WHERE, Upload.objects.get().pk])
    assert client.post(there, {"action": "submit", **seen(shown)}).status_code in (302, 403)
    assert scenario.stored_values() == {}
    client.post(there, {"action": "draft", **seen(shown)})
    assert scenario.stored_values() == {(YONGDE, "L01"): 5}
    assert Return.objects.get(pk=scenario.returns[YONGDE].pk).state == "draft"


def test_a_clerk_cannot_bring_figures_of_another_unit(client, scenario):
    client.force_login(scenario.clerk)
    shown = upload_file(client, scenario.filled_template(D8=5, D9=3))
    assert 'value="draft"' not in shown.text
    client.post(reverse("targets:sheet_upload", args=[*WHERE, Upload.objects.get().pk]), {"action": "draft"})
    assert scenario.stored_values() == {}


def test_admin_is_open_to_data_administrators_only(client, scenario):
    lists = reverse("admin:targets_return_changelist")
    assert reverse("accounts:login") in client.get(lists)["Location"]
    for person in (scenario.clerk, scenario.reviewer):
        client.force_login(person)
        assert client.get(lists, follow=True).status_code == 403
    client.force_login(scenario.admin)
    assert client.get(lists).status_code == 200
    assert client.get(reverse("admin:index")).status_code == 200


def test_admin_shows_returns_in_reach_and_changes_none(page, scenario):
    outside = make_unit("450200000000", "柳州市", level="city")
    assert page.get(reverse("admin:targets_return_changelist")).text.count("2020年三季度") >= 3
    one = scenario.returns[YONGDE]
    assert page.get(reverse("admin:targets_return_change", args=[one.pk])).status_code == 200
    assert page.post(reverse("admin:targets_return_change", args=[one.pk]), {"state": "accepted"}).status_code == 403
    assert page.get(reverse("admin:targets_return_add")).status_code == 403
    page.force_login(make_person("outsider", ("data_admin", outside)))
    assert "永德" not in page.get(reverse("admin:targets_return_changelist")).text
    assert page.get(reverse("admin:targets_return_change", args=[one.pk])).status_code == 302
    assert Return.objects.get(pk=one.pk).state == "draft"


def test_admin_list_with_facet_counts(page, scenario):
    shown = page.get(reverse("admin:targets_return_changelist"), {"_facets": "True"})
    assert shown.status_code == 200
    n_returns = sum(report.period.code == "2020Q3" for report in Return.objects.select_related("period"))
    assert f"2020年三季度 ({n_returns})" in shown.text


def test_admin_imports_by_the_same_steps(page, scenario):
    assert page.get(reverse(IMPORT)).status_code == 200
    shown = page.post(
        reverse(IMPORT), {"import_file": scenario.filled_template(D8=5, D9=3), "format": "0", "resource": "0"}
    )
    upload = Upload.objects.get()
    assert f'name="import_file_name" value="{upload.pk}"' in shown.text
    assert scenario.stored_values() == {}
    form = {"import_file_name": upload.pk, "original_file_name": "x", "format": "0", "resource": "0", "draft": "1"}
    assert page.post(reverse("admin:targets_return_process_import"), form).status_code == 302
    assert scenario.stored_values() == {(YONGDE, "L01"): 5, (ZHENKANG, "L01"): 3}
    fetched = page.get(reverse("admin:targets_return_export"), {"period": scenario.period.pk})
    assert load_workbook(BytesIO(fetched.content)).worksheets[0]["D8"].value == 5


def test_admin_refuses_as_the_page_does(page, scenario):
    shown = page.post(
        reverse(IMPORT), {"import_file": scenario.filled_template(D8="三十"), "format": "0", "resource": "0"}
    )
    assert "三十" in shown.text
    assert "import_file_name" not in shown.text
    form = {"import_file_name": Upload.objects.get().pk, "original_file_name": "x", "format": "0", "draft": "1"}
    page.post(reverse("admin:targets_return_process_import"), form)
    other = page.post(
        reverse(IMPORT), {"import_file": SimpleUploadedFile("a.xlsx", b"a,b"), "format": "0", "resource": "0"}
    )
    assert "import_file_name" not in other.text
    for name in ("../../etc/passwd", "999999", "1 OR 1"):
        page.post(reverse("admin:targets_return_process_import"), form | {"import_file_name": name})
    assert scenario.stored_values() == {}


def test_a_download_is_named_by_plan_and_period(page, scenario):
    fetched = page.get(reverse("targets:sheet_template", args=WHERE))
    assert unquote(fetched["Content-Disposition"]).endswith("临沧市妇联2020年工作计划-2020年三季度.xlsx")
    fetched = page.get(reverse("admin:targets_return_export"), {"period": scenario.period.pk})
    assert unquote(fetched["Content-Disposition"]).endswith("临沧市妇联2020年工作计划-2020年三季度.xlsx")
    form = load_workbook(BytesIO(fetched.content)).worksheets[0]
    assert form["B2"].value == "临沧市妇联2020年工作计划 · 2020年三季度"


def test_units_without_any_number_are_in_the_preview(page, scenario):
    shown = upload_file(page, scenario.filled_template(D8=5))
    assert [name for name, _cells in shown.context["rows"]] == ["市妇联办公室", "永德县", "镇康县"]
