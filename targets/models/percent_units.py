"""Units of measure that are shares of a whole: a sum of such numbers says nothing (docs/adr/0015)."""

import re

# %, ‰, 百分点, 百分之, 百分比, /10万, 每10万, 十万分之, 万分之
SHARE_OF_A_WHOLE = re.compile(r"[%％‰‱]|百分[点之比数率]|[千万]分[之点比率]|[/／每]\s*(?:1?0万|十万|100000|100,000)")


def is_share_of_a_whole(unit: str) -> bool:
    """Whether numbers in this unit of measure are percentages, per milles or rates per 100,000."""
    return bool(SHARE_OF_A_WHOLE.search(unit.strip()))


def is_percent(unit: str) -> bool:
    """Whether the unit is the percent sign or a word for it, so that 0.9 shown as 90 % is 90 of them."""
    return bool(re.search("[%％]|百分", unit))
