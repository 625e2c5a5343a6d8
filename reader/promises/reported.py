"""Rules for numbers that report: bases of comparison, past results, expenses, the present state, participants."""

import re

from reader.clauses.contexts import CONTEXT_LENGTH, QuantityContext
from reader.clauses.past import TURNS_TO_FUTURE
from reader.lexicon import phrases, words
from reader.lexicon.rules import PatternRule
from reader.numbers import units
from reader.promises.conditions import (
    AIMING,
    NumberRule,
    after,
    all_of,
    before,
    bounded,
    earlier_in_sentence,
    in_numerals,
    in_percent,
    none_of,
    verb_before,
)

GOAL = re.compile(AIMING)
DUE = re.compile(r"\d月|之?前|季度|半年|年内|年底")
SURPASSED = PatternRule(
    r"[,、](?:(?:已|均)?(?:提前)?超额\d{0,3}%?完成(?!率)|(?:分别)?(?:占|完成)(?:全年|年度|总|年初)?(?:计划|目标|任务)(?:任务|目标|数)?(?:总数)?的\d)",
    takes=",超额完成任务",
    leaves=",完成任务",
)
DIGIT = re.compile(r"\d")
HEADLINE = PatternRule(
    r"(?:今年|20\d\d年)?(?:上半年|一季度|前[三二]季度|1-\d{1,2}月)?,?(?:我[省市县区州]|(?!全|各|每|本|到|[建力争确])[一-龥]{2,5}[省市县区州](?![级域内直属]))[^,;。0-9]{2,24}\d",
    takes="我市新增就业突破30万人",
    leaves="全市新增就业突破30万人",
)
MAX_AFTER_HEADLINE = 3  # characters after the number of a headline: 突破30万人大关


def is_restated(context: QuantityContext) -> bool:
    """Whether the number restates the preceding one as an increase: 投入500万元,比上年增加167万元. Rates may be
    targets."""
    if not (context.before.startswith(("比", "较")) and words.INCREASE.match(context.before)) or context.index == 0:
        return False
    if context.quantity.measure in units.RATES:
        return False
    previous = context.line.clauses[context.index - 1]
    found = DIGIT.search(context.line.flat, max(previous.start, previous.end - CONTEXT_LENGTH), previous.end)
    return previous.sentence == context.clause.sentence and found is not None


def is_past(context: QuantityContext) -> bool:
    """Whether the number is of the past. 与上年相比增长10%以上 is not: a bound is about the future."""
    return context.past and not ("相比" in context.sentence_before and bounded(context))


# 累计完成17家, 完成两批共30个 in a table of the progress by quarters
PROGRESS = PatternRule(
    r"(?:(?:累计|成功|超额|提前|全部|已经?|现已|共)[^,;。0-9]{2,10}|完成[^,;。0-9]{0,2}[一二两三四五六七八九十\d]批[^,;。0-9]{0,4})$",
    takes="完成两批共",
    leaves="完成改造",
)
# 记者获悉,…共资助1751人; 200个母婴室完成改造升级: the results that a news item tells of.
TOLD_SUM = PatternRule(
    r"^[^,;。0-9]{0,8}(?<!公)(?<!总)共(?!同|建|享|青|产|识|管|治|需|约|要)[^,;。0-9]{1,8}$",
    takes="共资助",
    leaves="共建",
)
TOLD_DONE = PatternRule(
    r"^[^,;。了将0-9]{1,14}?(?:完成|建成|投入使用|投用|竣工|挂牌|通过验收)(?!率|后|时)",
    takes="母婴室完成改造升级",
    leaves="母婴室完成率",
)
WHOLE_AREA = re.compile(r"(?:全[市县区省州镇])?")
AHEAD = PatternRule(
    TURNS_TO_FUTURE.pattern + r"|到20\d\d年|年底前|月底?前|目标|任务|计划|达到|确定|部署|实事",
    takes="年底前完成",
    leaves="完成了",
)
MAX_AHEAD = 300  # characters before the number that may announce the future


def shows_progress(context: QuantityContext) -> bool:
    """Whether the number is of a cell that reports progress in a table by quarters."""
    if not context.line.told.quarters:
        return False
    is_batch = context.quantity.measure == "批" and context.after.startswith(("共", "合计", "累计"))
    return is_batch or PROGRESS.search(context.before) is not None


def is_told_in_news(context: QuantityContext) -> bool:
    """Whether a news item that announces nothing and issues no document tells of the number as a result."""
    told, flat = context.line.told, context.line.flat
    if (
        not told.news
        or told.ahead
        or told.titles
        or AHEAD.search(flat, max(0, context.quantity.start - MAX_AHEAD), context.clause.end)
    ):
        return False
    sums_up = TOLD_SUM.match(context.before) is not None
    return sums_up or (
        WHOLE_AREA.fullmatch(context.before.strip()) is not None and TOLD_DONE.match(context.after) is not None
    )


def is_headline(context: QuantityContext) -> bool:
    """Whether the paragraph is a line that says of the place itself what was reached, and ends with the number."""
    flat, end = context.line.flat, context.quantity.end
    return HEADLINE.match(flat) is not None and len(flat) - end <= MAX_AFTER_HEADLINE and not flat.endswith(("。", ";"))


def is_surpassed(context: QuantityContext) -> bool:
    """Whether the next clause says that more than the number was reached: 创建28个,超额完成."""
    flat, end = context.line.flat, context.clause.end
    return SURPASSED.match(flat, end) is not None and not (
        GOAL.search(context.sentence_before) or DUE.search(context.sentence_before)
    )


RULES = (
    NumberRule("base", is_restated, "安排资金500万元,比上年增加[167万元]", "安排资金[500万元],比上年增加167万元"),
    NumberRule(
        "base",
        after(r"^[^,;。]{0,30}的?基础上"),
        "在巩固现有[20个]示范点的基础上",
        "在巩固现有20个示范点的基础上新建[10个]",
    ),
    NumberRule(
        "base",
        before(
            rf"\([^()]{{0,12}}(?:{phrases.LAST_YEAR}|现状|基期|基数|目前|已经?|登记|在册|原有?|现有|(?:19"
            rf"|20)\d\d年(?:底|末)?(?:为|是|实际))[^()]{{0,10}}$"
        ),
        "办好讲堂(已举办[41期])",
        "办好讲堂(全年举办[12期])",
    ),
    # 比开一百次会都管用: a figure of speech
    NumberRule(
        "base",
        all_of(
            in_numerals,
            before(r"(?:(?<![对相之])比|胜过|不如|好过)[^,;。0-9]{0,6}$"),
            after(r"^[^,;。]{0,8}(?:都|还|更|强|管用|有效|重要)"),
        ),
        "走一趟比打[一百个]电话都管用",
        "走一趟不再打[一百个]电话",
    ),
    NumberRule(
        "base",
        all_of(
            before(
                rf"(?:较|比|同比|(?<=[高低多少大小优快慢])于)(?:{phrases.LAST_YEAR}|上一年|20\d\d年|往年|同期|年初|年前)[^,;。]{{0,10}}$"
            ),
            none_of(before(r"不[少低]于|超过|增|提高|多|升|长|减|降|压|缩|少")),
        ),
        "比去年的[300人]增加50人",
        "比去年的300人增加[50人]",
    ),
    NumberRule(
        "base",
        all_of(
            before(r"(?:从|由)[^,;。]{0,24}$"),
            after(
                rf"^[^,;。]{{0,8}}?(?:{phrases.LOWERING}|提高|增加|上升|提升|增长|降|减少|压缩|压减|缩短|缩减|扩大|延长|发展|增|升"
                rf"|提)(?:到|至)"
            ),
        ),
        "从现在的[20个]增加到35个",
        "从现在的20个增加到[35个]",
    ),
    NumberRule("past", is_past, "已建成基地[3个]", "再建成基地[3个]"),
    NumberRule(
        "past",
        all_of(
            in_percent, before(r"完成(?:率|比例|任务|计划|目标)(?:的|为|达到?|已)*$"), lambda c: c.quantity.value > 100
        ),
        "整体完成率[111.5%]",
        "整体完成率[95%]",
    ),
    NumberRule(
        "past",
        all_of(
            in_percent,
            before(r"^(?:任务|工作)?完成率(?:为|达到?|已达)?$"),
            earlier_in_sentence(r"(?:已|截[至止]|累计|目前|共)[^。;]{0,40}(?:完成|建成)"),
        ),
        "全区已完成改厕任务4000座,完成率[99%]",
        "6月底前改厕完成率[99%]",
    ),
    NumberRule(
        "past",
        after(r"^[^,;。0-9]{0,12}(?:完成|进展|办理|落实|推进)情况(?:公布|通报|公示|如下|出炉|$)"),
        "民生实事[48个]子项目完成情况公布",
        "对[48个]子项目落实情况开展督查",
    ),
    # 自2013年实施以来,资金总量达到1500万元
    NumberRule(
        "past",
        all_of(
            earlier_in_sentence(r"(?:自|从)[^,;。]{2,30}以来,"),
            before(r"(?:达到?|超过|突破|为|有)$"),
            none_of(earlier_in_sentence(r"将|要|力争|确保|争取|到20\d\d年|目标|拟|每")),
        ),
        "自2013年实施以来,资金总量达到[1500万元]",
        "自2013年实施以来,每年资金达到[1500万元]",
    ),
    NumberRule("past", is_surpassed, "创建示范点[28个],超额完成任务", "力争创建示范点[28个],超额完成任务"),
    # 我市新增就业突破30万人: a headline
    NumberRule(
        "past",
        all_of(is_headline, before(r"(?:突破|已?超过?|跃上)$"), none_of(earlier_in_sentence(AIMING))),
        "上半年我市新增就业突破[30万人]",
        "新增就业突破[30万人]",
    ),
    NumberRule(
        "past", shows_progress, "一季度二季度三季度四季度\n累计完成[17家]", "一季度二季度三季度四季度\n新建[17家]"
    ),
    NumberRule(
        "past",
        is_told_in_news,
        "近日,县妇联传来消息\n[200个]母婴室完成改造升级",
        "县妇联工作要点\n[200个]母婴室完成改造升级",
    ),
    # 支出控制在20万元以内 and 支出压减10万元 are targets; 支出20万元 is a report
    NumberRule(
        "spent",
        before(r"(?:花费|支出|耗资|已投入|拨付了|造价)[^,控不超压减降缩少以]{0,8}$"),
        "会议经费支出[50万元]",
        "会议经费支出控制在[50万元]以内",
        measures=units.MONEY,
    ),
    NumberRule("state", before(r"(?:高达|多达|竟有|(?<![降减])低至)$"), "离婚率高达[30%]", "离婚率降低至[30%]"),
    # 90%的受害者是女性: the result of a survey
    NumberRule(
        "state",
        all_of(in_percent, after(r"^的[^,;。]{1,14}(?:是|系|来自|认为|表示|反映)")),
        "[90%]的受害者是女性",
        "[90%]的村建有妇女之家",
    ),
    # 只评25个 sets a quota; 只评出25个 reports a result
    NumberRule(
        "state",
        all_of(
            before(r"(?:只|仅|(?<![人英贤秀])才|不足|不到)(?:有|完成|占|达到|达|为|是)?[^,;。0-9]{0,4}$"),
            none_of(
                before(
                    r"[只仅](?:能|可|限)?(?:评选?|推荐|申?报|选[送派树]?|表彰|命名|认定|设立?|招[收募]?|录取|授予"
                    r"|[推给奖])$"
                )
            ),
        ),
        "今年仅开展[2次]",
        "今年只评[2次]",
    ),
    NumberRule(
        "state",
        all_of(
            before(
                r"(?:率|比例|比重|占比|率均|水平|性别比|系数)(?:已|就|均|仅|只)?(?:为|是|仅为|只有|居)$|(?:(?:占|占到)(?:近"
                r"|约)?|占总数的|占[^,]{1,12}的)$"
            ),
            none_of(earlier_in_sentence(AIMING), bounded),
        ),
        "女性占党员总数的[32%]",
        "女性占党员总数的[32%]以上",
    ),
    # 126名住村干部要扑下身子: the people who act already exist
    NumberRule(
        "actors",
        all_of(
            after(
                r"^[^,;。]{0,8}?(?:干部|讲师|委员|执委|工作人员|成员|党员|主席)(?:要|联系|应|须|扑|包|分|按|负责|深入"
                r"|带|与|实行|全部|轮流|下沉|对接|认领|每)"
            ),
            none_of(verb_before),
        ),
        "[15名]驻村干部要扎根基层",
        "选派[15名]驻村干部要扎根基层",
    ),
)
