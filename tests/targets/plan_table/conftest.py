"""A draft plan of a city with two counties, an office, three tasks and three targets."""

from decimal import Decimal

import pytest

from plans.actions.sections import add_section
from plans.actions.tasks import add_task
from targets.goals.actions.targets import add_target
from targets.plan_table.actions import CellChange, save_plan_cells
from tests.plan_fixtures import lincang, plan, planner_client  # noqa: F401


@pytest.fixture
def table_plan(plan, lincang):  # noqa: F811
    by = lincang.planner
    first, second = add_section(plan, "思想引领", by=by), add_section(plan, "创业就业", by=by)
    add_task(plan, by=by, section=first, title="开展巾帼宣讲")
    add_task(plan, by=by, section=first, title="办好网上课堂", leads=[lincang.office])
    trained = add_task(plan, by=by, section=second, title="培训农村妇女")
    add_target(plan, by=by, task=trained, name="农村劳动力培训", unit="人次", value=Decimal(10000))
    rate = {"unit": "%", "measure": "ratio", "scale": "%", "value": Decimal(90), "start": "unknown"}
    add_target(plan, by=by, task=trained, name="培训合格率", **rate)
    add_target(plan, by=by, task=trained, name="示范基地", unit="个")
    return plan


@pytest.fixture
def save(table_plan, lincang):  # noqa: F811
    """A function that saves cells given as {"task:T01:lead": text}; what was seen is what stands, unless given."""

    def save(cells, seen=None, by=None, **more):
        texts = read_texts(table_plan)
        changes = []
        for key, text in cells.items():
            kind, code, column = key.split(":")
            shown = (seen or {}).get(key, texts.get(key, ""))
            changes.append(CellChange(kind, code, column, text, shown))
        return save_plan_cells(table_plan, changes, by=by or lincang.planner, **more)

    return save


def read_texts(plan):  # noqa: F811
    """Every cell of the table by its id."""
    from targets.plan_table.queries import PlanTable

    plan.refresh_from_db()
    return {cell.id: cell.text for row in PlanTable(plan).rows for cell in row.cells.values()}
