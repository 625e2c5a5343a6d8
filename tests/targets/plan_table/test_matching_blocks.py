"""A block of a sheet finds its rows by code, name or number, its columns by their heads; else it is taken in order."""

import pytest

from targets.plan_table.matching import match_block, read_heads
from targets.plan_table.queries import PlanTable

pytestmark = pytest.mark.django_db


@pytest.fixture
def match(table_plan):
    """A function that matches a block of lines of cells separated by "|"."""

    def match(block, at="task:T01:lead"):
        lines = [line.split("|") for line in block.strip().splitlines()]
        return match_block(lines, PlanTable(table_plan).rows, at)

    return match


HEADED = """
序号|工作任务|牵头单位|配合单位|完成时限
1|培训农村妇女|办公室|各县区|年底
2|1.开展巾帼宣讲。|永德县||6月底
3|全市表彰大会|办公室||
"""


def test_rows_by_name_columns_by_heads(match):
    found = match(HEADED)
    assert found.cells == {
        "task:T03:lead": "办公室", "task:T03:assist": "各县区", "task:T03:due": "年底",
        "task:T01:lead": "永德县", "task:T01:assist": "", "task:T01:due": "6月底",
    }  # fmt: skip
    assert found.unmatched == ["3 全市表彰大会 办公室"]
    assert not found.in_order


def test_a_short_name_below_its_head(match, table_plan):
    table_plan.tasks.filter(code="T01").update(title="宣讲")
    assert match("工作任务|牵头单位\n宣讲|办公室").cells == {"task:T01:lead": "办公室"}


def test_rows_by_code_without_heads(match):
    """The columns then begin where it was pasted."""
    found = match("L03|12|个\nL01|9000|人次", at="target:L01:value")
    assert found.cells == {
        "target:L03:value": "12", "target:L03:unit": "个", "target:L01:value": "9000", "target:L01:unit": "人次",
    }  # fmt: skip


def test_rows_by_number_where_no_name_is_given(match):
    found = match("序号|责任单位\n2|办公室\n3|永德县\n9|永德县")
    assert found.cells == {"task:T02:lead": "办公室", "task:T03:lead": "永德县"}
    assert found.unmatched == ["9 永德县"]


def test_rows_in_order_from_the_cell(match):
    """Targets have no lead, so they take no line."""
    found = match("办公室|永德县\n凤庆县|\n永德县|办公室\n办公室|", at="task:T02:lead")
    assert found.cells == {
        "task:T02:lead": "办公室", "task:T02:assist": "永德县", "task:T03:lead": "凤庆县", "task:T03:assist": "",
    }  # fmt: skip
    assert found.in_order
    assert found.unmatched == ["永德县 办公室", "办公室"]


def test_names_that_are_nearly_the_same(match):
    found = match("开展巾帼大宣讲活动|办公室\n办好妇女网上课堂|永德县\n完全是别的事情|办公室")
    assert found.cells == {"task:T01:lead": "办公室", "task:T02:lead": "永德县"}
    assert found.unmatched == ["完全是别的事情 办公室"]


def test_a_name_that_found_its_row_is_not_written_over_it(match):
    found = match("培训农村妇女|办公室", at="task:T01:name")
    assert found.cells == {"task:T03:lead": "办公室"}


@pytest.mark.parametrize(
    "line, heads",
    [
        (["序号", "重点任务", "责任单位（牵头）", "配合单位"], {0: "number", 1: "name", 2: "lead", 3: "assist"}),
        (["编号", "指标", "单位", "目标值", "基数"], {0: "code", 1: "name", 2: "unit", 3: "value", 4: "baseline"}),
        (["1", "开展宣讲", "办公室"], {}),
        (["培训任务", "10"], {}),
    ],
)
def test_heads(line, heads):
    assert read_heads(line) == heads
