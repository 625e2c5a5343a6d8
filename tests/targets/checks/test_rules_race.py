"""A rule is removed during a submission or an explanation: one waits for the other, and neither fails."""

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
from tests.targets.checks.test_findings import add_rule
from tests.targets.returns.test_returns_race import BLOCKED_QUERY_COUNT, run_and_close_connection
from tests.targets.returns_world import fill_return, make_world

pytestmark = pytest.mark.django_db(transaction=True)


def run_during_transaction(first, then):
    """Run ``first``; commit once ``then``, started meanwhile, waits for it or has ended; the result of ``then``."""
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic(), connection.cursor() as cursor:
            first()
            future, is_blocked = pool.submit(run_and_close_connection, then), False
            while not (is_blocked or future.done()):
                cursor.execute("SELECT pg_stat_clear_snapshot()")
                cursor.execute(BLOCKED_QUERY_COUNT)
                is_blocked = cursor.fetchone()[0] > 0
                time.sleep(0.01)
        return future.result()


def make_explained_return():
    world = make_world()
    rule, report = add_rule(world), fill_return(world, world.report())
    save_explanation(report, rule.pk, "L01", "集中培训", by=world.clerk)
    return world, rule, report


@transaction.atomic
def store(report, found):
    store_findings([(report.submitted_id, found)])


def test_findings_are_kept_when_the_rule_is_removed_during_submission():
    world, rule, report = make_explained_return()
    run_during_transaction(lambda: submit_return(report, by=world.clerk), lambda: remove_rule(rule, by=world.planner))
    assert not Rule.objects.exists()
    assert [(found.rule_id, found.explanation) for found in Finding.objects.all()] == [(None, "集中培训")]


def test_findings_of_a_concurrently_removed_rule_are_stored_without_it():
    """An import computes its findings long before it stores them."""
    world, rule, report = make_explained_return()
    found = draft_findings(report)
    report = submit_return(report, by=world.clerk)
    Finding.objects.all().delete()
    run_during_transaction(lambda: remove_rule(rule, by=world.planner), lambda: store(report, found))
    assert Finding.objects.get().rule_id is None


def test_explaining_a_rule_being_removed_is_refused():
    world, rule, report = make_explained_return()
    refused = run_during_transaction(
        lambda: remove_rule(rule, by=world.planner),
        lambda: save_explanation(report, rule.pk, "L01", "另有原因", by=world.clerk),
    )
    assert isinstance(refused, Refused)
    assert not Finding.objects.exists()
