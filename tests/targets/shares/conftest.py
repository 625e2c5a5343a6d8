"""A plan whose targets are split by the page's buttons."""

import pytest

from tests import factories as make
from tests.targets.shares.splitting_world import COUNTIES, ROOT, make_plan
from tests.targets.shares.test_allocation_page import address, browser


@pytest.fixture
def split_city():
    province = make.make_unit("530000000000", "云南省")
    lincang = make.make_unit(ROOT, "临沧市", parent=province)
    for code, name in COUNTIES.items():
        make.make_unit(code, name, parent=lincang, short_name=name[:-1])
    make.make_unit("530900000000-01", "办公室", parent=lincang, kind="office")
    return lincang


@pytest.fixture
def split_planner(split_city):
    return make.make_person("planner", ("planner", split_city))


@pytest.fixture
def split_plan(split_city):
    return make_plan(split_city, 2020)


@pytest.fixture
def split(split_plan, split_planner):
    """Presses "split" as the page's script does: the answer's shares in the order of the counties, or its message."""
    client = browser(split_planner)

    def press(target="L01", basis="even", *, brought="", name="split", **cells):
        data = {f"cell.{key.replace('_', ':')}": text for key, text in cells.items()}
        data |= {name: target, "basis": basis, "brought": brought, "seen": "{}"}
        answer = client.post(address(split_plan), data, headers={"X-Requested-With": "fetch"}).json()
        if "message" in answer:
            return answer["message"]
        assert set(answer["cells"]) == {f"{target}:{code}" for code in COUNTIES}
        return [int(answer["cells"][f"{target}:{code}"]) for code in COUNTIES]

    return press
