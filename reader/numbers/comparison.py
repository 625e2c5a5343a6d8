"""Finds how a number is compared (at least, at most, about) from the words next to it."""

import re
from dataclasses import dataclass

from reader.lexicon.rules import PatternRule
from reader.model import Op
from reader.numbers.quantities import Quantity

# What may stand between the comparing word and its number: 不少于全县妇女的60%, 至少要举办2期.
# Matched together with its negation, so that 不应少于 is not read as 少于.
COMPARING = PatternRule(
    r"(?P<no>(?:不|没有|未)(?:得|能|应|可|宜|要|会|准)?)?(?P<word>少于|低于|小于|差于|亚于|超过|超出"
    r"|高于|多于|大于|突破|超(?=额|出|$|[\d一二两三四五六七八九十百千万]))"
    r"[^0-9]{0,12}$",
    takes="不少于",
    leaves="不多",
)
FEWER = {"少于", "低于", "小于", "差于", "亚于"}
AT_LEAST_BEFORE = PatternRule(
    r"(?:至少|最少|最低|起码|≥|>=|>|≧|不下)[^0-9]{0,12}$",
    takes="至少举办",
    leaves="少举办",
)
AT_MOST_BEFORE = PatternRule(
    r"(?:最多|至多|最高|≤|<=|<|≦)[^0-9]{0,8}$",
    takes="最多举办",
    leaves="多举办",
)
KEPT_WITHIN = PatternRule(
    r"(?:控制|稳定|压减|压降|限制)(?:在|到|至)[^0-9以]{0,4}$",
    takes="控制在",
    leaves="控制好",
)
AT_LEAST_AFTER = PatternRule(
    r"^ ?[(]?(?:\(含\)|(?:含|[^()]{1,6}含[^()]{0,6}))?[)]? ?及?以上|^ ?[(]以上[)]|^ ?\+",
    takes="(含)以上",
    leaves="(含)以下",
)
AT_MOST_AFTER = PatternRule(
    r"^ ?[(]?含?[)]? ?(?:及?以内|之内|及?以下|内(?![容部地在外]))",
    takes="以内",
    leaves="内部",
)
ABOUT_BEFORE = PatternRule(
    r"(?:大约|约|将近|接近|近|大概|左右)(?:为)?$",
    takes="带动就业约",
    leaves="节约用水",
)
ABOUT_AFTER = PatternRule(
    r"^ ?(?:左右|上下|前后)",
    takes="左右",
    leaves="左边",
)
# 25万剂次(约12.5万人)左右: the bound follows an explanation in brackets.
EXPLAINED = PatternRule(
    r"^ ?\((?:约|即|折合|共)?[^()]{0,4}\d[^()]{0,16}\) ?(?=及?以[上内下]|左右|上下)",
    takes="(约12.5万人)左右",
    leaves="(含)以上",
)
TRAILING = re.compile(r"^[^0-9,;]{1,24}?(?:(?P<ge>以上)|(?P<about>左右)|(?P<le>以内))(?:目标|任务|的)*$")


@dataclass(frozen=True)
class NumberComparison:
    """The comparison of a number, the word that expresses it, and the end of the number including that word."""

    op: Op
    word: str  # the comparing word; empty for a plain number
    end: int  # the end of the quantity including the comparing word


def find_comparison(flat: str, quantity: Quantity, start: int, end: int) -> NumberComparison:
    """The comparison of a quantity within ``flat[start:end]``, its clause. Does not distinguish EACH and PCT."""
    before = flat[max(start, quantity.start - 24) : quantity.start]
    behind = min(end, quantity.end + 30)
    explained = EXPLAINED.match(flat[quantity.end : behind])
    at = quantity.end + (explained.end() if explained else 0)
    after = flat[at:behind]
    least = AT_LEAST_AFTER.match(after)
    if least:
        return NumberComparison(Op.GE, "以上", at + least.end())
    most = AT_MOST_AFTER.match(after)
    if most:
        return NumberComparison(Op.LE, most[0].strip(), at + most.end())
    about = ABOUT_AFTER.match(after)
    if about:
        return NumberComparison(Op.APPROX, about[0].strip(), at + about.end())
    comparing = COMPARING.search(before)
    if comparing:
        fewer = comparing["word"] in FEWER
        return NumberComparison(Op.GE if fewer == bool(comparing["no"]) else Op.LE, comparing[0], quantity.end)
    for pattern, op in (
        (AT_MOST_BEFORE, Op.LE), (AT_LEAST_BEFORE, Op.GE), (KEPT_WITHIN, Op.LE), (ABOUT_BEFORE, Op.APPROX)
    ):  # fmt: skip
        found = pattern.search(before)
        if found:
            return NumberComparison(op, found[0], quantity.end)
    return _find_trailing(quantity, after)


def _find_trailing(quantity: Quantity, after: str) -> NumberComparison:
    """The comparison after the counted noun, as in 培育2个示范基地以上."""
    found = TRAILING.match(after)
    if found:
        for name, op in (("ge", Op.GE), ("about", Op.APPROX), ("le", Op.LE)):
            if found[name]:
                return NumberComparison(op, found[name], quantity.end)
    if quantity.more:
        return NumberComparison(Op.GE, "余", quantity.end)  # 300余名: more than 300
    return NumberComparison(Op.EQ, "", quantity.end)
