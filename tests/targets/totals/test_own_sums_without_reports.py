"""Who only adds up what stands below is settled by a shorter statement: to the same rows, and not a day longer."""

from decimal import Decimal

import pytest

from targets.models import Allocation, Return, Total
from targets.totals import settle as settling
from targets.totals.query_plans import settle_level
from targets.totals.settle import rebuild
from tests.factories import make_allocation
from tests.targets.totals.helpers import assert_totals_correct, report_all

pytestmark = pytest.mark.django_db


@pytest.fixture
def told(monkeypatch):
    """Which holders are settled, and whether they work themselves, as {participant id: works}."""
    found: dict[int, bool] = {}

    def settle(cursor, given, works=True):
        found.update(dict.fromkeys(given["ids"], works))
        settle_level(cursor, given, works)

    monkeypatch.setattr(settling, "settle_level", settle)
    return found


def rows(plan):
    return set(Total.objects.filter(participant__plan=plan).values_list())


def made_anew(plan):
    Total.objects.filter(participant__plan=plan).delete()
    rebuild(plan.pk)
    return rows(plan)


def test_both_statements_give_the_same_rows(city, told, monkeypatch):
    add, run, _level = city.targets_made
    make_allocation(add, city.root, Decimal(120), own=None)
    Allocation.objects.create(target=run, participant=city.root, from_seq=3, amount=Decimal(90), own=None)
    for n, report in enumerate(Return.objects.filter(participant__plan=city).order_by("pk")[:5]):
        report_all(city, report, n + 1)
    short = made_anew(city)
    assert told[city.root.pk] is False
    assert set(told.values()) == {True, False}
    monkeypatch.setattr(settling, "settle_level", lambda cursor, given, works: settle_level(cursor, given, True))
    assert made_anew(city) == short
    assert_totals_correct(city)


@pytest.mark.parametrize("work", ["share", "return", "child"])
def test_who_begins_to_work_is_looked_at_whole(city, told, work):
    rebuild(city.pk)
    assert told[city.root.pk] is False
    if work == "share":
        make_allocation(city.targets_made[0], city.root, Decimal(10), own=Decimal(10))
    elif work == "return":
        Return.objects.create(participant=city.root, period=city.periods.get(seq=1))
    else:
        child = city.participants.filter(parent=city.root).first()
        Total.objects.filter(participant=child).delete()
        city.participants.filter(pk=child.pk).update(keeps_totals=False)
    rebuild(city.pk)
    assert told[city.root.pk] is True
    assert_totals_correct(city)
