"""What is done is part of a name: the verbs that stay with it, and what the counted people or things do."""

import re

from reader.clauses.contexts import QuantityContext
from reader.names.patterns import CONSTRUCTION, HEAD_COUNT_VERB, LEADING
from reader.names.words import strip_repeatedly
from reader.numbers.units import HOUSEHOLDS, PEOPLE

HEADS = PEOPLE + HOUSEHOLDS
# 2000名妇女实现就业, 妇女群众参与阅读: what the people do is part of the name.
PEOPLE_DO = re.compile(
    r"^(?:以上)?的?(?P<whom>[^,;。]{2,14}?)(?:实现(?P<reached>[^,;。0-9]{2,16})|(?P<deed>(?:参加|参与|接受|掌握|享受|享有|获得|加入|入驻|完成(?=学|培训))[^,;。0-9]{2,16})|(?<=[者队员师生长家工])(?:开展|进行)?(?P<carried>(?<=开展)[^,;。0-9]{2,16}(?![0-9])|(?<=进行)[^,;。0-9]{2,16}(?![0-9])|(?:结对|提供)[^,;。0-9]{2,16}(?![0-9])))"
)
REMOVAL = re.compile(
    r"(?:淘汰|解决|消除|消灭|清理|取缔|拆除|化解|关停|更换|更新|打通|下放|更新投运|投运|修复|硬化|维修|减少|搬迁|安置)$"
)
# 2家企业实现上市
REACHED_BY = re.compile(r"^(?:以上)?的?(?P<whom>[^,;。、0-9“]{2,8}?)实现(?P<reached>[^,;。0-9]{2,18})(?=[,;。]|$)")


def what_they_do(context: QuantityContext, before: str, behind: str) -> str:
    """The counted people or things with what they do: 巾帼志愿者结对关爱, 企业上市; empty if nothing says it."""
    if context.quantity.measure not in (*HEADS, "例"):
        reach = REACHED_BY.match(behind)
        return reach["whom"] + reach["reached"] if reach else ""
    deed = PEOPLE_DO.match(behind)
    if not deed:
        return ""
    return verb_kept(context, before) + deed["whom"] + (deed["reached"] or deed["deed"] or deed["carried"])


def is_verb(before: str, built: re.Match[str]) -> bool:
    """Whether 新建 or 改造 is a verb, not the end of a noun: 棚户区改造."""
    if before[built.end() :].startswith(("工程", "项目", "任务", "计划")):
        return False
    return not built[0].endswith(("改造", "修缮")) or not strip_repeatedly(before[: built.start()], LEADING)


def verb_kept(context: QuantityContext, before: str) -> str:
    """The verb before a number that is part of the name: 扶持 if people are counted, 新建 always."""
    built = list(CONSTRUCTION.finditer(before))
    if built and len(before) - built[-1].end() <= 2 and is_verb(before, built[-1]):
        return built[-1][0]
    if context.quantity.measure not in HEADS:
        return ""
    found = list(HEAD_COUNT_VERB.finditer(before))
    return found[-1][0] if found else ""


def with_removal(before: str, noun: str) -> str:
    """``noun`` with the verb directly before its number without which it misleads: 淘汰黄标车, 解决饮水困难."""
    found = REMOVAL.search(before)
    return found[0] + noun if found and not noun.startswith(found[0]) else noun
