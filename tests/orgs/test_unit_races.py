"""Concurrent changes of units, on separate connections."""

import datetime
import threading
from types import SimpleNamespace

import pytest
from django.db import connection, transaction

from audit.errors import Refused
from orgs.actions import units
from orgs.actions.load import load_units
from orgs.models import Unit

pytestmark = pytest.mark.django_db(transaction=True)

ADMIN = SimpleNamespace(username="admin", name="管理员")
LAST_DAY = datetime.date(2020, 6, 30)


def run_in_thread(action):
    """Run `action` on another connection; returns the thread and a list that will hold its result or exception."""
    outcome = []

    def run():
        try:
            outcome.append(action())
        except Exception as error:
            outcome.append(error)
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    return thread, outcome


def is_waiting_for_lock():
    """Whether another connection is waiting (pg_locks: pg_stat_activity is a snapshot in a transaction)."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
        return cursor.fetchone()[0] > 0


def run_concurrently(first, second):
    """Run `first` in a transaction, start `second`, commit once it waits for a lock; return the outcome of `second`."""
    with transaction.atomic():
        first()
        thread, outcome = run_in_thread(second)
        while thread.is_alive() and not is_waiting_for_lock():
            thread.join(0.02)
        assert thread.is_alive(), outcome
    thread.join()
    return outcome[0]


@pytest.fixture
def lincang():
    load_units("5309", "county")
    return Unit.objects.get(code="530900000000")


def add_office(code, name):
    parent = Unit.objects.get(code=code)
    return units.add_unit(parent, by=ADMIN, kind="office", name=name, code="530900000000-BG")


def test_same_code_below_two_units(lincang):
    outcome = run_concurrently(
        lambda: add_office("530900000000", "办公室"), lambda: add_office("530923000000", "办公室")
    )
    assert isinstance(outcome, Refused)
    assert list(outcome.cells) == ["code"]
    assert Unit.objects.filter(code="530900000000-BG").count() == 1


def test_add_below_a_unit_being_closed(lincang):
    yongde = Unit.objects.get(code="530923000000")
    outcome = run_concurrently(
        lambda: units.close_unit(yongde, by=ADMIN, to_date=LAST_DAY), lambda: add_office("530923000000", "办公室")
    )
    assert isinstance(outcome, Refused)
    assert not yongde.children.exists()


def test_concurrent_loads_of_one_province():
    outcome = run_concurrently(lambda: load_units("5309", "county"), lambda: load_units("53", "city"))
    assert sum(outcome.made.values()) == 15
    assert Unit.objects.count() == 10 + 15
    assert Unit.objects.filter(parent=None).count() == 1
