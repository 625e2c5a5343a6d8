"""Rules for numbers of what already exists: resources that are used, what a district has, who attends."""

import re

from reader.clauses.contexts import CONTEXT_LENGTH, QuantityContext
from reader.lexicon import phrases, verbs
from reader.lexicon.rules import PatternRule
from reader.lexicon.words import USE_VERBS, VERB
from reader.numbers import units
from reader.promises.conditions import (
    AIMING,
    NumberRule,
    after,
    all_of,
    before,
    bounded,
    earlier_in_sentence,
    none_of,
    verb_before,
)

GOAL = re.compile(AIMING)
# 《纲要》提出,到2030年达到70%: a goal of another document.
STATED_BY_DOCUMENT = PatternRule(
    rf"《(?P<title>[^《》]{{1,60}})》[^,;。《》]{{0,4}}(?:{phrases.STATING}|要求|规定|指出|强调)(?P<wants>[^。]{{0,80}})$",
    takes="《纲要》提出达到",
    leaves="《纲要》印发,",
)
# 《要点》提出,今年要培训500名 and 落实《规划》要求,培训500名: for this year, or adopted by the plan.
THIS_YEAR = PatternRule(
    r"今年(?!以来|上半年前)|本年度?|年内|年底前|全年",
    takes="今年要达到",
    leaves="今年以来达到",
)
OUR_AREA = PatternRule(
    r"(?:全|我|本)[市县区州旗盟镇乡](?![域级长民])",
    takes="全市筛查率达到",
    leaves="全国筛查率达到",
)
ADOPTS_DOCUMENT = PatternRule(
    rf"(?:按照?|依照?|根据|依据|遵照|落实|贯彻|对照|围绕|结合"
    rf"|对标)[^,;。《》]{{0,8}}(?:《[^《》]{{1,40}}》[、和及与]?){{1,3}}[^,;。《》]{{0,2}}(?:{phrases.STATING}|要求"
    rf"|规定)(?:的(?:{phrases.GOALS}|要求|标准)[^,;。是为:]{{0,6}})?,[^《》]{{0,80}}$",
    takes="按照《条例》要求,培训妇女",
    leaves="《条例》要求,培训妇女",
)
# 9亿多劳动力,是最大的资源: the number is the subject of a statement.
IS_PREDICATE = re.compile(r"[^,;。]{0,40},?(?:都|就|正|也)?是(?![否要])")
# 整合20个部门的力量 uses existing resources, 整合提升20个妇女之家 is work.
POOLED_RESOURCES = PatternRule(
    r"整合(?P<what>[^,;。、]{0,16})$",
    takes="整合",
    leaves="整合力量,新建",
)
POOL_VERB = re.compile(r"整合")
RESOURCES = PatternRule(
    rf"{phrases.OFFICES}|资源|力量|资金|经费|优势|渠道|项目|数据|现有|原有",
    takes="部门力量",
    leaves="妇女之家",
)
USE_VERB = re.compile(USE_VERBS)
USED_RESOURCES = PatternRule(
    USE_VERBS + r"[^,;。、]{0,16}$",
    takes="依托",
    leaves="依托妇女之家,新建",
)
# Population and area of a district: 常住女性4.86万人.
CENSUS = PatternRule(
    r"(?:常住(?!地)|户籍|在册|在岗|在校)(?P<what>[^,;。0-9]{0,8})$|(?:(?<![千万每])人口|辖区面积|(?<!不)占地(?:面积)?)$",
    takes="常住女性",
    leaves="女性",
)
# 实施供水项目,惠及人口1.8万人: whom the work will reach
REACHED = PatternRule(
    r"(?<!辖区)(?:惠及|受益|覆盖|(?<!区)服务|解决|新增|供水|改善|改水|减少|脱贫|减贫|转移|搬迁|安置|辐射|参保|净增)[^,;。0-9]{0,8}人口$",
    takes="惠及农村人口",
    leaves="农村人口",
)
OF_CENSUS = PatternRule(
    r"(?:常住|户籍|人口)[^,;。0-9]{0,8}\d",
    takes="常住人口12万",
    leaves="常住人口",
)
# 执行率须达到95%, 通过培训使知晓率达到90%: the means end where a result is stated.
RESULT_STATED = PatternRule(
    r"^..率|达到|力争|确保|实现|使",
    takes="利用率达到",
    leaves="利用阵地",
)
# 依托妇女之家举办培训30期, 由县妇联牵头建立5个: if a verb of its own follows the means or the agent, the number belongs
# to that verb. 利用新建阵地20个 and 依托县里建成的20个 have no such verb.
ACTION = (
    rf"{verbs.ACTING}|组织(?!部|员|生活)|(?:{verbs.ACTING_ON})(?!项目|任务|基地|班|中心|平台|活动|资金|资源|目标|站"
    rf"|点|阵地|场所|单位|机构|工作|对象|内容|需求|标准|要求|机制|队)"
)
ACTION_AT_END = re.compile(rf"(?:{ACTION})*+[^,;。]{{2,12}}?(?:{ACTION})[^,;。的]{{0,12}}$")
EXISTING = PatternRule(
    rf"(?:共有|现有|尚有|还有|有(?![关偿机限益])|拥有|已有|分为|包括|包含|组成的|由|属于|含)[^,;。0-9]{{0,14}}$"
    rf"|(?:下设|设有|共设|分为|包括|包含)[^,;。]{{0,40}}$|(?:{phrases.LAST_YEAR}|往年|前期|(?:19"
    rf"|20)\d\d年)[^,;。]{{0,16}}的$|(?:{phrases.STATING}|规定|设定|涉及|{verbs.ATTRIBUTIVE})的$",
    takes="全县现有",
    leaves="全县新建",
)
AGENT_MARK = re.compile(r"由")
# 既有住宅加装电梯600部, 改造既有小区30个: work on existing things; 既有妇女之家40个 only describes.
RENOVATES = PatternRule(
    r"加装|加固|修缮|翻新|扩容|整修|更新|维护",
    takes="加装电梯",
    leaves="电梯",
)
# 有组织地转移300人, 对有意愿的妇女培训300人: 有 qualifies the manner or the people; nothing is said to exist.
MANNERS = "有(?:组织|计划|步骤|重点|目的|条件|选择|针对性|层次)"
MANNER = re.compile(rf"(?:{MANNERS}(?:、{MANNERS}){{0,4}}地|有(?:组织|计划|步骤|序|效|力|望)(?=[^的]))")
MANNER_OBJECT = PatternRule(
    r"推动|推进|促进|解决|保障|提升|扩大|拓展",
    takes="促进就业",
    leaves="就业",
)
ATTRIBUTE_OF_GROUP = PatternRule(
    r"(?:有|拥有|含|包括|包含|属于|分为|设有)[^,;。]{1,14}?的(?=.)",
    takes="有需求的妇女",
    leaves="有妇女",
)


def stated_by_other_document(context: QuantityContext) -> bool:
    """Whether another document states the goal (《纲要》提出,到2030年达到70%) and the plan does not adopt it."""
    found = STATED_BY_DOCUMENT.search(context.sentence_before)
    return (
        found is not None
        and not OUR_AREA.search(found["wants"] + context.after)
        and not context.line.told.owns(found["title"], context.sentence_before[: found.start()])
        and not THIS_YEAR.search(found["wants"])
        and not ADOPTS_DOCUMENT.search(context.sentence_before)
    )


def is_subject(context: QuantityContext) -> bool:
    """Whether the number is the subject of a statement: 9亿多劳动力,是最大的资源."""
    return (
        not context.before
        and IS_PREDICATE.match(context.line.flat, context.quantity.end) is not None
        and not VERB.search(context.text)
    )


def is_pooled_resource(context: QuantityContext) -> bool:
    """Whether the number counts resources that are combined: 整合20个部门的力量."""
    pooled = POOLED_RESOURCES.search(context.before)
    if pooled is None or _states_action(pooled[0], POOL_VERB):
        return False
    return RESOURCES.search(pooled["what"] + context.after[:12]) is not None


def is_used_resource(context: QuantityContext) -> bool:
    """Whether the number counts what the work is based on: 依托178个妇女之家."""
    used = USED_RESOURCES.search(context.before)
    return used is not None and not _states_action(used[0], USE_VERB) and not bounded(context)


def is_census(context: QuantityContext) -> bool:
    """Whether the number is the population or area of a district."""
    census = CENSUS.search(context.before)
    return census is not None and not VERB.search(census["what"] or "") and not REACHED.search(context.before)


def is_part_of_census(context: QuantityContext) -> bool:
    """Whether the number is a part of such a number: 常住人口12万人,其中女性6万人."""
    if context.index == 0 or not context.before.startswith("其中") or GOAL.search(context.before):
        return False
    previous = context.line.clauses[context.index - 1]
    return (
        OF_CENSUS.search(context.line.flat, max(previous.start, previous.end - CONTEXT_LENGTH), previous.end)
        is not None
    )


def is_existing(context: QuantityContext) -> bool:
    """Whether the number counts what is there (全县有300个, 现有300个), not 有组织地转移300人 or
    为有需求的妇女提供300个."""
    found = EXISTING.search(context.before)
    if found is None or _states_action(found[0], AGENT_MARK):
        return False
    if context.before.endswith("既", 0, found.start()):
        worked = context.before[: found.start()] + context.before[found.start() + 1 :]
        return not (VERB.search(worked) or RENOVATES.search(worked))
    how = MANNER.match(found[0])
    if how and (VERB.match(found[0], how.end()) or MANNER_OBJECT.match(found[0], how.end())):
        return False
    whom = ATTRIBUTE_OF_GROUP.match(found[0])
    return whom is None or not (VERB.search(context.before[: found.start()]) or VERB.search(found[0], whom.end()))


def _states_action(phrase: str, opening: re.Pattern) -> bool:
    """Whether ``phrase`` continues from the means or the agent to an action, which is what the number counts."""
    begins = opening.match(phrase)
    if begins is None or phrase.endswith("的"):
        return False
    return RESULT_STATED.search(phrase) is not None or ACTION_AT_END.match(phrase, begins.end()) is not None


def in_sentence_with_each(context: QuantityContext) -> bool:
    return "每" in context.sentence_before


has_lower_bound = before(r"不[少低]于|至少", last=8)
# 市县两级均有1所: what each of them is required to have
states_duty = before(
    rf"{phrases.AT_LEAST}|(?<![主重必需首])要(?![求点素])|应|须|配"
    + "|"
    + r"[级省市县区州旗乡镇村)][均都](?:要|应|须)?有"
)

RULES = (
    NumberRule(
        "exists",
        after(r"^[^,;。]{1,14}(?<![手心途])(?<!到家)(?<!儿童家)中(?:$|有|,)"),
        "抽查的[30个]妇女之家中",
        "新建[30个]妇女之家",
    ),
    NumberRule("exists", stated_by_other_document, "《纲要》提出达到[80%]以上", "《纲要》提出今年达到[80%]以上"),
    NumberRule(
        "exists",
        all_of(before(r"(?:参会|与会|出席|应到|实到|来自)[^,;。0-9]{0,12}$"), none_of(verb_before)),
        "出席大会的代表[320名]",
        "选举出席大会的代表[320名]",
        measures=units.PEOPLE,
    ),
    # 被列入全省180个示范名单的乡镇: how long the list is
    NumberRule(
        "exists",
        all_of(
            before(r"(?:被?(?:列入|纳入|列为|选入|评入)|入选|入围|获评|跻身)(?:了)?[^,;。0-9]{0,8}$"),
            after(r"^[^,;。]{2,14}?(?:名单|名录|试点|重点|案例|目录|计划|行列|之列)?的(?=[^,;。]{2,})"),
        ),
        "被列入全省[180个]示范名单的乡镇要达标",
        "争取列入全省示范名单[180个]",
        measures=("个", "家", "所", "项", "户"),
    ),
    NumberRule("exists", before(r"(?:全体|这|上述|本届)$"), "全体[十二名]常委要带头", "增补[十二名]常委"),
    NumberRule(
        "exists",
        all_of(is_subject, none_of(has_lower_bound)),
        "[9亿多]劳动力,是最大的资源",
        "培训[9亿多]劳动力,是最大的资源",
    ),
    NumberRule(
        "exists", all_of(is_pooled_resource, none_of(has_lower_bound)), "整合[20个]部门资源", "整合提升[20个]妇女之家"
    ),
    NumberRule(
        "exists",
        all_of(is_used_resource, none_of(has_lower_bound)),
        "依托[178个]妇女之家",
        "依托妇女之家举办培训[178期]",
    ),
    NumberRule(
        "exists",
        all_of(
            before(rf"以(?!.{{0,8}}(?:{verbs.MAKING}))[^,;。0-9]{{0,16}}$"),
            after(
                r"^[^,;。]{1,14}为(?:主要|工作|服务)?(?:对象|重点|主|核心|抓手|主题|载体|契机|中心|牵引|龙头|依托|单元)"
            ),
            none_of(has_lower_bound),
        ),
        "以[两个]规划目标达标为重点",
        "以[两个]规划目标达标情况汇报",
    ),
    NumberRule("exists", all_of(is_census, none_of(has_lower_bound)), "常住女性[4.86万人]", "常住女性培训[4.86万人]"),
    # 主席1名、副主席3名 and 委员会设主任1名: posts, unless a verb says that they are filled
    NumberRule(
        "exists",
        all_of(
            before(r"(?:主席|主任|书记|委员|理事长|会长|组长|秘书长|召集人|站长|队长|所长|理事|常委)$"),
            none_of(has_lower_bound, in_sentence_with_each),
            none_of(
                earlier_in_sentence(
                    r"配|[增新]设|设立|选|增|聘|培训|轮训|评|推|表彰|进|招|慰问|走访|(?<!主)任(?!务)|挂|训|辅导|调整"
                )
            ),
        ),
        "村妇联主席[1名]",
        "村妇联配备主席[1名]",
        measures=units.PEOPLE,
    ),
    NumberRule(
        "exists",
        all_of(is_part_of_census, none_of(has_lower_bound)),
        "常住人口12万人,其中女性[6万人]",
        "培训妇女12万人,其中女性[6万人]",
    ),
    NumberRule(
        "exists",
        all_of(is_existing, none_of(has_lower_bound, states_duty), none_of(before(AIMING), in_sentence_with_each)),
        "全县有组织[4个]",
        "有组织地转移[4个]",
    ),
)
