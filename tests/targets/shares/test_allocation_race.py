"""Two planners save the same column at the same moment, in two real transactions."""

import threading
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal

import pytest
from django.db import connection, transaction

from audit.errors import Conflict
from targets.models import Allocation
from targets.shares.actions.allocate import allocate
from tests import factories as make
from tests.limits import HANGING_AFTER

pytestmark = pytest.mark.django_db(transaction=True)
D = Decimal
# Not pg_stat_activity: inside one transaction it goes on telling what it told first.
WAITING = """SELECT count(*) FROM pg_locks l JOIN pg_stat_activity a USING (pid)
             WHERE NOT l.granted AND a.datname = current_database()"""


@pytest.fixture
def plan():
    city = make.make_unit("530900000000")
    for code in ("530922000000", "530923000000"):
        make.make_unit(code, parent=city)
    plan = make.make_plan(city)
    make.make_participants(plan)
    make.make_target(plan, "L01", 100)
    return plan


def in_a_thread(action):
    """Run ``action`` with a connection of its own; what it returned, or the Conflict that it raised."""
    try:
        return action()
    except Conflict as conflict:
        return conflict
    finally:
        connection.close()


def wait_until_somebody_waits():
    with connection.cursor() as cursor:
        for _ in range(1000):
            cursor.execute("SELECT pg_sleep(0.01), pg_stat_clear_snapshot()")
            cursor.execute(WAITING)
            if cursor.fetchone()[0]:
                return
    raise AssertionError("nobody came to wait")


@pytest.mark.parametrize("second, told", [({"530922000000": 50}, True), ({"530923000000": 50}, False)])
def test_the_second_waits_and_is_told_what_the_first_changed(plan, second, told):
    root = plan.participants.get(depth=0)
    first_planner, second_planner = (make.make_person(n, ("planner", plan.unit)) for n in ("first", "second"))
    seen = {("L01", unit): None for unit in ("530922000000", "530923000000")}
    saved = threading.Event()

    def first():
        with transaction.atomic():
            allocate(plan, root, {("L01", "530922000000"): D(60)}, by=first_planner, seen=seen)
            saved.set()
            wait_until_somebody_waits()  # so the second is truly inside its own save

    def then():
        saved.wait()
        cells = {("L01", unit): D(value) for unit, value in second.items()}
        return allocate(plan, root, cells, by=second_planner, seen=seen)

    with ThreadPoolExecutor(2) as pool:
        one, other = pool.submit(in_a_thread, first), pool.submit(in_a_thread, then)
        one.result(timeout=HANGING_AFTER)
        outcome = other.result(timeout=HANGING_AFTER)
    assert isinstance(outcome, Conflict) is told
    if told:
        assert outcome.theirs == {"L01:530922000000": D(60)}
    stands = dict(Allocation.objects.filter(participant__depth=1).values_list("participant__unit__code", "amount"))
    assert stands == {"530922000000": D(60)} | ({} if told else {"530923000000": D(50)})
