"""What the page warns of needs a written reason before the return is submitted, also where the plan has no rules."""

from decimal import Decimal

import pytest
from django.urls import reverse

from audit.errors import Refused
from targets.checks.actions import rules
from targets.checks.families.check import evaluate_rules
from targets.checks.families.types import BUILT_IN, CheckContext, Kind, RuleTerms
from targets.checks.queries.findings import draft_findings, snapshot_findings
from targets.checks.queries.rules import list_rules
from targets.models import Rule
from targets.returns.actions.draft import FigureInput
from targets.returns.actions.explanations import save_explanation
from targets.returns.actions.submit import submit_return
from tests.targets.checks.test_rules_pure import ADD, DONE, EACH, RATE, RUN, earlier_reports, to_reported_value
from tests.targets.returns_world import fill_and_submit, fill_return, make_world

D = Decimal
FOUND = "本次 500000，上次 30：是上次的一千倍以上，请核对计量单位（例如“人”和“万人”）。"


def findings(target, now, last=None, *terms):
    earlier = {} if last is None else {target.pk: earlier_reports(last)}
    context = CheckContext({target.pk: target}, {target.pk: to_reported_value(now)}, earlier)
    return [(each.kind, each.text) for each in evaluate_rules([*terms, RuleTerms(BUILT_IN)], context)]


@pytest.mark.parametrize(
    "target,now,last,text",
    [
        (ADD, 500000, 2, "本次 500000，上次 2：是上次的一千倍以上，请核对计量单位（例如“人”和“万人”）。"),
        (ADD, 1999, 2, ""),
        (ADD, 500000, None, ""),
        (ADD, 500000, 0, ""),
        (RUN, 39, 40, "本次 39，上次 40：本年累计数小于上期，请核对。"),
        (RUN, 40, 40, ""),
        (RATE, (12, 10), None, "12 ÷ 10：分子大于分母，请核对。"),
        (RATE, (10, 10), None, ""),
        (EACH, (95, 10), None, ""),
        (DONE, 0, 1, "上期已报完成，请核对。"),
    ],
)
def test_what_is_most_unlikely_is_found(target, now, last, text):
    assert findings(target, now, last) == ([(BUILT_IN, text)] if text else [])


def test_one_error_is_said_once():
    swing = RuleTerms(Kind.SWING, percent=D(50))
    must_not_fall = RuleTerms(Kind.NEVER_FALLS, weight="must")
    assert [kind for kind, _text in findings(RUN, 39, 40, swing, must_not_fall)] == ["never_falls"]
    assert [kind for kind, _text in findings(RUN, 39, 40, swing)] == [BUILT_IN]  # never "248 % less"
    assert [kind for kind, _text in findings(ADD, 500000, 2, swing)] == ["swing"]
    bound = RuleTerms(Kind.BOUNDS, weight="must", target=ADD, high=D(10))
    assert [kind for kind, _text in findings(ADD, 11, 2, swing, bound)] == ["bounds"]
    assert [kind for kind, _text in findings(RATE, (12, 10), (1, 10), swing)] == ["swing", BUILT_IN]


@pytest.fixture
def world(db):
    return make_world()


def report_a_thousandfold(world):
    fill_and_submit(world, world.report())
    return fill_return(world, world.report(2), add=FigureInput(value=D(500000)), run=FigureInput(value=D(60)))


def test_a_plan_without_rules_asks_for_a_reason_and_keeps_it(world):
    report = report_a_thousandfold(world)
    with pytest.raises(Refused) as caught:
        submit_return(report, by=world.clerk)
    assert caught.value.cells == {"L01": f"{FOUND}；请更正，或写明原因"}
    save_explanation(report, 0, "L01", "补报去年的数", by=world.clerk)
    report = submit_return(report, by=world.clerk)
    (stored,) = snapshot_findings(report.submitted_id)
    assert (stored.about, stored.text, stored.explanation) == ("L01", FOUND, "补报去年的数")


def test_the_reason_is_of_the_numbers_that_were_found(world):
    report = report_a_thousandfold(world)
    save_explanation(report, 0, "L01", "补报去年的数", by=world.clerk)
    fill_return(world, report, add=FigureInput(value=D(600000)))
    (found,) = draft_findings(report)
    assert (found.explained, found.outdated, found.form_rule) == (False, True, 0)


def test_planners_do_not_see_its_row(world, client):
    report = report_a_thousandfold(world)
    save_explanation(report, 0, "L01", "补报去年的数", by=world.clerk)
    assert Rule.objects.filter(plan=world.plan).count() == 1
    assert list_rules(world.plan) == []
    added = rules.add_rule(world.plan, by=world.planner, kind="same")
    rules.move_rule(added, -1, by=world.planner)
    assert list_rules(world.plan) == [added]


def test_the_page_takes_the_reason(world, client):
    report = report_a_thousandfold(world)
    client.force_login(world.clerk)
    place = [world.plan.code, report.period.code, world.county.code]
    assert 'data-sign="0:' in client.get(reverse("targets:return_findings", args=place)).text
    data = {"findings": [{"rule": 0}], "about": "L01", "text": "补报去年的数"}
    url = reverse("targets:return_explain", args=place)
    assert client.post(url, data, content_type="application/json").status_code == 200
    assert draft_findings(report)[0].explained
