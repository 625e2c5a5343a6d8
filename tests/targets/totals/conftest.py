"""A city that many hands work on, and what they do to it."""

from decimal import Decimal

import pytest
from django.db import transaction

from targets.models import Return, Settlement
from targets.totals.settle import settle
from targets.totals.stale_marks import mark_stale
from tests.factories import make_allocation, make_participants, make_person, make_plan, make_target, make_unit

COUNTIES = 12


@pytest.fixture
def city(db):
    """A city of twelve counties under a province, three targets, one open period; nothing reported."""
    province = make_unit("530000000000")
    unit = make_unit("530900000000", parent=province)
    counties = [make_unit(f"5309{n:02d}000000", parent=unit) for n in range(1, COUNTIES + 1)]
    plan = make_plan(unit, state="issued", issued_at="2020-01-01T00:00Z")
    places = make_participants(plan)
    Settlement.objects.create(plan=plan)
    period = plan.periods.get(seq=1)
    plan.periods.filter(seq=1).update(state="open")
    targets = [
        make_target(plan, "L1"),
        make_target(plan, "L2", measure="running"),
        make_target(plan, "L3", measure="level"),
    ]
    for county in counties:
        for target in targets:
            make_allocation(target, places[county.code], Decimal(10))
        Return.objects.create(participant=places[county.code], period=period)
    plan.clerk = make_person("clerk", *[("clerk", c) for c in counties])
    plan.reviewer = make_person("reviewer", ("reviewer", unit))
    plan.root = places[unit.code]
    plan.targets_made = targets
    with transaction.atomic():
        mark_stale(plan_id=plan.pk)
    settle(plan.pk)  # else the jobs of the tests would count on a message that was sent before their worker began
    return plan
