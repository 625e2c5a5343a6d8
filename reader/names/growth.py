"""Names of growth: 旅游收入增长 for 旅游收入增长9%, 万元GDP能耗比2020年下降 for 万元GDP能耗比2020年下降13%."""

import re

from reader.clauses.contexts import QuantityContext
from reader.lexicon import phrases
from reader.lexicon.rules import PatternRule

VERBS = "增长|增加|上升|提高|提升|递增|下降|降低|减少|压减|压降|递减"
BASE = r"(?:比|较|在|以|从)20\d\d年(?:[末底]|同期|数据|水平)?(?:为基数|(?:的?基础|的?水平)上|相比)?"
# By how much something changes. 提高到 and 下降至 say what it becomes.
CHANGE = PatternRule(
    rf"(?P<base>{BASE})?[^,;。:0-9]{{0,8}}?(?P<yearly>年均|每年)?(?:分别|同比|各|再|要|力争|确保)*(?<!改造)(?<!优化)(?P<verb>{VERBS})(?:幅度)?"
    rf"(?:了|约|近|超过?|达|不[低少]于|≥|>)?$",
    takes="旅游收入增长",
    leaves="覆盖率提高到",
)
CHANGED_BY = frozenset(("%", "‰", "个百分点", "百分点", "倍", "岁", "年"))
OF_COUNTS = ("增长", "增加", "减少", "下降", "降低")  # verbs for what is counted, not measured
NUMBERS_BEFORE = re.compile(r"(?:\d[\d.]*(?:个?百分点|%|‰)?(?:以上|左右|以内)?[、和及与])+$")
# What is left of a comparison when its time is taken out: 参保人数比, 收入年均, 出口同比.
LEFT_OVER = re.compile(
    rf"(?:[比较]?(?:{phrases.LAST_YEAR})?同期|[比较以在](?:{phrases.LAST_YEAR}|上一年)?(?:为基数|(?:的?基础|的?水平)上)?|年均|每年|同比|环比|平均"
    rf"|同口径|可比口径|按可比价格?|{VERBS})$"
)
ENDS_AS_GROWTH = re.compile(rf"(?:{VERBS}|[增降涨]幅|增速|(?:{VERBS})率)$")
CHANGES = re.compile(rf"(?:{BASE})?(?:年均|每年)?(?:{VERBS})$")


def without_growth(name: str) -> str:
    """The name of what grows: 旅游收入 for 旅游收入增长."""
    return CHANGES.sub("", name)


def with_growth(context: QuantityContext, name: str) -> str:
    """``name`` with the verb that says by how much it changes."""
    change = CHANGE.search(NUMBERS_BEFORE.sub("", context.before))
    if not change or not name:
        return name
    rate = context.quantity.measure in CHANGED_BY
    if not rate and (change["verb"] not in OF_COUNTS or name[-2:] not in context.before):
        return name  # 增加500张床位
    name, bracket, rest = name.partition("(")
    for _ in range(3):
        name = LEFT_OVER.sub("", name)
    if len(name) < 2 or ENDS_AS_GROWTH.search(name):
        return name + bracket + rest
    return f"{name}{change['base'] or ''}{'年均' if change['yearly'] else ''}{change['verb']}{bracket}{rest}"
