"""Of a large upload the web server reads nothing: it shows what the worker has kept, a part at a time."""

import re
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from openpyxl import Workbook, load_workbook

from targets.models import Upload, UploadPage
from targets.workbooks.importing import jobs, receiving, stored_pages, uploads
from targets.workbooks.importing.jobs import work_on
from tests.targets.workbooks.import_scenario import YONGDE, ImportScenario
from tests.targets.workbooks.test_office_import import WHERE, office_book

pytestmark = pytest.mark.django_db(transaction=True)
HERE = reverse("targets:sheet", args=WHERE)


@pytest.fixture(autouse=True)
def media(settings, tmp_path, monkeypatch):
    settings.MEDIA_ROOT = tmp_path / "media"
    monkeypatch.setattr(receiving, "LARGE_UNPACKED", 0)  # every workbook goes to the worker


@pytest.fixture
def scenario(client):
    scenario = ImportScenario()
    client.force_login(scenario.admin)
    return scenario


@pytest.fixture
def reads_nothing(monkeypatch):
    """From now on the web server fails where it reads a workbook."""

    def forbid():
        def fail(*_args, **_more):
            raise AssertionError("the web server reads a large workbook")

        for module in (receiving, uploads):
            monkeypatch.setattr(module, "read_book_files", fail)

    return forbid


def bring(client, file):
    client.post(HERE, {"file": file})
    return Upload.objects.latest("pk")


def page_of(upload):
    return reverse("targets:sheet_upload", args=[*WHERE, upload.pk])


def long_book(rows):
    """The sheet of the office with very many rows of somebody else below it."""
    book = load_workbook(office_book((1, "永德", 452, 53, "")).file)
    sheet = book.worksheets[0]
    for number in range(rows):
        sheet.cell(number + 10, 8, f"第{number + 10}行的备注")
    stream = BytesIO()
    book.save(stream)
    return SimpleUploadedFile("长表.xlsx", stream.getvalue())


def test_the_web_server_reads_nothing_of_it(client, scenario, monkeypatch, reads_nothing):
    with monkeypatch.context() as web:
        web.setattr(receiving, "read_book_files", None)
        upload = bring(client, office_book((1, "永德", "约452", 53, "")))
    assert "data-waits" in client.get(page_of(upload)).text
    work_on(upload.pk)
    key = f"cell:{upload.name}!Sheet!3:3"
    reads_nothing()
    shown = client.get(page_of(upload))
    assert f'name="answer:{key}"' in shown.text
    client.post(page_of(upload), {"action": "answer", f"answer:{key}": "value:448"})
    assert Upload.objects.get().job == Upload.Job.READ
    monkeypatch.undo()


def test_the_forms_of_a_kept_page_have_the_token_of_the_session(scenario):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(scenario.admin)
    first = bring_with_token(strict, office_book((1, "永德", 452, 53, "")))
    work_on(first.pk)
    body = strict.get(page_of(first)).text.rpartition('id="confirm"')[2]
    (token,) = set(re.findall(r'name="csrfmiddlewaretoken" value="(\w+)"', body))
    seen = {"action": "draft", "seen": Upload.objects.get().counts["digest"]}
    assert strict.post(page_of(first), seen | {"csrfmiddlewaretoken": "x" * 64}).status_code == 403
    assert strict.post(page_of(first), seen | {"csrfmiddlewaretoken": token}).status_code == 302
    assert Upload.objects.get().job == Upload.Job.DRAFT


def bring_with_token(client, file):
    (token, *_more) = re.findall(r'name="csrfmiddlewaretoken" value="(\w+)"', client.get(HERE).text)
    client.post(HERE, {"file": file, "csrfmiddlewaretoken": token})
    return Upload.objects.latest("pk")


def test_a_page_costs_the_same_few_queries(client, scenario, django_assert_max_num_queries):
    upload = bring(client, long_book(700))
    work_on(upload.pk)
    parts = list(UploadPage.objects.values_list("sheet", "row"))
    assert parts == [(0, 1), (1, 201), (1, 401), (1, 601)]
    for query, row in (({}, 199), ({"sheet": 1, "row": 401}, 401), ({"sheet": 1, "row": 555}, 555)):
        with django_assert_max_num_queries(25):
            shown = client.get(page_of(upload), query)
        assert f"第{row}行的备注" in shown.text
    assert "第199行的备注" not in client.get(page_of(upload), {"sheet": 1, "row": 401}).text


def test_of_very_many_rows_the_first_pages_are_kept(client, scenario, monkeypatch):
    monkeypatch.setattr(stored_pages, "MAX_PAGES", 2)
    upload = bring(client, long_book(700))
    work_on(upload.pk)
    shown = client.get(page_of(upload), {"sheet": 1, "row": 601})
    assert "第201行的备注" in shown.text
    assert "只显示这个表格的前面一些行" in shown.text


def test_an_answer_and_a_second_thought_go_to_the_worker(client, scenario):
    upload = bring(client, office_book((1, "永德", "约452", 53, "")))
    work_on(upload.pk)
    key = f"cell:{upload.name}!Sheet!3:3"
    client.post(page_of(upload), {"action": "answer", f"answer:{key}": "value:448"})
    work_on(upload.pk)
    assert upload.answers.get().answer == "value:448"
    assert 'value="draft"' in client.get(page_of(upload)).text
    client.post(page_of(upload), {"action": "again", "key": key})
    work_on(upload.pk)
    assert not upload.answers.exists()
    client.post(page_of(upload), {"action": "answer", f"answer:{key}": "value:no"})
    work_on(upload.pk)
    assert Upload.objects.get().fault, "what is no answer is said"
    assert f'name="answer:{key}"' in client.get(page_of(upload)).text


def test_it_is_marked_by_the_worker(client, scenario):
    upload = bring(client, office_book((1, "永德", 452, 53, "")))
    work_on(upload.pk)
    there = reverse("targets:sheet_marked", args=[*WHERE, upload.pk])
    assert 'value="mark"' in client.get(there).text
    client.post(page_of(upload), {"action": "mark"})
    work_on(upload.pk)
    assert there in client.get(page_of(upload)).text
    sheet = load_workbook(BytesIO(client.get(there).getvalue())).worksheets[0]
    assert sheet["C3"].comment is not None
    seen = Upload.objects.get().counts["digest"]
    client.post(page_of(upload), {"action": "draft", "seen": seen})
    work_on(upload.pk)
    assert scenario.stored_values()[YONGDE, "L01"] == 452
    assert not UploadPage.objects.exists()
    assert not Upload.objects.get().marked, "what was marked before the import is not shown after it"
    client.post(page_of(upload), {"action": "mark"})
    work_on(upload.pk)
    assert Upload.objects.get().marked


def test_a_large_template_of_ours_is_known_as_one(client, scenario):
    template = client.get(reverse("targets:sheet_template", args=WHERE)).content
    book = load_workbook(BytesIO(template))
    stream = BytesIO()
    book.save(stream)
    upload = bring(client, SimpleUploadedFile("填报表.xlsx", stream.getvalue()))
    work_on(upload.pk)
    found = Upload.objects.get()
    assert (found.layout, found.fault) == (Upload.Layout.TEMPLATE, [])
    assert client.get(page_of(upload)).status_code == 200


@pytest.mark.parametrize("data", [b"%PDF-1.4", b"PK\x03\x04 broken", b""])
def test_what_holds_no_tables_is_refused_at_once(client, scenario, data):
    shown = client.post(HERE, {"file": SimpleUploadedFile("表.xlsx", data)})
    assert shown.status_code == 400
    assert not Upload.objects.exists()


def test_a_broken_workbook_says_so_on_its_page(client, scenario):
    book = Workbook()
    stream = BytesIO()
    book.save(stream)
    upload = bring(client, SimpleUploadedFile("空表.xlsx", stream.getvalue()))
    work_on(upload.pk)
    assert Upload.objects.get().fault
    assert Upload.objects.get().fault[0] in client.get(page_of(upload)).text


def test_a_large_one_is_so_by_what_is_in_it(client, scenario, monkeypatch):
    monkeypatch.setattr(receiving, "LARGE_UNPACKED", 1_000_000)
    small = bring(client, office_book((1, "永德", 452, 53, "")))
    assert not jobs.is_large(small)
    book = Workbook()
    for number in range(60_000):
        book.worksheets[0].append(["沧源县", number % 7])
    stream = BytesIO()
    book.save(stream)
    assert len(stream.getvalue()) < 1_000_000
    assert jobs.is_large(bring(client, SimpleUploadedFile("很多行.xlsx", stream.getvalue())))
