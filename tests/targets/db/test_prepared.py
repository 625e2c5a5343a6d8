"""Statements that are planned once for each connection."""

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from targets.db import prepared
from targets.db.prepared import Prepared

SUM = Prepared("test_sum", "SELECT %(a)s::int + %(b)s::int * %(b)s, '%%'")
pytestmark = pytest.mark.django_db(transaction=True)


def run(a, b):
    """What the statement says, and the first words of what was sent for it."""
    with CaptureQueriesContext(connection) as sent, connection.cursor() as cursor:
        SUM.run(cursor, {"b": b, "a": a})
        row = cursor.fetchone()
    return row, [query["sql"].split()[0] for query in sent]


@pytest.fixture(autouse=True)
def forgotten():
    """The other tests' connection is left as it was."""
    yield
    with connection.cursor() as cursor:
        if prepared._planned.get(cursor.connection, {}).pop("test_sum", None):
            cursor.execute("DEALLOCATE test_sum")


def test_it_is_planned_at_its_first_use_and_the_names_find_their_places():
    assert run(1, 2) == ((5, "%"), ["PREPARE", "EXECUTE"])
    assert run(3, 4) == ((19, "%"), ["EXECUTE"])


def test_it_outlives_a_transaction_that_is_taken_back():
    with transaction.atomic():
        run(1, 2)
        transaction.set_rollback(True)
    assert run(3, 4) == ((19, "%"), ["EXECUTE"])


def test_it_is_planned_anew_after_a_while(monkeypatch):
    run(1, 2)
    later = prepared.monotonic() + prepared.KEPT
    monkeypatch.setattr(prepared, "monotonic", lambda: later)
    assert run(3, 4) == ((19, "%"), ["DEALLOCATE", "PREPARE", "EXECUTE"])


def test_another_connection_plans_it_for_itself():
    run(1, 2)
    connection.close()
    assert run(3, 4) == ((19, "%"), ["PREPARE", "EXECUTE"])
