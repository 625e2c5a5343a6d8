"""Create a plan from a YAML file, by the actions that the pages call."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml

from orgs.actions.units import add_alias, add_unit
from orgs.models import Unit, UnitKind
from plans.actions.participants import choose_participants
from plans.actions.plan import create_plan
from plans.actions.sections import add_section
from plans.actions.tasks import add_task
from targets.goals.actions.targets import add_target

FOLDER = Path(__file__).parent
TARGET_FIELDS = (
    "code",
    "name",
    "unit",
    "measure",
    "direction",
    "value",
    "value2",
    "baseline",
    "start",
    "decimals",
    "scale",
    "rollup",
    "frequency",
    "deadline",
    "definition",
)
NUMBERS = ("value", "value2", "baseline")


def read(name):
    return yaml.safe_load((FOLDER / f"{name}.yaml").read_text("utf-8"))


def add_own_units(data):
    """Add the offices and zones of a plan's unit, which are not among the divisions."""
    parent = Unit.objects.get(code=data["unit"])
    for kind, name in ((UnitKind.OFFICE, "offices"), (UnitKind.ZONE, "zones")):
        for each in data.get(name, ()):
            unit = add_unit(parent, by=None, kind=kind, name=each["name"], code=each["code"])
            for alias in each.get("names", ()):
                add_alias(unit, alias, by=None)


def draft(data, *, by):
    """Create a draft with sections, tasks and targets; all units below its unit participate."""
    unit = Unit.objects.get(code=data["unit"])
    cadence = data.get("cadence", "quarter")
    plan = create_plan(
        by=by, unit=unit, code=data["code"], title=data["title"], year=data["year"], cadence=cadence, has_examples=True
    )
    units = Unit.objects.filter(path__startswith=unit.path)
    choose_participants(plan, units, by=by)
    by_code = {u.code: u for u in units}
    tasks = {}
    for part in data["sections"]:
        section = add_section(plan, part["title"], by=by)
        for task in part["tasks"]:
            tasks[task["code"]] = _task(plan, section, task, data, by_code, by=by)
    for target in data["targets"]:
        fields: dict[str, Any] = {
            k: Decimal(str(v)) if k in NUMBERS else v for k, v in target.items() if k in TARGET_FIELDS
        }
        add_target(plan, by=by, task=tasks[target["task"]], **fields)
    return plan


def shares(data):
    """{(target, unit): share} for ``allocate``: of an owner, the same for each county, or a list; null is no share."""
    cells = {}
    for target in data["targets"]:
        if "owner" in target:
            cells[target["code"], target["owner"]] = Decimal(target["value"])
        parts = [target["each"]] * len(data["counties"]) if "each" in target else target.get("parts", ())
        for county, part in zip(data["counties"], parts, strict=False):
            if part is not None:
                cells[target["code"], county] = Decimal(part)
    return cells


def _task(plan, section, task, data, units, *, by):
    def units_of(codes):
        return [units[c] for c in (data["counties"] if codes == "counties" else codes or [])]

    dates = {"due_on": task["due_on"]} if "due_on" in task else {}
    return add_task(
        plan, by=by, section=section, title=task["title"], code=task["code"],
        leads=units_of(task.get("leads")), assists=units_of(task.get("assists")), **dates,
    )  # fmt: skip
