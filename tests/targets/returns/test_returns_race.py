"""Two people at one return at the same moment, in real transactions."""

import threading
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal

import pytest
from django.db import connection, transaction

from audit.errors import Conflict, Refused
from targets.models import Figure, SnapshotFigure
from targets.returns.actions.draft import FigureInput, save_figure
from targets.returns.actions.submit import submit_return
from tests.targets.returns_world import fill_return, make_world

pytestmark = pytest.mark.django_db(transaction=True)
D = Decimal
WAITING = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"


def in_a_thread(action):
    try:
        return action()
    except Refused as refused:
        return refused
    finally:
        connection.close()


def wait_until_somebody_waits():
    with connection.cursor() as cursor:
        while True:
            cursor.execute("SELECT pg_stat_clear_snapshot()")  # or the first look would last as long as the transaction
            cursor.execute(WAITING)
            if cursor.fetchone()[0]:
                return


def race(first, second):
    """``first`` runs and keeps its transaction open until ``second`` waits for it; (result, result)."""
    begun = threading.Event()

    def hold():
        with transaction.atomic():
            result = first()
            begun.set()
            wait_until_somebody_waits()
        return result

    def follow():
        begun.wait()
        return second()

    with ThreadPoolExecutor(2) as pool:
        one, two = pool.submit(in_a_thread, hold), pool.submit(in_a_thread, follow)
        return one.result(), two.result()


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
