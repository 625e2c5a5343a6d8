"""What people answer about an office's own workbook: what is refused, what is remembered, what many answers cost."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from audit.errors import Refused
from audit.models import Entry
from targets.models import ConfirmedLabel, Figure, Upload
from targets.workbooks import queries
from targets.workbooks.actions import answers
from targets.workbooks.actions.answers import answer_questions
from targets.workbooks.importing.receiving import receive_upload
from targets.workbooks.importing.uploads import confirm_upload, preview_upload
from targets.workbooks.office import page as office_page
from tests.factories import make_person
from tests.targets.workbooks.import_scenario import YONGDE, ZHENKANG, ImportScenario
from tests.targets.workbooks.test_office_import import WHERE, office_book, receive

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def scenario():
    return ImportScenario()


@pytest.mark.parametrize(
    "answer", ["target:L01/amount/to_date", "target:L01/amount/amount", "target:L01/x", "target:/amount"]
)
def test_a_meaning_that_no_page_offers_is_refused(scenario, answer):
    shown = receive(scenario, office_book((1, "永德", 452, 53, "")))
    label = next(each for each in shown.office.workbook.sheets[0].labels if each.match)
    key = f"label:三季度统计表.xlsx!Sheet!{label.row}:{label.column}"
    with pytest.raises(Refused):
        answer_questions(shown.upload, {key: answer}, by=scenario.admin)


def test_a_label_says_a_kind_and_a_part_that_there_are(scenario):
    with pytest.raises(IntegrityError), transaction.atomic():
        ConfirmedLabel.objects.create(
            office=scenario.city, topic="column", plan=scenario.plan, label="培训", target=scenario.targets["L01"],
            kind="amount", part="to_date", by=scenario.admin,
        )  # fmt: skip


def test_the_trail_of_very_many_answers_says_how_many_more(scenario, monkeypatch):
    monkeypatch.setattr(answers, "MAX_RECORDED", 1)
    shown = receive(scenario, office_book((1, "永德", "约450", 53, ""), (2, "镇康", "约8", None, "")))
    first, second = shown.office.questions
    answer_questions(shown.upload, {first.key: "value:448", second.key: "value:8"}, by=scenario.admin)
    entry = Entry.objects.filter(verb="upload.answer").latest("id")
    assert (len(entry.data["answers"]), entry.data["more"]) == (1, 1)


def test_the_form_of_another_unit_is_refused_by_its_name(scenario):
    form = office_book(("培训(人次)", 5), title="镇康县妇联2020年第三季度统计表", head=("指标", "本季完成"))
    with pytest.raises(Refused) as error:
        receive(scenario, form, by=scenario.clerk)
    assert "镇康县" in f"{error.value.message}{error.value.cells}"
    assert not Upload.objects.exists()


@pytest.mark.parametrize("answer", ["target:L01/amount/base", "target:L01/amount/day", "target:R01/to_date/day"])
def test_a_part_that_the_target_does_not_have_is_refused(client, scenario, answer):
    shown = receive(scenario, office_book((1, "永德", 452, 53, "")))
    label = next(each for each in shown.office.workbook.sheets[0].labels if each.match)
    key = f"label:三季度统计表.xlsx!Sheet!{label.row}:{label.column}"
    client.force_login(scenario.admin)
    there = reverse("targets:sheet_upload", args=[*WHERE, shown.upload.pk])
    page = client.post(there, {"action": "answer", "key": key, "meaning": answer}, follow=True)
    assert page.status_code in (200, 400, 409)
    assert not shown.upload.answers.exists()
    assert "不能" in page.text or "不是" in page.text
    # One that was stored before is asked again, and no later page breaks on it.
    shown.upload.answers.create(key=key, answer=answer, by=scenario.admin)
    assert client.get(there).status_code == 200


def test_a_remembered_part_that_the_target_does_not_have_is_not_used(client, scenario):
    ConfirmedLabel.objects.create(
        office=scenario.city, topic="column", plan=scenario.plan, label="学习班人数", by=scenario.admin,
        target=scenario.targets["L01"], kind="amount", part="base",
    )  # fmt: skip
    head = ("序号", "县(区)", "学习班人数", "转移就业(累计)")
    shown = receive(scenario, office_book((1, "永德", 452, 53), head=head))
    assert {(each.target, each.after.value) for each in shown.result.changes} == {("L04", 53)}


def test_a_slip_about_a_units_own_name_is_asked_again_and_may_be_put_right(scenario):
    shown = receive(scenario, office_book((1, "永德县", 452, 53, "")))
    (label,) = [each for each in shown.office.workbook.sheets[0].labels if each.unit]
    key = f"label:三季度统计表.xlsx!Sheet!{label.row}:{label.column}"
    answer_questions(shown.upload, {key: f"unit:{ZHENKANG}"}, by=scenario.admin)
    answer_all(shown.upload, scenario)
    again = receive(scenario, office_book((1, "永德县", 460, 53, ""), name="另一份.xlsx"))
    (question,) = again.office.questions
    assert question.shown == "永德县"
    assert [each.answer for each in question.choices][:2] == [f"unit:{YONGDE}", f"unit:{ZHENKANG}"]
    answer_questions(again.upload, {question.key: f"unit:{YONGDE}"}, by=scenario.admin)
    answer_all(again.upload, scenario)
    assert scenario.stored_values()[(YONGDE, "L01")] == 460
    third = receive(scenario, office_book((1, "永德县", 470, 53, ""), name="第三份.xlsx"))
    assert third.office.questions == ()


def answer_all(upload, scenario):
    """Leave out what else is asked, and import."""
    office = preview_upload(upload, by=scenario.admin).office
    answer_questions(upload, {each.key: "ignore" for each in office.questions}, by=scenario.admin)
    digest = preview_upload(upload, by=scenario.admin).result.digest
    confirm_upload(upload, by=scenario.admin, as_submitted=False, seen=digest)


def test_many_alike_answers_take_few_statements_and_the_page_lists_some(
    client, scenario, monkeypatch, django_assert_max_num_queries
):
    monkeypatch.setattr(queries, "MAX_ANSWERS", 3)
    rows = [(number, "永德", f"约{number}", 53, "") for number in range(1, 60)]
    files = [office_book(row, name=f"{row[0]}.xlsx") for row in rows]
    upload = receive_upload(files, by=scenario.admin, period=scenario.period)
    questions = [each for each in preview_upload(upload, by=scenario.admin).office.questions if each.shown[:1] == "约"]
    assert len(questions) == len(rows)
    with django_assert_max_num_queries(45):
        assert answer_questions(
            upload, {questions[0].key: "value:1"}, by=scenario.admin, alike=questions[0].key
        ) == len(rows)
    assert upload.answers.count() == len(rows)
    client.force_login(scenario.admin)
    page = client.get(reverse("targets:sheet_upload", args=[*WHERE, upload.pk]))
    assert (len(page.context["answers"]), page.context["answers_count"]) == (3, len(rows))
    assert f"另有 {len(rows) - 3}" in page.text


def test_of_very_many_labels_those_of_the_shown_rows_are_listed(client, scenario, monkeypatch):
    monkeypatch.setattr(office_page, "MAX_LABELS", 10)
    rows = [(number, f"某某单位{number}号", number, 1, "") for number in range(400)]
    shown = receive(scenario, office_book((0, "永德", 452, 53, ""), *rows))
    client.force_login(scenario.admin)
    place = reverse("targets:sheet_upload", args=[*WHERE, shown.upload.pk])
    labels = client.get(place).context["sheets"][0].labels
    assert len(shown.office.workbook.sheets[0].labels) > 10 >= len(labels)
    assert {each.text for each in labels} >= {"培训(人次)", "永德"}


def test_in_a_closed_period_the_page_says_so(client, scenario):
    shown = receive(scenario, office_book((1, "永德", 452, 53, "")))
    scenario.plan.periods.filter(seq=3).update(state="closed")
    client.force_login(scenario.admin)
    there = reverse("targets:sheet_upload", args=[*WHERE, shown.upload.pk])
    page = client.get(there)
    assert page.status_code == 409
    assert "未开放" in page.text or "没有开放" in page.text
    answer = client.post(there, {"action": "draft", "seen": shown.result.digest}, follow=True)
    assert "预览之后" not in answer.text
    assert not scenario.stored_values()


def test_what_was_changed_since_is_not_offered_to_be_undone(client, scenario):
    shown = receive(scenario, office_book((1, "永德", 452, None, "")))
    confirm_upload(shown.upload, by=scenario.admin, as_submitted=False)
    client.force_login(scenario.admin)
    there = reverse("targets:sheet_upload", args=[*WHERE, shown.upload.pk])
    assert 'data-dialog="undo"' in client.get(there).text
    Figure.objects.update(typed_by=scenario.clerk)
    page = client.get(there)
    assert 'data-dialog="undo"' not in page.text
    assert "不能再整体撤销" in page.text


def test_a_peer_is_told_who_gets_the_marked_workbook(client, scenario):
    shown = receive(scenario, office_book((1, "永德", 452, 53, "")))
    client.force_login(make_person("colleague", ("data_admin", scenario.city)))
    page = client.get(reverse("targets:sheet_marked", args=[*WHERE, shown.upload.pk]), follow=True)
    assert page.status_code == 200
    assert f"只有导入人{scenario.admin}" in page.text
