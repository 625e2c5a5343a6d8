"""Saving cells of the table: many at once, by the rules of the forms; conflicts are told and nothing else is lost."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied

from audit.models import Entry
from plans.models import Plan
from tests.factories import set_issued
from tests.targets.plan_table.conftest import read_texts

pytestmark = pytest.mark.django_db
D = Decimal


def units_of(plan, code):
    task = plan.tasks.get(code=code)
    return {(row.unit.short_name, row.part) for row in task.units.select_related("unit")}


def test_leads_days_and_numbers_are_saved_together(table_plan, save):
    saved = save({
        "task:T01:lead": "办公室", "task:T01:assist": "各县区", "task:T01:due": "6月底", "task:T01:name": "宣讲进村",
        "task:T03:lead": "永德县、办公室", "target:L01:value": "12,000人次", "target:L02:baseline": "85.5",
        "target:L03:value": "3—5", "target:L03:measure": "期末数", "target:L03:due": "年底",
    })  # fmt: skip
    assert (saved.refused, saved.conflicts) == ({}, {})
    assert saved.rows == {"task:T01", "task:T03", "target:L01", "target:L02", "target:L03"}
    task = table_plan.tasks.get(code="T01")
    assert (task.title, task.due_on) == ("宣讲进村", date(2020, 6, 30))
    assert units_of(table_plan, "T01") == {("办公室", "lead"), ("永德县", "assist"), ("凤庆县", "assist")}
    assert units_of(table_plan, "T03") == {("永德县", "lead"), ("办公室", "lead")}
    assert table_plan.targets.get(code="L01").value == 12000
    rate = table_plan.targets.get(code="L02")
    assert (rate.baseline, rate.decimals) == (D("85.5"), 1)
    base = table_plan.targets.get(code="L03")
    assert (base.direction, base.value, base.value2, base.measure) == ("range", 3, 5, "level")
    assert base.deadline == date(2020, 12, 31)


def test_what_is_saved_reads_back_as_it_stands(table_plan, save):
    save({"task:T01:assist": "各县（区）妇联", "target:L03:value": "3-5"})
    texts = read_texts(table_plan)
    assert (texts["task:T01:assist"], texts["target:L03:value"]) == ("各县区", "3—5")
    before = Entry.objects.count()
    assert save(texts, seen=texts).rows == set()
    assert Entry.objects.count() == before


def test_a_baseline_that_nobody_knows_is_an_answer(table_plan, save):
    assert save({"target:L02:baseline": "不详"}).refused == {}
    target = table_plan.targets.get(code="L02")
    assert (target.baseline, target.start) == (None, "unknown")
    assert read_texts(table_plan)["target:L02:baseline"] == "不清楚"
    save({"target:L02:baseline": "88"})
    target.refresh_from_db()
    assert (target.baseline, target.start) == (88, "")


def test_each_row_has_its_entry_in_the_trail(table_plan, save):
    save({"task:T01:lead": "办公室", "task:T01:due": "2020-06-30", "target:L01:value": "9000"})
    entries = Entry.objects.filter(verb__in=["task.change", "task.units", "target.change"]).order_by("-id")[:3]
    data = {entry.verb: (entry.object_code, entry.data) for entry in entries}
    assert data["task.units"] == ("lincang-2020/T01", {"lead": ["530900000000-BG"], "assist": []})
    assert data["task.change"] == ("lincang-2020/T01", {"due_on": [None, "2020-06-30"]})
    assert data["target.change"][1]["value"] == ["10000.000000", "9000"]


@pytest.mark.parametrize(
    "cell, text, words",
    [
        ("task:T01:lead", "档案局", "档案局"),
        ("task:T01:name", "  ", "名称"),
        ("task:T01:due", "尽快", "尽快"),
        ("task:T01:due", "2020-13-45", "2020-13-45"),
        ("target:L01:value", "若干", "若干"),
        ("target:L01:value", "12①", "12①"),
        ("target:L01:value", "-3", "负"),
        ("target:L01:value", "9-3", "上限"),
        ("target:L01:direction", "range", "上限"),
        ("target:L02:direction", "正好", "比率"),
        ("target:L01:unit", "", "计量单位"),
        ("target:L01:due", "2019-12-31", "年度"),
        ("target:L01:measure", "随便", "随便"),
        ("target:L01:baseline", "3", "不用填"),
        ("target:L01:nothing", "3", "没有这一格"),
        ("target:L99:value", "3", "没有这一格"),
        ("task:T01:value", "3", "没有这一格"),
        ("section:1:name", "3", "没有这一格"),
    ],
)
def test_a_refused_cell_is_told_and_the_others_are_saved(table_plan, save, cell, text, words):
    before = read_texts(table_plan)
    saved = save({cell: text, "task:T02:due": "年底"})
    assert set(saved.refused) == {cell}
    assert words in saved.refused[cell]
    assert read_texts(table_plan) == before | {"task:T02:due": "2020-12-31"}


def test_a_cell_that_somebody_else_changed_is_a_conflict(table_plan, save):
    save({"task:T01:lead": "永德县", "target:L01:value": "9000"})
    saved = save(
        {"task:T01:lead": "办公室", "target:L01:value": "8000", "task:T01:due": "年底"},
        seen={"task:T01:lead": "", "target:L01:value": "10000", "task:T01:due": ""},
    )
    assert {key: theirs for key, (theirs, _words) in saved.conflicts.items()} == {
        "task:T01:lead": "永德县", "target:L01:value": "9000",
    }  # fmt: skip
    texts = read_texts(table_plan)
    assert (texts["task:T01:lead"], texts["target:L01:value"]) == ("永德县", "9000")
    assert texts["task:T01:due"] == "2020-12-31"


def test_the_same_change_twice_is_no_conflict(save):
    """The answer to the first request was lost."""
    save({"task:T01:lead": "办公室"})
    saved = save({"task:T01:lead": "办公室"}, seen={"task:T01:lead": ""})
    assert (saved.conflicts, saved.refused) == ({}, {})


def test_who_leads_does_not_assist_too(table_plan, save):
    save({"task:T01:assist": "办公室、永德县"})
    save({"task:T01:lead": "办公室"})
    assert units_of(table_plan, "T01") == {("办公室", "lead"), ("永德县", "assist")}
    save({"task:T01:lead": ""})
    assert units_of(table_plan, "T01") == {("永德县", "assist")}


def test_another_measure_takes_with_it_what_does_not_fit(table_plan, save):
    save({"target:L02:baseline": "80"})
    saved = save({"target:L02:measure": "milestone"})
    assert saved.refused == {}
    target = table_plan.targets.get(code="L02")
    assert (target.scale, target.baseline) == ("", None)
    assert "target:L02:baseline" not in read_texts(table_plan)


@pytest.mark.parametrize("who", ["clerk", "leader", "county_planner", "outsider"])
def test_only_the_planner_saves(save, lincang, who):
    with pytest.raises(PermissionDenied):
        save({"task:T01:lead": "办公室"}, by=getattr(lincang, who))


def test_an_issued_plan_keeps_its_numbers(table_plan, save):
    """Words and leads change, a target's number by an adjustment."""
    set_issued(table_plan)
    saved = save({"target:L01:value": "9000", "target:L01:name": "培训", "task:T01:lead": "办公室"})
    assert set(saved.refused) == {"target:L01:value"}
    assert set(saved.adjusting) == {"from_seq", "reason", "document_number"}
    target = table_plan.targets.get(code="L01")
    assert (target.value, target.name) == (10000, "培训")
    assert units_of(table_plan, "T01") == {("办公室", "lead")}


def test_an_issued_plan_is_adjusted_from_the_table(table_plan, save):
    set_issued(table_plan)
    given = {"from_seq": 2, "reason": "追加", "document_number": "临妇发〔2020〕9号"}
    saved = save({"target:L01:value": "12000", "target:L03:value": "5"}, adjustment=given)
    assert (saved.refused, saved.adjusting) == ({}, {})
    assert table_plan.targets.get(code="L01").value == 12000
    assert set(table_plan.adjustments.values_list("reason", "from_seq")) == {("追加", 2)}


def test_an_adjustment_without_its_reason_is_refused(table_plan, save):
    set_issued(table_plan)
    given = {"from_seq": 2, "reason": "", "document_number": "9号"}
    saved = save({"target:L01:value": "12000"}, adjustment=given)
    assert set(saved.refused) == {"target:L01:value"}
    assert saved.adjusting["reason"]
    assert table_plan.targets.get(code="L01").value == 10000


def test_a_new_lead_is_refused_while_a_period_is_open(table_plan, save):
    set_issued(table_plan, open_seq=1)
    saved = save({"task:T01:lead": "办公室", "task:T02:assist": "永德县", "task:T01:due": "年底"})
    assert set(saved.refused) == {"task:T01:lead", "task:T02:assist"}
    assert units_of(table_plan, "T01") == set()
    assert table_plan.tasks.get(code="T01").due_on == date(2020, 12, 31)


def test_a_closed_plan_is_refused(table_plan, save):
    from audit.errors import Refused

    set_issued(table_plan)
    Plan.objects.filter(pk=table_plan.pk).update(state="closed")
    with pytest.raises(Refused):
        save({"task:T01:lead": "办公室"})


def test_hundreds_of_cells_are_saved_in_a_few_statements(table_plan, save, lincang, django_assert_max_num_queries):
    from tests.factories import make_target, make_task

    section = table_plan.sections.first()
    for n in range(100, 220):
        task = make_task(table_plan, f"T{n}", section=section)
        make_target(table_plan, f"L{n}", 5, task=task)
    cells = {f"task:T{n}:lead": "办公室" for n in range(100, 220)}
    cells |= {f"target:L{n}:value": "7" for n in range(100, 220)}
    texts = dict.fromkeys(cells, "") | {key: "5" for key in cells if key.startswith("target")}
    with django_assert_max_num_queries(26):
        saved = save(cells, seen=texts)
    assert (len(saved.rows), saved.refused, saved.conflicts) == (240, {}, {})


def test_that_no_baseline_is_known_is_typed_into_its_cell(save, table_plan):
    save({"target:L02:baseline": "62"})
    target = table_plan.targets.get(code="L02")
    assert (target.baseline, target.start) == (62, "")
    save({"target:L02:baseline": "基数不清楚"})
    target.refresh_from_db()
    assert (target.baseline, target.start) == (None, "unknown")
    assert read_texts(table_plan)["target:L02:baseline"] == "不清楚"


def test_three_hundred_leads_and_values_are_one_save_of_few_statements(
    table_plan, planner_client, django_assert_max_num_queries
):
    """The page's one request, with the table read anew for what is missing; the page itself opens in as many."""
    import json

    from django.urls import reverse

    from tests.factories import make_target, make_task

    section = table_plan.sections.first()
    for n in range(100, 400):
        make_target(table_plan, f"L{n}", task=make_task(table_plan, f"T{n}", section=section))
    cells = [{"id": f"task:T{n}:lead", "text": "办公室、永德县", "seen": ""} for n in range(100, 400)]
    cells += [{"id": f"target:L{n}:value", "text": "7", "seen": ""} for n in range(100, 400)]
    address = reverse("targets:plan_table_save", args=[table_plan.code])
    with django_assert_max_num_queries(55):
        answer = planner_client.post(address, json.dumps({"cells": cells}), "application/json").json()
    assert (answer["refused"], answer["conflicts"], len(answer["rows"])) == ({}, {}, 600)
    assert table_plan.tasks.filter(code__gte="T100", units__part="lead").distinct().count() == 300
    with django_assert_max_num_queries(40):
        assert planner_client.get(reverse("targets:plan_table", args=[table_plan.code])).status_code == 200
