"""The first page: what waits for whom, in order of urgency, and the number in the head of every page."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.test import Client
from django.utils import timezone

from targets.home.queries import DUE, OVERDUE, REVIEW, SENT_BACK, todo, waiting
from targets.models import Return
from targets.returns.actions.draft import FigureInput, save_figure
from targets.returns.actions.submit import submit_return
from targets.review.actions import review
from tests.factories import (
    make_allocation,
    make_participants,
    make_person,
    make_plan,
    make_target,
    make_unit,
    set_issued,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def city():
    """A city with two counties, one target, the first quarter open and due in a week."""
    unit = make_unit("530900000000", "Lincang")
    plan = make_plan(unit)
    counties = [make_unit(f"53092{n}000000", f"County {n}", parent=unit) for n in (2, 3)]
    places = make_participants(plan)
    plan.target = make_target(plan, "L01", 10)
    set_issued(plan, open_seq=1)
    plan.period = plan.periods.get(seq=1)
    plan.periods.filter(seq=1).update(due_on=timezone.localdate() + timedelta(days=7))
    for county in counties:
        make_allocation(plan.target, places[county.code], 5)
        Return.objects.get_or_create(participant=places[county.code], period=plan.period)
    plan.clerk = make_person("clerk", ("clerk", counties[0]))
    plan.reviewer = make_person("reviewer", ("reviewer", unit))
    plan.report = Return.objects.get(participant=places[counties[0].code])
    return plan


def urgencies(person):
    return [item.urgency for item in todo(person, timezone.localdate())]


def test_a_return_is_due_then_overdue(city):
    assert urgencies(city.clerk) == [DUE]
    city.periods.filter(seq=1).update(due_on=city.period.end)
    assert urgencies(city.clerk) == [OVERDUE]


def test_what_the_clerk_submits_waits_for_the_reviewer_and_comes_back(city):
    save_figure(city.report, city.target, FigureInput(value=Decimal(3)), by=city.clerk, seen=0)
    submit_return(city.report, by=city.clerk)
    assert urgencies(city.clerk) == []
    assert urgencies(city.reviewer) == [REVIEW]
    assert (waiting(city.clerk), waiting(city.reviewer)) == (0, 1)
    review.send_back(city.report, by=city.reviewer, objections=[review.Objection("why", target=city.target)])
    assert urgencies(city.clerk) == [SENT_BACK]
    assert (waiting(city.clerk), waiting(city.reviewer)) == (1, 0)


def test_what_is_missing_in_a_closed_period_is_not_forgotten(city):
    city.periods.filter(seq=1).update(state="closed")
    assert urgencies(city.clerk) == [OVERDUE]
    assert waiting(city.clerk) == 1
    city.periods.filter(seq=1).update(state="locked")
    assert urgencies(city.clerk) == []
    assert waiting(city.clerk) == 0


def test_the_page_names_each_thing_with_its_link(city, django_assert_max_num_queries):
    client = Client()
    client.force_login(city.clerk, backend="django.contrib.auth.backends.ModelBackend")
    with django_assert_max_num_queries(12):
        page = client.get("/").content.decode()
    assert f"/returns/{city.code}/2020Q1/530922000000/" in page
    assert "/totals/plan-2020/530922000000/" in page


def test_an_outsider_has_nothing_to_do(city):
    outsider = make_person("outsider", ("reviewer", make_unit("450200000000")))
    assert urgencies(outsider) == []
    assert waiting(outsider) == 0
