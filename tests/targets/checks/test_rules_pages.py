"""The pages of rules, the preview of a rule before it is saved, and findings on the pages of a return."""

import json
from decimal import Decimal

import pytest
from django.urls import reverse

from targets.checks.actions import rules
from targets.checks.families.types import Kind, RuleTerms
from targets.checks.queries.preview import PREVIEW_LIMIT, preview_rule
from targets.models import Explanation, Return, Rule, SnapshotFigure
from targets.returns.actions.draft import FigureInput
from targets.returns.actions.explanations import save_explanation
from targets.returns.actions.submit import submit_return
from tests import factories
from tests.targets.returns_world import fill_and_submit, fill_return, make_world

pytestmark = pytest.mark.django_db
D = Decimal
PLAN = "lincang-2020"
PLACE = (PLAN, "2020Q1", "530923000000")


@pytest.fixture
def world():
    return make_world()


@pytest.fixture
def planner_client(client, world):
    client.force_login(world.planner)
    return client


def plan_url(name, *args):
    return reverse(f"targets:{name}", args=[PLAN, *args])


def return_url(name):
    return reverse(f"targets:{name}", args=PLACE)


# --- pages of the planner ---------------------------------------------------------------------------------------------


def test_usual_rules_are_added_to_an_empty_plan(planner_client, world):
    assert "还没有校核规则" in planner_client.get(plan_url("rules")).text
    text = planner_client.post(plan_url("rules_usual"), follow=True).text
    for sentence in ("所有适用的目标：分子不大于分母", "所有适用的目标：比上次增减不超过 100%"):
        assert sentence in text
    assert Rule.objects.count() == 5
    assert "已经都有" in planner_client.post(plan_url("rules_usual"), follow=True).text


@pytest.mark.parametrize("kind", Kind.values)
def test_form_has_only_the_fields_of_its_kind(planner_client, kind):
    form = planner_client.get(plan_url("rule_new", kind)).context["form"]
    expected_fields = {
        "bounds": {"target", "low", "high"},
        "parts": {"target", "parts", "exact"},
        "swing": {"target", "percent"},
        "formula": {"formula"},
        "same": set(),
    }.get(kind, {"target"})
    assert set(form.fields) == expected_fields | {"weight", "why"}


def test_form_offers_only_suitable_targets(planner_client):
    codes = {
        kind: [
            target.code
            for target in planner_client.get(plan_url("rule_new", kind)).context["form"].fields["target"].queryset
        ]
        for kind in ("never_falls", "whole", "over_share")
    }
    assert codes == {"never_falls": ["L02"], "whole": ["L04"], "over_share": ["L01", "L02", "L03"]}


def test_rule_is_added_changed_moved_and_removed(planner_client, world):
    lev = world.targets["lev"].pk
    form_data = {"target": lev, "low": "１", "high": "1,000.5", "weight": "must", "why": ""}
    planner_client.post(plan_url("rule_new", "bounds"), form_data)
    rule = Rule.objects.get()
    assert (rule.low, rule.high, rule.weight) == (1, D("1000.5"), "must")
    planner_client.post(plan_url("rule", rule.pk), form_data | {"high": ""})
    assert "L03 儿童之家：不低于 1" in planner_client.get(plan_url("rules")).text
    other = rules.add_rule(world.plan, by=world.planner, kind="same")
    planner_client.post(plan_url("rule_press", other.pk, "up"))
    planner_client.post(plan_url("rule_press", rule.pk, "off"))
    assert list(world.plan.rules.values_list("kind", "active")) == [("same", True), ("bounds", False)]
    assert "已停用" in planner_client.get(plan_url("rules")).text
    planner_client.post(plan_url("rule_press", rule.pk, "remove"))
    assert list(world.plan.rules.values_list("kind", flat=True)) == ["same"]
    assert planner_client.post(plan_url("rule_press", other.pk, "burn")).status_code == 404
    assert planner_client.get(plan_url("rule", rule.pk)).status_code == 404


@pytest.mark.parametrize("bad", ["NaN", "Infinity", "1e309", "-1", "abc", "１２３４５６７８９０１２３４５６"])
def test_form_reports_an_invalid_bound_and_keeps_the_input(planner_client, world, bad):
    answer = planner_client.post(
        plan_url("rule_new", "bounds"), {"target": world.targets["add"].pk, "high": bad, "weight": "must"}
    )
    assert answer.status_code == 422
    assert answer.context["form"].errors["high"]
    assert f'value="{bad}"' in answer.text
    assert not Rule.objects.exists()


def test_form_shows_errors_raised_by_the_action(planner_client, world):
    form_data = {"target": world.targets["add"].pk, "low": "5", "high": "4", "weight": "must"}
    for extra in ({}, {"look": "1"}):
        assert planner_client.post(plan_url("rule_new", "bounds"), form_data | extra).context["form"].errors["high"]


def test_clerk_sees_the_rules_but_cannot_change_them(client, world):
    rules.add_rule(world.plan, by=world.planner, kind="same")
    client.force_login(world.clerk)
    text = client.get(plan_url("rules")).text
    assert "整份报表：数据不得与上次全部相同" in text
    assert "<form" not in text.split("<main")[1].split("</main>")[0]
    assert client.get(plan_url("rule_new", "same")).status_code == 403


# --- preview ----------------------------------------------------------------------------------------------------------


def test_preview_counts_returns_and_saves_nothing(planner_client, world):
    form_data = {"target": world.targets["add"].pk, "high": "10", "weight": "must", "look": "1"}
    assert "还没有上报的报表" in planner_client.post(plan_url("rule_new", "bounds"), form_data).text
    fill_and_submit(world, world.report())
    fill_return(world, world.report(1, world.other.code), by=world.neighbour)  # a draft
    text = planner_client.post(plan_url("rule_new", "bounds"), form_data).text
    assert "已上报的 1 份报表中，有 1 份会被拦下" in text
    assert "30，高于上限 10" in text
    assert "永德" in text
    assert not Rule.objects.exists()
    passed = planner_client.post(plan_url("rule_new", "bounds"), form_data | {"high": "30"}).text
    assert "有 0 份会被拦下" in passed
    to_explain = planner_client.post(plan_url("rule_new", "bounds"), form_data | {"weight": "explain"}).text
    assert "有 1 份需要写明原因" in to_explain


def test_preview_uses_the_latest_period_with_returns(planner_client, world):
    fill_and_submit(world, world.report())
    fill_and_submit(world, world.report(2), run=FigureInput(value=D(39)))
    text = planner_client.post(
        plan_url("rule_new", "never_falls"), {"target": "", "weight": "explain", "look": "1"}
    ).text
    assert "2020年二季度" in text
    assert "本年累计 39，少于上次的 40" in text


def test_preview_takes_a_fixed_number_of_queries(world, django_assert_max_num_queries):
    """129 counties with five targets in two periods; the list of findings is truncated, their count is not."""
    fill_and_submit(world, world.report())
    first = submit_return(fill_return(world, world.report(2)), by=world.clerk)
    root = world.plan.participants.get(depth=0)
    for n in range(128):
        unit = factories.make_unit(f"5309{n:02}9{n:05}", f"县{n}", parent=world.city)
        member = factories.make_participant(world.plan, unit, root)
        for seq in (1, 2):
            copy_submission(world.report(seq), member)
    compared = [RuleTerms(Kind.SAME), RuleTerms(Kind.SWING, percent=D(1)), RuleTerms(Kind.OVER_SHARE)]
    for terms in [RuleTerms(Kind.BOUNDS, high=D(5)), *compared]:
        with django_assert_max_num_queries(12):
            preview = preview_rule(world.plan, terms, by=world.planner)
        assert preview.returns == 129, terms.kind
        assert preview.flagged >= 128 or terms.kind == Kind.OVER_SHARE, terms.kind
        assert len(preview.hits) == min(preview.count, PREVIEW_LIMIT), terms.kind
        assert preview.period == first.period, terms.kind


def copy_submission(report, member):
    """Copy the submission of ``report`` to a new return of the participant ``member``."""
    snapshot = report.snapshots.get()
    figures = list(snapshot.figures.all())
    copy = Return.objects.create(participant=member, period=report.period)
    snapshot.pk, snapshot.report = None, copy
    snapshot._state.adding = True
    snapshot.save()
    Return.objects.filter(pk=copy.pk).update(state="submitted", submitted=snapshot)
    SnapshotFigure.objects.bulk_create(
        SnapshotFigure(snapshot=snapshot, target_id=each.target_id, value=each.value, base=each.base)
        for each in figures
    )


def test_preview_shows_only_returns_the_person_may_read(world):
    """The preview checks the person's permissions for returns, not only for the plan."""
    fill_and_submit(world, world.report())
    assert preview_rule(world.plan, RuleTerms(Kind.BOUNDS, high=D(5)), by=world.outsider).period is None


# --- findings on the pages of a return --------------------------------------------------------------------------------


def post_explanation(client, **data):
    if "rule" in data:
        finding = {name: data.pop(name) for name in ("rule", "sign") if name in data}
        data["findings"] = [finding]
    return client.post(return_url("return_explain"), json.dumps(data), "application/json")


@pytest.fixture
def bounds_rule(world):
    return rules.add_rule(
        world.plan, by=world.planner, kind="bounds", target=world.targets["add"], high=D(10), why="年报口径"
    )


def test_findings_list_links_cells_and_saves_explanations(client, world, bounds_rule):
    fill_return(world, world.report())
    client.force_login(world.clerk)
    assert return_url("return_findings") in client.get(return_url("return")).text
    text = client.get(return_url("return_findings")).text
    assert '<a href="#cell-L01">L01 培训妇女</a>' in text
    assert "30，高于上限 10" in text
    assert "年报口径" in text
    assert (
        post_explanation(client, rule=bounds_rule.pk, about="L01", text="集中培训", seen=[]).json()["text"]
        == "集中培训"
    )
    assert ">集中培训</textarea>" in client.get(return_url("return_findings")).text


def test_previous_explanation_is_offered_as_a_button(client, world, bounds_rule):
    save_explanation(fill_return(world, world.report()), bounds_rule.pk, "L01", "集中培训", by=world.clerk)
    submit_return(world.report(), by=world.clerk)
    fill_return(world, world.report(2))
    client.force_login(world.clerk)
    place = (PLAN, "2020Q2", PLACE[2])
    assert 'data-offer="集中培训"' in client.get(reverse("targets:return_findings", args=place)).text


def test_refused_submission_lists_findings_with_cell_links(client, world, bounds_rule):
    rules.add_rule(world.plan, by=world.planner, kind="same", weight="must")
    bounds_rule.refresh_from_db()
    save_explanation(fill_return(world, world.report()), bounds_rule.pk, "L01", "集中培训", by=world.clerk)
    submit_return(world.report(), by=world.clerk)
    fill_return(world, world.report(2))
    client.force_login(world.clerk)
    answer = client.post(reverse("targets:return_submit", args=(PLAN, "2020Q2", PLACE[2])))
    assert answer.status_code == 422
    assert 'href="#why-L01"' in answer.text
    assert "30，高于上限 10；请更正，或写明原因" in answer.text
    assert "全部 5 项数据与上次填报完全相同" in answer.text


@pytest.mark.parametrize("who", ["clerk", "county_leader", "reviewer", "leader"])
def test_readers_of_the_return_see_findings_of_the_submission(client, world, bounds_rule, who):
    save_explanation(fill_return(world, world.report()), bounds_rule.pk, "L01", "集中培训", by=world.clerk)
    submit_return(world.report(), by=world.clerk)
    client.force_login(world.people[who])
    for name in ("return", "return_findings"):
        text = client.get(return_url(name)).text
        assert "集中培训" in text
        assert "30，高于上限 10" in text
        assert "data-explanation" not in text


def test_review_page_shows_findings_with_explanations(client, world, bounds_rule):
    save_explanation(fill_return(world, world.report()), bounds_rule.pk, "L01", "集中培训", by=world.clerk)
    submit_return(world.report(), by=world.clerk)
    client.force_login(world.reviewer)
    text = client.get(return_url("review")).text
    assert "30，高于上限 10" in text
    assert "集中培训" in text


def test_draft_findings_are_hidden_from_the_reviewer(client, world, bounds_rule):
    save_explanation(fill_return(world, world.report()), bounds_rule.pk, "L01", "集中培训", by=world.clerk)
    client.force_login(world.reviewer)
    text = client.get(return_url("return_findings")).text
    assert "集中培训" not in text
    assert "30" not in text


@pytest.mark.parametrize(
    "data",
    [
        {}, {"rule": "1", "about": "L01", "text": "xx"}, {"rule": True, "about": "L01", "text": "xx"},
        {"rule": 1.5, "about": "L01", "text": "xx"}, {"rule": 10**30, "about": "L01", "text": "xx"},
        {"rule": 1, "about": None, "text": "xx"}, {"rule": 1, "about": "L01", "text": 5}, {"rule": 1, "about": "L01"},
    ],
)  # fmt: skip
def test_explain_view_rejects_malformed_bodies(client, world, data):
    client.force_login(world.clerk)
    assert post_explanation(client, **data).status_code == 400
    assert client.post(return_url("return_explain"), "[1", "application/json").status_code == 400
    assert client.post(return_url("return_explain"), "[1]", "application/json").status_code == 400
    assert not Explanation.objects.exists()


def test_explain_view_status_codes(client, world, bounds_rule):
    fill_return(world, world.report())
    client.force_login(world.clerk)
    assert post_explanation(client, rule=bounds_rule.pk, about="L01", text="对").status_code == 422
    assert post_explanation(client, rule=bounds_rule.pk, about="L02", text="对的").status_code == 422
    assert post_explanation(client, rule=bounds_rule.pk + 99, about="L01", text="对的").status_code == 422
    assert post_explanation(client, rule=bounds_rule.pk, about="L01", text="集\x00中").json()["text"] == "集中"
    conflict = post_explanation(client, rule=bounds_rule.pk, about="L01", text="口径")
    assert (conflict.status_code, conflict.json()["theirs"]["text"]) == (409, "集中")
    other_login = {"as": world.colleague.pk}
    again = {"rule": bounds_rule.pk, "about": "L01", "text": "口径", "seen": ["集中"]}
    assert post_explanation(client, **again, **other_login).status_code == 401
    client.force_login(world.reviewer)
    assert post_explanation(client, rule=bounds_rule.pk, about="L01", text="口径", seen=["集中"]).status_code == 403
    client.force_login(world.neighbour)
    assert post_explanation(client, rule=bounds_rule.pk, about="L01", text="口径", seen=["集中"]).status_code == 404
    assert Explanation.objects.get().text == "集中"


def test_findings_list_escapes_user_input(client, world):
    rule = rules.add_rule(
        world.plan, by=world.planner, kind="bounds", target=world.targets["add"], high=D(10), why="<b>因为</b>"
    )
    save_explanation(fill_return(world, world.report()), rule.pk, "L01", '"><script>alert(1)</script>', by=world.clerk)
    client.force_login(world.clerk)
    text = client.get(return_url("return_findings")).text
    assert "<script>" not in text
    assert "<b>" not in text


def test_a_formula_is_tried_added_and_typed_again(planner_client, world):
    form_data = {"formula": "L01 ÷ L02 ≤ 50%", "weight": "explain", "why": ""}
    fill_and_submit(world, world.report(), run=FigureInput(D(0)))
    text = planner_client.post(plan_url("rule_new", "formula"), form_data | {"look": "1"}).text
    assert "其中 1 份报表会除以 0" in text
    planner_client.post(plan_url("rule_new", "formula"), form_data)
    page = planner_client.get(plan_url("rule", Rule.objects.get().pk))
    assert page.context["form"]["formula"].value() == "L01 ÷ L02 ≤ 50%"
    assert "L01 培训妇女 ÷ L02 转移就业 不大于 50%" in planner_client.get(plan_url("rules")).text
    answer = planner_client.post(plan_url("rule_new", "formula"), form_data | {"formula": "L01 ≤ (L02"})
    assert answer.context["form"].errors["formula"] == ["第 7 个字处：这个括号没有右括号。"]
