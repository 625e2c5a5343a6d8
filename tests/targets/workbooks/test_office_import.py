"""An office's own workbook from the upload through its questions to stored figures, and what is remembered."""

import csv
from decimal import Decimal
from io import BytesIO, StringIO

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import Workbook

from audit.details import describe
from audit.errors import Refused
from audit.models import Entry
from targets.models import ConfirmedLabel, Return, Upload
from targets.models.report import State
from targets.returns.actions.submit import create_snapshot
from targets.workbooks.actions.answers import answer_questions, withdraw_answer
from targets.workbooks.actions.undo import undo_import
from targets.workbooks.importing.receiving import receive_upload
from targets.workbooks.importing.uploads import PreviewOutdated, confirm_upload, preview_upload
from tests.factories import make_person, make_plan
from tests.targets.workbooks.import_scenario import YONGDE, ZHENKANG, ImportScenario, receive_preview

pytestmark = pytest.mark.django_db
WHERE = ("lincang-2020", "2020Q3")
TITLE = "临沧市2020年第三季度妇联重点工作统计表"
HEAD = ("序号", "县(区)", "培训(人次)", "转移就业(累计)", "备注")


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def scenario():
    return ImportScenario()


def office_book(*rows, title=TITLE, head=HEAD, name="三季度统计表.xlsx"):
    """A workbook as an office keeps it: a title, a head, a row for each county."""
    book = Workbook()
    sheet = book.active
    sheet.append([title])
    sheet.append(list(head))
    for row in rows:
        sheet.append(list(row))
    stream = BytesIO()
    book.save(stream)
    return SimpleUploadedFile(name, stream.getvalue())


def put_under_review(scenario, unit):
    report = scenario.returns[unit]
    snapshot = create_snapshot(report, by=scenario.clerk, owed=[scenario.targets["L01"].pk])
    Return.objects.filter(pk=report.pk).update(state=State.UNDER_REVIEW, submitted=snapshot)


def receive(scenario, file, by=None):
    return receive_preview(file, by=by or scenario.admin, period=scenario.period)


def test_a_clear_workbook_is_imported_without_a_question(scenario):
    shown = receive(scenario, office_book((1, "永德", 452, "53.5", ""), (2, "镇康县妇联", 8, None, "无")))
    assert shown.upload.layout == Upload.Layout.OFFICE
    assert shown.office.questions == ()
    assert shown.result.counts == {"refused": 0, "new": 3, "changed": 0, "unchanged": 0}
    confirm_upload(shown.upload, by=scenario.admin, as_submitted=False)
    assert scenario.stored_values() == {
        (YONGDE, "L01"): 452,
        (YONGDE, "L04"): Decimal("53.5"),
        (ZHENKANG, "L01"): 8,
    }


def test_what_is_not_clear_is_asked_and_nothing_is_imported_before(scenario):
    shown = receive(scenario, office_book((1, "永德", "约450", 53, ""), (2, "镇康", "/", None, "")))
    assert len(shown.office.questions) == 2
    with pytest.raises(Refused) as error:
        confirm_upload(shown.upload, by=scenario.admin, as_submitted=False)
    assert error.value.code == "questions"
    first, second = (question.key for question in shown.office.questions)
    assert answer_questions(shown.upload, {first: "value:448", second: "value:0"}, by=scenario.admin) == 2
    again = preview_upload(Upload.objects.get(), by=scenario.admin)
    confirm_upload(shown.upload, by=scenario.admin, as_submitted=False, seen=again.result.digest)
    assert scenario.stored_values() == {(YONGDE, "L01"): 448, (YONGDE, "L04"): 53, (ZHENKANG, "L01"): 0}
    assert [each.shown for each in shown.upload.answers.all()] == ["约450", "/"]
    entry = Entry.objects.filter(verb="upload.answer").latest("id")
    labels = dict(describe(entry.data))
    assert "约450" in labels["回答"]
    assert "448" in labels["回答"]


def test_the_list_of_answers_says_who_answered(client, scenario):
    shown = receive(scenario, office_book((1, "永德", "约450", 53, "")))
    answer_questions(shown.upload, {shown.office.questions[0].key: "value:1448"}, by=scenario.admin)
    client.force_login(scenario.admin)
    place = [scenario.plan.code, scenario.period.code, shown.upload.pk]
    panel = client.get(reverse("targets:sheet_upload", args=place)).text.partition("已回答的问题")[2]
    assert '<th scope="col">回答人</th>' in panel
    assert "上报人" not in panel


def test_an_answer_can_be_withdrawn(scenario):
    shown = receive(scenario, office_book((1, "永德", "约450", 53, "")))
    key = shown.office.questions[0].key
    answer_questions(shown.upload, {key: "value:448"}, by=scenario.admin)
    assert preview_upload(shown.upload, by=scenario.admin).office.questions == ()
    withdraw_answer(shown.upload, key, by=scenario.admin)
    entry = Entry.objects.filter(verb="upload.answer").latest("id")
    assert "约450" in dict(describe(entry.data))["重新提问"]
    assert [each.key for each in preview_upload(shown.upload, by=scenario.admin).office.questions] == [key]


@pytest.mark.parametrize(
    "answer",
    [
        "value:",
        "value:x",
        "value:NaN",
        "value:1e999",
        "value:" + "9" * 30,
        "value:1_0",
        "unit:530923000000",
        "<script>",
    ],
)
def test_answers_that_the_question_does_not_take_are_refused(scenario, answer):
    shown = receive(scenario, office_book((1, "永德", "约450", 53, "")))
    with pytest.raises(Refused):
        answer_questions(shown.upload, {shown.office.questions[0].key: answer}, by=scenario.admin)
    assert not shown.upload.answers.exists()


def test_only_the_person_who_brought_it_answers(scenario):
    shown = receive(scenario, office_book((1, "永德", "约450", 53, "")))
    other = make_person("colleague", ("data_admin", scenario.city))
    with pytest.raises(PermissionDenied):
        answer_questions(shown.upload, {shown.office.questions[0].key: "value:1"}, by=other)


def test_what_was_said_of_a_column_holds_for_the_next_workbook_of_this_office(scenario):
    head = ("序号", "县(区)", "学习班人数", "转移就业(累计)")
    file = office_book((1, "永德", 452, 53), head=head)
    shown = receive(scenario, file)
    label = next(each for each in shown.office.workbook.sheets[0].labels if each.text.endswith("学习班人数"))
    key = f"label:三季度统计表.xlsx!Sheet!{label.row}:{label.column}"
    assert answer_questions(shown.upload, {key: "target:L01/amount"}, by=scenario.admin) == 1
    assert not ConfirmedLabel.objects.exists()  # only tried out
    digest = preview_upload(shown.upload, by=scenario.admin).result.digest
    confirm_upload(shown.upload, by=scenario.admin, as_submitted=False, seen=digest)
    assert ConfirmedLabel.objects.get().target == scenario.targets["L01"]
    again = receive(scenario, office_book((1, "永德", 460, 53), (2, "镇康", 8, None), head=head, name="另一份.xlsx"))
    assert again.office.questions == ()
    confirm_upload(again.upload, by=scenario.admin, as_submitted=False)
    assert scenario.stored_values()[(YONGDE, "L01")] == 460


def test_what_was_said_of_a_label_before_is_shown_and_can_be_forgotten(client, scenario):
    head = ("序号", "县(区)", "学习班人数", "转移就业(累计)")
    ConfirmedLabel.objects.create(
        office=scenario.city, label="学习班人数", topic="column", plan=scenario.period.plan, by=scenario.admin,
        target=scenario.targets["L01"], kind="amount",
    )  # fmt: skip
    other = make_plan(scenario.city, "other-2020")
    kept = [
        ConfirmedLabel.objects.create(office=scenario.city, label="学习班人数", topic="row", by=scenario.admin),
        ConfirmedLabel.objects.create(
            office=scenario.city, label="学习班人数", topic="column", plan=other, by=scenario.admin
        ),
    ]
    shown = receive(scenario, office_book((1, "永德", 460, 53), head=head))
    there = reverse("targets:sheet_upload", args=[*WHERE, shown.upload.pk])
    client.force_login(scenario.admin)
    labels = client.get(there).context["sheets"][0].labels
    (known,) = [each for each in labels if each.remembered]
    assert known.text.endswith("学习班人数")
    client.post(there, {"action": "again", "key": known.key})
    assert list(ConfirmedLabel.objects.all()) == kept  # what was confirmed of rows, or for another plan
    entry = Entry.objects.filter(verb="upload.answer").latest("id")
    assert "学习班人数" in dict(describe(entry.data))["不再记住"]
    assert not any(each.remembered for each in client.get(there).context["sheets"][0].labels)


def test_a_sheet_of_another_period_is_not_read_for_this_one(scenario):
    with pytest.raises(Refused) as error:
        receive(scenario, office_book((1, "永德", 452, 53, ""), title="临沧市2020年第二季度统计表"))
    assert "第二季度" in " ".join(error.value.cells.values())
    assert not Upload.objects.exists()


def test_several_files_are_one_import(scenario):
    from targets.workbooks.importing.uploads import store_preview

    files = [
        office_book((1, "永德", 5, 50, ""), name="永德.xlsx"),
        office_book((1, "镇康", 3, None, ""), name="镇康.xlsx"),
    ]
    upload = receive_upload(files, by=scenario.admin, period=scenario.period)
    store_preview(preview_upload(upload, by=scenario.admin))
    assert {outcome.cell for outcome in preview_upload(upload, by=scenario.admin).result.changes} == {
        "永德.xlsx/Sheet!C3",
        "永德.xlsx/Sheet!D3",
        "镇康.xlsx/Sheet!C3",
    }
    confirm_upload(upload, by=scenario.admin, as_submitted=False)
    assert scenario.stored_values() == {(YONGDE, "L01"): 5, (YONGDE, "L04"): 50, (ZHENKANG, "L01"): 3}


def test_undo_puts_back_what_stood_there(scenario):
    scenario.save_figure(YONGDE, "L01", 4)
    shown = receive(scenario, office_book((1, "永德", 452, 53, "")))
    confirm_upload(shown.upload, by=scenario.admin, as_submitted=False)
    undo_import(Upload.objects.get(), by=scenario.admin)
    assert scenario.stored_values() == {(YONGDE, "L01"): 4}


def test_changes_by_others_are_shown_before_the_confirmation(scenario):
    shown = receive(scenario, office_book((1, "永德", 452, 53, "")))
    scenario.save_figure(YONGDE, "L01", 4)
    with pytest.raises(PreviewOutdated):
        confirm_upload(shown.upload, by=scenario.admin, as_submitted=False, seen=shown.result.digest)
    assert scenario.stored_values() == {(YONGDE, "L01"): 4}


def test_a_csv_of_an_office_is_read(scenario):
    text = StringIO()
    csv.writer(text).writerows([[TITLE], HEAD, (1, "永德", "1,452", 53, "")])
    shown = receive(scenario, SimpleUploadedFile("三季度.csv", text.getvalue().encode("gb18030")))
    assert {(each.target, each.after.value) for each in shown.result.changes} == {("L01", 1452), ("L04", 53)}


def test_a_clerk_brings_the_offices_own_workbook(scenario):
    shown = receive(scenario, office_book((1, "永德", 452, 53, ""), (2, "镇康", 8, None, "")), by=scenario.clerk)
    confirm_upload(shown.upload, by=scenario.clerk, as_submitted=False)
    assert scenario.stored_values() == {(YONGDE, "L01"): 452, (YONGDE, "L04"): 53}


def test_the_page_asks_shows_and_imports(client, scenario):
    client.force_login(scenario.admin)
    file = office_book((1, "永德", "约450", 53, ""), (2, "镇康", 8, None, ""))
    page = client.post(reverse("targets:sheet", args=WHERE), {"file": file}, follow=True)
    upload = Upload.objects.get()
    there = reverse("targets:sheet_upload", args=[*WHERE, upload.pk])
    assert page.redirect_chain == [(there, 302)]
    (question,) = page.context["questions"]
    assert "约450" in page.text
    assert 'value="draft"' not in page.text
    page = client.post(there, {"action": "answer", f"number:{question.key}": "448"}, follow=True)
    assert page.context["questions"] == []
    assert "448" in page.text
    seen = page.context["result"].digest
    assert client.post(there, {"action": "draft", "seen": seen}).status_code == 302
    assert scenario.stored_values() == {(YONGDE, "L01"): 448, (YONGDE, "L04"): 53, (ZHENKANG, "L01"): 8}
    after = client.get(there)
    assert "约450" in after.text


def test_the_same_file_again_is_recognised(client, scenario):
    client.force_login(scenario.admin)
    file = office_book((1, "永德", 452, 53, ""))
    client.post(reverse("targets:sheet", args=WHERE), {"file": file})
    file.seek(0)
    page = client.post(reverse("targets:sheet", args=WHERE), {"file": file}, follow=True)
    assert [each.pk for each in page.context["same_uploads"]] == [Upload.objects.order_by("pk").first().pk]


def test_a_return_that_cannot_be_changed_may_be_left_out(scenario):
    put_under_review(scenario, ZHENKANG)
    shown = receive(scenario, office_book((1, "永德", 452, 53, ""), (2, "镇康", 8, None, "")))
    (question,) = shown.office.questions
    assert (question.why.code, question.unit) == ("return_shut", ZHENKANG)
    answer_questions(shown.upload, {question.key: "ignore"}, by=scenario.admin)
    again = preview_upload(shown.upload, by=scenario.admin)
    confirm_upload(shown.upload, by=scenario.admin, as_submitted=False, seen=again.result.digest)
    assert scenario.stored_values() == {(YONGDE, "L01"): 452, (YONGDE, "L04"): 53}


def test_what_a_locked_return_holds_already_needs_no_question(scenario):
    scenario.save_figure(ZHENKANG, "L01", 8)
    put_under_review(scenario, ZHENKANG)
    shown = receive(scenario, office_book((1, "永德", 452, 53, ""), (2, "镇康", 8, None, "")))
    assert shown.office.questions == ()
    assert shown.result.counts == {"refused": 0, "new": 2, "changed": 0, "unchanged": 1}
