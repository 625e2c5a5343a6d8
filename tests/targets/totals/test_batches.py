"""Many marks at once: each participant above them is settled once, people's marks come in between, and the totals are
those of settling mark by mark."""

import random
from decimal import Decimal

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from targets.models import Mark, Return, Total
from targets.totals import settle as settling
from targets.totals.query_plans import settle_level
from targets.totals.settle import settle, settle_round
from targets.totals.stale_marks import mark_stale
from targets.totals.verification.verify import verify_plan
from targets.workbooks.actions.bulk import bulk_marks
from tests.factories import make_allocation, make_participants, make_plan, make_target, make_unit, set_issued
from tests.targets.totals.helpers import assert_totals_correct, report_all
from tests.targets.totals.test_history import PHASES, World, promises, shares, steps, trees

pytestmark = pytest.mark.django_db


@pytest.fixture
def province(db):
    """A province of three cities with four counties each, in the first period, all settled."""
    top = make_unit("530000000000")
    units = [make_unit(f"530{city}00000000", parent=top) for city in (1, 2, 3)]
    counties = [make_unit(f"{city.code[:4]}2{n}000000", parent=city) for city in units for n in range(1, 5)]
    plan = make_plan(top)
    places = make_participants(plan)
    plan.root, plan.targets_made = places[top.code], [make_target(plan, "L1")]
    set_issued(plan, open_seq=1)
    for county in counties:
        make_allocation(plan.targets_made[0], places[county.code], Decimal(10))
        Return.objects.create(participant=places[county.code], period=plan.periods.get(seq=1))
    with transaction.atomic():
        mark_stale(plan_id=plan.pk)
    assert_totals_correct(plan)
    return plan


@pytest.fixture
def settled(monkeypatch):
    """The participants that are settled, each as often as it is."""
    found: list[int] = []

    def settle(cursor, given, works=True):
        found.extend(given["ids"])
        settle_level(cursor, given, works)

    monkeypatch.setattr(settling, "settle_level", settle)
    return found


@pytest.fixture
def turns(monkeypatch):
    """The rounds of ``settle``, in their order."""
    found = []

    def turn(*args, **options):
        found.append(settle_round(*args, **options))
        return found[-1]

    monkeypatch.setattr(settling, "settle_round", turn)
    return found


def rounds_of(monkeypatch, marks):
    """Make every round at most so large."""
    monkeypatch.setattr(settling, "FIRST_ROUND", marks)
    monkeypatch.setattr(settling, "MAX_ROUND", marks)


@pytest.mark.parametrize("largest", [1, 3, 5, 256])
def test_an_import_settles_each_participant_once(province, settled, monkeypatch, largest):
    rounds_of(monkeypatch, largest)
    reports = list(Return.objects.filter(period__plan=province).select_related("participant", "period"))
    random.Random(largest).shuffle(reports)
    Mark.objects.bulk_create(bulk_marks(reports))
    settle(province.pk)
    assert sorted(settled) == sorted(province.participants.values_list("pk", flat=True))
    assert_totals_correct(province)


def test_a_parent_that_waits_for_less_is_marked_again(province):
    """A later period, or another target, is not all that its child says."""
    city = province.participants.filter(parent=province.root).first()
    county = province.participants.filter(parent=city).first()
    other = make_target(province, "L2")
    target = province.targets_made[0]
    Total.objects.filter(participant__in=[city, county]).update(submitted=Decimal(7))
    Mark.objects.bulk_create(
        Mark(plan_id=province.pk, participant_id=pk, target_id=target_id, from_seq=seq, bulk=True)
        for pk, target_id, seq in [
            (county.pk, None, 0), (city.pk, None, 1), (city.pk, other.pk, 0), (province.root.pk, target.pk, 0),
        ]
    )  # fmt: skip
    settle_round(province.pk, {False: 1, True: 1})
    waiting = set(Mark.objects.filter(participant_id=city.pk).values_list("target_id", "from_seq"))
    assert waiting == {(None, 1), (other.pk, 0), (None, 0)}
    assert_totals_correct(province)


def test_rounds_of_people_and_of_imports_take_turns(city, turns, monkeypatch):
    rounds_of(monkeypatch, 1)
    for report in Return.objects.filter(period__plan=city).order_by("pk")[:3]:
        report_all(city, report, 5)
    people = Mark.objects.count()
    Mark.objects.bulk_create(
        Mark(plan_id=city.pk, participant_id=pk, from_seq=1, bulk=True)
        for pk in city.participants.filter(parent=city.root).values_list("pk", flat=True)
    )
    settle(city.pk)
    kinds = [turn.bulk for turn in turns]
    assert kinds[: 2 * people] == [False, True] * people
    assert all(kinds[2 * people :])
    assert_totals_correct(city)


def rows():
    return sorted(Total.objects.values_list())


def settle_in_rounds(plan, dice):
    """Marks of both kinds, in rounds of any size, in any order of the kinds."""
    for mark in Mark.objects.filter(plan_id=plan.pk):
        Mark.objects.filter(pk=mark.pk).update(bulk=dice.random() < 0.7)
    while Mark.objects.exists():
        sizes = {False: dice.randint(1, 3), True: dice.randint(1, 4)}
        settle_round(plan.pk, sizes, bulk_first=dice.random() < 0.5)


def settle_one_by_one(plan, dice):
    """Each mark alone, followed to the top before the next, in any order."""
    marks = list(Mark.objects.filter(plan_id=plan.pk))
    dice.shuffle(marks)
    Mark.objects.all().delete()
    for mark in marks:
        Mark.objects.bulk_create([mark])
        settle(plan.pk)


def settle_at_once(plan, dice):
    """As one import."""
    Mark.objects.update(bulk=True)
    settle(plan.pk)


@settings(max_examples=25, phases=PHASES, suppress_health_check=list(HealthCheck))
@given(
    nodes=trees(),
    promised=st.lists(promises(), min_size=3, max_size=3),
    drawn=shares,
    history=st.lists(steps(), min_size=3, max_size=20),
    seed=st.integers(0, 2**16),
)
def test_a_batch_gives_the_totals_of_mark_by_mark(nodes, promised, drawn, history, seed):
    dice = random.Random(seed)
    with transaction.atomic():
        world = World(nodes, promised, drawn)
        settle(world.plan.pk)
        for verb, *step in history:
            if verb != "settle":
                world.step(verb, *step)
        found = []
        for way in (settle_one_by_one, settle_in_rounds, settle_at_once):
            with transaction.atomic():
                way(world.plan, dice)
                assert not Mark.objects.exists()
                assert verify_plan(world.plan.pk).differing == 0
                found.append(rows())
                transaction.set_rollback(True)
        assert found[0] == found[1] == found[2]
        transaction.set_rollback(True)
