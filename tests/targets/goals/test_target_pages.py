"""The form of a target: it asks what fits, says what is wrong at its field, and after issue asks why."""

import pytest

from targets.goals.actions.issue import issue_plan
from targets.models import Adjustment
from tests.factories import make_target
from tests.plans.page_requests import form_errors, request_page

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "cell, typed",
    [
        ("value", {"value": "约30"}),
        ("value", {"value": "-1"}),
        ("value", {"value": "NaN"}),
        ("value", {"value": "1e309"}),
        ("value", {"value": "3.5"}),
        ("value", {"value": "100000000000000"}),
        ("__all__", {"code": "L01"}),
        ("code", {"code": "a b"}),
        ("frequency", {"frequency": "month"}),
        ("measure", {"measure": "none"}),
        ("schedule_2020Q1", {"schedule_2020Q1": "x"}),
        ("__all__", {"schedule_2020Q1": "30"}),
        ("__all__", {"direction": "range", "value2": "5"}),
        ("task", {"task": "0"}),
        ("unit", {"unit": ""}),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_nothing_is_saved(planner_client, filled_plan, cell, typed):
    target = {
        "name": "x", "task": filled_plan.tasks.get().pk, "measure": "increment", "direction": "at_least", "value": "10",
        "unit": "个", "decimals": 0, "rollup": "sum", "frequency": "quarter", "weight": 1,
    }  # fmt: skip
    response = request_page(planner_client, "targets:target_new", filled_plan.code, data={**target, **typed})
    assert response.status_code == 200
    assert cell in form_errors(response)
    assert filled_plan.targets.count() == 1


def test_the_form_asks_only_what_fits(planner_client, filled_plan):
    target = filled_plan.targets.get()
    for measure, hidden, shown in (
        ("increment", {"scale", "baseline", "value2"}, {"decimals", "rollup", "direction"}),
        ("ratio", {"value2"}, {"scale", "baseline"}),
        ("milestone", {"scale", "baseline", "direction", "decimals", "rollup"}, {"value", "deadline"}),
    ):
        filled_plan.targets.filter(pk=target.pk).update(measure=measure)
        form = request_page(planner_client, "targets:target_edit", filled_plan.code, "L01").context["form"]
        rows = {row["field"].name: row["shown"] for row in [*form.counted, *form.timed]}
        assert not any(rows[name] for name in hidden)
        assert all(rows[name] for name in shown)
        for row in [*form.counted, *form.scheduled]:  # what the script reads says the same
            fits = measure in row["measures"].split() and "at_least" in row["directions"].split()
            assert fits == row["shown"], row["field"].name


def test_a_new_target_begins_as_an_increment(planner_client, filled_plan):
    form = request_page(planner_client, "targets:target_new", filled_plan.code, "T01").context["form"]
    assert [value for value, _label, _text, chosen in form.measures if chosen] == ["increment"]
    assert all(row["shown"] for row in [*form.promised, *form.timed, *form.explained])
    hidden = {row["field"].name for row in form.counted if not row["shown"]}
    assert hidden == {"value2", "scale", "part_decimals", "baseline", "start"}
    assert form["task"].value() == filled_plan.tasks.get().pk


def test_a_rate_needs_no_unit(planner_client, filled_plan):
    typed = {
        "name": "覆盖率", "task": filled_plan.tasks.get().pk, "measure": "ratio", "direction": "at_least",
        "value": "70.5", "unit": "", "scale": "%", "decimals": 1, "rollup": "sum", "frequency": "quarter",
        "weight": 1, "baseline": "62",
    }  # fmt: skip
    response = request_page(planner_client, "targets:target_new", filled_plan.code, data=typed)
    assert response.status_code == 302, form_errors(response)
    target = filled_plan.targets.get(measure="ratio")
    assert (target.unit, target.baseline) == ("%", 62)


def test_a_hidden_field_never_stands_in_the_way(planner_client, filled_plan):
    typed = {
        "name": "方案", "task": filled_plan.tasks.get().pk, "code": "L01", "measure": "milestone", "direction": "range",
        "value": "", "unit": "项", "value2": "x", "decimals": "9", "baseline": "?", "scale": "%",
        "frequency": "quarter", "weight": 1, "deadline": "2020-04-30", "schedule_2020Q1": "?",
    }  # fmt: skip
    response = request_page(planner_client, "targets:target_edit", filled_plan.code, "L01", data=typed)
    assert response.status_code == 302, form_errors(response)
    target = filled_plan.targets.get()
    assert (target.measure, target.value, target.direction, target.decimals) == ("milestone", 1, "at_least", 0)


def test_an_issued_target_is_adjusted_on_its_page(planner_client, filled_plan, lincang):
    issue_plan(filled_plan, by=lincang.planner)
    form = request_page(planner_client, "targets:target_adjust", filled_plan.code, "L01").context["form"]
    assert "name" not in form.fields
    typed = {
        "from_seq": 2, "reason": "追加", "document_number": "9号", "value": "12000", "unit": "人次",
        "measure": "increment", "direction": "at_least", "decimals": 0, "rollup": "sum", "weight": 1,
        "frequency": "quarter",
    }  # fmt: skip
    missing = request_page(
        planner_client, "targets:target_adjust", filled_plan.code, "L01", data={**typed, "reason": ""}
    )
    assert list(form_errors(missing)) == ["reason"]
    response = request_page(planner_client, "targets:target_adjust", filled_plan.code, "L01", data=typed)
    assert response.status_code == 302, form_errors(response)
    assert Adjustment.objects.get().from_seq == 2
    text = request_page(planner_client, "targets:target", filled_plan.code, "L01").content.decode()
    assert "12,000" in text
    assert "10000 → " in text
    assert "9号" in text


def test_words_are_corrected_after_issue(planner_client, filled_plan, lincang):
    issue_plan(filled_plan, by=lincang.planner)
    form = request_page(planner_client, "targets:target_edit", filled_plan.code, "L01").context["form"]
    assert set(form.fields) == {"name", "definition", "data_source", "clause"}
    typed = {"name": "新名", "definition": "口径", "data_source": "", "clause": ""}
    request_page(planner_client, "targets:target_edit", filled_plan.code, "L01", data=typed)
    assert filled_plan.targets.get().definition == "口径"


@pytest.fixture
def without_start(filled_plan):
    """Two targets of the plan of which nobody has said where they begin: a level and a ratio."""
    first = filled_plan.targets.get()
    first.measure = "level"
    first.save()
    second = make_target(filled_plan, "L02", 70, task=first.task, measure="ratio", scale="%", unit="%")
    return first, second


def test_missing_baselines_are_given_where_the_plan_is_issued(planner_client, filled_plan, without_start):
    page = request_page(planner_client, "targets:issue", filled_plan.code)
    assert [row["target"].code for row in page.context["starts"]] == ["L01", "L02"]
    assert page.context["lacks"] == []
    typed = {"starts": "1", "baseline-L01": "约5", "baseline-L02": "", "unknown": "L02"}
    refused = request_page(planner_client, "targets:issue", filled_plan.code, data=typed)
    assert refused.status_code == 422
    assert "约5" in refused.content.decode()
    assert filled_plan.targets.filter(start="unknown").count() == 0
    request_page(planner_client, "targets:issue", filled_plan.code, data={**typed, "baseline-L01": "5"})
    first, second = filled_plan.targets.order_by("code")
    assert (first.baseline, first.start, second.baseline, second.start) == (5, "", None, "unknown")
    assert request_page(planner_client, "targets:issue", filled_plan.code, data={}).status_code == 302
    filled_plan.refresh_from_db()
    assert filled_plan.state == "issued"


def test_one_press_says_that_no_other_baseline_is_known(planner_client, filled_plan, without_start):
    typed = {"starts": "1", "baseline-L01": "5", "baseline-L02": "", "rest": "1"}
    request_page(planner_client, "targets:issue", filled_plan.code, data=typed)
    first, second = filled_plan.targets.order_by("code")
    assert (first.baseline, second.start) == (5, "unknown")


def test_the_form_says_that_no_baseline_is_known(planner_client, filled_plan, without_start):
    typed = {
        "name": "x", "task": filled_plan.tasks.get().pk, "code": "L01", "measure": "level", "direction": "at_least",
        "value": "10", "unit": "个", "decimals": 0, "rollup": "sum", "frequency": "quarter", "weight": 1, "start": "on",
    }  # fmt: skip
    response = request_page(planner_client, "targets:target_edit", filled_plan.code, "L01", data=typed)
    assert response.status_code == 302, form_errors(response)
    assert filled_plan.targets.get(code="L01").start == "unknown"
    form = request_page(planner_client, "targets:target_edit", filled_plan.code, "L01").context["form"]
    assert form["start"].value() is True
    assert "基数不清楚" in request_page(planner_client, "targets:target", filled_plan.code, "L01").content.decode()


def test_a_summed_percentage_of_an_issued_plan_is_warned_of(planner_client, filled_plan, lincang):
    issue_plan(filled_plan, by=lincang.planner)
    filled_plan.targets.update(unit="%")
    page = request_page(planner_client, "targets:target", filled_plan.code, "L01").content.decode()
    assert "百分数加起来没有意义" in page
