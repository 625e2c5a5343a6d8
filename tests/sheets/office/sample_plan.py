"""A plan of a city with a dozen targets and nine counties, without a database."""

from dataclasses import replace
from datetime import date

from sheets.office.model import PeriodSpan, PlanContext, TargetNames, UnitNames

TARGETS = (
    TargetNames("A01", "开展巾帼宣讲活动", "场", "increment", ("思想引领", "组织巾帼宣讲"), ("巾帼宣讲",)),
    TargetNames("A02", "受众妇女群众", "人次", "increment", ("思想引领", "组织巾帼宣讲"), ("受众妇女",)),
    TargetNames("B01", "创建妇女创业示范基地", "个", "increment", ("服务发展", "创业创新巾帼行动"), ("创业示范基地",)),
    TargetNames(
        "B02", "发放创业担保贷款", "万元", "increment", ("服务发展", "创业创新巾帼行动"), ("担保贷款",), whole=False
    ),
    TargetNames("B03", "扶持妇女自主创业", "人", "increment", ("服务发展", "创业创新巾帼行动"), ("自主创业",)),
    TargetNames("B04", "农村妇女累计转移就业", "人次", "running", ("服务发展", "巾帼脱贫行动"), ("转移就业",)),
    TargetNames("B05", "举办妇女技能培训班", "期", "increment", ("服务发展", "巾帼脱贫行动"), ("技能培训班",)),
    TargetNames("B06", "培训基层妇女骨干", "人次", "increment", ("服务发展", "巾帼脱贫行动"), ("骨干培训",)),
    TargetNames("C01", "建成妇女儿童维权站", "个", "level", ("维护权益", "维权服务"), ("维权站",)),
    TargetNames("C02", "调处婚姻家庭纠纷", "件", "increment", ("维护权益", "维权服务"), ("纠纷调处",)),
    TargetNames("D01", "揭晓市级“最美家庭”", "户", "increment", ("家庭工作", "寻找最美家庭"), ("最美家庭",)),
)
COUNTIES = {
    "530902000000": ("临翔区", "临翔"),
    "530921000000": ("凤庆县", "凤庆"),
    "530922000000": ("云县", "云县"),
    "530923000000": ("永德县", "永德"),
    "530924000000": ("镇康县", "镇康"),
    "530925000000": ("双江拉祜族佤族布朗族傣族自治县", "双江", "双江县", "双江自治县"),
    "530926000000": ("耿马傣族佤族自治县", "耿马", "耿马县", "耿马自治县"),
    "530927000000": ("沧源佤族自治县", "沧源", "沧源县", "沧源自治县"),
    "530981000000": ("孟定市", "孟定"),
}
CODES = frozenset(target.code for target in TARGETS)
CITY = UnitNames("530900000000", "临沧市", ("临沧",), "云南省")
PLAN = PlanContext(
    title="临沧市妇联2020年工作计划",
    year=2020,
    period=PeriodSpan(date(2020, 7, 1), date(2020, 9, 30), "2020Q3"),
    targets=TARGETS,
    units=tuple(UnitNames(code, names[0], names[1:], "临沧市", CODES) for code, names in COUNTIES.items()),
    above=(CITY,),
)
UNITS = {unit.code: unit for unit in PLAN.units}
TARGET = {target.code: target for target in TARGETS}


def plan_with(**changes) -> PlanContext:
    """The sample plan with other values."""
    return replace(PLAN, **changes)
