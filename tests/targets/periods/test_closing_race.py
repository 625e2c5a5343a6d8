"""A period or a plan is closed while somebody works on a return in it: one waits, and nothing slips in."""

from concurrent.futures import ThreadPoolExecutor
from functools import partial

import pytest
from django.db import connection, transaction

from audit.errors import Refused
from plans.actions.plan import close_plan
from plans.models import Period
from targets.models import Figure, Return
from targets.periods.actions import periods
from targets.returns.actions.draft import FigureInput, save_figure
from targets.returns.actions.moves import lock_period_for_share
from targets.returns.actions.submit import submit_return
from targets.review.actions import review
from tests.limits import HANGING_AFTER
from tests.targets.returns_world import bring_to_state, fill_return, make_world
from tests.targets.shares.test_allocation_race import wait_until_somebody_waits

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def world():
    return make_world(open_seq=1)


def run_in_thread(action):
    """Run ``action`` with a connection of its own; what it returned, or the Refused that it raised."""
    try:
        return action()
    except Refused as refused:
        return refused
    finally:
        connection.close()


def run_while_open(first, then):
    """Do ``first``, and ``then`` in another connection while ``first`` is not committed. What came of ``then``."""
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            first()
            other = pool.submit(run_in_thread, then)
            wait_until_somebody_waits()
        return other.result(timeout=HANGING_AFTER)


def type_zero(world, report):
    save_figure(report, world.targets["add"], FigureInput(note="typed"), by=world.clerk, seen=0)


@transaction.atomic
def start_import(world):
    """The first lock that an import takes (targets.workbooks.actions.bulk)."""
    return lock_period_for_share(world.period())


def test_closing_waits_for_a_submission(world):
    report = fill_return(world, world.report())
    closed = run_while_open(
        partial(submit_return, report, by=world.clerk), lambda: periods.close_period(world.period(), by=world.planner)
    )
    assert closed.state == Period.State.CLOSED
    assert world.report().state == "submitted"


def test_submission_while_the_period_closes_is_refused(world):
    report = fill_return(world, world.report())
    told = run_while_open(
        partial(periods.close_period, world.period(), by=world.planner), lambda: submit_return(report, by=world.clerk)
    )
    assert told.code == "period"
    assert not world.report().snapshots.exists()


def test_saving_and_importing_wait_for_closing(world):
    closing = partial(periods.close_period, world.period(), by=world.planner)
    told = run_while_open(closing, lambda: type_zero(world, world.report()))
    assert told.code == "period"
    assert not Figure.objects.exists()
    periods.reopen_period(world.period(), by=world.planner, reason="late")
    held = run_while_open(partial(start_import, world), lambda: periods.close_period(world.period(), by=world.planner))
    assert held.state == Period.State.CLOSED


def test_locking_waits_for_a_review(world):
    report = bring_to_state(world, world.report(), "under_review")
    periods.close_period(world.period(), by=world.planner)
    locked = run_while_open(
        partial(review.accept, report, by=world.reviewer), lambda: periods.lock_period(world.period(), by=world.planner)
    )
    assert locked.state == Period.State.LOCKED
    with pytest.raises(Refused, match=world.period().name):
        review.send_back(report, by=world.reviewer, objections=[review.Objection("late")])


def test_closing_the_plan_waits_for_a_review_and_ends_all_of_them(world):
    report = bring_to_state(world, world.report(), "under_review")
    periods.close_period(world.period(), by=world.planner)
    closed = run_while_open(
        partial(review.accept, report, by=world.reviewer), lambda: close_plan(world.plan, by=world.planner)
    )
    assert closed.state == "closed"
    for move in (
        lambda: review.send_back(report, by=world.reviewer, objections=[review.Objection("late")]),
        lambda: review.grant_correction(report, by=world.reviewer, reason="late"),
    ):
        with pytest.raises(Refused) as told:
            move()
        assert told.value.code == "state"
    assert Return.objects.get(pk=report.pk).state == "accepted"


def test_returns_are_created_while_a_clerk_saves(world):
    """An allocation that is changed makes the returns that are missing; those that are there are not waited for."""
    mine = world.report()
    Return.objects.filter(participant__unit=world.other).delete()

    def made():
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL lock_timeout = '3s'")
            return periods.ensure_returns(world.plan)

    with ThreadPoolExecutor(1) as pool, transaction.atomic():
        save_figure(mine, world.targets["add"], FigureInput(value=1), by=world.clerk, seen=0)
        assert pool.submit(run_in_thread, made).result() == 1
