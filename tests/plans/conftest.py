"""The city of these tests: Lincang with two counties and an office, its planner, a clerk, and an outsider."""

from types import SimpleNamespace

import pytest

from orgs.models import Kind, Level
from tests.factories import make_person, make_unit


@pytest.fixture
def place(db):
    province = make_unit("530000000000", "云南省", level=Level.PROVINCE)
    city = make_unit("530900000000", "临沧市", parent=province)
    units = SimpleNamespace(
        province=province,
        city=city,
        yongde=make_unit("530923000000", "永德县", parent=city),
        fengqing=make_unit("530921000000", "凤庆县", parent=city),
        office=make_unit("530900000000-BG", "办公室", parent=city, kind=Kind.OFFICE, level=Level.CITY),
        elsewhere=make_unit("450200000000", "柳州市", level=Level.CITY),
    )
    units.planner = make_person("planner", ("planner", city))
    units.clerk = make_person("clerk", ("clerk", units.yongde))
    units.leader = make_person("leader", ("leader", province))
    units.county_planner = make_person("county", ("planner", units.yongde))
    units.outsider = make_person("outsider", ("planner", units.elsewhere))
    return units
