"""Offices' own tables of tasks: which columns, which task, which unit; and what is asked."""

from datetime import date
from io import BytesIO

import pytest
from openpyxl import Workbook

from sheets.files.reading import read_files
from sheets.office.model import PeriodSpan, PlanContext, UnitNames
from sheets.tasks.heads import TaskColumn, find_task_table
from sheets.tasks.model import TaskPart
from sheets.tasks.names import TaskTitle
from sheets.tasks.office import TaskPlan, read_office_tasks

YONGDE, ZHENKANG = "530923000000", "530924000000"
TITLES = (
    TaskTitle("T01", "开展“三八”维权周活动"),
    TaskTitle("T02", "建设妇女儿童之家"),
    TaskTitle("T03", "培育巾帼志愿服务队"),
)
HEAD = ("序号", "工作任务", "进展情况", "存在问题", "下一步打算")
TITLE = "永德县妇联2020年第三季度重点工作推进情况表"


def make_plan(*units):
    names = {YONGDE: "永德县妇联", ZHENKANG: "镇康县妇联"}
    span = PeriodSpan(date(2020, 7, 1), date(2020, 9, 30), "2020Q3")
    context = PlanContext("计划", 2020, span, (), tuple(UnitNames(code, names[code]) for code in units))
    return TaskPlan(TITLES, {code: tuple(task.code for task in TITLES) for code in units}, context)


def make_files(*rows, name="三季度.xlsx", merged=()):
    book = Workbook()
    for row in rows:
        book.active.append(list(row))
    for cells in merged:
        book.active.merge_cells(cells)
    stream = BytesIO()
    book.save(stream)
    return read_files(stream.getvalue(), name)


def read(*rows, units=(YONGDE,), answers=None, **how):
    return read_office_tasks(make_files(*rows, **how), make_plan(*units), answers or {})


def texts(reading):
    return {(each.unit, each.task): {part: cell.text for part, cell in each.cells.items()} for each in reading.tasks}


def test_a_clear_table_is_read_without_a_question():
    found = read(
        (TITLE,), HEAD,
        (1, "开展三八维权周活动", "已举办12场", "经费不足", "继续争取"),
        (2, "（二）建设妇女儿童之家", "已建3个", None, "年内建成"),
    )  # fmt: skip
    assert found.questions == []
    assert texts(found) == {
        (YONGDE, "T01"): {TaskPart.DONE: "已举办12场", TaskPart.OBSTACLE: "经费不足", TaskPart.NEXT_STEP: "继续争取"},
        (YONGDE, "T02"): {TaskPart.DONE: "已建3个", TaskPart.NEXT_STEP: "年内建成"},
    }


@pytest.mark.parametrize(
    ("head", "part"),
    [
        ("工作进展情况", TaskPart.DONE), ("开展情况", TaskPart.DONE), ("完成情况", TaskPart.DONE),
        ("落实情况", TaskPart.DONE),
        ("存在困难", TaskPart.OBSTACLE), ("存在的困难和问题", TaskPart.OBSTACLE), ("主要问题", TaskPart.OBSTACLE),
        ("下步工作打算", TaskPart.NEXT_STEP), ("下一步工作计划", TaskPart.NEXT_STEP), ("任务状态", TaskPart.STATE),
    ],
)  # fmt: skip
def test_heads_of_offices_are_understood(head, part):
    table = find_task_table(make_files(("重点工作任务", head), ("开展三八维权周活动", "说明文字"))[0].grids[0])
    assert table
    assert set(table.columns) == {TaskColumn.TASK, part}


def test_numbers_below_a_head_of_progress_are_no_progress():
    assert find_task_table(make_files(("任务", "完成情况"), ("培训", 12), ("走访", 5))[0].grids[0]) is None


def test_a_name_that_is_not_sure_is_asked_with_the_likeliest_first():
    found = read((TITLE,), HEAD, (1, "建设妇女之家", "已建3个", None, None))
    assert texts(found) == {}
    (question,) = found.questions
    assert question.shown == "建设妇女之家"
    assert question.choices[0].answer == "task:T02"
    assert question.choices[-1].answer == "ignore"
    again = read((TITLE,), HEAD, (1, "建设妇女之家", "已建3个", None, None), answers={question.key: "task:T02"})
    assert texts(again) == {(YONGDE, "T02"): {TaskPart.DONE: "已建3个"}}
    left = read((TITLE,), HEAD, (1, "建设妇女之家", "已建3个", None, None), answers={question.key: "ignore"})
    assert left.tasks == []


def test_a_code_names_the_task_unless_the_title_is_another_one():
    rows = (
        ("任务编号", "任务名称", "进展情况"),
        ("T02", "妇女儿童之家", "已建3个"),
        ("T01", "培育巾帼志愿服务队", "已组建"),
    )
    found = read((TITLE,), *rows)
    assert texts(found) == {(YONGDE, "T02"): {TaskPart.DONE: "已建3个"}}
    assert [question.shown for question in found.questions] == ["培育巾帼志愿服务队"]


def test_a_state_that_is_not_sure_is_asked_and_waits():
    rows = ((TITLE,), ("工作任务", "状态", "进展情况"), ("培育巾帼志愿服务队", "基本完成", "已组建"))
    found = read(*rows)
    assert texts(found) == {(YONGDE, "T03"): {TaskPart.DONE: "已组建"}}
    (question,) = found.questions
    assert [choice.answer for choice in question.choices][:4] == [
        "state:not_started", "state:under_way", "state:done", "state:behind",
    ]  # fmt: skip
    again = read(*rows, answers={question.key: "state:under_way"})
    assert texts(again)[YONGDE, "T03"][TaskPart.STATE] == "推进中"


def test_a_state_in_the_column_of_progress_is_a_state():
    found = read((TITLE,), ("工作任务", "进展情况"), ("培育巾帼志愿服务队", "正在推进"))
    assert texts(found) == {(YONGDE, "T03"): {TaskPart.STATE: "正在推进"}}


def test_the_unit_of_each_row_is_read_from_its_column():
    rows = (
        ("临沧市2020年第三季度重点工作表",), ("县区", "工作任务", "进展情况"),
        ("永德", "培育巾帼志愿服务队", "甲"), ("镇康县", "培育巾帼志愿服务队", "乙"),
        ("某某县", "培育巾帼志愿服务队", "丙"),
    )  # fmt: skip
    found = read(*rows, units=(YONGDE, ZHENKANG))
    assert texts(found) == {(YONGDE, "T03"): {TaskPart.DONE: "甲"}, (ZHENKANG, "T03"): {TaskPart.DONE: "乙"}}
    assert [(question.shown, question.why.code) for question in found.questions] == [("某某县", "unit_unknown")]


def test_without_a_unit_it_is_asked_once_for_the_whole_table():
    rows = (
        ("2020年第三季度重点工作表",),
        HEAD,
        (1, "培育巾帼志愿服务队", "甲", None, None),
        (2, "建设妇女儿童之家", "乙", None, None),
    )
    found = read(*rows, units=(YONGDE, ZHENKANG))
    assert [question.why.code for question in found.questions] == ["no_unit_of_tasks"]
    again = read(*rows, units=(YONGDE, ZHENKANG), answers={found.questions[0].key: f"unit:{ZHENKANG}"})
    assert set(texts(again)) == {(ZHENKANG, "T03"), (ZHENKANG, "T02")}


def test_another_period_is_never_read_and_an_unknown_one_is_asked():
    row = (1, "培育巾帼志愿服务队", "甲", None, None)
    assert read(("永德县妇联2020年第二季度工作表",), HEAD, row, name="工作表.xlsx").tasks == []
    found = read(("永德县妇联工作表",), HEAD, row, name="工作表.xlsx")
    assert (found.tasks, [question.why.code for question in found.questions]) == ([], ["no_period_of_tasks"])
    again = read(("永德县妇联工作表",), HEAD, row, name="工作表.xlsx", answers={found.questions[0].key: "period"})
    assert texts(again) == {(YONGDE, "T03"): {TaskPart.DONE: "甲"}}


def test_the_same_task_twice_is_asked():
    rows = ((TITLE,), HEAD, (1, "培育巾帼志愿服务队", "甲", None, None), (2, "培育巾帼志愿服务队", "乙", None, None))
    found = read(*rows)
    assert (found.tasks, [question.why.code for question in found.questions]) == ([], ["task_twice"])
    again = read(*rows, answers={found.questions[0].key: "second"})
    assert texts(again) == {(YONGDE, "T03"): {TaskPart.DONE: "乙"}}


def test_lines_over_the_whole_table_and_rows_without_progress_are_left_out():
    found = read(
        (TITLE,), HEAD, ("一、维权",), (1, "开展三八维权周活动", "甲", None, None), (2, "某项别的工作"),
        merged=("A3:E3",),
    )  # fmt: skip
    assert (set(texts(found)), found.questions) == ({(YONGDE, "T01")}, [])


LEADS = ("序号", "工作任务", "牵头单位", "进展情况")


def test_a_row_that_names_another_leading_unit_is_that_unit_s_where_it_alone_reports_the_task():
    plan = make_plan(YONGDE, ZHENKANG)
    plan.due[YONGDE] = ("T01",)
    files = make_files(
        (TITLE,), ("填报单位：永德县妇联",), LEADS, (1, "开展三八维权周活动", "永德县", "甲"),
        (2, "建设妇女儿童之家", "镇康县", "乙"), (3, "开展三八维权周活动", "各县区", "甲"),
    )  # fmt: skip
    found = read_office_tasks(files, plan, {})
    assert texts(found) == {(YONGDE, "T01"): {TaskPart.DONE: "甲"}, (ZHENKANG, "T02"): {TaskPart.DONE: "乙"}}
    assert found.questions == []


def test_whose_a_row_is_that_both_units_report_is_asked_once():
    rows = (
        (TITLE,), ("填报单位：永德县妇联",), LEADS,
        (1, "开展三八维权周活动", "镇康县", "甲"), (2, "建设妇女儿童之家", "镇康县妇联", "乙"),
        (3, "培育巾帼志愿服务队", "镇康县", "丙"),
    )  # fmt: skip
    found = read(*rows, units=(YONGDE, ZHENKANG))
    assert texts(found) == {}
    assert [question.why.code for question in found.questions] == ["lead_is_another", "lead_is_another"]
    first = found.questions[0]
    assert [each.answer for each in first.choices] == [f"unit:{YONGDE}", f"unit:{ZHENKANG}", "ignore"]
    again = read(*rows, units=(YONGDE, ZHENKANG), answers={first.key: f"unit:{ZHENKANG}"})
    assert set(texts(again)) == {(ZHENKANG, "T01"), (ZHENKANG, "T03")}


def test_a_row_of_a_unit_that_is_not_here_is_never_the_heading_s():
    plan = make_plan(YONGDE, ZHENKANG)
    del plan.due[ZHENKANG]
    rows = ((TITLE,), LEADS, (1, "开展三八维权周活动", "镇康县", "甲"), (2, "建设妇女儿童之家", "镇康县", "乙"))
    found = read_office_tasks(make_files(*rows), plan, {})
    assert (found.tasks, [each.why.code for each in found.questions]) == ([], ["lead_is_another"])
    helps = TaskPlan(TITLES, plan.due, plan.context, {YONGDE: frozenset({"T01", "T02"})})
    assert set(texts(read_office_tasks(make_files(*rows), helps, {}))) == {(YONGDE, "T01"), (YONGDE, "T02")}


def test_a_task_that_the_unit_does_not_report_is_asked_about():
    plan = make_plan(YONGDE)
    plan.due[YONGDE] = ("T01",)
    found = read_office_tasks(make_files((TITLE,), HEAD, (1, "建设妇女儿童之家", "甲")), plan, {})
    assert (found.tasks, [each.why.code for each in found.questions]) == ([], ["task_not_reported"])


def test_rows_of_other_periods_are_not_read_and_counted():
    rows = (
        ("临沧市妇联2020年工作计划 · 任务进展",), ("任务", "牵头单位", "上报期", "开展情况"),
        ("建设妇女儿童之家", "永德", "2020年三季度", "甲"), ("建设妇女儿童之家", "镇康", "2020年二季度", "乙"),
        ("培育巾帼志愿服务队", "镇康", "2020年二季度", "丙"),
    )  # fmt: skip
    found = read(*rows, units=(YONGDE, ZHENKANG), name="清单.xlsx")
    assert (texts(found), found.questions) == ({(YONGDE, "T02"): {TaskPart.DONE: "甲"}}, [])
    (note,) = found.notes.values()
    assert (note.code, note.params) == ("tasks_of_other_periods", {"number": 2, "periods": ["2020年二季度"]})


def test_a_row_that_says_no_period_waits_for_the_sheet_s():
    rows = (
        ("任务进展",), ("任务", "上报期", "开展情况"),
        ("建设妇女儿童之家", "2020年三季度", "甲"), ("培育巾帼志愿服务队", None, "乙"),
    )  # fmt: skip
    found = read(*rows, name="清单.xlsx")
    assert set(texts(found)) == {(YONGDE, "T02")}
    (question,) = found.questions
    assert question.why.code == "no_period_of_tasks"
    assert set(texts(read(*rows, name="清单.xlsx", answers={question.key: "period"}))) == {
        (YONGDE, "T02"), (YONGDE, "T03"),
    }  # fmt: skip
