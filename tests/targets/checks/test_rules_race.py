"""A rule is removed while somebody submits what it finds: one waits for the other, and neither is told of a fault."""

import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction

from audit.errors import Refused
from targets.checks.actions.findings import store_findings
from targets.checks.actions.rules import remove_rule
from targets.checks.queries.findings import draft_findings
from targets.models import Finding, Rule
from targets.returns.actions.explanations import save_explanation
from targets.returns.actions.submit import submit_return
from tests.targets.checks.test_findings import add
from tests.targets.returns.test_returns_race import BLOCKED_QUERY_COUNT, run_and_close_connection
from tests.targets.returns_world import fill_return, make_world

pytestmark = pytest.mark.django_db(transaction=True)


def while_open(first, then):
    """``first``; and ``then``, begun before that is committed, until it waits or is through. What came of ``then``."""
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic(), connection.cursor() as cursor:
            first()
            future, waits = pool.submit(run_and_close_connection, then), False
            while not (waits or future.done()):
                cursor.execute("SELECT pg_stat_clear_snapshot()")
                cursor.execute(BLOCKED_QUERY_COUNT)
                waits = cursor.fetchone()[0] > 0
                time.sleep(0.01)
        return future.result()


def scene():
    world = make_world()
    rule, report = add(world), fill_return(world, world.report())
    save_explanation(report, rule.pk, "L01", "集中培训", by=world.clerk)
    return world, rule, report


@transaction.atomic
def kept(report, found):
    store_findings([(report.submitted_id, found)])


def test_findings_are_kept_when_the_rule_is_removed_during_submission():
    world, rule, report = scene()
    while_open(lambda: submit_return(report, by=world.clerk), lambda: remove_rule(rule, by=world.planner))
    assert not Rule.objects.exists()
    assert [(found.rule_id, found.explanation) for found in Finding.objects.all()] == [(None, "集中培训")]


def test_findings_of_a_concurrently_removed_rule_are_stored_without_it():
    """An import judges long before it writes."""
    world, rule, report = scene()
    found = draft_findings(report)
    report = submit_return(report, by=world.clerk)
    Finding.objects.all().delete()
    while_open(lambda: remove_rule(rule, by=world.planner), lambda: kept(report, found))
    assert Finding.objects.get().rule_id is None


def test_explaining_a_rule_being_removed_is_refused():
    world, rule, report = scene()
    refused = while_open(
        lambda: remove_rule(rule, by=world.planner),
        lambda: save_explanation(report, rule.pk, "L01", "另有原因", by=world.clerk),
    )
    assert isinstance(refused, Refused)
    assert not Finding.objects.exists()
