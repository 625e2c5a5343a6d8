"""Fixtures for tests of plans: Lincang with two counties and an office, people, a plan."""

from decimal import Decimal
from types import SimpleNamespace

import pytest

from orgs.models import Level, UnitKind
from plans.actions.participants import choose_participants
from plans.actions.plan import create_plan
from plans.actions.sections import add_section
from plans.actions.tasks import add_task
from targets.goals.actions.targets import add_target
from tests.factories import make_person, make_unit


@pytest.fixture
def lincang(db):
    """Units and people by name."""
    province = make_unit("530000000000", "云南省", level=Level.PROVINCE)
    city = make_unit("530900000000", "临沧市", parent=province)
    units = SimpleNamespace(
        province=province,
        city=city,
        yongde=make_unit("530923000000", "永德县", parent=city),
        fengqing=make_unit("530921000000", "凤庆县", parent=city),
        office=make_unit("530900000000-BG", "办公室", parent=city, kind=UnitKind.OFFICE, level=Level.CITY),
        elsewhere=make_unit("450200000000", "柳州市", level=Level.CITY),
    )
    units.planner = make_person("planner", ("planner", city))
    units.clerk = make_person("clerk", ("clerk", units.yongde))
    units.leader = make_person("leader", ("leader", province))
    units.county_planner = make_person("county", ("planner", units.yongde))
    units.outsider = make_person("outsider", ("planner", units.elsewhere))
    return units


@pytest.fixture
def plan(lincang):
    """A draft of the city whose participants are its two counties and its office."""
    plan = create_plan(by=lincang.planner, unit=lincang.city, code="lincang-2020", title="2020年工作计划", year=2020)
    choose_participants(plan, [lincang.yongde, lincang.fengqing, lincang.office], by=lincang.planner)
    return plan


@pytest.fixture
def filled_plan(plan, lincang):
    """The draft with a section, a task, a target and a group."""
    section = add_section(plan, "第一部分", by=lincang.planner)
    task = add_task(plan, by=lincang.planner, section=section, title="培训妇女", leads=[lincang.office])
    add_target(plan, by=lincang.planner, task=task, name="农村劳动力培训", unit="人次", value=Decimal(10000))
    group = plan.groups.create(name="示范县")
    group.participants.set(plan.participants.filter(depth=1))
    return plan


@pytest.fixture
def planner_client(client, lincang):
    """A client logged in as the city's planner."""
    client.force_login(lincang.planner)
    return client
