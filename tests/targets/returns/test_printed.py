"""The form of a return that is signed and sealed: on the page for paper and in the workbook stands the same."""

import re
from decimal import Decimal
from io import BytesIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from targets.checks.actions import rules
from targets.models import Target
from targets.returns.actions.draft import ProgressInput, save_progress
from targets.returns.actions.explanations import save_explanation
from targets.returns.actions.submit import submit_return
from tests import factories
from tests.targets.returns_world import bring_to_state, fill_return, make_world

pytestmark = pytest.mark.django_db
PLACE = ("lincang-2020", "2020Q1", "530923000000")
SIGNATURES = ["填报人", "审核人", "负责人", "盖章", "日期"]


@pytest.fixture
def world():
    return make_world()


def read_workbook(client):
    answer = client.get(reverse("targets:return_print_file", args=PLACE))
    assert answer.status_code == 200
    page = load_workbook(BytesIO(answer.content)).active
    return page, [str(cell.value) for row in page.iter_rows() for cell in row if cell.value is not None]


def test_the_page_has_figures_progress_and_the_lines_to_sign(client, world):
    bring_to_state(world, world.report(), "submitted")
    client.force_login(world.clerk)
    text = client.get(reverse("targets:return_print", args=PLACE)).text
    for word in ["上报表", "永德县妇联", "L01", "培训妇女", "<td>30</td>", "7 / 10 (70.0%)", "办了 3 场", *SIGNATURES]:
        assert word in text, word
    assert "第 1 次上报" in text


def test_the_workbook_says_the_same_on_one_page_of_a4(client, world):
    bring_to_state(world, world.report(), "submitted")
    client.force_login(world.clerk)
    page, texts = read_workbook(client)
    for word in ["L01", "培训妇女", "30", "7 / 10 (70.0%)", "办了 3 场\n下一步打算：下乡"]:
        assert word in texts, word
    assert [text.split("：")[0] for text in texts if "____" in text] == SIGNATURES
    assert (int(page.page_setup.paperSize), page.page_setup.fitToWidth) == (9, 1)


def test_page_and_workbook_give_the_reasons_for_what_the_checks_found(client, world):
    rule = rules.add_rule(world.plan, by=world.planner, kind="bounds", target=world.targets["add"], high=Decimal(10))
    report = fill_return(world, world.report())
    client.force_login(world.clerk)
    assert "还没有说明" in client.get(reverse("targets:return_print", args=PLACE)).text
    save_explanation(report, rule.pk, "L01", "省里集中培训", by=world.clerk)
    for submitted in (False, True):
        if submitted:
            submit_return(world.report(), by=world.clerk)
        text = client.get(reverse("targets:return_print", args=PLACE)).text
        assert "30，高于上限 10<br>说明原因：省里集中培训" in text
        assert "30，高于上限 10\n说明原因：省里集中培训" in read_workbook(client)[1]


def test_others_see_what_was_handed_in_and_never_a_draft(client, world):
    fill_return(world, world.report())
    client.force_login(world.reviewer)
    assert "培训妇女" not in client.get(reverse("targets:return_print", args=PLACE)).text
    client.force_login(world.clerk)
    assert "草稿" in client.get(reverse("targets:return_print", args=PLACE)).text


def test_the_page_asks_as_often_for_many_targets(client, world, django_assert_max_num_queries):
    bring_to_state(world, world.report(), "submitted")
    client.force_login(world.clerk)
    with django_assert_max_num_queries(22):
        client.get(reverse("targets:return_print", args=PLACE))


def test_the_column_is_named_by_what_is_typed(client, world):
    """本期 is what a period added; a return holds what was typed, which of a running total is to date."""
    Target.objects.filter(pk=world.targets["lev"].pk).update(rollup="units_reached")
    bring_to_state(world, world.report(), "submitted")
    client.force_login(world.clerk)
    for name in ("return", "return_print"):
        text = client.get(reverse(f"targets:{name}", args=PLACE)).text
        assert re.search(r"<th[^>]*>填报数</th>", text), name
        assert not re.search(r"<th[^>]*>本期</th>", text), name
        assert "人次 · 本年累计" in text
        assert "本单位数" in text
    _, texts = read_workbook(client)
    assert "填报数" in texts
    assert "本期" not in texts


def test_numbers_of_the_workbook_are_numbers(client, world):
    Target.objects.filter(pk=world.targets["lev"].pk).update(unit="个", decimals=1)
    bring_to_state(world, world.report(), "submitted")
    client.force_login(world.clerk)
    page, _ = read_workbook(client)
    found = {row[0].value: row for row in page.iter_rows() if str(row[0].value).startswith("L0")}
    assert [(cell.value, cell.number_format) for cell in found["L01"][3:6]] == [
        (100, "#,##0"), (30, "#,##0"), (30, "#,##0"),
    ]  # fmt: skip
    assert found["L03"][4].number_format == "#,##0.0"
    assert (found["L04"][4].value, found["L04"][5].value) == ("7 / 10 (70.0%)", 0.7)
    assert found["L04"][5].number_format == "0.0%"


def test_a_long_text_has_the_width_of_the_page(client, world):
    fill_return(world, world.report())
    world.report().progress.update(done="深入乡镇开展维权宣传活动。" * 40)
    client.force_login(world.clerk)
    page, _texts = read_workbook(client)
    cell = next(cell for row in page.iter_rows() for cell in row if str(cell.value).startswith("深入乡镇"))
    assert f"{cell.coordinate}:G{cell.row}" in {str(each) for each in page.merged_cells.ranges}
    assert 16 * 15 <= page.row_dimensions[cell.row].height <= 20 * 15  # 1,040 columns of signs in lines of 64


def test_what_only_assists_and_is_blank_is_left_out(client, world):
    from plans.models import TaskUnit

    task = factories.make_task(world.plan, "T77", title="配合的事项")
    TaskUnit.objects.create(task=task, unit=world.county, part="assist")
    client.force_login(world.clerk)
    url = reverse("targets:return_print", args=PLACE)
    assert "配合的事项" not in client.get(url).text
    save_progress(world.report(), task, ProgressInput(done="已派两人"), by=world.clerk, seen=0)
    assert "配合的事项" in client.get(url).text
