"""Plans as the reader of office workbooks is given them: that of Lincang, and the demonstrations' own."""

from pathlib import Path

import yaml

from orgs.names import aliases
from sheets.office.model import PlanContext, TargetNames, UnitNames
from sheets.office.periods import month_span

DEMONSTRATIONS = Path(__file__).parents[3] / "fedwork/local/demo"
COUNTIES = {
    "530902000000": "临翔区",
    "530921000000": "凤庆县",
    "530922000000": "云县",
    "530923000000": "永德县",
    "530924000000": "镇康县",
    "530925000000": "双江拉祜族佤族布朗族傣族自治县",
    "530926000000": "耿马傣族佤族自治县",
    "530927000000": "沧源佤族自治县",
}
Q3 = month_span(2020, 7, 9)


def read_targets(name: str) -> tuple[TargetNames, ...]:
    """The targets of a demonstration's plan, each with the title of its task above it."""
    data = yaml.safe_load((DEMONSTRATIONS / f"{name}.yaml").read_text("utf-8"))
    return tuple(
        TargetNames(t["code"], t["name"], t["unit"], t["measure"], whole=not t.get("decimals"))
        for t in data.get("targets", ())
    )


def lincang(targets: tuple[TargetNames, ...] | None = None, **more) -> PlanContext:
    """The third quarter of 2020 in Lincang, with its eight counties."""
    units = tuple(UnitNames(code, name, tuple(aliases(name)), "临沧市") for code, name in COUNTIES.items())
    return PlanContext("临沧市妇联2020年工作计划", 2020, Q3, targets or read_targets("lincang"), units, **more)
