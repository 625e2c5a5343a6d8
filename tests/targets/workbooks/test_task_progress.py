"""The progress of tasks by workbook: out in the template, back by the upload, undone; an office's own table."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from accounts.models import Person
from audit.errors import Refused
from sheets.tasks.model import TaskPart
from sheets.tasks.states import STATE_WORDS
from targets.models import Progress, Return, SnapshotProgress
from targets.models.report import State
from targets.returns.forms import PROGRESS_TEXT_MAX_LENGTH
from targets.workbooks.actions.answers import answer_questions
from targets.workbooks.actions.undo import list_undoable_uploads, undo_import
from targets.workbooks.importing.marked import write_marked
from targets.workbooks.importing.uploads import confirm_upload, preview_upload
from targets.workbooks.template import write_period_template, write_unit_template
from tests.targets.workbooks.import_scenario import OFFICE, YONGDE, ZHENKANG
from tests.targets.workbooks.task_scenario import COLUMNS, FIRST, SHEET, TaskScenario, as_file, office_table
from tests.targets.workbooks.test_import import FULL

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def scenario():
    return TaskScenario()


# --- the template ---


def test_the_template_has_a_row_for_each_task_of_each_unit_prefilled_and_locked(scenario):
    scenario.save_progress(YONGDE, "T01", state="under_way", done="已举办12场")
    Return.objects.filter(pk=scenario.returns[OFFICE].pk).update(state=State.SENT_BACK)
    book = load_workbook(BytesIO(write_period_template(scenario.period, by=scenario.admin)))
    sheet = book[SHEET]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=FIRST)]
    assert [row[0] for row in rows] == [f"{OFFICE}/T03", f"{YONGDE}/T01", f"{YONGDE}/T02", f"{ZHENKANG}/T02"]
    assert rows[1][1:] == ["永德县", "T01 开展“三八”维权周活动", "牵头", "推进中", "已举办12场", None, None]
    assert [cell.value for cell in sheet[5]][1:] == [
        "单位",
        "任务",
        "牵头或配合",
        "状态",
        "开展情况",
        "存在困难",
        "下一步打算",
    ]
    assert [sheet.cell(FIRST + 1, column).protection.locked for column in range(2, 9)] == [True] * 3 + [False] * 4
    assert sheet.protection.sheet
    checks = {str(check.sqref): check.formula1 for check in sheet.data_validations.dataValidation}
    assert checks[f"E{FIRST}:E{FIRST + 3}"] == '"未启动,推进中,已完成,滞后"'
    assert book.sheetnames[:2] == ["填报表", SHEET]


def test_the_template_of_one_unit_has_its_tasks_also_when_it_owes_no_figure(scenario):
    scenario.targets["M01"].allocations.all().delete()
    participant, data = write_unit_template(scenario.period, OFFICE, by=scenario.admin)
    assert list(scenario.rows_of(data)) == [f"{OFFICE}/T03"]
    assert participant.code == OFFICE
    shown = scenario.receive(SimpleUploadedFile("办公室.xlsx", data))
    assert shown.result.counts == {"refused": 0, "new": 0, "changed": 0, "unchanged": 4}


# --- there and back ---


def test_what_is_typed_into_the_sheet_of_tasks_is_saved_with_version_and_person(scenario):
    scenario.save_progress(YONGDE, "T01", state="under_way", done="已举办12场", obstacle="经费不足")
    shown = scenario.receive(
        scenario.filled(
            {
                (YONGDE, "T01", TaskPart.STATE): "已完成",
                (YONGDE, "T01", TaskPart.DONE): "已举办20场\n参加3,000人次",
                (OFFICE, "T03", TaskPart.STATE): "正在推进",
            }
        )
    )
    assert shown.result.counts | {"unchanged": 0} == {"refused": 0, "new": 1, "changed": 2, "unchanged": 0}
    assert scenario.stored_progress()[YONGDE, "T01"][0] == "under_way"  # nothing is saved before the confirmation
    result = scenario.confirm(shown)
    assert len(result.changes) == 3
    assert scenario.stored_progress() == {
        (YONGDE, "T01"): ("done", "已举办20场\n参加3,000人次", "经费不足", ""),
        (OFFICE, "T03"): ("under_way", "", "", ""),
    }
    row = Progress.objects.get(report=scenario.returns[YONGDE], task=scenario.tasks["T01"])
    assert (row.version, row.typed_by) == (2, scenario.admin)


def test_the_clerk_brings_the_own_unit_s_sheet_as_a_draft(scenario):
    changes = {(YONGDE, "T02", TaskPart.DONE): "已建3个"}
    shown = scenario.receive(scenario.filled(changes, by=scenario.clerk), by=scenario.clerk)
    scenario.confirm(shown, by=scenario.clerk)
    assert scenario.stored_progress() == {(YONGDE, "T02"): ("", "已建3个", "", "")}


def test_what_others_have_typed_since_the_download_stays(scenario):
    row = scenario.save_progress(YONGDE, "T01", state="under_way", done="甲")
    file = scenario.filled({(YONGDE, "T01", TaskPart.OBSTACLE): "经费不足"})
    Progress.objects.filter(pk=row.pk).update(done="乙", version=2)
    shown = scenario.receive(file)
    assert [(each.part, each.before) for each in shown.result.tasks if each.outdated] == [(TaskPart.DONE, "乙")]
    scenario.confirm(shown)
    assert scenario.stored_progress() == {(YONGDE, "T01"): ("under_way", "乙", "经费不足", "")}


def test_progress_that_was_typed_between_preview_and_confirmation_is_not_overwritten(scenario):
    row = scenario.save_progress(YONGDE, "T01", done="甲")
    shown = scenario.receive(scenario.filled({(YONGDE, "T01", TaskPart.DONE): "乙"}))
    Progress.objects.filter(pk=row.pk).update(done="丙", version=2)
    with pytest.raises(Refused):
        scenario.confirm(shown)
    assert scenario.stored_progress()[YONGDE, "T01"][1] == "丙"


def test_a_text_that_would_be_emptied_is_asked_first(scenario):
    scenario.save_progress(YONGDE, "T01", state="under_way", done="甲")
    shown = scenario.receive(scenario.filled({(YONGDE, "T01", TaskPart.DONE): None}))
    assert [each.cell for each in shown.result.emptied] == [f"{SHEET}!F7"]
    with pytest.raises(Refused) as refused:
        scenario.confirm(shown)
    assert refused.value.code == "emptied"
    answer_questions(shown.upload, {"emptied": "keep"}, by=scenario.admin)
    assert preview_upload(shown.upload, by=scenario.admin).result.changes == []


@pytest.mark.parametrize(
    ("part", "text", "code"),
    [
        (TaskPart.STATE, "基本完成", "no_state"),
        (TaskPart.DONE, "长" * (PROGRESS_TEXT_MAX_LENGTH + 1), "text_too_long"),
    ],
)
def test_what_a_cell_does_not_take_is_refused_by_its_name(scenario, part, text, code):
    changes = {(YONGDE, "T01", part): text, (OFFICE, "T03", TaskPart.DONE): "好"}
    shown = scenario.receive(scenario.filled(changes))
    (refused,) = shown.result.refused
    assert (refused.problem.code, refused.cell) == (code, f"{SHEET}!{COLUMNS[part]}7")
    with pytest.raises(Refused):
        scenario.confirm(shown)
    assert scenario.stored_progress() == {}


def test_a_return_that_cannot_be_changed_refuses_its_texts(scenario):
    file = scenario.filled({(YONGDE, "T01", TaskPart.DONE): "甲"})
    scenario.period.plan.periods.filter(pk=scenario.period.pk).update(state="closed")
    scenario.period.refresh_from_db()
    shown = scenario.receive(file)
    assert [each.problem.code for each in shown.result.refused] == ["period_shut"]


def test_rows_and_heads_of_the_sheet_must_stay(scenario):
    data = write_period_template(scenario.period, by=scenario.admin)
    book = load_workbook(BytesIO(data))
    book[SHEET]["C7"] = "T09 别的任务"
    book[SHEET]["F5"] = "情况"
    with pytest.raises(Refused) as refused:
        scenario.receive(as_file(book))
    assert list(refused.value.cells.values()) == [
        f"{SHEET}!F5 的列标题被改了，应为“开展情况”。",
        f"{SHEET}!C7的内容被改动过，应为“T01 开展“三八”维权周活动”。",
    ]


TEXTS = st.text(st.characters(blacklist_categories=("Cs",), blacklist_characters="\x00\r"), max_size=40)


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(contents=st.lists(st.tuples(st.sampled_from(["", *STATE_WORDS]), TEXTS, TEXTS, TEXTS), min_size=3, max_size=3))
def test_export_and_import_change_nothing(contents):
    with transaction.atomic():
        scenario = TaskScenario()
        keys = [(YONGDE, "T01"), (YONGDE, "T02"), (OFFICE, "T03")]
        for key, (state, *texts) in zip(keys, contents, strict=True):
            done, obstacle, next_step = (text.strip() for text in texts)
            scenario.save_progress(*key, state=state, done=done, obstacle=obstacle, next_step=next_step)
        shown = scenario.receive(scenario.filled({}))
        assert shown.result.changes == []
        assert shown.result.refused == []
        assert not [each for each in shown.result.tasks if each.outdated]
        transaction.set_rollback(True)


# --- submitting and undoing ---


def test_a_return_whose_tasks_the_workbook_gives_is_submitted_only_when_they_are_complete(scenario):
    file = scenario.filled({(OFFICE, "T03", TaskPart.STATE): "滞后"})
    book = load_workbook(file)
    book["填报表"]["H7"] = "未完成"
    shown = scenario.receive(as_file(book))
    assert [item.text for item in shown.result.missing[OFFICE]] == ["请写存在的困难"]
    with pytest.raises(Refused):
        scenario.confirm(shown, as_submitted=True)
    book[SHEET]["G6"] = "经费不足"
    scenario.confirm(scenario.receive(as_file(book)), as_submitted=True)
    (row,) = SnapshotProgress.objects.all()
    assert (row.task.code, row.state, row.obstacle) == ("T03", "behind", "经费不足")


def test_numbers_alone_submit_no_return_whose_tasks_lack_progress(client, scenario):
    """As on its page: the return stays a draft, and the preview says so before."""
    file = scenario.filled_template(**FULL)
    shown = scenario.receive(file)
    assert [item.code for item in shown.result.unreported[YONGDE]] == ["T01", "T02"]
    assert (shown.result.missing, shown.result.submitted) == ({}, [])
    client.force_login(scenario.admin)
    page = client.get(
        reverse("targets:sheet_upload", args=["lincang-2020", "2020Q3", shown.upload.pk])
    ).content.decode()
    assert "任务进展没有填，先存为草稿" in page
    assert "T02 建设妇女儿童之家: 请选择任务进展状态" in page
    assert 'value="submit"' not in page
    scenario.confirm(shown, as_submitted=True)
    assert Return.objects.get(pk=scenario.returns[YONGDE].pk).state == State.DRAFT
    for task in ("T01", "T02"):
        scenario.save_progress(YONGDE, task, state="done", done="做了")
    shown = scenario.receive(scenario.filled_template(**FULL | {"F8": 31}))
    assert (shown.result.unreported, shown.result.submitted) == ({}, [YONGDE])
    scenario.confirm(shown, as_submitted=True)
    assert Return.objects.get(pk=scenario.returns[YONGDE].pk).state == State.SUBMITTED


def test_undo_puts_back_what_stood_there(scenario):
    scenario.save_progress(YONGDE, "T01", state="under_way", done="甲")
    changes = {(YONGDE, "T01", TaskPart.DONE): "乙", (OFFICE, "T03", TaskPart.DONE): "丙"}
    shown = scenario.receive(scenario.filled(changes))
    scenario.confirm(shown)
    shown.upload.refresh_from_db()
    assert list_undoable_uploads([shown.upload]) == {shown.upload.pk}
    assert undo_import(shown.upload, by=scenario.admin) == (2, 0)
    assert scenario.stored_progress() == {(YONGDE, "T01"): ("under_way", "甲", "", "")}
    row = Progress.objects.get(report=scenario.returns[YONGDE], task=scenario.tasks["T01"])
    assert (row.version, row.typed_by) == (3, scenario.clerk)


def test_what_somebody_has_typed_since_prevents_the_undo(scenario):
    shown = scenario.receive(scenario.filled({(YONGDE, "T01", TaskPart.DONE): "乙"}))
    scenario.confirm(shown)
    shown.upload.refresh_from_db()
    Progress.objects.update(done="丙", typed_by=scenario.clerk, typed_at=timezone.now())
    assert list_undoable_uploads([shown.upload]) == set()
    with pytest.raises(Refused) as refused:
        undo_import(shown.upload, by=scenario.admin)
    assert list(refused.value.cells) == [f"T01:{YONGDE}"]
    assert scenario.stored_progress()[YONGDE, "T01"][1] == "丙"


# --- an office's own table, and the page ---


def test_an_office_s_own_table_is_read_and_asked_about(scenario):
    file = office_table(
        (1, "开展三八维权周活动", "已完成", "已举办20场", "无", None),
        (2, "建设妇女之家", "基本完成", "已建3个", None, None),
    )
    shown = scenario.receive(file)
    assert {question.why.code for question in shown.office.questions} == {"state_unclear", "task_unknown"}
    answers = {}
    for question in shown.office.questions:
        answers[question.key] = "task:T02" if question.why.code == "task_unknown" else "state:under_way"
    answer_questions(shown.upload, answers, by=scenario.admin)
    again = preview_upload(shown.upload, by=scenario.admin)
    assert again.office.questions == ()
    confirm_upload(shown.upload, by=scenario.admin, as_submitted=False, seen=again.result.digest)
    assert scenario.stored_progress() == {
        (YONGDE, "T01"): ("done", "已举办20场", "无", ""),
        (YONGDE, "T02"): ("under_way", "已建3个", "", ""),
    }


def test_a_return_under_review_may_be_left_out(scenario):
    scenario.plan.periods.filter(pk=scenario.period.pk).update(state="closed")
    scenario.period.refresh_from_db()
    shown = scenario.receive(office_table((1, "开展三八维权周活动", "已完成", "已举办20场", "无", None)))
    (question,) = shown.office.questions
    assert question.key == f"locked:{YONGDE}"
    answer_questions(shown.upload, {question.key: "ignore"}, by=scenario.admin)
    again = preview_upload(shown.upload, by=scenario.admin)
    assert (again.office.questions, again.result.tasks) == ((), [])


def test_the_preview_shows_old_and_new_texts_and_the_marked_workbook_marks_them(client, scenario):
    scenario.save_progress(YONGDE, "T01", state="under_way", done="甲")
    changes = {(YONGDE, "T01", TaskPart.DONE): "乙", (OFFICE, "T03", TaskPart.STATE): "差不多了"}
    shown = scenario.receive(scenario.filled(changes))
    client.force_login(Person.objects.get(pk=scenario.admin.pk))
    place = [scenario.plan.code, scenario.period.code, shown.upload.pk]
    with CaptureQueriesContext(connection) as few:
        page = client.get(reverse("targets:sheet_upload", args=place)).text
    assert len(few) < 60
    card = page.partition('id="tasks"')[2]
    assert "甲</s>" in card
    assert "乙" in card
    assert "“差不多了”不是规定的状态" in card
    marked = load_workbook(BytesIO(write_marked(shown.upload, by=scenario.admin).data))
    assert "乙" in marked[SHEET]["F7"].comment.text
    assert "差不多了" in marked[SHEET]["E6"].comment.text
