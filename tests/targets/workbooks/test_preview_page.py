"""The page of a preview: merged cells, links from questions to cells and back, alike answers, blank cells, parts."""

import re
from decimal import Decimal
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import Workbook

from audit.errors import Refused
from targets.models import Figure, Upload
from targets.workbooks.actions.answers import answer_questions, withdraw_answer
from targets.workbooks.actions.undo import undo_import
from targets.workbooks.importing.uploads import confirm_upload, preview_upload
from targets.workbooks.office import shown_sheets
from tests.factories import make_person
from tests.targets.workbooks.import_scenario import YONGDE, ZHENKANG, ImportScenario, receive_preview
from tests.targets.workbooks.test_office_import import HEAD, TITLE, WHERE, office_book

pytestmark = pytest.mark.django_db


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


def bring(client, file):
    return client.post(reverse("targets:sheet", args=WHERE), {"file": file}, follow=True)


def there():
    return reverse("targets:sheet_upload", args=[*WHERE, Upload.objects.latest("pk").pk])


def test_questions_and_cells_lead_to_each_other(page):
    text = bring(page, office_book((1, "永德", "约450", 53, ""), (2, "镇康", "-3", None, ""))).text
    for number in (1, 2):
        (href,) = re.findall(rf'<li id="q{number}".*?<a href="#([^"]+)">', text, re.DOTALL)
        assert re.search(rf'<td[^>]* id="{href}"[^>]*><a href="#q{number}">', text)


def test_refused_cells_lead_to_the_sheet_and_back(page, scenario):
    shown = bring(page, office_book((1, "永德", 452, "53.555", ""), (2, "镇康", 8, None, "")))
    (href,) = [each.href for each in shown.context["refused_cells"]]
    assert f'id="{href[1:]}" ' in shown.text
    assert '<a href="#r1">' in shown.text


def test_merged_cells_are_shown_as_merged(page):
    book = Workbook()
    sheet = book.active
    for row in ([TITLE], HEAD, (1, "永德", 452, 53, "")):
        sheet.append(list(row))
    sheet.merge_cells("A1:E1")
    sheet.column_dimensions["E"].hidden = True
    stream = BytesIO()
    book.save(stream)
    text = bring(page, SimpleUploadedFile("统计表.xlsx", stream.getvalue())).text
    assert 'rowspan="1" colspan="4"' in text


def test_one_press_answers_all_that_are_alike(page, scenario):
    shown = bring(page, office_book((1, "永德", "452（含线上）", 53, ""), (2, "镇康", "8（含线上）", None, "")))
    first = shown.context["questions"][0]
    assert first.alike == 2
    assert "同样的 2 处都这样" in shown.text
    answer = next(value for value, _label in first.choices if value.startswith("value:"))
    again = page.post(there(), {"action": "answer", f"answer:{first.key}": answer, "alike": first.key}, follow=True)
    assert again.context["questions"] == []
    page.post(there(), {"action": "draft", "seen": again.context["result"].digest})
    assert scenario.stored_values() == {(YONGDE, "L01"): 452, (YONGDE, "L04"): 53, (ZHENKANG, "L01"): 8}


def test_an_answer_of_its_own_is_kept_beside_that_of_all(scenario):
    file = office_book((1, "永德", "约450", 53, ""), (2, "镇康", "约8", None, ""))
    shown = receive_preview(file, by=scenario.admin, period=scenario.period)
    first, second = shown.office.questions
    given = {first.key: first.choices[0].answer, second.key: "value:9"}
    answer_questions(shown.upload, given, by=scenario.admin, alike=first.key)
    assert [each.answer for each in shown.upload.answers.all()] == [given[first.key], "value:9"]


def test_everything_is_counted(page):
    shown = bring(page, office_book((1, "永德", "约450", 53, 77), (2, "镇康", 8, None, "")))
    counts = {code: count for code, _label, count in shown.context["counts"]}
    assert counts["asked"] == 1
    assert counts["new"] == 2
    assert counts["unread"] == 1  # the 77 among the remarks; the numbers of the rows are none


def test_reasons_of_matches_are_told(page):
    text = bring(page, office_book((1, "永德", 452, 53, ""))).text
    assert text.count("与目标名称相同。") == 2
    assert "读取 2 个数" in text


def test_a_large_sheet_is_shown_in_parts(page, monkeypatch):
    monkeypatch.setattr(shown_sheets, "MAX_ROWS", 10)
    rows = [(number, "", None, None, "") for number in range(1, 41)]
    rows[24] = (25, "永德", "约450", None, "")
    shown = bring(page, office_book(*rows))
    assert "第 1—10 行，共 42 行" in shown.text
    (question,) = shown.context["questions"]
    address, _mark, anchor = question.href.partition("#")
    assert f'id="{anchor}"' not in shown.text
    assert f'id="{anchor}"' in page.get(there() + address).text
    for odd in ("?sheet=9&row=99999", "?sheet=x&row=-1", "?row=0"):
        assert page.get(there() + odd).status_code == 200


def test_no_page_holds_more_than_ten_thousand_cells(scenario):
    book = Workbook()
    for number in range(3):
        sheet = book.active if number == 0 else book.create_sheet(f"表{number}")
        sheet.append([TITLE])
        sheet.append([*HEAD, *[f"其他{column}" for column in range(70)]])
        for row in range(600):
            sheet.append([row, "永德" if row == number else "", 5 if row == number == 0 else None, *range(72)])
    stream = BytesIO()
    book.save(stream)
    file = SimpleUploadedFile("大表.xlsx", stream.getvalue())
    shown = receive_preview(file, by=scenario.admin, period=scenario.period)
    for part in (shown_sheets.BEGINNING, shown_sheets.ShownPart(3, 401)):
        windows = shown_sheets.ShownPlaces(shown.office, part).windows.values()
        assert sum((each.last - each.first + 1) * len(each.columns) for each in windows) <= shown_sheets.MAX_CELLS
    assert next(each for each in windows if each.number == 3).first == 401


def test_blank_cells_empty_nothing_before_a_person_says_so(page, scenario):
    scenario.save_figure(YONGDE, "L01", 4)
    shown = bring(page, scenario.filled_template(D8=None, E8=7))
    assert "要清空吗" in shown.text
    assert not shown.context["can_draft"]
    upload = Upload.objects.get()
    with pytest.raises(Refused) as error:
        confirm_upload(upload, by=scenario.admin, as_submitted=False, seen=shown.context["result"].digest)
    assert error.value.code == "emptied"
    kept = page.post(there(), {"action": "answer", "answer:emptied": "keep"}, follow=True)
    assert kept.context["result"].counts == {"refused": 0, "new": 1, "changed": 0, "unchanged": 5}
    withdraw_answer(upload, "emptied", by=scenario.admin)
    emptied = page.post(there(), {"action": "answer", "answer:emptied": "empty"}, follow=True)
    page.post(there(), {"action": "draft", "seen": emptied.context["result"].digest})
    assert scenario.stored_values() == {(YONGDE, "L04"): 7}
    assert "清空" in page.get(there()).text  # the decision stays on the page of the upload
    undo_import(Upload.objects.get(), by=scenario.admin)
    assert scenario.stored_values() == {(YONGDE, "L01"): 4}


def test_figures_are_kept_where_a_person_says_so(page, scenario):
    scenario.save_figure(YONGDE, "L01", 4)
    bring(page, scenario.filled_template(D8=None, E8=7))
    kept = page.post(there(), {"action": "answer", "answer:emptied": "keep"}, follow=True)
    page.post(there(), {"action": "draft", "seen": kept.context["result"].digest})
    assert scenario.stored_values() == {(YONGDE, "L01"): 4, (YONGDE, "L04"): 7}


def test_undo_of_a_submitted_office_workbook_goes_on_counting_versions(scenario):
    scenario.save_figure(ZHENKANG, "L01", 4)
    for times in (1, 2):
        file = office_book((1, "镇康", 8 + times, None, ""), name=f"{times}.xlsx")
        shown = receive_preview(file, by=scenario.admin, period=scenario.period)
        confirm_upload(shown.upload, by=scenario.admin, as_submitted=True, seen=shown.result.digest)
        assert scenario.stored_values()[ZHENKANG, "L01"] == 8 + times
        undo_import(Upload.objects.get(pk=shown.upload.pk), by=scenario.admin)
        figure = Figure.objects.get(report=scenario.returns[ZHENKANG])
        assert (figure.value, figure.version) == (Decimal(4), 1 + 2 * times)
        scenario.returns[ZHENKANG].refresh_from_db()
        assert scenario.returns[ZHENKANG].state == "draft"
        assert list(scenario.returns[ZHENKANG].snapshots.values_list("number", flat=True))[-1:] != []


def test_a_clerk_comes_from_the_return_and_goes_back_to_it(client, scenario):
    client.force_login(scenario.clerk)
    back = reverse("targets:return", args=[*WHERE, YONGDE])
    text = client.get(back).text
    assert "上传本单位表格" in text
    assert f'href="{reverse("targets:sheet", args=WHERE)}"' in text
    assert f'href="{reverse("targets:sheets")}"' in text  # the menu
    shown = bring(client, office_book((1, "永德", 452, 53, "")))
    answer = client.post(there(), {"action": "draft", "seen": shown.context["result"].digest})
    assert answer.url == back
    assert back in client.get(there()).text


HOSTILE = [
    "</script><script>alert(1)</script>.xlsx",
    "表" * 300 + ".xlsx",
    "..\\..\\etc/passwd.xlsx",
    '"><img src=x>.xlsx',
    "a\nb.xlsx",
]


@pytest.mark.parametrize("name", HOSTILE)
def test_names_of_files_are_only_shown(page, scenario, name):
    file = office_book((1, "永德", "约450", 53, ""), name="a.xlsx")
    file._name = name
    shown = bring(page, file)
    upload = Upload.objects.get()
    assert shown.status_code == 200
    for path in (there(), reverse("targets:sheet", args=WHERE), there() + "?sheet=1&row=1"):
        text = page.get(path).text
        assert "<script>alert" not in text
        assert "<img src=x>" not in text
    assert re.fullmatch(r"uploads/\d{4}/\d{2}/[0-9a-f]{32}\.bin", upload.file.name)
    key = shown.context["questions"][0].key
    assert page.post(there(), {"action": "answer", f"number:{key}": "448"}, follow=True).context["questions"] == []
    kept = page.get(there() + "file")
    assert "\n" not in kept["Content-Disposition"]
    assert b"".join(kept.streaming_content).startswith(b"PK")


def test_the_upload_of_another_person_is_not_found(client, scenario):
    client.force_login(scenario.admin)
    bring(client, office_book((1, "永德", "约450", 53, "")))
    client.force_login(scenario.clerk)
    for method in (client.get, client.post):
        assert method(there(), {"action": "alike", "alike": "x"}).status_code == 404
    other = make_person("colleague", ("data_admin", scenario.city))  # of the same city: sees it, and decides nothing
    client.force_login(other)
    assert client.get(there()).status_code == 200
    assert client.post(there(), {"action": "read"}).status_code == 403
    assert preview_upload(Upload.objects.get(), by=scenario.admin).office.questions


ONE_UNIT = [(1, "永德", 452, 53, "")]
TWO_UNITS = [(1, "永德", 453, 54, ""), (2, "镇康", 8, None, "")]


def statements_of(page, rows, act):
    """The statements that ``act`` takes once a workbook with these rows has been brought."""
    shown = bring(page, office_book(*rows))
    with CaptureQueriesContext(connection) as queries:
        act(shown.text)
    return [query["sql"] for query in queries]


def test_a_preview_takes_no_more_queries_for_more_units(page):
    few, many = [statements_of(page, rows, lambda _text: page.get(there())) for rows in (ONE_UNIT, TWO_UNITS)]
    assert len(few) == len(many)
    assert sum("row_number() OVER" in sql for sql in many) == 1  # what was reported before is read once


def test_a_confirmation_takes_no_more_queries_for_more_units(page):
    def confirm(text):
        seen = re.search(r'name="seen" value="(\w+)"', text)[1]
        assert page.post(there(), {"action": "draft", "seen": seen}).status_code == 302

    few, many = [statements_of(page, rows, confirm) for rows in (ONE_UNIT, TWO_UNITS)]
    assert len(many) - len(few) <= 1  # the office is known by then
    assert sum("row_number() OVER" in sql for sql in many) == 1
