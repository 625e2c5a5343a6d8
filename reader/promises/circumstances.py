"""Rules for numbers that state where, for whom or on which condition something is done."""

import re
from bisect import bisect_left, bisect_right

from reader.clauses.contexts import CONTEXT_LENGTH, QuantityContext
from reader.lexicon.places import ADMINISTRATIVE, AT_PLACES
from reader.lexicon.rules import PatternRule
from reader.lexicon.words import WILL_GAIN
from reader.numbers import units
from reader.promises.conditions import (
    NumberRule,
    after,
    all_of,
    any_of,
    before,
    earlier_in_sentence,
    measured_in,
    none_of,
    verb_before,
)

WORKED_ON = re.compile(r"(?:对|在)$")
DIGIT = re.compile(r"\d")
ENDS_LIST = PatternRule(
    r"(?:[、和及与等][^,、;。0-9]{1,20}等?|等)$",
    takes="临江等",
    leaves="临江",
)
MAX_LIST_LENGTH = 24  # characters before the number
NOUNS_WITH_MEASURE_WORD = frozenset({("部", "门"), ("部", "委"), ("单", "位")})
# 面积60平方米以上的方可计入: a condition of admission.
ADMITS_ONLY = PatternRule(
    r"(?:方可|方能|方予|才可|才能|才予|始可)(?!.{0,4}(?:确保|实现|保证))",
    takes="方可计入",
    leaves="可计入",
)
MAX_CLAUSES_AHEAD = 4

WORK_OF_PLACES = PatternRule(
    r"[^,;。了已]{3,16}(?:整治|改造|建设|治理|提升|亮化|绿化|硬化|供水|修复|创建)(?:工程|项目|任务|工作)?(?:\([^()]{1,16}\))?$",
    takes="行政村环境连片整治",
    leaves="行政村已完成整治",
)
SIZED = "项目|企业|基地|合作社|工程|园区|市场|专业村|农场|大户|机构"  # things of at least a size
STAFF = "女职工|女员工|职工|员工|女性|党员|妇女|从业人员|常住人口"
PLACE_NAMES = r"(?:[县市区州旗]|乡镇|街道|[村镇乡]|社区)(?:\([县市区旗乡镇街道村社、]{1,8}\))?"
counts_places = all_of(
    any_of(
        all_of(measured_in("个", "家", "所"), lambda context: ADMINISTRATIVE.match(context.after) is not None),
        measured_in("村", "社区", "县", "乡镇"),
    ),
    none_of(before(r"[每各]")),
)


def is_suffix(context: QuantityContext) -> bool:
    """Whether the measure word is the first character of a noun: 9部门印发."""
    return (context.quantity.measure, context.after[:1]) in NOUNS_WITH_MEASURE_WORD


def after_names(context: QuantityContext) -> bool:
    """Whether the places were named just before: 临江等三个县."""
    near = context.before[-MAX_LIST_LENGTH:]
    return ENDS_LIST.search(near) is not None and not DIGIT.search(near)


def is_worked_on(context: QuantityContext) -> bool:
    """Whether the places are the only number of the clause and so the target: 对6个县开展督导, 在5个乡镇设立工作室.

    一 is no count here: 在5个县实施新一轮项目.
    """
    if not WORKED_ON.search(context.before) or not AT_PLACES.search(context.after):
        return False
    counts, flat = context.line.counts, context.line.flat
    behind = counts[bisect_right(counts, context.quantity.start) : bisect_left(counts, context.clause.end)]
    return all(flat[at] == "一" for at in behind)


def is_work_of_places(context: QuantityContext) -> bool:
    """Whether the clause only says what is done in the places: 200个行政村环境整治."""
    return not context.before and WORK_OF_PLACES.match(context.after) is not None


def will_gain(context: QuantityContext) -> bool:
    return WILL_GAIN.match(context.after) is not None


def is_trial_or_range(context: QuantityContext) -> bool:
    return bool(context.quantity.upper) or "试点" in context.after


def admits_only(context: QuantityContext) -> bool:
    """Whether the number is a condition of admission: 面积60平方米以上、藏书500册以上的方可计入."""
    line, index = context.line, context.index
    while (
        index + 1 < len(line.clauses)
        and line.clauses[index + 1].part == context.clause.part
        and index - context.index < MAX_CLAUSES_AHEAD
    ):
        index += 1
    end = min(line.clauses[index].end, context.quantity.end + CONTEXT_LENGTH)
    return ADMITS_ONLY.search(line.flat, context.quantity.end, end) is not None


RULES = (
    NumberRule("scope", is_suffix, "[5单]位联合举办活动3场", "5单位联合举办活动[3场]"),
    NumberRule(
        "scope",
        all_of(counts_places, before(r"(?:走进|深入|进入|赴|进|走遍)[^,;。]{0,14}$")),
        "走进[5个]乡镇",
        "走进5个乡镇宣讲[30场]",
    ),
    NumberRule(
        "scope",
        all_of(
            counts_places,
            before(
                r"(?:全[市县省区州国旗盟镇乡校]|所有|其余|其他|剩余|余下|辖区|下辖|这|上述|该|[市县省]内|分布在"
                r"|涉及|首批)(?:的|共|共有|所有|内|各|现有)?$"
            ),
        ),
        "全县[23个]行政村",
        "在[23个]行政村建立阵地",
    ),
    NumberRule("scope", all_of(counts_places, after_names), "江北县等[三个]县", "江北县等三个县建成[三个]基地"),
    NumberRule(
        "scope",
        all_of(counts_places, none_of(is_worked_on, verb_before, is_trial_or_range, will_gain, is_work_of_places)),
        "在[8个]村已建立阵地",
        "在[6个]村成立巡逻队",
    ),
    # 项目县31个(其中国家级19个), 覆盖31个县(其中贫困县19个): describes the districts
    NumberRule(
        "scope",
        all_of(
            any_of(counts_places, all_of(measured_in("个"), before(rf"{PLACE_NAMES}$"))),
            after(r"^[^,;。、()]{0,6}(?:\([县市区旗乡镇街道村社、]{1,8}\))?\((?:其中|含|包括)"),
            none_of(before(r"实现|达到|扩大|新[建增设]|建[成立设]|创建|增加|推广|确定|选[择取定]|打造")),
        ),
        "项目县[31个](其中国家级19个)",
        "新增项目县[31个](其中国家级19个)",
    ),
    NumberRule(
        "conditions", lambda context: context.line.conditions, "推荐条件\n成员[20人]以上", "工作目标\n成员[20人]以上"
    ),
    NumberRule(
        "condition",
        before(r"(?:海拔|面积|距离|半径)[^,;。0-9]{0,4}$"),
        "为海拔[4500米]以上乡镇的儿童发放棉衣800套",
        "为海拔4500米以上乡镇的儿童发放棉衣[800套]",
        measures=("米",),
    ),
    # 投资10亿元以上项目10个, 10个投资10亿元以上的项目: how large each of the counted things has to be
    NumberRule(
        "condition",
        any_of(
            after(rf"^及?以上的?[^,;。、0-9]{{0,10}}(?:{SIZED})[^,;。、0-9]{{0,6}}\d"),
            all_of(
                before(r"\d[个家项户][^,;。、0-9]{0,12}$"),
                after(rf"^及?以上的?[^,;。、0-9]{{0,10}}(?:{SIZED})(?:建设)?$"),
            ),
        ),
        "引进投资[10亿元]以上项目10个",
        "完成投资[10亿元]以上,引进项目10个",
        measures=(*units.MONEY, "亩", "平方米", "张"),
    ),
    # 面积一般不低于10平方米: how large each room has to be; 新增面积500平方米 is a target
    NumberRule(
        "condition",
        any_of(
            before(r"面积(?:一般|原则上|均?[应须]|为|在){1,2}[^,;。0-9]{0,6}$"),
            all_of(before(r"(?<!总)面积[^,;。0-9]{0,6}$"), after(r"^(?:及?以上)?的(?!目标|任务)")),
        ),
        "母婴室面积一般不低于[10平方米]",
        "新增母婴室面积不低于[10平方米]",
        measures=("平方米", "平米", "㎡"),
    ),
    NumberRule(
        "condition",
        before(r"(?:单程|往返|全程|方圆|相距|距[^,;。0-9]{0,8}|(?<![前边])沿[^,;。0-9]{0,4})[约近为]?$"),
        "单程约[260公里]",
        "修建步道[260公里]",
        measures=("米", "公里", "千米"),
    ),
    # 对年销售额100万元以上的合作社给予奖励: a condition; in 对100名以上的妇女进行救助 the number is a target.
    NumberRule(
        "condition",
        all_of(
            before(r"对[^,;。]{0,20}(?:[额量值数积入率龄模度产金达]|达到|超过)$"),
            after(
                r"^及?以[上下内](?:的|[且、和或并][^,;。]{1,20}?以[上下内]的)[^,;。]{1,16}?(?:给予|予以|进行|实行"
                r"|发放|[奖补])"
            ),
        ),
        "对年销售额[100万元]以上的合作社给予奖励",
        "年销售额达到[100万元]以上",
    ),
    NumberRule(
        "condition",
        before(r"(?:须|应|需|必须|应当)具[备有][^,;。]{0,40}$|具[备有][^,;。0-9的]{0,8}$"),
        "承办机构须具备5年以上资质、[3名]以上持证教师",
        "[3名]以上持证教师",
    ),
    # 申报单位应有场地,面积不少于50平方米; 申报条件:成立2年以上,成员不少于20人
    NumberRule(
        "condition",
        earlier_in_sentence(
            r"(?:推荐|申报|评选|参评|报名|参赛|申请|认定|准入|入选)(?:(?:单位|对象|人选?|者|基地|集体"
            r"|个人)(?:的)?[应须需]"
            r"|(?:单位|对象|人选?|者|基地|集体|个人)?的?(?:基本)?(?:条件|资格|标准)(?:[:为是]|如下))"
        ),
        "认定标准如下:获奖[3项]以上",
        "获奖[3项]以上",
    ),
    NumberRule(
        "condition", admits_only, "面积[60平方米]以上、藏书500册以上的方可计入", "面积[60平方米]以上、藏书500册以上"
    ),
    NumberRule(
        "condition",
        after(
            rf"^(?:(?:及?以[上下内]|左右)的?(?:{STAFF})?的?|(?:{STAFF})?的)(?:企业|单位|机关|学校|园区|楼宇|小区|社区|(?:自然|行政)?村|机构"
            rf"|用人单位|社会组织|市场)(?!(?:女|男|困难|贫困|离?退休|一线|在职|优秀|基层|从业){{0,2}}(?:{STAFF}|民|干部|职员|[作教学经管]者|负责人|教师|儿童|学生|女生|妇女))"
        ),
        "女职工[50人]以上的企业建立妇委会",
        "培训女职工[50人]以上",
        measures=("人", "名", "户", "万元", "元"),
    ),
    NumberRule(
        "condition",
        before(
            r"(?:凡|凡是|年满|未满|(?<!圆)(?<!美)(?<!不)满(?!意|足)|对(?:有|拥有|生育|符合)|如果|若|达不到"
            r"|对[^,;]{0,12}超过)[^,;]{0,6}$"
        ),
        "凡有[3名]以上女党员的支部都可申报",
        "[3名]以上持证教师",
    ),
)
