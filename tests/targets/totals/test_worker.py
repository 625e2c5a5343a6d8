"""The real worker, over the real broker: right soon after a submission, whatever dies on the way."""

import subprocess
import sys

import pytest
from django.db import connection

from targets.models import Mark, Return
from targets.tasks import sweep
from targets.totals.settle import settle
from targets.totals.stale_marks import request_settling
from tests.limits import HANGING_AFTER
from tests.targets.totals.helpers import assert_totals_correct, report_all, root_total, subprocess_environment

pytestmark = pytest.mark.slow


def returns(plan):
    return list(Return.objects.filter(period__plan=plan).order_by("pk"))


def settled(plan, value):
    """A condition to wait for: the city's total stands at ``value``, and nothing is marked any more."""

    def condition():
        connection.close()  # a new transaction each time
        waiting = Mark.objects.filter(plan_id=plan.pk).exists()
        return not waiting and root_total(plan, plan.targets_made[0]) == value

    return condition


def test_a_submission_reaches_the_top_by_itself(city, worker):
    report_all(city, returns(city)[0], 5)
    worker.wait_for(settled(city, 5))
    for _ in range(3):  # messages delivered again
        request_settling(city.pk)
    report_all(city, returns(city)[1], 6)
    worker.wait_for(settled(city, 11))
    assert_totals_correct(city)


def test_workers_killed_while_returns_come_in(city, start_worker):
    reports = returns(city)
    for few in (reports[:4], reports[4:8], reports[8:]):
        worker = start_worker()
        for report in few:
            report_all(city, report, 10)
        worker.kill()
    last = start_worker()
    sweep.delay()  # the clock's part: a killed worker's message comes again only after the visibility timeout
    last.wait_for(settled(city, 10 * len(reports)))
    assert_totals_correct(city)


@pytest.mark.django_db(transaction=True)
def test_a_broker_that_is_away_costs_nothing_but_time(city):
    """The action commits, its mark stays, and the sweep settles it when the broker is back."""
    script = """
import sys, django
django.setup()
from targets.models import Return
from accounts.models import Person
from targets.returns.actions.submit import withdraw_return
withdraw_return(Return.objects.get(pk=int(sys.argv[1])), by=Person.objects.get(username="clerk"))
"""
    report = returns(city)[0]
    report_all(city, report, 5)
    settle(city.pk)
    run = subprocess.run(
        [sys.executable, "-c", script, str(report.pk)],
        env=subprocess_environment(REDIS_URL="redis://127.0.0.1:9/0"),
        capture_output=True, text=True, timeout=HANGING_AFTER,
    )  # fmt: skip
    assert run.returncode == 0, run.stderr
    report.refresh_from_db()
    assert report.state == "draft"
    assert Mark.objects.filter(plan_id=city.pk).count() == 1
    assert_totals_correct(city)
    assert root_total(city, city.targets_made[0]) is None
