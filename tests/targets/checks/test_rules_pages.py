"""The pages of rules, what a planner sees before saving one, and findings on the pages of a return."""

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
def page(client, world):
    client.force_login(world.planner)
    return client


def url(name, *args):
    return reverse(f"targets:{name}", args=[PLAN, *args])


def at(name):
    return reverse(f"targets:{name}", args=PLACE)


# --- the planner's pages ----------------------------------------------------------------------------------------------


def test_usual_rules_are_added_to_an_empty_plan(page, world):
    assert "还没有校核规则" in page.get(url("rules")).text
    text = page.post(url("rules_usual"), follow=True).text
    for sentence in ("所有适用的目标：分子不大于分母", "所有适用的目标：比上次增减不超过 100%"):
        assert sentence in text
    assert Rule.objects.count() == 4
    assert "已经都有" in page.post(url("rules_usual"), follow=True).text


@pytest.mark.parametrize("kind", Kind.values)
def test_form_has_only_the_fields_of_its_kind(page, kind):
    form = page.get(url("rule_new", kind)).context["form"]
    wanted = {
        "bounds": {"target", "low", "high"},
        "parts": {"target", "parts", "exact"},
        "swing": {"target", "percent"},
        "same": set(),
    }.get(kind, {"target"})
    assert set(form.fields) == wanted | {"weight", "why"}


def test_form_offers_only_suitable_targets(page):
    codes = {
        kind: [target.code for target in page.get(url("rule_new", kind)).context["form"].fields["target"].queryset]
        for kind in ("never_falls", "whole", "over_share")
    }
    assert codes == {"never_falls": ["L02"], "whole": ["L04"], "over_share": ["L01", "L02", "L03"]}


def test_rule_is_added_changed_moved_and_removed(page, world):
    lev = world.targets["lev"].pk
    wanted = {"target": lev, "low": "１", "high": "1,000.5", "weight": "must", "why": ""}
    page.post(url("rule_new", "bounds"), wanted)
    rule = Rule.objects.get()
    assert (rule.low, rule.high, rule.weight) == (1, D("1000.5"), "must")
    page.post(url("rule", rule.pk), wanted | {"high": ""})
    assert "L03 儿童之家：不低于 1" in page.get(url("rules")).text
    other = rules.add_rule(world.plan, by=world.planner, kind="same")
    page.post(url("rule_press", other.pk, "up"))
    page.post(url("rule_press", rule.pk, "off"))
    assert list(world.plan.rules.values_list("kind", "active")) == [("same", True), ("bounds", False)]
    assert "已停用" in page.get(url("rules")).text
    page.post(url("rule_press", rule.pk, "remove"))
    assert list(world.plan.rules.values_list("kind", flat=True)) == ["same"]
    assert page.post(url("rule_press", other.pk, "burn")).status_code == 404
    assert page.get(url("rule", rule.pk)).status_code == 404


@pytest.mark.parametrize("bad", ["NaN", "Infinity", "1e309", "-1", "abc", "１２３４５６７８９０１２３４５６"])
def test_form_reports_an_invalid_bound_and_keeps_the_input(page, world, bad):
    answer = page.post(url("rule_new", "bounds"), {"target": world.targets["add"].pk, "high": bad, "weight": "must"})
    assert answer.status_code == 422
    assert answer.context["form"].errors["high"]
    assert f'value="{bad}"' in answer.text
    assert not Rule.objects.exists()


def test_form_shows_errors_raised_by_the_action(page, world):
    wanted = {"target": world.targets["add"].pk, "low": "5", "high": "4", "weight": "must"}
    for more in ({}, {"look": "1"}):
        assert page.post(url("rule_new", "bounds"), wanted | more).context["form"].errors["high"]


def test_clerk_sees_the_rules_but_cannot_change_them(client, world):
    rules.add_rule(world.plan, by=world.planner, kind="same")
    client.force_login(world.clerk)
    text = client.get(url("rules")).text
    assert "整份报表：数据不得与上次全部相同" in text
    assert "<form" not in text.split("<main")[1].split("</main>")[0]
    assert client.get(url("rule_new", "same")).status_code == 403


# --- the look before it is saved --------------------------------------------------------------------------------------


def test_preview_counts_returns_and_saves_nothing(page, world):
    wanted = {"target": world.targets["add"].pk, "high": "10", "weight": "must", "look": "1"}
    assert "还没有提交的报表" in page.post(url("rule_new", "bounds"), wanted).text
    fill_and_submit(world, world.report())
    fill_return(world, world.report(1, world.other.code), by=world.neighbour)  # typed, not submitted
    text = page.post(url("rule_new", "bounds"), wanted).text
    assert "已提交的 1 份报表中，有 1 份会被拦下" in text
    assert "30，高于上限 10" in text
    assert "永德" in text
    assert not Rule.objects.exists()
    fine = page.post(url("rule_new", "bounds"), wanted | {"high": "30"}).text
    assert "有 0 份会被拦下" in fine
    asked = page.post(url("rule_new", "bounds"), wanted | {"weight": "explain"}).text
    assert "有 1 份需要写明原因" in asked


def test_preview_uses_the_latest_period_with_returns(page, world):
    fill_and_submit(world, world.report())
    fill_and_submit(world, world.report(2), run=FigureInput(value=D(39)))
    text = page.post(url("rule_new", "never_falls"), {"target": "", "weight": "explain", "look": "1"}).text
    assert "2020年二季度" in text
    assert "本年累计 39，少于上次的 40" in text


@pytest.mark.parametrize(
    "terms",
    [
        RuleTerms(Kind.BOUNDS, high=D(5)),
        RuleTerms(Kind.SAME),
        RuleTerms(Kind.SWING, percent=D(1)),
        RuleTerms(Kind.OVER_SHARE),
    ],
    ids=lambda terms: terms.kind,
)
def test_preview_takes_a_fixed_number_of_queries(world, django_assert_max_num_queries, terms):
    """129 counties, each with five targets in two periods; the list of findings is cut, their number is not."""
    fill_and_submit(world, world.report())
    first = submit_return(fill_return(world, world.report(2)), by=world.clerk)
    root = world.plan.participants.get(depth=0)
    for n in range(128):
        unit = factories.make_unit(f"5309{n:02}9{n:05}", f"县{n}", parent=world.city)
        member = factories.make_participant(world.plan, unit, root)
        for seq in (1, 2):
            _copy(world.report(seq), member)
    with django_assert_max_num_queries(12):
        looked = preview_rule(world.plan, terms, by=world.planner)
    assert looked.returns == 129
    assert looked.flagged >= 128 or terms.kind == Kind.OVER_SHARE
    assert len(looked.hits) == min(looked.count, PREVIEW_LIMIT)
    assert looked.period == first.period


def _copy(report, member):
    """The same submission by another unit."""
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
    """The rule belongs to the city's plan; the look asks the policy all the same."""
    fill_and_submit(world, world.report())
    assert preview_rule(world.plan, RuleTerms(Kind.BOUNDS, high=D(5)), by=world.outsider).period is None


# --- on the pages of a return -----------------------------------------------------------------------------------------


def post(client, **data):
    return client.post(at("return_explain"), json.dumps(data), "application/json")


@pytest.fixture
def limit(world):
    return rules.add_rule(
        world.plan, by=world.planner, kind="bounds", target=world.targets["add"], high=D(10), why="年报口径"
    )


def test_findings_list_links_cells_and_saves_explanations(client, world, limit):
    fill_return(world, world.report())
    client.force_login(world.clerk)
    assert at("return_findings") in client.get(at("return")).text
    text = client.get(at("return_findings")).text
    assert '<a href="#cell-L01">L01 培训妇女</a>' in text
    assert "30，高于上限 10" in text
    assert "年报口径" in text
    assert post(client, rule=limit.pk, about="L01", text="集中培训", seen="").json()["text"] == "集中培训"
    assert 'value="集中培训"' in client.get(at("return_findings")).text


def test_previous_explanation_is_offered_as_a_button(client, world, limit):
    save_explanation(fill_return(world, world.report()), limit.pk, "L01", "集中培训", by=world.clerk)
    submit_return(world.report(), by=world.clerk)
    fill_return(world, world.report(2))
    client.force_login(world.clerk)
    place = (PLAN, "2020Q2", PLACE[2])
    assert 'data-offer="集中培训"' in client.get(reverse("targets:return_findings", args=place)).text


def test_refused_submission_lists_findings_with_cell_links(client, world, limit):
    rules.add_rule(world.plan, by=world.planner, kind="same", weight="must")
    limit.refresh_from_db()
    save_explanation(fill_return(world, world.report()), limit.pk, "L01", "集中培训", by=world.clerk)
    submit_return(world.report(), by=world.clerk)
    fill_return(world, world.report(2))
    client.force_login(world.clerk)
    answer = client.post(reverse("targets:return_submit", args=(PLAN, "2020Q2", PLACE[2])))
    assert answer.status_code == 422
    assert 'href="#cell-L01"' in answer.text
    assert "30，高于上限 10；请更正，或写明原因" in answer.text
    assert "全部 5 项数据与上次填报完全相同" in answer.text


@pytest.mark.parametrize("who", ["clerk", "county_leader", "reviewer", "leader"])
def test_readers_of_the_return_see_findings_of_the_submission(client, world, limit, who):
    save_explanation(fill_return(world, world.report()), limit.pk, "L01", "集中培训", by=world.clerk)
    submit_return(world.report(), by=world.clerk)
    client.force_login(world.people[who])
    for name in ("return", "return_findings"):
        text = client.get(at(name)).text
        assert "集中培训" in text
        assert "30，高于上限 10" in text
        assert "data-explanation" not in text


def test_review_page_shows_findings_with_explanations(client, world, limit):
    save_explanation(fill_return(world, world.report()), limit.pk, "L01", "集中培训", by=world.clerk)
    submit_return(world.report(), by=world.clerk)
    client.force_login(world.reviewer)
    text = client.get(at("review")).text
    assert "30，高于上限 10" in text
    assert "集中培训" in text


def test_draft_findings_are_hidden_from_the_reviewer(client, world, limit):
    save_explanation(fill_return(world, world.report()), limit.pk, "L01", "集中培训", by=world.clerk)
    client.force_login(world.reviewer)
    text = client.get(at("return_findings")).text
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
    assert post(client, **data).status_code == 400
    assert client.post(at("return_explain"), "[1", "application/json").status_code == 400
    assert client.post(at("return_explain"), "[1]", "application/json").status_code == 400
    assert not Explanation.objects.exists()


def test_explain_view_status_codes(client, world, limit):
    fill_return(world, world.report())
    client.force_login(world.clerk)
    assert post(client, rule=limit.pk, about="L01", text="对").status_code == 422
    assert post(client, rule=limit.pk, about="L02", text="对的").status_code == 422
    assert post(client, rule=limit.pk + 99, about="L01", text="对的").status_code == 422
    assert post(client, rule=limit.pk, about="L01", text="集\x00中").json()["text"] == "集中"
    theirs = post(client, rule=limit.pk, about="L01", text="口径")
    assert (theirs.status_code, theirs.json()["theirs"]["text"]) == (409, "集中")
    other = {"as": world.colleague.pk}
    assert post(client, rule=limit.pk, about="L01", text="口径", seen="集中", **other).status_code == 401
    client.force_login(world.reviewer)
    assert post(client, rule=limit.pk, about="L01", text="口径", seen="集中").status_code == 403
    client.force_login(world.neighbour)
    assert post(client, rule=limit.pk, about="L01", text="口径", seen="集中").status_code == 404
    assert Explanation.objects.get().text == "集中"


def test_findings_list_escapes_user_input(client, world):
    rule = rules.add_rule(
        world.plan, by=world.planner, kind="bounds", target=world.targets["add"], high=D(10), why="<b>因为</b>"
    )
    save_explanation(fill_return(world, world.report()), rule.pk, "L01", '"><script>alert(1)</script>', by=world.clerk)
    client.force_login(world.clerk)
    text = client.get(at("return_findings")).text
    assert "<script>" not in text
    assert "<b>" not in text
