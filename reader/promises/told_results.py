"""Rules for numbers that a report, a news item or a scene tells of as results."""

from reader.clauses.contexts import QuantityContext
from reader.lexicon import phrases
from reader.lexicon.rules import PatternRule
from reader.numbers import units
from reader.promises.conditions import (
    AIMING,
    NumberRule,
    all_of,
    any_of,
    before,
    bounded,
    earlier_in_sentence,
    none_of,
)

PLANNED = PatternRule(
    rf"{AIMING}|将(?!近)|计划(?!生育)|拟|年底前|月底?前|今年|继续|预计", takes="计划吸引", leaves="吸引"
)
MAX_BEFORE = 120  # characters before the number that may announce it


def told_in_news(context: QuantityContext) -> bool:
    """Whether the text is a news item that has announced nothing so far, nor does it near the number."""
    told, number = context.line.told, context.quantity.start
    start = max(0, number - MAX_BEFORE)
    return (
        told.news
        and not told.ahead
        and not told.titles
        and not PLANNED.search(context.line.flat, start, context.clause.end)
    )


def more_than(context: QuantityContext) -> bool:
    """余 or 多 belongs to the number: 300余场."""
    return context.quantity.more


not_aimed = none_of(
    earlier_in_sentence(rf"达(?=[到\d])|{phrases.AIMING}|目标|(?<![主重必需首])要(?![求点素])|不低于|应|须|实现"),
    bounded,
)

RULES = (
    # 占全年任务的58%, 高于时间进度9个百分点
    NumberRule(
        "past",
        all_of(
            before(r"占(?:全年|年度|年初|总|今年)?[^,;。0-9占]{0,8}(?:任务|计划|目标)(?:总?[数量额])?的?$"), not_aimed
        ),
        "培训800人,占全年任务的[58%]",
        "6月底前达到全年任务的[58%]",
        measures=("%",),
    ),
    NumberRule(
        "past",
        before(r"(?:[高快慢低]于|超过?|超前|领先|落后|滞后)(?:于)?(?:序时|时间|计划)进度[^,;。0-9]{0,4}$"),
        "高于时间进度[9个百分点]",
        "高于全省平均水平[9个百分点]",
        measures=("个百分点", "百分点", "%"),
    ),
    # 知晓率92%,较去年提高4个百分点: what the rate before it amounts to
    NumberRule(
        "base",
        all_of(
            before(
                r"^(?:同比|[比较](?:去年|上年|上一年|年初|上月)(?:同期|[底末])?)[^,;。0-9]{0,6}(?:提高|提升|上升|增长|增加|下降|降低)(?:了)?$"
            ),
            earlier_in_sentence(r"\d%[,、]?[^,;。]{0,20}$"),
            not_aimed,
        ),
        "知晓率92%,较去年提高[4个百分点]",
        "力争知晓率达到92%,较去年提高[4个百分点]",
        measures=("个百分点", "百分点"),
    ),
    # 她接过3000元慰问金: a scene
    NumberRule(
        "past",
        any_of(
            before(r"(?:接过|接到|领到|收到|拿到|捧着|攥着|获赠)了?[^,;。0-9]{0,6}$"),
            all_of(
                before(r"^[^,;。0-9]{0,4}(?<!其)[她他](?![们人县省市国方日乡处项])"),
                none_of(before(r"将(?!近)|(?<![主重必需首])要(?![求点素])|计划|打算")),
            ),
        ),
        "她接过[3000元]慰问金",
        "为她们发放[3000元]慰问金",
    ),
    NumberRule(
        "past",
        all_of(told_in_news, any_of(more_than, before(r"(?:评选?出|涌现出?|选出|吸引了?[^,;。0-9]{0,10})$"))),
        "近日,县妇联传来消息\n宣讲[300余场]",
        "县妇联工作要点\n宣讲[300余场]",
        measures=(*units.PEOPLE, *units.HOUSEHOLDS, *units.EVENTS, "个"),
    ),
)
