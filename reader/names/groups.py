"""Groups in brackets behind what is counted: 特色活动(初中) in 特色活动(初中每学期≥2场、高中每学期≥1场)."""

import re
from dataclasses import dataclass

from reader.clauses.contexts import QuantityContext
from reader.lexicon.rules import PatternRule
from reader.names.patterns import LEADING, OPENING, RATE_NOUN, TRAILING
from reader.names.words import strip_repeatedly

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
    if len(head) < 2 or NUMBERED.search(head) or not 2 <= len(group) <= MAX_GROUP or NO_GROUP.search(group):
        return None
    return BracketedGroup(strip_repeatedly(head, TRAILING), group)
