"""Two people at the units at once, on real connections."""

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


def beside(act):
    """Run `act` on a connection of its own; gives the thread, and a list that gets what it returned or raised."""
    outcome = []

    def run():
        try:
            outcome.append(act())
        except Exception as error:
            outcome.append(error)
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    return thread, outcome


def waits_for_a_lock():
    """Whether some other connection is waiting. Asked of the locks: pg_stat_activity stands still in a transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
        return cursor.fetchone()[0] > 0


def while_we_hold(ours, theirs):
    """Do `ours` in a transaction, start `theirs` and commit once it waits for us; what became of `theirs`."""
    with transaction.atomic():
        ours()
        thread, outcome = beside(theirs)
        while thread.is_alive() and not waits_for_a_lock():
            thread.join(0.02)
        assert thread.is_alive(), outcome
    thread.join()
    return outcome[0]


@pytest.fixture
def lincang():
    load_units("5309", "county")
    return Unit.objects.get(code="530900000000")


def add(code, name):
    parent = Unit.objects.get(code=code)
    return units.add_unit(parent, by=ADMIN, kind="office", name=name, code="530900000000-BG")


def test_one_code_for_two_units_below_different_ones(lincang):
    outcome = while_we_hold(lambda: add("530900000000", "办公室"), lambda: add("530923000000", "办公室"))
    assert isinstance(outcome, Refused)
    assert list(outcome.cells) == ["code"]
    assert Unit.objects.filter(code="530900000000-BG").count() == 1


def test_nothing_is_added_below_a_unit_that_is_being_closed(lincang):
    yongde = Unit.objects.get(code="530923000000")
    outcome = while_we_hold(
        lambda: units.close_unit(yongde, by=ADMIN, to_date=LAST_DAY), lambda: add("530923000000", "办公室")
    )
    assert isinstance(outcome, Refused)
    assert not yongde.children.exists()


def test_two_loads_of_one_province_make_it_once():
    outcome = while_we_hold(lambda: load_units("5309", "county"), lambda: load_units("53", "city"))
    assert sum(outcome.made.values()) == 15
    assert Unit.objects.count() == 10 + 15
    assert Unit.objects.filter(parent=None).count() == 1
