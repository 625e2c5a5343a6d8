"""Names of money: what it is for, what it is invested in."""

import re

from reader.clauses.contexts import QuantityContext
from reader.names.patterns import PURPOSE
from reader.names.topics import clause_behind
from reader.numbers.units import MONEY

INVESTED = re.compile(r"(?:总投资额?|计划投资|投资)$")  # 总投资35亿元的80项重点工程
COST_OF = re.compile(r"(?:以上|左右)?的(?:\d+[项个座条家所处])?(?P<what>[^,;。0-9]{2,20})")
# 每年拿出5000万元,对妇女实施免费检查
GIVEN = re.compile(r"(?:拿出|列支|安排|投入|筹集|筹措)(?:专项)?(?:资金|经费)?$")
SPENT_ON = re.compile(
    r"(?:专项)?(?:(?:对|为|给)[^,;。0-9]{0,8}(?:\d[\d.]*[万亿]?[人名户]?)?[^,;。0-9]{0,14}?(?:实施|开展|进行|提供)|用于|开展|实施)(?P<what>[^,;。0-9]{2,20})"
)


def name_of_money(context: QuantityContext, before: str, behind: str) -> str:
    """What money is for: 城建重点工程总投资, “两癌”救助资金."""
    if context.quantity.measure not in MONEY:
        return ""
    if cost := COST_OF.match(context.after) if INVESTED.search(before) else None:
        return f"{cost['what']}总投资"
    purpose = PURPOSE.match(behind) or (SPENT_ON.match(clause_behind(context)) if GIVEN.search(before) else None)
    return f"{purpose['what']}资金" if purpose else ""
