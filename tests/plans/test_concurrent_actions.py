"""Concurrent actions on a plan, on separate connections."""

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


def run_concurrently(action):
    """The results or refusals of ``action(0)`` to ``action(N - 1)``, started at the same time."""
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
def plan(lincang):
    plan = create_plan(by=lincang.planner, unit=lincang.city, code="lincang-2020", title="2020年工作计划", year=2020)
    section = add_section(plan, "一", by=lincang.planner)
    add_task(plan, by=lincang.planner, section=section, title="t", leads=[lincang.city])
    return plan


def test_tasks_get_distinct_codes_and_positions(plan, lincang):
    section = plan.sections.get()
    run_concurrently(lambda n: add_task(plan, by=lincang.planner, section=section, title=str(n)))
    assert sorted(plan.tasks.values_list("code", "position")) == [(f"T0{n}", n - 1) for n in range(1, N + 2)]


def test_plan_is_issued_once(plan, lincang):
    choose_participants(plan, [lincang.yongde], by=lincang.planner)
    results = run_concurrently(lambda n: issue_plan(plan, by=lincang.planner))
    assert sum(isinstance(result, Refused) for result in results) == N - 1
    assert Settlement.objects.count() == 1


def test_no_target_is_added_during_the_issue(plan, lincang):
    choose_participants(plan, [lincang.yongde], by=lincang.planner)
    task = plan.tasks.get()

    def action(n):
        if n == 0:
            return issue_plan(plan, by=lincang.planner)
        return add_target(plan, by=lincang.planner, task=task, name=str(n), unit="个", value=1)

    results = run_concurrently(action)
    added = sum(not isinstance(result, Refused) for result in results[1:])
    assert plan.targets.count() == added
    if not isinstance(results[0], Refused):
        root = plan.participants.get(depth=0)
        assert root.allocations.count() == added  # targets added before the issue were issued
