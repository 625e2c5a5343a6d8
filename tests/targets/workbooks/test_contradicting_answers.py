"""Answers that cannot hold: a number where one answer is for many cells, and two rows that are one unit."""

import pytest
from django.urls import reverse

from audit.errors import Refused
from targets.workbooks.actions.answers import answer_questions
from targets.workbooks.importing.uploads import preview_upload
from tests.targets.workbooks.import_scenario import YONGDE, ZHENKANG, ImportScenario
from tests.targets.workbooks.test_office_import import WHERE, office_book, receive

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def scenario():
    return ImportScenario()


def page_of(shown):
    return reverse("targets:sheet_upload", args=[*WHERE, shown.upload.pk])


def open_questions(shown, scenario):
    return preview_upload(shown.upload, by=scenario.admin).office.questions


def test_a_number_for_many_cells_is_refused_and_has_no_box(client, scenario):
    head = ("序号", "县(区)", "培训(人次)", "本季新增转移就业", "备注")
    shown = receive(scenario, office_book((1, "永德", 452, 53, ""), head=head))
    (question,) = shown.office.questions
    assert question.key == "derive:office_only_amount"
    client.force_login(scenario.admin)
    page = client.get(page_of(shown))
    assert "照原数保存" in page.text
    assert "或填正确的数" not in page.text
    answered = client.post(page_of(shown), {"action": "answer", f"number:{question.key}": "3620"}, follow=True)
    assert "不能填数" in answered.text
    assert not shown.upload.answers.exists()


def test_a_number_for_what_is_done_or_not_is_refused(scenario):
    head = ("序号", "县(区)", "培训(人次)", "方案(是否完成)", "备注")
    shown = receive(scenario, office_book((1, "永德", 452, "说不清", ""), head=head))
    (question,) = shown.office.questions
    with pytest.raises(Refused, match="不能填数"):
        answer_questions(shown.upload, {question.key: "value:5"}, by=scenario.admin)
    assert answer_questions(shown.upload, {question.key: "value:1"}, by=scenario.admin) == 1


def test_a_typed_number_is_that_of_its_cell_alone(scenario):
    shown = receive(scenario, office_book((1, "永德", "见附件", 53, ""), (2, "镇康", "见附件", None, "")))
    first, second = shown.office.questions
    assert answer_questions(shown.upload, {first.key: "value:448"}, by=scenario.admin, alike=first.key) == 1
    assert [each.key for each in open_questions(shown, scenario)] == [second.key]


def test_two_rows_of_one_unit_have_no_answer_for_both(client, scenario):
    shown = receive(scenario, office_book((1, "永德", 452, 53, ""), (2, "永德", 460, 54, "")))
    first, second = shown.office.questions
    assert first.why.code == "unit_twice"
    client.force_login(scenario.admin)
    assert "都这样" not in client.get(page_of(shown)).text
    both = {first.key: f"unit:{YONGDE}", second.key: f"unit:{YONGDE}"}
    with pytest.raises(Refused) as refused:
        answer_questions(shown.upload, both, by=scenario.admin)
    assert "不能都是永德" in refused.value.message
    assert not shown.upload.answers.exists()
    answer_questions(shown.upload, {first.key: f"unit:{YONGDE}"}, by=scenario.admin)
    with pytest.raises(Refused):
        answer_questions(shown.upload, {second.key: f"unit:{YONGDE}"}, by=scenario.admin)
    answer_questions(shown.upload, {second.key: "ignore"}, by=scenario.admin)
    found = preview_upload(shown.upload, by=scenario.admin)
    assert found.office.questions == ()
    assert {(each.target, each.after.value) for each in found.result.changes} == {("L01", 452), ("L04", 53)}


def test_a_correction_that_makes_two_rows_one_unit_is_refused(scenario):
    shown = receive(scenario, office_book((1, "永德", 452, 53, ""), (2, "镇康", 460, None, "")))
    labels = [each for each in shown.office.workbook.sheets[0].labels if each.unit]
    keys = [f"label:三季度统计表.xlsx!Sheet!{each.row}:{each.column}" for each in labels]
    both = {keys[0]: f"unit:{ZHENKANG}", keys[1]: f"unit:{ZHENKANG}"}
    with pytest.raises(Refused, match="不能都是镇康"):
        answer_questions(shown.upload, both, by=scenario.admin)


def test_contradicting_answers_of_earlier_days_are_asked_again(scenario):
    shown = receive(scenario, office_book((1, "永德", 452, 53, ""), (2, "永德", 460, 54, "")))
    keys = [each.key for each in shown.office.questions]
    for key in keys:
        shown.upload.answers.create(key=key, answer=f"unit:{YONGDE}", by=scenario.admin)
    assert [each.key for each in open_questions(shown, scenario)] == keys
