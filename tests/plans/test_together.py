"""Two planners at the same moment, on real connections."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from audit.errors import Refused
from plans.actions.participants import choose_participants
from plans.actions.plan import create_plan
from plans.actions.sections import add_section
from plans.actions.tasks import add_task
from targets.goals.actions.issue import issue_plan
from targets.goals.actions.targets import add_target
from targets.models import Settlement

pytestmark = pytest.mark.django_db(transaction=True)
N = 4


def at_once(action):
    """What ``action(0..N-1)`` gave or raised, all started at the same moment."""
    barrier = Barrier(N)

    def run(n):
        try:
            barrier.wait()
            return action(n)
        except Refused as refused:
            return refused
        finally:
            connection.close()

    with ThreadPoolExecutor(N) as pool:
        return list(pool.map(run, range(N)))


@pytest.fixture
def plan(place):
    plan = create_plan(by=place.planner, unit=place.city, code="lincang-2020", title="2020年工作计划", year=2020)
    section = add_section(plan, "一", by=place.planner)
    add_task(plan, by=place.planner, section=section, title="t", leads=[place.city])
    return plan


def test_every_task_gets_its_own_code_and_place(plan, place):
    section = plan.sections.get()
    at_once(lambda n: add_task(plan, by=place.planner, section=section, title=str(n)))
    assert sorted(plan.tasks.values_list("code", "position")) == [(f"T0{n}", n - 1) for n in range(1, N + 2)]


def test_a_plan_is_issued_once(plan, place):
    choose_participants(plan, [place.yongde], by=place.planner)
    results = at_once(lambda n: issue_plan(plan, by=place.planner))
    assert sum(isinstance(result, Refused) for result in results) == N - 1
    assert Settlement.objects.count() == 1


def test_nothing_slips_into_a_plan_that_is_being_issued(plan, place):
    choose_participants(plan, [place.yongde], by=place.planner)
    task = plan.tasks.get()

    def action(n):
        if n == 0:
            return issue_plan(plan, by=place.planner)
        return add_target(plan, by=place.planner, task=task, name=str(n), unit="个", value=1)

    results = at_once(action)
    added = sum(not isinstance(result, Refused) for result in results[1:])
    assert plan.targets.count() == added
    if not isinstance(results[0], Refused):
        root = plan.participants.get(depth=0)
        assert root.allocations.count() == added  # whatever came in before the issue was issued with the rest
