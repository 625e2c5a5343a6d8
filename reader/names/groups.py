"""Groups in brackets behind what is counted: 特色活动(初中) in 特色活动(初中每学期≥2场、高中每学期≥1场)."""

import re
from dataclasses import dataclass

from reader.clauses.contexts import QuantityContext
from reader.lexicon.rules import PatternRule
from reader.names.patterns import LEADING, OPENING, RATE_NOUN, TRAILING
from reader.names.words import strip_repeatedly

# 列入试点名单的村, 定为省级示范的村: how a group came to be one
CHOSEN = PatternRule(
    r"(?:其中)?(?:已?被)?(?:确定为|认定为|评定为|命名为|定为|列为|列入|纳入|评为|作为|入选|属于)(?P<kind>[^,;。0-9]{2,10}?)(?:的?(?:名单|范围|计划|行列|序列|库))?"
    r"的(?P<what>[^,;。的]{1,6})",
    takes="列入试点名单的村",
    leaves="列入规划的重点村庄和社区服务站",
    whole=True,
)
LONGEST = 80  # characters between the bracket and the number
MAX_GROUP = 10
NUMBERED = PatternRule(r"\d[^()]{0,4}$", takes="妇女之家20个", leaves="妇女之家")
# Words of an item that name no group of its own.
NO_GROUP = PatternRule(
    rf"^(?:其中|含|包括|即|每|各|共|由|按|不含)|{OPENING.pattern}|{RATE_NOUN.pattern}|人均|户均",
    takes="其中农村",
    leaves="农村妇女",
)
TERM = re.compile(r"每(?:个)?(?:学期|学年|季度?|半年|年|[两一二]?个?月|[两一二]?周|星期)")


def plain_group(words: str) -> str:
    """The name of a group without how it came to be one: 试点村 for 列入试点名单的村."""
    found = CHOSEN.fullmatch(words)
    return found["kind"] + found["what"] if found else words


@dataclass(frozen=True)
class BracketedGroup:
    """What stands before the bracket, and the group whose number stands in it."""

    head: str
    group: str


def bracketed_group(context: QuantityContext) -> BracketedGroup | None:
    """The group in brackets to which the number belongs; None if it stands in no such brackets."""
    flat, number = context.line.flat, context.quantity.start
    first = max(context.sentence_start, number - LONGEST)
    opened = flat.rfind("(", first, number)
    while opened >= 0 and flat.find(")", opened, number) >= 0:
        opened = flat.rfind("(", first, opened)
    if opened < 0 or flat.find(")", number, number + LONGEST) < 0:
        return None
    head = re.split(r"[,;:。\t]", flat[max(first, opened - LONGEST) : opened])[-1]
    item = re.split(r"[,;:。、]|[和及](?=[^,;。、]{1,6}每)", flat[opened + 1 : number])[-1]
    group = strip_repeatedly(strip_repeatedly(TERM.sub("", item), TRAILING), LEADING)
    if RATE_NOUN.search(item):
        return None  # 企业3家(员工制服务员占比超过50%)
    if len(head) < 2 or NUMBERED.search(head) or not 2 <= len(group) <= MAX_GROUP or NO_GROUP.search(group):
        return None
    return BracketedGroup(strip_repeatedly(head, TRAILING), group)
