"""Rules for numbers of scoring, prizes and payments, and for limits of individual cases."""

import re

from reader.clauses.contexts import QuantityContext
from reader.lexicon import phrases
from reader.lexicon.rules import PatternRule
from reader.numbers import units
from reader.promises.conditions import (
    NumberRule,
    after,
    all_of,
    any_of,
    before,
    in_percent,
    none_of,
)

SCORED = PatternRule(
    r"(?:扣|加|得|记|计)(?:\d|满分)|不得分|扣分",
    takes="扣2分",
    leaves="减少2个",
)
MAX_SCORE_DISTANCE = 24  # characters after the number
GRADING = PatternRule(
    r"等次|等级|考核|评定|评优|优秀比例",
    takes="确定等次",
    leaves="确定名单",
)

score_step = before(
    rf"每(?:少|多|缺|漏|增加?|减少?|{phrases.LOWERING}|迟|差|低|高|超|有|出现|完成|提高)(?:于|报|过)?[^,;。0-9]{{0,6}}$"
)
has_lower_bound = before(r"不[少低]于")
# 每县区安排经费20万元: what each must raise or provide; 每村补助2万元 and 每村安排补助2万元 are payments per case.
raised_by_each = before(
    r"每(?:一?个)?[^,;。0-9每元]{0,8}?(?:县区|[县市区州旗盟]|乡镇|[乡镇村]|街道|社区|单位|部门|企业|妇联|妇委会|支部|团场|基层组织)"
    r"(?:\([^()]{1,10}\))?[^,;。0-9补奖元]{0,8}?(?:筹措|筹集|筹资|自筹|募集|安排|投入|落实|争取|配套|列支|列入|预算|设立|发放[^,;。0-9]{0,6}贷款"
    r"|新增[^,;。0-9]{0,6}贷款|完成|实现)(?![^,;。0-9]{0,8}(?:补[助贴]|奖|标准))[^,;。0-9每]{0,14}$"
)
# 每个站点将获得4万元扶持资金: what each will get to do its work; sums per person or case (每户补助3000元) are rates.
given_to_each = all_of(
    before(
        r"每一?[个家所处支]?[^,;。0-9每元户人名例份张]{0,10}?(?:站点?|点|之家|家园|微家|基地|合作社|项目|工程|村|社区|街道|[乡县]镇?|中心|驿站|阵地|团队|队伍|机构|学校"
        r"|幼儿园|企业|工坊|工作室|车间|单位|组织|小区)(?:[^,;。0-9每]{0,4}(?:将|可|均|都|能|至少|不少于|年内))?"
        r"(?:获得?|得到|给予|落实|投入|安排|提供|拨付|配套|注入|支持|扶持)(?![^,;。0-9]{0,8}(?:补[助贴]|奖))[^,;。0-9]{0,6}$"
    ),
    after(r"^(?![^,;。]{0,10}(?:奖|补[助贴]|标准|额度|保额))[^,;。]{0,8}(?:资金|经费|扶持|支持|投入|物资|资助)"),
)
# 总保额10亿元: a sum of all policies, not the limit of one.
insured_in_all = before(
    r"(?:总保[额险][^,;。0-9]{0,6}|保[额险金]{1,2}(?:总[额量计共]|合计|共计|累计)[^,;。0-9]{0,6}|累计保额[^,;。0-9]{0,4})$"
)


def is_scored(context: QuantityContext) -> bool:
    flat, end = context.line.flat, context.quantity.end
    return SCORED.search(flat, end, min(len(flat), end + MAX_SCORE_DISTANCE)) is not None


def mentions_grading(context: QuantityContext) -> bool:
    return GRADING.search(context.sentence_before + context.after) is not None


def ends_title(context: QuantityContext) -> bool:
    """Whether a bracket or the clause ends after the number, as in 工作计划范例(精选7篇)."""
    return context.after[:1] in {")", ""}


def in_yuan(context: QuantityContext) -> bool:
    """Whether the sum is in 元, so small that it is paid per case."""
    return context.quantity.unit.startswith("元")


MAX_LIST_OF_PRICES = 60  # characters


# 达到60%(1分),高于70%(2分): the next step of one scale of scores
STEP_OF_SCALE = PatternRule(
    r"\d(?P<unit>[^,;、。()\d]{1,8})\(\d{1,2}(?:\.\d)?分\)[,;、](?:达到?|高于|超过|大于|不低于|[≥>]=?|且|或){0,2}$",
    takes="达到60%(1分),高于",
    leaves="达到60%(1分),参与率高于",
)
HAS_SCORE = re.compile(r"(?:及?以[上下内])?\(\d{1,2}(?:\.\d)?分\)")


def is_next_step_of_scale(context: QuantityContext) -> bool:
    """Whether the number is a further step of the scale that the number before it began, each with its score."""
    flat, start = context.line.flat, context.quantity.start
    ahead = STEP_OF_SCALE.search(flat[max(0, start - MAX_LIST_OF_PRICES) : start])
    return (
        ahead is not None
        and ahead["unit"].startswith(context.quantity.unit)
        and HAS_SCORE.match(flat, context.quantity.end) is not None
    )


def is_price(context: QuantityContext) -> bool:
    """Whether the sum per person is one of a list that ends with 的标准."""
    flat, end = context.line.flat, context.quantity.end
    rest = flat[end : end + MAX_LIST_OF_PRICES].partition("。")[0]
    return (
        "/" in context.quantity.unit and re.search(r"元/[^,;。]{1,6}的?标准", context.quantity.unit + rest) is not None
    )


RULES = (
    # 每少1个扣2分, 低于90%的不得分: scoring
    NumberRule("scored", all_of(score_step, is_scored), "每少[1个]扣2分", "每少[1个]及时增补"),
    # 进度低于50%的乡镇要说明: below a number is never a goal
    NumberRule(
        "scored",
        all_of(
            after("的"),
            before(r"(?<!不)(?<!不得)(?<!不能)(?<!不应)(?:低于|不足|少于|不到|未达到?|达不到|未完成)[^,;。0-9]{0,6}$"),
            none_of(score_step),
        ),
        "群众满意度低于[85%]的",
        "群众满意度不低于[85%]的",
    ),
    NumberRule(
        "scored",
        all_of(before(r"(?:滞后|落后|逾期|超期)[^,;。0-9率]{0,10}$"), none_of(score_step)),
        "进度滞后[10个百分点]",
        "进度提高[10个百分点]",
        measures=units.RATES,
    ),
    NumberRule(
        "scored",
        all_of(before(r"(?:优秀|评优|先进)(?:名额|指标|等次|比例|比率)[^,;。0-9]{0,14}$"), none_of(score_step)),
        "优秀名额不超过参评单位的[30%]",
        "受益名额不超过参评单位的[30%]",
    ),
    NumberRule(
        "scored",
        all_of(
            before(r"(?:优秀|良好|一般|合格|称职|较差|较好)(?:等次|比例|率)?(?:为|占|按|不超过|控制在)?$"),
            mentions_grading,
            none_of(score_step),
        ),
        "良好[50%]确定等次",
        "培训[50%]确定等次",
    ),
    NumberRule(
        "scored",
        all_of(
            after(
                r"^(?:及?以[上下内])?的?[,、]?(?:视为|不得|不予|取消|扣|得\d|得满分|加\d|予以|给予|评为|为优秀"
                r"|为合格|通报|约谈|一票)"
                r"|^(?:及?以[上下内])?的[^,;。]{0,10}(?:取消|扣\d|不得|不予|予以|通报|约谈|一票|亮[黄红]|[黄红]牌"
                r"|预警|问责|曝光)"
                r"|^(?:及?以[上下内])?的$"
            ),
            none_of(score_step),
        ),
        "达到[95%]以上的得满分",
        "覆盖率达到[95%]以上",
    ),
    NumberRule(
        "scored",
        is_next_step_of_scale,
        "满意度达到60%(1分),高于[70%](2分)",
        "满意度达到60%(1分),参与率高于[70%](2分)",
    ),
    NumberRule(
        "prize",
        before(r"(?:[一二三特]等奖|优秀奖|组织奖|单项奖|鼓励奖|入围奖)[^,;。0-9]{0,6}$"),
        "设一等奖[2名]",
        "设创业导师[2名]",
    ),
    # 总人数的30%为一等奖; 争取3个一等奖 is a goal
    NumberRule(
        "prize",
        all_of(
            after(
                r"^的?(?:人员|选手|作品|参赛者|参赛作品)?(?:分别)?(?:[为获评设是]|评为|授予"
                r"|设为)?[^,;。0-9]{0,2}(?:[一二三特]等奖|优秀奖|组织奖|单项奖|鼓励奖|入围奖)"
            ),
            none_of(before(r"争取|力争|夺|[获荣]得?|拿")),
        ),
        "总人数的[30%]为一等奖",
        "争取总人数的[30%]为一等奖",
    ),
    NumberRule(
        "site_noise",
        all_of(
            ends_title,
            before(r"(?:精选|通用|合集|集锦|锦集|汇总|汇编|大全|范[文例本]|热门|必备|优选|推荐|最新|实用|共)$", last=4),
        ),
        "工作计划范例(精选[7篇])",
        "工作计划范例[7篇]和总结",
        measures=("篇", "份"),
    ),
    NumberRule("copies", before(r"(?:共印|印|一式)$"), "共印[80份]", "共发[80份]"),
    NumberRule(
        "in_a_row",
        before(r"(?:连续(?!开展|举办|组织|推出)|每逢|逾期(?!率)|缺席|累计缺)[^,;。]{0,4}$"),
        "对连续[2年]考核不合格的予以摘牌",
        "对连续开展[2年]的予以表彰",
    ),
    # 每例118元, 1350元标准, 按每课时200元: a price or rate per case; a lower bound (不低于1元的标准) is a target
    NumberRule(
        "standard",
        all_of(
            any_of(
                before(r"每[^,;。0-9每]{2,6}[1一][个名户人场次期家所件条篇项例][^,;。0-9]{0,12}$"),
                all_of(
                    in_yuan, before(r"奖金|(?:一次性|给予|奖励|补助|补贴|奖补|慰问金|助学金|救助金)[^,;。0-9]{0,8}$")
                ),
            ),
            none_of(has_lower_bound),
        ),
        "慰问金每户[一千二百元]",
        "慰问金总额[一千二百万元]",
        measures=units.MONEY,
    ),
    NumberRule(
        "standard",
        all_of(
            any_of(
                before(r"每(?!年|季|月)[^,;。0-9]{1,14}$"),
                after(r"^(?:、[0-9.]{1,8}万?元){0,3}[^,;。]{0,4}标准"),
                before(
                    r"(?:标准|按|课酬|单价|造价|成本|费用)[^,;。0-9]{0,14}每[^,;。0-9]{0,4}$"
                    r"|标准[^,;。]{0,24}每[^,;。0-9]{0,4}$"
                ),
            ),
            none_of(has_lower_bound, raised_by_each, given_to_each),
        ),
        "每份保费[20元]",
        "保费收入[20元]",
        measures=units.MONEY,
    ),
    # 按小学生1200元/人,初中生1800元/人的标准: rates in a list of rates
    NumberRule(
        "standard",
        all_of(is_price, none_of(has_lower_bound)),
        "小学生1200元/人,初中生[1800元/人],高中生3600元/人的标准",
        "低保补差达到[300元/人]",
        measures=units.MONEY,
    ),
    NumberRule(
        "limit",
        before(r"放宽(?:到|至)?$|可(?:适当|酌情)[^,;。0-9]{0,8}$|[上下]浮(?:不超过)?$"),
        "线上学时占比可放宽至[60%]",
        "线上学时占比提高至[60%]",
    ),
    # 按总额的1%安排; a lower bound (按不低于5%的比例安排) is a target
    NumberRule(
        "limit",
        all_of(
            in_percent,
            after(
                r"^(?:的?(?:比例|标准|额度))?(?:折算|计算|计入|计提|核算|安排|列支|提取|预留|拨付|兑现|报销|收取|缴纳"
                r"|分担|承担)"
            ),
            none_of(has_lower_bound),
        ),
        "奖补资金按新增贷款总额的[1%]安排",
        "奖补资金按不低于新增贷款总额的[1%]安排",
    ),
    NumberRule(
        "limit",
        all_of(
            none_of(insured_in_all),
            before(
                r"标准(?:为|是)[^,;]{0,6}$|(?:(?<!新增授信)(?<!新增贷款)(?<!新增信贷)(?<!资金)额度|限额|最高(?:不超过|可贷"
                r"|可达|给予|补助)?|上限|单笔|贷款期限"
                r"|利率|每股|单价|起点|保额|保费(?!收入|规模))[^,;]{0,12}$"
            ),
        ),
        "个人贷款额度[20万元]",
        "新增贷款额度[2亿元]",
        measures=(*units.MONEY, "%"),
    ),
)
