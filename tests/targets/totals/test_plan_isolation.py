"""Plans side by side: settling one never touches, waits for, or reads into another, whatever units they share."""

from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from threading import Event

import pytest
from django.db import connection, connections, transaction

from targets.models import Mark, Return, Total
from targets.totals.settle import rebuild, settle, settle_round
from targets.totals.stale_marks import mark_stale
from tests.factories import (
    make_allocation,
    make_participants,
    make_person,
    make_plan,
    make_target,
    make_unit,
    set_issued,
)
from tests.limits import HANGING_AFTER
from tests.targets.totals.helpers import assert_totals_correct, report_all

# Also where each row lies, and which transaction wrote it: a row written anew with the same numbers shows.
ROWS = """
    SELECT t.ctid::text, t.xmin::text, t.* FROM targets_total t JOIN plans_participant p ON p.id = t.participant_id
    WHERE p.plan_id = %s ORDER BY t.participant_id, t.seq, t.target_id
"""


@pytest.fixture
def plans(db):
    """The province's plans of two years, and a city's own plan beside them; the same counties report in all three."""
    province = make_unit("530000000000")
    city = make_unit("530900000000", parent=province)
    counties = [make_unit(f"5309{n}0000000", parent=city) for n in (21, 22, 23)]
    clerk = make_person("clerk", *[("clerk", county) for county in counties])
    made = []
    for unit, code, year in ((province, "a-2020", 2020), (province, "a-2021", 2021), (city, "b-2020", 2020)):
        plan = make_plan(unit, code, year=year)
        places = make_participants(plan)
        plan.targets_made, plan.clerk, plan.root = [make_target(plan, "L1")], clerk, places[unit.code]
        set_issued(plan, open_seq=1)
        for county in counties:
            make_allocation(plan.targets_made[0], places[county.code], Decimal(10))
            Return.objects.create(participant=places[county.code], period=plan.periods.get(seq=1))
        with transaction.atomic():
            mark_stale(plan_id=plan.pk)
        made.append(plan)
    for number, plan in enumerate(made, 1):
        first, second, _third = Return.objects.filter(period__plan=plan).order_by("pk")
        for report in (first, second):
            report_all(plan, report, number)
        assert_totals_correct(plan)
    return made


def rows(plan):
    with connection.cursor() as cursor:
        cursor.execute(ROWS, [plan.pk])
        return cursor.fetchall()


def marks(plan):
    return list(Mark.objects.filter(plan_id=plan.pk).order_by("pk").values())


@pytest.mark.django_db
def test_whatever_happens_to_one_plan_leaves_the_others_as_they_are(plans):
    ours, *others = plans
    with transaction.atomic():
        for other in others:  # what waits there goes on waiting
            mark_stale(plan_id=other.pk, participant_id=other.root.pk)
    before = [(rows(other), marks(other)) for other in others]
    assert all(totals and waiting for totals, waiting in before)
    report_all(ours, Return.objects.filter(period__plan=ours).last(), 70)
    settle(ours.pk)
    rebuild(ours.pk)
    assert_totals_correct(ours)
    assert [(rows(other), marks(other)) for other in others] == before


@pytest.mark.django_db
def test_a_mark_that_names_another_plans_participant_touches_neither(plans):
    ours, other, _city = plans
    before = rows(other)
    Total.objects.filter(participant=other.root).update(submitted=None)  # a fault that settling would mend
    broken = rows(other)
    assert broken != before
    with transaction.atomic():
        mark_stale(plan_id=ours.pk, participant_id=other.root.pk)
    settle(ours.pk)
    assert rows(other) == broken
    assert_totals_correct(ours)


@pytest.mark.django_db(transaction=True)
def test_while_one_plan_is_being_settled_others_are(plans):
    ours, other, _city = plans
    held, go = Event(), Event()

    def holder():
        try:
            with transaction.atomic():
                settle_round(ours.pk)
                held.set()
                assert go.wait(HANGING_AFTER)
        finally:
            connections.close_all()

    with transaction.atomic():
        mark_stale(plan_id=ours.pk, participant_id=ours.root.pk)
    with ThreadPoolExecutor(1) as pool:
        first = pool.submit(holder)
        assert held.wait(HANGING_AFTER)
        try:
            report_all(other, Return.objects.filter(period__plan=other).last(), 70)
            assert settle(other.pk) == 1  # it neither waits nor is turned away
            assert Total.objects.get(participant=other.root, seq=1).submitted == 70 + 2 + 2
            assert settle(ours.pk) is None
        finally:
            go.set()
        first.result()
