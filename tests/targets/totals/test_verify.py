"""The check derives in DuckDB what plain arithmetic derives, and finds whatever is wrong with a stored total."""

import os
from datetime import timedelta
from decimal import Decimal
from time import time

import duckdb
import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from plans.models import Participant
from targets.models import Mark, Return, Settlement, Total
from targets.models.numbers import LIMIT
from targets.totals.settle import rebuild, settle
from targets.totals.stale_marks import mark_stale
from targets.totals.verification.verify import COUNTS, FIELDS, NUMBERS, format_value, verify_plan
from tests.factories import make_allocation, make_participants, make_plan, make_target, make_unit
from tests.targets.totals.helpers import report_all
from tests.targets.totals.test_history import PHASES, World, promises, shares, steps, trees

pytestmark = pytest.mark.django_db


def write_plain_totals(world):
    """Put what the books give in the place of what the settling job stored."""
    keepers = {p.pk for p in world.places if p.keeps_totals}
    times = reported_at(world)
    Mark.objects.all().delete()
    Total.objects.all().delete()
    made = [
        Total(
            participant_id=key[0], seq=key[1], target_id=key[2], reported_at=times.get(key),
            **{name: getattr(total, name) for name in NUMBERS}, **total.counts,
        )
        for key, total in world.expected().items() if key[0] in keepers
    ]  # fmt: skip
    Total.objects.bulk_create(made)
    return len(made)


def reported_at(world):
    """When the last of each subtree was first handed in, of those that gave a number for the target."""
    times = {}
    for (i, seq), said in world.books.submitted.items():
        at = Return.objects.get(pk=world.returns[i, seq].pk).first_submitted_at
        for target_id in (t for t, report in said.items() if report.value is not None):
            place = world.places[i]
            while place is not None:
                key = place.pk, seq, target_id
                times[key] = max(at, times.get(key, at))
                place = place.parent
    return times


@settings(max_examples=40, phases=PHASES, suppress_health_check=list(HealthCheck))
@given(
    nodes=trees(),
    promised=st.lists(promises(), min_size=3, max_size=3),
    drawn=shares,
    history=st.lists(steps(), max_size=25),
)
def test_any_history_is_derived_as_by_plain_arithmetic(nodes, promised, drawn, history):
    with transaction.atomic():
        world = World(nodes, promised, drawn)
        for step in history:
            if step[0] != "settle":
                world.step(*step)
        wanted = write_plain_totals(world)
        check = verify_plan(world.plan.pk)
        assert (check.differing, check.evidence, check.compared, check.late) == (0, [], wanted, 0)
        transaction.set_rollback(True)


@pytest.fixture
def right(city):
    """The city with a return handed in, everything added up."""
    report_all(city, Return.objects.order_by("pk").first(), 5)
    settle(city.pk)
    assert verify_plan(city.pk).outcome == "same"
    return city


def stored(plan):
    return Total.objects.get(participant=plan.root, seq=1, target=plan.targets_made[0])


def change(total, **values):
    Total.objects.filter(participant=total.participant_id, seq=total.seq, target=total.target_id).update(**values)


@pytest.mark.parametrize("field", FIELDS, ids=lambda field: field.name)
def test_one_number_that_drifted_is_found(right, field):
    before, name = getattr(stored(right), field.name), field.name
    smallest = {"DecimalField": Decimal("0.000001"), "DateTimeField": timedelta(microseconds=1)}
    if before is None:
        after = Decimal(0)  # nothing known is not zero
    else:
        after = before + smallest.get(field.get_internal_type(), 1)
    change(stored(right), **{name: after})
    check = verify_plan(right.pk)
    assert (check.differing, check.outcome) == (1, "differs")
    assert check.evidence[0]["at"] == [right.root.pk, 1, right.targets_made[0].pk]
    assert list(check.evidence[0]["stored"]) == list(check.evidence[0]["wanted"]) == [name]
    if name in NUMBERS:
        assert Decimal(check.evidence[0]["stored"][name]) == after
    if name in COUNTS:
        assert check.evidence[0]["wanted"][name] == str(before)


def test_a_missing_and_a_surplus_total_are_found_and_repaired(right):
    keys = {"participant": right.root, "target": right.targets_made[0]}
    Total.objects.filter(**keys, seq=1).delete()
    Total.objects.create(**keys, seq=3, submitted=1)
    check, at = verify_plan(right.pk), [right.root.pk, right.targets_made[0].pk]
    assert check.differing == 2
    assert check.evidence == [
        {"at": [at[0], 1, at[1]], "missing": True, "surplus": False},
        {"at": [at[0], 3, at[1]], "missing": False, "surplus": True},
    ]
    rebuild(right.pk)
    assert verify_plan(right.pk).outcome == "same"


def test_totals_that_wait_are_late_and_not_wrong(right):
    counties = Participant.objects.filter(parent=right.root).order_by("path")
    path = f"{counties[0].path}530999/"
    town = Participant.objects.create(
        plan=right, unit=make_unit("530999"), parent=counties[0], path=path, depth=2, kind="federation"
    )
    Participant.objects.exclude(pk__in=[right.root.pk, counties[0].pk]).update(keeps_totals=False)
    rebuild(right.pk)
    all_of_them = verify_plan(right.pk).compared
    change(stored(right), submitted=77)
    with transaction.atomic():
        mark_stale(plan_id=right.pk, participant_id=counties[1].pk)
    check = verify_plan(right.pk)  # the city is above the county that waits; the other county with a town is not
    assert (check.late, check.differing, check.outcome) == (1, 0, "same")
    assert 0 < check.compared < all_of_them
    with transaction.atomic():
        mark_stale(plan_id=right.pk, participant_id=town.pk)
    check = verify_plan(right.pk)
    assert (check.late, check.compared, check.outcome) == (2, 0, "waits")


def test_a_mark_on_the_whole_plan_says_that_nothing_was_compared(right):
    change(stored(right), submitted=77)
    with transaction.atomic():
        mark_stale(plan_id=right.pk)
    check = verify_plan(right.pk)
    keepers = right.participants.filter(keeps_totals=True).count()
    assert (check.compared, check.differing, check.late, check.outcome) == (0, 0, keepers, "waits")


def test_another_plans_totals_are_not_looked_at(right):
    other = make_plan(make_unit("45"), code="other", state="issued", issued_at="2020-01-01T00:00Z")
    Settlement.objects.create(plan=other)
    change(stored(right), submitted=77)
    assert verify_plan(other.pk).outcome == "empty"


def test_a_file_that_is_taken_over_in_pieces_gives_the_same(right, monkeypatch):
    whole = verify_plan(right.pk)
    monkeypatch.setattr("targets.totals.verification.duckdb_copy.PIECE_BYTES", 10)
    monkeypatch.setattr("targets.totals.verification.verify.CELLS_PER_BATCH", 1)
    check = verify_plan(right.pk)
    assert (check.compared, check.outcome) == (whole.compared, "same")


def test_what_a_killed_check_left_behind_goes_away(right, settings, tmp_path):
    settings.CHECK_DIR = tmp_path
    for name, age in (("check-old", 2), ("check-running", 0)):
        (tmp_path / name).mkdir()
        at = time() - age * 24 * 60 * 60
        os.utime(tmp_path / name, (at, at))
    verify_plan(right.pk)
    assert [path.name for path in tmp_path.iterdir()] == ["check-running"]


LARGEST = LIMIT - Decimal("0.000001")
SOME = Decimal("12345.678901")


@pytest.mark.parametrize(
    "own,value,base,reached",
    [
        (LARGEST, LARGEST, Decimal(100_000), 1),
        (LARGEST, LARGEST - Decimal("0.000001"), Decimal(100_000), 0),
        (LARGEST, LARGEST, LARGEST, 0),  # the product of the two has forty digits: more than 128 bits hold
        (SOME, SOME * 10**8, Decimal(10**13), 1),
        (SOME, SOME * 10**8 - Decimal("0.000001"), Decimal(10**13), 0),
    ],
)
def test_numbers_at_the_edge_of_their_range_are_held_against_their_share_exactly(own, value, base, reached):
    unit = make_unit("5309")
    county = make_unit("530923", parent=unit)
    plan = make_plan(unit, state="issued", issued_at="2020-01-01T00:00Z")
    places = make_participants(plan)
    Settlement.objects.create(plan=plan)
    plan.periods.filter(seq=1).update(state="open")
    target = make_target(plan, "L1", measure="ratio", scale="/10万", rollup="units_reached", decimals=6)
    make_allocation(target, places[county.code], own, own=own, baseline=value, baseline_base=base)
    rebuild(plan.pk)
    check = verify_plan(plan.pk)
    assert (check.outcome, check.evidence) == ("same", [])
    assert Total.objects.get(participant=places[unit.code], seq=0).submitted == reached


def test_a_sum_over_more_units_than_the_nation_has_fits():
    duck = duckdb.connect()
    duck.execute("CREATE TABLE said AS SELECT ?::HUGEINT AS value FROM range(641815)", [int(LARGEST * 10**6)])
    total = duck.execute("SELECT sum(value) FROM said").fetchone()[0]
    assert total == int(LARGEST * 10**6) * 641_815
    assert format_value("submitted", total) == str(LARGEST * 641_815)
