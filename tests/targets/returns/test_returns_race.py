"""Concurrent saves and submissions of one return, in real transactions."""

import threading
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal

import pytest
from django.db import connection, transaction

from audit.errors import Conflict, Refused
from targets.models import Figure, Snapshot, SnapshotFigure
from targets.returns.actions.draft import FigureInput, save_figure
from targets.returns.actions.submit import submit_return, withdraw_return
from tests.targets.returns_world import fill_return, make_world

pytestmark = pytest.mark.django_db(transaction=True)
D = Decimal
BLOCKED_QUERY_COUNT = (
    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
)


def run_and_close_connection(action):
    """The result of ``action``, or the ``Refused`` it raised; for worker threads, each with its own connection."""
    try:
        return action()
    except Refused as refused:
        return refused
    finally:
        connection.close()


def wait_for_blocked_query():
    with connection.cursor() as cursor:
        while True:
            cursor.execute("SELECT pg_stat_clear_snapshot()")  # else statistics are cached until the transaction ends
            cursor.execute(BLOCKED_QUERY_COUNT)
            if cursor.fetchone()[0]:
                return


def race(first, second):
    """Run ``first``, holding its transaction open until ``second`` waits for its locks; returns both results."""
    started = threading.Event()

    def run_first():
        with transaction.atomic():
            result = first()
            started.set()
            wait_for_blocked_query()
        return result

    def run_second():
        started.wait()
        return second()

    with ThreadPoolExecutor(2) as pool:
        futures = [pool.submit(run_and_close_connection, run) for run in (run_first, run_second)]
        return futures[0].result(), futures[1].result()


def test_concurrent_saves_of_one_cell_conflict():
    world = make_world()
    report, target = world.report(), world.targets["add"]
    first, second = race(
        lambda: save_figure(report, target, FigureInput(value=D(25)), by=world.clerk, seen=0),
        lambda: save_figure(report, target, FigureInput(value=D(30)), by=world.colleague, seen=0),
    )
    assert first.version == 1
    assert isinstance(second, Conflict)
    assert second.theirs["value"] == 25
    assert Figure.objects.get().value == 25


def test_concurrent_saves_of_different_cells_both_succeed():
    world = make_world()
    report = world.report()
    race(
        lambda: save_figure(report, world.targets["add"], FigureInput(value=D(25)), by=world.clerk, seen=0),
        lambda: save_figure(report, world.targets["run"], FigureInput(value=D(30)), by=world.colleague, seen=0),
    )
    assert sorted(Figure.objects.values_list("value", flat=True)) == [25, 30]


def test_save_during_a_submission_is_refused():
    world = make_world()
    report, target = fill_return(world, world.report()), world.targets["add"]
    first, second = race(
        lambda: submit_return(report, by=world.clerk),
        lambda: save_figure(report, target, FigureInput(value=D(99)), by=world.colleague, seen=1),
    )
    assert first.state == "submitted"
    assert second.code == "state"
    assert Figure.objects.get(target=target).value == SnapshotFigure.objects.get(target=target).value == 30


def test_submission_during_a_save_includes_the_saved_value():
    world = make_world()
    report, target = fill_return(world, world.report()), world.targets["add"]
    race(
        lambda: save_figure(report, target, FigureInput(value=D(99)), by=world.colleague, seen=1),
        lambda: submit_return(report, by=world.clerk),
    )
    assert SnapshotFigure.objects.get(target=target).value == 99


def test_second_of_two_concurrent_submissions_is_refused():
    world = make_world()
    report = fill_return(world, world.report())
    first, second = race(
        lambda: submit_return(report, by=world.clerk), lambda: submit_return(report, by=world.colleague)
    )
    assert first.state == "submitted"
    assert second.code == "state"
    assert report.snapshots.count() == 1


@pytest.mark.parametrize("first", [1, 2])
def test_two_periods_submitted_at_once_are_compared_with_each_other(first):
    """Whichever is first: the swing kept with the second quarter is that against the first (30, then 90)."""
    world = make_world()
    reports = {
        seq: fill_return(world, world.report(seq), add=FigureInput(value=D(value))) for seq, value in ((1, 30), (2, 90))
    }
    race(
        lambda: submit_return(reports[first], by=world.clerk),
        lambda: submit_return(reports[3 - first], by=world.colleague),
    )
    swing = Snapshot.objects.get(report=reports[2])
    assert (swing.swing, swing.swing_target, swing.swing_exceeds) == (D(200), world.targets["add"], True)


@pytest.mark.parametrize("first", ["withdraw", "submit"])
def test_a_period_withdrawn_while_the_next_is_submitted_leaves_no_swing(first):
    world = make_world()
    one = submit_return(fill_return(world, world.report()), by=world.clerk)
    two = fill_return(world, world.report(2), add=FigureInput(value=D(31)))
    moves = {
        "withdraw": lambda: withdraw_return(one, by=world.clerk),
        "submit": lambda: submit_return(two, by=world.colleague),
    }
    race(moves.pop(first), *moves.values())
    assert world.report().state == "draft"
    assert Snapshot.objects.get(report=two).swing is None
