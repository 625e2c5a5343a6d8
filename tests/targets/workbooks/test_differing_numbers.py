"""Numbers of an office's workbook that are not stored and differ from what is: they stay visible and marked."""

from io import BytesIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from targets.workbooks.actions.answers import answer_questions
from tests.targets.workbooks.import_scenario import ZHENKANG, ImportScenario
from tests.targets.workbooks.test_office_import import WHERE, office_book, put_under_review, receive

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def scenario():
    return ImportScenario()


def test_a_number_that_differs_from_a_locked_return_stays_visible(client, scenario):
    scenario.save_figure(ZHENKANG, "L01", 452)
    put_under_review(scenario, ZHENKANG)
    shown = receive(scenario, office_book((1, "永德", 452, 53, ""), (2, "镇康", 460, None, "")))
    (question,) = shown.office.questions
    answer_questions(shown.upload, {question.key: "ignore"}, by=scenario.admin)
    client.force_login(scenario.admin)
    page = client.get(reverse("targets:sheet_upload", args=[*WHERE, shown.upload.pk]))
    assert "系统里是 452，表里是 460。" in page.text
    assert 'title="系统里是 452，表里是 460。"' in page.text
    marked = client.get(reverse("targets:sheet_marked", args=[*WHERE, shown.upload.pk]))
    sheet = load_workbook(BytesIO(marked.content)).active
    assert sheet["C4"].comment.text == "系统里是 452，表里是 460。"
    assert sheet["C3"].comment.text == "新增：452"
