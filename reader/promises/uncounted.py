"""Rules for numbers that count no work: times, names, ordinals, ages, durations, scores, ranks."""

import re

from reader.clauses.contexts import QuantityContext
from reader.lexicon.rules import PatternRule
from reader.lexicon.words import VERB
from reader.numbers import units
from reader.promises.conditions import (
    NumberRule,
    after,
    all_of,
    always,
    any_of,
    before,
    in_clause,
    in_numerals,
    in_percent,
    measured_in,
    none_of,
)

SET_PHRASES = re.compile(
    r"(?:四个(?:意识|自信|全面|服务|伟大|最|在|有|基层)|两个(?:维护|确立|规划|纲要|独特|大局|一百年"
    r"|结合|作用|文明|责任|率先|毫不动摇|健康|覆盖|走在)"
    r"|三会一课|八项规定|三个代表|三八|双学双比|两不愁|三保障|五位一体|两纲|两规|两癌|三农|三下乡"
    r"|一带一路|一老一小|一法两纲|一岗双责|五好"
    r"|两学一做|三严三实|三个(?:注重|表率|必须|区分)|五个(?:一|带头|到位)|一把手|六一|五四|七一|双拥"
    r"|三全|四史|四风|三务|四议两公开|三支一扶"
    r"|两委|两新|两会|两代表一委员|三同步|六稳|六保|三公|一网通办|一站式|一体化|一线|一流|一把|一系列"
    r"|一批|一些|一定|一致|一起|一代|一步|一切"
    r"|一百年|百年|百姓|千家万户|千方百计|万众一心|三八红旗|一手抓|一盘棋|一张网|一条龙|一对一|一户一"
    r"|一村一|一人一|一县一|一校一|一站|一方"
    r"|一系|一身|一心|一并|一同|一律|一般|一直|一旦|一时|一道|一如|万里|万家|千里|百花|百家|四季|八方"
    r"|四面|三令|五湖|十佳|百佳|双百)"
)
PAIRED = re.compile(r"有(?:[一两][个件户起名][一-龥]{1,2})?$")  # 有两个接一双
PAIRED_AFTER = re.compile(r"[一-龥]{0,2}(?:一|$)")
LONGEST_LEAD = 3  # characters of a set phrase before its numeral


def in_time(context: QuantityContext) -> bool:
    return context.quantity.start in context.line.times_in or (context.quantity.end - 1) in context.line.times_in


def in_title(context: QuantityContext) -> bool:
    return context.quantity.start in context.line.titled


MIN_STATEMENT = 16  # characters of a quotation that states something; a shorter one is a name


def in_quotation(context: QuantityContext) -> bool:
    """Whether the number is part of a quoted name; “对全省20万名妇女进行免费检查” is no name but a statement."""
    quotation = context.line.quoted.around(context.quantity.start)
    if quotation is None:
        return False
    said = context.line.flat[quotation[0] + 1 : quotation[1] - 1]
    states = len(said) >= MIN_STATEMENT and context.quantity.exact and context.quantity.measure in units.COUNTED
    return not (states and VERB.search(said))


# 性别比控制在110左右: a rate that is written without a unit.
RATE_WITHOUT_UNIT = PatternRule(
    r"(?:性别比(?!例)|(?:基尼|恩格尔|抚养)(?:系数|比)|(?:发展|平等|幸福|满意)(?:水平)?指数)[^,;。:0-9]{0,16}$",
    takes="出生人口性别比控制在",
    leaves="性别比例适当的",
)


def without_measure(context: QuantityContext) -> bool:
    """Whether the number counts nothing. A rate without a unit does: 性别比控制在110左右."""
    if context.quantity.measure or context.quantity.unit:
        return False
    said = context.before or context.label
    ratio = context.after[:1] not in {":", "/"} and not context.quantity.chinese
    return not (ratio and RATE_WITHOUT_UNIT.search(said))


def unit_in_brackets(context: QuantityContext) -> bool:
    """Whether the number is the unit of a column: 死亡率(/10万)."""
    return context.quantity.unit.startswith("/") and context.before[-1:] == "(" and context.after[:1] == ")"


def in_set_phrase(context: QuantityContext) -> bool:
    if not context.quantity.chinese:
        return False
    if PAIRED.search(context.before) and PAIRED_AFTER.match(context.after):
        return True
    flat, start = context.line.flat, context.quantity.start
    found = (SET_PHRASES.match(flat, start - back) for back in range(min(LONGEST_LEAD, start + 1)))
    return any(phrase is not None and phrase.end() > start for phrase in found)


HOURS = ("个小时", "个学时", "个课时", "小时", "学时", "课时")
# 累计志愿服务1000小时 is a total of many people's hours; the length of a talk or film is not a target.
IN_ALL = PatternRule(
    r"(?:累计|完成|提供|贡献)[^,;。0-9]{0,12}志愿服务[^,;。0-9]{0,4}$"
    r"|(?<!每场)(?<!每次)(?<!单次)(?:服务|总)(?:时[长间数]|工时)[^,;。0-9]{0,8}$",
    takes="累计提供志愿服务",
    leaves="单次服务时长",
)


def hours_in_all(context: QuantityContext) -> bool:
    return context.quantity.measure == "小时" and IN_ALL.search(context.label + context.before) is not None


# 系列课程120学时: the extent of a series of lessons; 每次授课2课时 is the length of one.
lessons_in_all = all_of(
    measured_in("学时", "课时", "个学时", "个课时"),
    before(
        r"(?:系列|课程|公开课|微课|慕课|网课)[^,;。0-9]{0,6}$|(?:开设|完成|录制|推出|提供|开发|累计|共计|总计|达到?)[^,;。0-9]{0,12}$"
    ),
    none_of(before(r"每|单次|单场|[一1][次节场堂期天日]|授课|时长|周期|参加|为期|其中"), after(r"^的")),
)
# 答复时限控制在5个工作日内: how fast something is to be done. 5个工作日内上报 is a deadline.
limits_delay = all_of(
    measured_in("天", "日", "周", "工作日", "个工作日", "小时", "个小时", "分钟", "个月"),
    before(
        r"(?:时限|(?:答复|办理|办结|审批|响应|处[理置]|回[复应]|办事|受理|等[候待]|交办|调处|出证|救助|投诉|审核|审查|办件|出警|救援|住院)[^,;。0-9]{0,8}(?:时间|期限|周期"
        r"|时长|日))[^,;。]{0,14}?(?:控制|压[缩减]|缩[短减]|缩|限定?|不(?:得|应|能)?超过|不[多大长]于|减[少至到]|降)(?:在|到|至|为)?[^,;。0-9]{0,2}$"
    ),
)

hours_a_day = all_of(
    measured_in(*HOURS),
    before(r"每[天日]"),
    none_of(
        after(r"^(?:及?以上)?等?[^,;。]{0,4}的?(?:规定|制度|政策|法规)")
    ),  # 每天不少于1小时等规定 refers to an existing regulation
)
at_work = all_of(in_clause(r"不少于|累计|达到|至少|以上"), in_clause(r"全年|每年|年内|每月|每季|累计|每[名人个]"))

RULES = (
    NumberRule("time", all_of(in_time, none_of(limits_delay)), "[2025年]目标", "培训妇女[2025名]"),
    NumberRule(
        "title", in_title, "落实北京市《关于促进[3岁]以下婴幼儿照护服务发展的实施意见》", "发展[3岁]以下婴幼儿照护服务"
    ),
    NumberRule("quoted", in_quotation, "举办“[三八]”活动", "举办培训班[6期]"),
    # 11?2, 4·27, 2020-15: joined to another number by a dot or a dash
    NumberRule("code", before(r"[\d²³¹①-⑨⑴-⑼⒈-⒐][-·.?对]$", last=2), "电话0871-[63112345]", "发放宣传资料[63112份]"),
    NumberRule("unit", unit_in_brackets, "孕产妇死亡率([1/10万])", "孕产妇死亡率下降到[12/10万]"),
    NumberRule("no_measure", without_measure, "[一]手抓疫情防控", "驰援[一线]防控"),
    NumberRule(
        "ordinal",
        before(r"(?:第|届|之|附件|附表|附图|专栏|编号|文号|No\.?|[A-WYZa-wyz])$", last=4),
        "落实第[十七条]规定",
        "化解纠纷[十七件]",
    ),
    NumberRule(
        "set_phrase",
        after(r"^(?:供水|污染|创业|装修|利用|开发|分配|加压|元(?![的,;。]))"),
        "改造[二次]供水设施",
        "组织[二次]检查",
        measures=("次",),
    ),
    # 对10类重点群体发放贷款: for whom
    NumberRule(
        "condition",
        all_of(before(r"[对为向]$"), after(r"^[^,;。0-9]{0,8}(?:群体|对象|人群|人员)[^,;。]{3}")),
        "对[10类]重点群体发放贷款",
        "对[10名]重点对象发放贷款",
        measures=("类",),
    ),
    # 百万以上人口城市: which cities
    NumberRule(
        "condition",
        after(r"^(?:人)?(?:以上|以下)?的?人口的?(?:[大小]?城市|[大小]?县|大镇|地区)"),
        "全国[百万]以上人口城市",
        "服务[百万]以上人口",
        measures=("", "人"),
    ),
    # 第十届人大四次会议: which one
    NumberRule(
        "ordinal",
        all_of(
            before(r"第?[一二三四五六七八九十\d]{1,3}届[^,;。0-9]{0,12}$"),
            after(r"^(?:全体|扩大|\(扩大\))?(?:会议|全会|全委会|执委会|大会)"),
        ),
        "在省十届人大[四次]会议上",
        "每届执委召开[四次]会议",
        measures=("次",),
    ),
    NumberRule("ordinal", before(r"每(?:逢|隔)?$", last=2), "每[千人]口拥有托位5个", "每千人口拥有托位[5个]"),
    NumberRule("set_phrase", in_set_phrase, "创建[一批]示范点", "创建[十个]示范点"),
    NumberRule(
        "age",
        none_of(before(r"寿命|年龄.{0,4}(?:提高|推迟|达到)")),
        "走访[82岁]老人",
        "走访老人[82名]",
        measures=units.AGES,
    ),
    NumberRule(
        "duration",
        none_of(before(r"教育年限|年限")),
        "坚持办学[12年]",
        "人均预期受教育年限达到[12年]",
        measures=("年",),
    ),
    NumberRule(
        "duration",
        all_of(hours_a_day, none_of(hours_in_all, in_clause(r"不[少低]于|至少|以上"))),
        "每天阅读[1小时]",
        "每天阅读不少于[1小时]",
    ),
    NumberRule(
        "duration",
        none_of(hours_in_all, hours_a_day, at_work, lessons_in_all, limits_delay),
        "授课[36学时]",
        "全年授课不少于[36学时]",
        measures=("天", *HOURS),
    ),
    NumberRule(
        "duration",
        none_of(limits_delay),
        "作品时长[5分钟]",
        "制作作品[5部]",
        measures=tuple(unit for unit in units.DURATIONS if unit not in {"年", "天", *HOURS}),
    ),
    NumberRule("score", always, "[三分]靠部署", "[三类]靠部署", measures=units.SCORES),
    NumberRule(
        "score",
        before(
            r"(?:权重|分值|得分|记分|计分|扣|加分|赋分|满分|打分|考核(?:占|比重)|总分|评分|占比?考核|占年度考核)[^,;]{0,10}$"
        ),
        "平时考核权重占[40%]",
        "持证人员占[40%]",
    ),
    NumberRule("rank", always, "创建[四星级]妇女之家", "创建妇女之家[四个]", measures=units.RANKS),
    NumberRule(
        "named",
        after(r"^(?:制(?=[的篮足排球比联赛场])|以下简称|起施行|号文|届|中全会|周年|年代)"),
        "建设[3人]制篮球场20个",
        "建设3人制篮球场[20个]",
    ),
    NumberRule(
        "named", all_of(in_percent, after(r"^[^,;。0-9]{0,4}抽样")), "开展[1%]人口抽样调查", "农村人口参保率提高[1%]"
    ),
    NumberRule("named", before(r"新$"), "开展新[一轮]整治", "开展整治[一轮]", measures=("轮", "批", "届")),
    NumberRule(
        "named",
        all_of(in_numerals, after(r"^(?:骨干|主体|配套|扩建)?(?:工程|项目|建设|扩建|改造)")),
        "推进供水[二期]骨干工程",
        "举办培训班[二期]",
        measures=("期",),
    ),
    NumberRule("named", after(r"^(?:论坛|圆桌|会谈)|^气"), "办好青年[50人]论坛", "培训青年[50人]"),
    # 形成百万吨级示范, 培育一批营收过百亿元企业, 布局一批50万千瓦以上基地: how large each thing is
    NumberRule("part_of_another", after(r"^级"), "形成[百万吨]级示范", "形成[百万吨]示范"),
    NumberRule(
        "part_of_another",
        any_of(
            before(r"一批[^,;。0-9]{0,12}$"),
            all_of(
                before(r"(?:营业?收入?|产值|产能|年?运量|年?销售额?)(?:超过|突破|达到|[超过达])?$"),
                after(r"^(?:及?以上)?的?(?!资金|增加)[一-龥]{2,16}?(?:企业|园区|项目|集群|基地|产业|市场)"),
            ),
        ),
        "培育一批营收过[百亿元]企业",
        "培育一批企业,营收过[百亿元]",
        measures=(*units.MONEY, "吨", "千瓦", "千瓦时", "人"),
    ),
    NumberRule("one_of_a_kind", before(r"每$|每[做办走过]$"), "每[一份]收入都重要", "每村[一份]资料"),
    # 实施三项工程 is a name; 3个工程 in digits may be a target
    NumberRule(
        "named",
        all_of(after(r"^(?:大)?(?:工程|行动|计划)"), any_of(in_numerals, measured_in("项", "大"))),
        "实施巾帼宣讲[千场]行动",
        "举办巾帼宣讲[千场]",
    ),
    NumberRule(
        "abstract",
        before(r"(?:(?:预期|约束|指导|引领|监测|评价|参考)性|主要|核心|其中)指标$"),
        "约束性指标[9项]",
        "完成指标[9项]",
        measures=("项", "个"),
    ),
    NumberRule(
        "abstract",
        after(
            r"^(?:大)?(?:主要|具体|核心|发展|突出|基本|工作|年度|总体|预期|奋斗)?(?:方面|层面|阶段|环节|步骤|维度"
            r"|关键|原则|要求|关系|意见|转变|结合|到位|问题|体系|机制"
            r"|特点|特征|优势|坚持|着力|突出|聚焦"
            r"|强化|提升|加强|注重|统筹|同步|必须|确保|牢牢|不放松|不动摇|转化|目标|任务|重点(?:工作|任务"
            r"|领域)?(?:$|[,、和])|领域|主题|篇章|战略|建议"
            r"|[“\"](?:不准|严禁|必须|一律|带头|到位|坚持|不)[^”\"]{0,4}[”\"]|字|百年|世纪|时代|地方|时候|角度"
            r"|梯队|等级|档次|挡|类型|类别|步|条(?:主线|底线|红线)|意识|自信|维护|确立|指标|发展规划|规划|纲要"
            r"|大局|策略|措施)"
        ),
        "落实[90项]策略措施",
        "落实[90项]实事",
        measures=("个", "项", "条", "大", "种", "类", "件", "点"),
    ),
)
