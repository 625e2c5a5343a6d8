"""Rules for numbers explained by another number or phrase: audiences, parts, sums, remainders, ranks."""

from reader.clauses.contexts import QuantityContext
from reader.lexicon import phrases
from reader.lexicon.rules import PatternRule
from reader.lexicon.words import EVENT_UNITS, USE_VERBS, VERB
from reader.numbers import units
from reader.promises.conditions import (
    NumberRule,
    after,
    all_of,
    always,
    any_of,
    before,
    bounded,
    in_numerals,
    in_percent,
    measured_in,
    none_of,
    verb_before,
)

PER_ACTION = PatternRule(
    r"每(?P<deed>[^,;。0-9]{2,6})$",
    takes="每帮扶",
    leaves="帮扶",
)
PAYMENT = PatternRule(
    r"^[^,;。]{0,12}(?:奖|补|给予|加|扣|记|计|兑现)[^,;。0-9]{0,6}\d",
    takes="奖励500元",
    leaves="帮扶500户",
)


def is_large_or_unmeasured(context: QuantityContext) -> bool:
    return not context.quantity.measure or context.quantity.unit.startswith(("万", "亿"))


def ends_with_comma(context: QuantityContext) -> bool:
    return context.line.flat[context.clause.end : context.clause.end + 1] == ","


def is_paid_per_action(context: QuantityContext) -> bool:
    """Whether a payment is made for each: 每帮扶1户奖励500元."""
    deed = PER_ACTION.search(context.before) if context.quantity.value == 1 else None
    return deed is not None and VERB.match(deed["deed"]) is not None and PAYMENT.match(context.after) is not None


def continues_time(context: QuantityContext) -> bool:
    """Whether the character before the number is part of a time: 前 in 9月底前50个."""
    return context.quantity.start - 1 in context.line.times_in


sums_up = before(r"等$")
# 改建和平路、建设路等9条支路: the names only illustrate the count of what is built or repaired.
THINGS_BUILT = ("个", "家", "所", "处", "座", "间", "支", "条", "栋", "幢", "块", "眼", "口", "片", "公里", "千米")
listed_things = all_of(
    measured_in(*THINGS_BUILT),
    none_of(
        before(rf"(?:{USE_VERBS}|整合|联合|会同|协调|包括|涵盖|涉及|含)[^,;。]{{1,60}}$"),
        after(
            rf"^(?:{phrases.OFFICES}|[^,;。]{{0,6}}(?:方面|领域|环节|机制|制度|职能|工作(?!室|站|点)|措施|政策|举措|办法|意见|建议"
            r"|要求|内容|模式|体系|问题|指标|主题|阶段|系统|专题|版块|板块|栏目|要素|维度|类别))"
        ),
    ),
    any_of(
        before(
            r"(?:新建|[改扩迁重修]建|建[设成立]|\)建|打造|创建|培育|培树|成立|设立|完成|启动|开工|推进|整治|治理|整修|修缮|维修|改造|提升"
            r"|升级|绿化|新增|增设|增添|布设|启用|开放|开通|实施|建(?=[一-龥]{2}))[^,;。]{1,60}$"
        ),
        after(
            r"^[^,;。了过]{1,20}?(?<!已)(?<!已经)(?:完成|投入使用|投用|竣工|开工|建成|改造|升级|挂牌|达标|整治|改扩?建|修缮)(?!的|了|过)"
        ),
    ),
)

RULES = (
    # 团结带领全镇1.12万名妇女: the people addressed by the plan
    NumberRule(
        "folk",
        before(
            r"(?:团结|带领|引领|凝聚|号召|关注|激励|引导"
            r"|汇聚)[^,;。0-9]{0,8}全[^年面力部程员,;。0-9][^,;。0-9]{0,3}$"
        ),
        "带领全县[十二万]妇女建功立业",
        "动员全县[12万]妇女建功立业",
    ),
    NumberRule(
        "folk",
        after(r"^[^,;。0-9]{0,10}的(?:[^,;。]{1,4}(?:和|与|、))?(?:智慧|力量|热情|积极性|创造力|心声|期盼|冷暖)"),
        "激发全县[3万名]妇女的积极性",
        "激发全县[3万名]妇女参加培训",
    ),
    # 动员全县12万妇女 means everybody; in 动员全市2000名妇女参加培训 the participants are counted.
    NumberRule(
        "folk",
        all_of(
            before(r"动员[^,;。0-9]{0,8}全[^年面力部程员,;。0-9][^,;。0-9超过不至约近]{0,3}$"), is_large_or_unmeasured
        ),
        "动员全县[12万]妇女建功立业",
        "带动[1.2万名]妇女就业",
    ),
    # 对5.7万名留守儿童,要…: the people that the sentence is about
    NumberRule(
        "folk",
        all_of(
            before(r"(?:对|对于|针对|面对|面向)(?:全[市县省区州旗镇乡])?(?:的)?$"),
            after(r"^(?:(?!开展|进行|实施|提供|发放|给予)[^,;。0-9的]){0,12}$"),
            ends_with_comma,
        ),
        "对[4.2万名]留守儿童,要建立档案",
        "对[4.2万名]留守儿童开展辅导,",
        measures=units.PEOPLE,
    ),
    NumberRule(
        "folk",
        all_of(
            before(r"(?:团结|带领|引领|凝聚|全[省市县镇乡区国州旗]|广大)[^,;。0-9]{0,10}$"),
            after(
                r"^[^,;。0-9]{0,6}(?:妇女|女性|姐妹|儿童|人口|群众|民)(?:[^,;。]{0,3}(?:为|在|听|跟|积极|踊跃|投身|奋"
                r"|建功|坚定|将(?:以|更|继续|始终|团结|凝|同|齐|一如|迎来(?!新))|,|$))"
            ),
            none_of(bounded),
            none_of(before(r"(?:不少于|不低于|至少)$")),
        ),
        "带领广大[1.2万名]妇女建功立业",
        "带动[1.2万名]妇女就业",
        measures=("", *units.PEOPLE, *units.HOUSEHOLDS),
    ),
    # 床位15张以上的不少于10家, 13个镇每个不少于2场: qualifies what the next number counts
    NumberRule(
        "part_of_another",
        all_of(after(r"^(?:及?以[上下内])的[^,;。]{0,12}\d"), none_of(in_percent)),
        "床位[15张]以上的民宿不少于10家",
        "床位15张以上的民宿不少于[10家]",
    ),
    # 230个50户以上村寨: how large each of them is
    NumberRule(
        "part_of_another",
        all_of(before(r"\d(?:万|亿)?(?:个|户|所|家|名|条|处|支|座|位)$", last=4), after(r"^及?以[上下内]的?[一-龥]")),
        "完成230个[50户]以上村寨建设",
        "完成村寨[50户]以上建设",
    ),
    NumberRule(
        "part_of_another",
        after(r"^及?以[上下内]的?[^,;。、0-9]{0,10}(?:[村寨]|小区|社区|企业|学校|单位|园区|自然村|中心)\d"),
        "改造[50户]以上连片村寨230个",
        "帮扶[50户]以上困难家庭",
        measures=("户", "人", "名", "个", "张", "万元"),
    ),
    NumberRule(
        "part_of_another",
        all_of(
            before(r"(?:播放|阅读|浏览|点击|观看|转发|收看|粉丝)(?:量|数|次数)(?:过|超过?|达到?)?$"),
            after(r"(?:及?以上|\+)的"),
        ),
        "单条播放量[10万]+的作品达到15个",
        "单条播放量10万+的作品达到[15个]",
    ),
    NumberRule("part_of_another", is_paid_per_action, "每建成[1个]示范点奖补2万元", "建成[1个]示范点奖补2万元"),
    NumberRule(
        "part_of_another",
        after(r"^[^,;。、0-9(]{0,6}每个?[^,;。0-9]{0,8}\d"),
        "[13个]乡镇每个不少于2场",
        "13个乡镇每个不少于[2场]",
    ),
    # A、B等16项, 引领、服务、联系三项: the number of items listed before
    NumberRule(
        "summed",
        all_of(
            sums_up,
            none_of(
                all_of(measured_in(*units.PEOPLE, *units.HOUSEHOLDS, *EVENT_UNITS, "件次"), verb_before), listed_things
            ),
        ),
        "维权、宣传等[16项]工作",
        "开展维权、宣传[16项]",
    ),
    NumberRule(
        "summed",
        all_of(in_numerals, before(r"[^,;。、]{2,8}、[^,;。、0-9]{2,8}$"), none_of(sums_up)),
        "引领、服务、联系[三项]职能",
        "引领、服务、联系等[三项]职能",
        measures=("个", "项", "支", "种", "类"),
    ),
    NumberRule(
        "rest",
        all_of(before(rf"(?<!{phrases.COMPLETING}|解决)(?:剩余|其余|余下|剩下)的?$"), none_of(in_percent)),
        "剩余[7项]指标",
        "新增[7项]指标",
    ),
    NumberRule("format", always, "撰写心得体会[2000字]以上", "撰写心得体会[2000篇]以上", measures=("字",)),
    NumberRule(
        "format",
        before(
            r"(?:须|应|需|请|并|另|随)附[^,;。]{0,30}$|(?:字数|篇幅|(?<!服务)(?<!服务总)时长|大小|像素|分辨率|尺寸"
            r"|照片|推荐表|申报表|登记表|电子版|纸质版)[^,;。0-9]{0,8}$"
        ),
        "视频总时长[20小时]",
        "志愿服务总时长[20小时]",
    ),
    # 进入全省前3名
    NumberRule(
        "rank_among",
        all_of(before(r"(?:(?<!目)前|位居|名列|居|(?<!安)排名?)$"), none_of(continues_time)),
        "力争进入全省前[3名]",
        "9月底前[3名]执委全部到位",
    ),
    # 实现两个100%: does not say what is counted
    NumberRule("so_many_times", after(r"\d{1,3}%"), "实现[3个]100%", "实现3个[100%]", measures=("个",)),
    NumberRule(
        "so_many_times", all_of(in_percent, before(r"[\d两三四五六七八九]个$")), "实现3个[100%]", "实现[3个]100%"
    ),
)
