"""A city with three counties whose targets are split; its fixtures are in ``conftest.py``."""

from tests import factories as make

COUNTIES = {"530921000000": "凤庆县", "530922000000": "云县", "530923000000": "永德县"}
ROOT = "530900000000"


def make_plan(city, year):
    plan = make.make_plan(city, f"lincang-{year}", year=year, title=f"{year}年计划")
    make.make_participants(plan)
    make.make_target(plan, "L01", 100, name="培训妇女", unit="人次")
    make.make_target(plan, "L02", 3000, name="慰问困难家庭", unit="户")
    make.make_target(plan, "L03", 1, name="举办培训班", unit="期")
    make.make_target(plan, "L04", 70, name="覆盖率", measure="ratio", scale="%", decimals=1)
    return plan
