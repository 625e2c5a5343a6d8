"""In a real browser: the progress of tasks by workbook, an archive of many files, baselines out and pasted back."""

import csv
import zipfile
from functools import partial
from io import BytesIO, StringIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from sheets.tasks.model import TaskPart
from targets.models import Allocation
from tests.browser.loaded_page import expect
from tests.browser.test_office_workbook import assert_accessible, drop
from tests.browser.tools import DESKTOP, PHONE, paste
from tests.factories import make_person
from tests.targets.workbooks.import_scenario import CITY, OFFICE, YONGDE, ZHENKANG
from tests.targets.workbooks.task_scenario import TaskScenario, office_table
from tests.targets.workbooks.test_office_import import WHERE, office_book

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SIZES = pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture
def scenario(browser):
    return TaskScenario()


@pytest.fixture
def visit(open_as, scenario):
    return partial(open_as, scenario.admin)


@SIZES
def test_texts_about_tasks_are_shown_confirmed_and_taken_back(visit, scenario, size):
    scenario.save_progress(YONGDE, "T01", state="under_way", done="已举办12场，覆盖3个乡镇。" * 4, obstacle="经费不足")
    page = visit("targets:sheet", *WHERE, size=size)
    changes = {
        (YONGDE, "T01", TaskPart.STATE): "已完成",
        (YONGDE, "T01", TaskPart.DONE): "已举办20场，覆盖全部乡镇，参加3,000人次。\n其中线上8场。",
        (YONGDE, "T02", TaskPart.NEXT_STEP): "年内建成3个",
        (OFFICE, "T03", TaskPart.STATE): "正在推进",
    }
    drop(page, scenario.filled(changes))
    card = page.locator("section", has=page.locator("#tasks"))
    expect(card).to_contain_text("已举办20场")
    assert_accessible(page, "tasks-preview")
    page.get_by_role("button", name="导入为草稿").click()
    expect(page.get_by_role("heading", name="导入了哪些内容")).to_be_visible()
    assert_accessible(page, "tasks-imported")
    assert scenario.stored_progress()[YONGDE, "T01"][0] == "done"
    page.get_by_role("button", name="撤销本次导入").click()
    page.get_by_role("dialog").get_by_role("button", name="撤销本次导入").click()
    expect(page.get_by_text("已撤销").first).to_be_visible()
    assert scenario.stored_progress().keys() == {(YONGDE, "T01")}
    assert scenario.stored_progress()[YONGDE, "T01"][0] == "under_way"


@SIZES
def test_an_office_s_own_table_of_tasks_is_answered(visit, scenario, size):
    page = visit("targets:sheet", *WHERE, size=size)
    drop(
        page,
        office_table(
            (1, "开展三八维权周活动", "已完成", "已举办20场", "无", None), (2, "建妇儿之家", "基本完成", "已建3个")
        ),
    )
    expect(page.locator("#questions").get_by_text("这项任务是什么状态")).to_be_visible()
    assert_accessible(page, "tasks-questions")
    page.get_by_label("计划里没有叫这个名称的任务").select_option("task:T02")
    page.get_by_label("这项任务是什么状态").select_option("state:under_way")
    page.get_by_role("button", name="保存回答").click()
    expect(page.get_by_role("button", name="导入为草稿")).to_be_visible()
    assert_accessible(page, "tasks-answered")
    page.get_by_role("button", name="导入为草稿").click()
    expect(page.get_by_role("heading", name="导入了哪些内容")).to_be_visible()
    assert scenario.stored_progress()[YONGDE, "T02"] == ("under_way", "已建3个", "", "")


def archive_of(*files):
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for file in files:
            archive.writestr(file.name, file.read())
    return SimpleUploadedFile("各县三季度.zip", stream.getvalue())


@SIZES
def test_an_archive_of_many_files_is_listed_first_and_each_opens(visit, scenario, size):
    page = visit("targets:sheet", *WHERE, size=size)
    head = ("序号", "县(区)", "培训(人次)", "转移就业(累计)", "备注")
    files = [
        office_book((1, "永德县", 452, 53, ""), head=head, name="永德县三季度.xlsx"),
        office_book((1, "镇康县", "约8", None, ""), head=head, name="镇康县三季度.xlsx"),
        *(
            office_book((1, "永德县", 1, 2, ""), title=f"2020年第{n}季度统计表", name=f"永德县{n}季度.xlsx")
            for n in "一二"
        ),
    ]
    drop(page, archive_of(*files))
    expect(page.get_by_role("heading", name="文件和工作表")).to_be_visible()
    assert page.locator("details.office-sheet[open]").count() == 0
    assert_accessible(page, "zip-preview")
    page.locator("#q1 a").click()  # from the question to its cell, in a sheet that was folded
    expect(page.locator("td.cell-asked")).to_be_visible()
    page.get_by_label("或填正确的数").fill("8")
    page.get_by_role("button", name="保存回答").click()
    page.get_by_role("button", name="导入为草稿").click()
    expect(page.get_by_role("heading", name="导入了哪些内容")).to_be_visible()
    assert scenario.stored_values() == {(YONGDE, "L01"): 452, (YONGDE, "L04"): 53, (ZHENKANG, "L01"): 8}


def test_baselines_leave_as_a_file_and_are_pasted_back(open_as, scenario):
    """The file as it left changes nothing; one changed cell changes that baseline alone."""
    planner = make_person("planner", ("planner", scenario.city))
    held = Allocation.objects.filter(participant=scenario.people[YONGDE], target=scenario.targets["R01"])
    held.update(baseline=60, baseline_base=80)
    page = open_as(planner, "targets:baselines", "lincang-2020", CITY, size=DESKTOP)
    address = reverse("targets:baselines", args=["lincang-2020", CITY])
    text = page.request.get(f"{page.url.partition('/plans')[0]}{address}?as=csv").body().decode("utf-8-sig")
    lines = list(csv.reader(StringIO(text)))
    column = lines[0].index(next(head for head in lines[0] if head.startswith("R01") and "分子" in head))
    row = next(line for line in lines if YONGDE in line[0])
    assert row[column : column + 2] == ["60", "80"]

    def paste_lines():
        page.locator("tbody input").first.click()
        paste(page, "\r\n".join("\t".join(each) for each in lines))

    paste_lines()
    page.get_by_role("button", name="保存基数").click()
    assert held.get().baseline == 60
    row[column] = "64"
    paste_lines()
    page.locator("#reason").fill("按年报更正")
    page.get_by_role("button", name="保存基数").click()
    expect(page.locator(".messages, [role=status]").first).to_be_visible()
    assert [(each.baseline, each.baseline_base) for each in held.all()][-1] == (64, 80)
