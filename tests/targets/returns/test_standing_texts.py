"""What a return's page says of how a number stands: rounding at bounds, baselines, not applicable."""

import json
import re
from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from targets.models import Return, Target
from targets.returns.actions.draft import FigureInput
from targets.returns.queries.return_page import draft_target_lines, submitted_target_lines
from targets.returns.texts import standing_text, value_text
from tests import factories
from tests.targets.returns_world import fill_and_submit, fill_return, make_world

D = Decimal
PLACE = ("lincang-2020", "2020Q1", "530923000000")


@pytest.fixture
def world(db):
    return make_world()


def line(world, name):
    report = world.report()
    return next(each for each in draft_target_lines(report) if each.target == world.targets[name])


def row(page, code):
    """The words of the row of a target."""
    found = re.search(rf'<tr id="cell-{code}".*?</tr>', page, re.DOTALL)[0]
    return " ".join(re.sub(r"<[^>]+>", " ", found).split())


@pytest.mark.parametrize(
    ("value", "base", "shown"),
    [("69996", "100000", "69.9%"), ("70004", "100000", "70.1%"), ("7", "10", "70.0%"), ("9999", "10000", "99.9%")],
)
def test_a_rate_is_not_rounded_to_its_share(world, value, base, shown):
    fill_return(world, world.report(), rat=FigureInput(value=D(value), base=D(base)))
    found = line(world, "rat")
    assert standing_text(found).to_date == shown
    assert value_text(found, found.cell, found.shown).minor == shown


def test_a_limit_that_is_just_exceeded_does_not_look_kept(world):
    Target.objects.filter(pk=world.targets["rat"].pk).update(direction="at_most")
    fill_return(world, world.report(), rat=FigureInput(value=D(70001), base=D(100000)))
    text = standing_text(line(world, "rat"))
    assert (text.to_date, text.pace) == ("70.1%", "超过上限 0.1")


def test_the_baseline_stands_beside_the_number(world):
    world.targets["rat"].allocations.update(baseline=5, baseline_base=10)
    world.targets["lev"].allocations.update(baseline=40)
    fill_return(world, world.report(), rat=FigureInput(value=D(60), base=D(100)), lev=FigureInput(value=D(55)))
    assert standing_text(line(world, "rat")).pace == "序时 25.0%，相差 +25.0 个百分点，完成率从基数 50.0% 起算"
    assert standing_text(line(world, "lev")).pace == "序时 25.0%，相差 0.0 个百分点，完成率从基数 40.0 起算"


@pytest.mark.parametrize("start", ["", "zero"])
def test_the_baseline_of_the_whole_plan_judges_no_unit(world, client, start):
    """The rate of the city said −4.3 % of a county of which nobody knows where it began."""
    Target.objects.filter(pk=world.targets["rat"].pk).update(baseline=Decimal("32.3"), start=start)
    report = fill_and_submit(world, world.report(), rat=FigureInput(value=D(30), base=D(100)))
    for found in (line(world, "rat"), submitted_target_lines(report, report.submitted)[3]):
        assert (found.standing.light, found.standing.pace, found.standing.completion) == ("unmet", None, None)
        assert standing_text(found).pace == "没有本单位的基数，只看达到没有"
    for person, name in (("clerk", "return"), ("reviewer", "review")):
        client.force_login(world.people[person])
        page = client.get(reverse(f"targets:{name}", args=PLACE)).content.decode()
        assert "没有本单位的基数" in page, name
        assert "32.3" not in page


def test_the_baseline_of_its_plan_is_that_of_the_unit_that_owes_the_whole(world):
    Target.objects.filter(pk=world.targets["rat"].pk).update(baseline=50)
    root = world.plan.participants.get(depth=0)
    factories.make_allocation(world.targets["rat"], root, 70)
    report = Return.objects.create(participant=root, period=world.period())
    found = draft_target_lines(report)[0]
    assert found.standing.goal.baseline == 50


def test_without_a_baseline_it_is_reached_or_not(world):
    fill_return(world, world.report(), rat=FigureInput(value=D(60), base=D(100)))
    found = line(world, "rat")
    assert (found.standing.light, standing_text(found).pace) == ("unmet", "基数不清楚，只看达到没有")
    assert not standing_text(found).shows_bar


def test_an_old_plan_says_that_it_counts_from_zero(world):
    Target.objects.filter(pk=world.targets["rat"].pk).update(start="zero")
    fill_return(world, world.report(), rat=FigureInput(value=D(60), base=D(100)))
    found = line(world, "rat")
    assert found.standing.light == "green"
    assert standing_text(found).pace.endswith("没有填基数，从0算起")


@pytest.mark.parametrize("person", ["clerk", "reviewer"])
def test_not_applicable_has_no_light_on_form_and_review(world, client, person):
    """After a report of 0 it was red: 0.0 % 严重滞后."""
    fill_and_submit(world, world.report(), add=FigureInput(value=D(0)))
    fill_return(world, world.report(2), add=FigureInput(na=True, reason="没有"))
    if person == "reviewer":
        fill_and_submit(world, world.report(2), add=FigureInput(na=True, reason="没有"))
    client.force_login(world.people[person])
    name = "return" if person == "clerk" else "review"
    page = client.get(reverse(f"targets:{name}", args=("lincang-2020", "2020Q2", PLACE[2]))).content.decode()
    words = row(page, "L01")
    assert "不适用" in words
    assert "任务数仍计入上级合计" in words
    assert "严重滞后" not in words
    assert "0.0%" not in words


def test_saving_not_applicable_answers_without_a_light(world, client):
    fill_and_submit(world, world.report(), add=FigureInput(value=D(0)))
    client.force_login(world.clerk)
    address = reverse("targets:return_figure", args=("lincang-2020", "2020Q2", PLACE[2]))
    body = json.dumps({"cell": "L01", "seen": 0, "value": "", "na": True, "reason": "没有"})
    data = client.post(address, body, content_type="application/json").json()
    assert "light-na" in data["standing"]
    assert "light-red" not in data["standing"]


def test_percentages_are_not_added_up_period_by_period(world):
    Target.objects.filter(pk=world.targets["add"].pk).update(unit="%")
    fill_return(world, world.report(), add=FigureInput(value=D(90)))
    found = line(world, "add")
    assert (found.standing.light, standing_text(found).pace) == ("summed", "百分数不能逐期相加")


def test_after_its_deadline_a_number_is_behind_and_says_so(world):
    Target.objects.filter(pk=world.targets["add"].pk).update(deadline=date(2020, 3, 31))
    own = world.report().participant.allocations.get(target=world.targets["add"]).own
    fill_return(world, world.report(), add=FigureInput(value=own - 1))
    found = line(world, "add")
    assert (found.standing.light, found.standing.overdue) == ("yellow", True)
    assert "已过时限（2020-03-31）" in standing_text(found).pace


@pytest.mark.parametrize(("day", "said"), [("2020-03-15", "2020-03-15"), ("2020-03-16", "2020-03-16，逾期完成")])
def test_a_milestone_that_was_done_late_says_so(world, day, said):
    Target.objects.filter(pk=world.targets["mil"].pk).update(deadline=date(2020, 3, 15))
    fill_and_submit(world, world.report(), mil=FigureInput(value=D(1), done_on=date.fromisoformat(day)))
    report = world.report()
    found = next(
        each for each in submitted_target_lines(report, report.submitted) if each.target == world.targets["mil"]
    )
    assert value_text(found, found.cell).minor == said
