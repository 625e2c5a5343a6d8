"""Data for kills and crowds: two plans of one city, with a target of each way to count."""

from decimal import Decimal

from django.db import transaction

from targets.models import Return
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

COUNTIES = 8
PLANS = ("load-2020", "load-2021")
KINDS = (
    {"code": "L1", "measure": "increment"},
    {"code": "L2", "measure": "running"},
    {"code": "L3", "measure": "level", "rollup": "units_reached"},
    {"code": "L4", "measure": "ratio", "scale": "%"},
)


def create_city_plans() -> None:
    """A province, two cities with counties, a zone and an office, the people, and both plans with two open periods."""
    province = make_unit("530000000000")
    units = [province]
    for city in (1, 2):
        above = make_unit(f"530{city}00000000", parent=province)
        units.append(above)
        units += [make_unit(f"530{city}{n:02d}000000", parent=above) for n in range(1, COUNTIES // 2 + 1)]
    units.append(make_unit("530150000000", parent=units[1], kind="zone"))
    units.append(make_unit("530199000000", parent=units[1], kind="office"))
    make_person("clerk", *[("clerk", unit) for unit in units])
    make_person("reviewer", ("reviewer", province))
    make_person("importer", ("data_admin", province))
    for year, code in zip((2020, 2021), PLANS, strict=True):
        _create_plan(province, code, year)


def _create_plan(province, code, year):
    plan = make_plan(province, code, year=year)
    places = make_participants(plan)
    targets = [make_target(plan, **kind) for kind in KINDS]
    set_issued(plan, open_seq=2)
    reporting = [place for place in places.values() if place.depth == 2 or place.code.endswith("1000000000")]
    for place in reporting:
        for target in targets:
            make_allocation(target, place, Decimal(50))
        for period in plan.periods.filter(seq__lte=2):
            Return.objects.create(participant=place, period=period)
    with transaction.atomic():
        mark_stale(plan_id=plan.pk)
