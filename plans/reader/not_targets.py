"""Numbers that promise nothing, each with the rule that says so. The first rule that fits speaks."""

import re
from collections.abc import Callable

from plans.reader import units
from plans.reader.spots import Spot
from plans.reader.words import VERB

SET_PHRASES = re.compile(
    r"(?:四个(?:意识|自信|全面|服务|伟大|最|在|有|基层)|两个(?:维护|确立|规划|纲要|独特|大局|一百年|结合|作用|文明|责任|率先|毫不动摇|健康|覆盖|走在)"
    r"|三会一课|八项规定|三个代表|三八|双学双比|两不愁|三保障|五位一体|两纲|两规|两癌|三农|三下乡|一带一路|一老一小|一法两纲|一岗双责|五好"
    r"|两学一做|三严三实|三个(?:注重|表率|必须|区分)|五个(?:一|带头|到位)|一把手|六一|五四|七一|双拥|三全|四史|四风|三务|四议两公开|三支一扶"
    r"|两委|两新|两会|两代表一委员|三同步|六稳|六保|三公|一网通办|一站式|一体化|一线|一流|一把|一系列|一批|一些|一定|一致|一起|一代|一步|一切"
    r"|一百年|百年|百姓|千家万户|千方百计|万众一心|三八红旗|一手抓|一盘棋|一张网|一条龙|一对一|一户一|一村一|一人一|一县一|一校一|一站|一方"
    r"|一系|一身|一心|一并|一同|一律|一般|一直|一旦|一时|一道|一如|万里|万家|千里|百花|百家|四季|八方|四面|三令|五湖|十佳|百佳|双百)"
)
ORDINAL = re.compile(r"(?:第|届|之|[初农]历?|专栏|附件|表|图|类别|编号|文号|令|No\.?|[A-Za-z])$")
CODE = re.compile(r"[-·.?]$")
FOLLOWED = re.compile(r"^(?:以下简称|起施行|号|号文|版|楼|室|届|中全会|大精神|大报告|大以来|周年|年代|讲话|指示|课堂|热线|平台|工程|行动)")
ABSTRACT = re.compile(
    r"^(?:大)?(?:方面|层面|阶段|环节|步骤|维度|关键|原则|要求|关系|意见|转变|结合|到位|问题|体系|机制|特点|特征|优势|坚持|着力|突出|聚焦"
    r"|强化|提升|加强|注重|统筹|同步|必须|确保|牢牢|不放松|不动摇|转化|目标|任务|重点(?:工作|任务|领域)?(?:$|[,、和])|领域|主题|篇章|战略|建议"
    r"|[“\"](?:不准|严禁|必须|一律|带头|到位|坚持|不)[^”\"]{0,4}[”\"]|字|百年|世纪|时代|地方|时候|角度|梯队|等级|档次|挡|类型|类别|步|条(?:主线|底线|红线)|意识|自信|维护|确立|指标|发展规划|规划|纲要|大局|策略|措施)"
)
SCOPE = re.compile(
    r"(?:全[市县省区州国旗盟镇乡校]|所有|其余|其他|剩余|余下|辖区|下辖|这|上述|该|[市县省]内|分布在|涉及|首批)(?:的|共|共有|所有|内|各|现有)?$"
)
ADMINISTRATIVE = re.compile(
    r"^(?:以上)?(?:少数民族|民族|贫困|边境|重点|试点|深度贫困|省级|市级|国家级|项目|示范)*(?:自治)?"
    r"(?:县|市|区|旗|州|乡|镇|街道|村|社区|村民小组|行政村|部门|单位|成员单位|地级市|省|国家|地区|部委|片区|团体会员|部室)"
    r"(?![级村土里内外域长民])"
)
LISTED = re.compile(r"(?:[、和及与等][^,、;。0-9]{1,20}等?|等)$")
LIFE = re.compile(r"寿命|年龄.{0,4}(?:提高|推迟|达到)")
SCHOOLING = re.compile(r"教育年限|年限")
HOURS = re.compile(r"学时|课时|小时")
WORKED = re.compile(r"全年|每年|年内|每月|每季|累计|每[名人个]")
SCORING = re.compile(r"(?:权重|分值|得分|记分|计分|扣|加分|赋分|满分|考核(?:占|比重)|总分|评分|占比?考核|占年度考核)[^,;]{0,10}$")
CONDITION = re.compile(
    r"^(?:及?以[上下内]|左右)?(?:的)?(?:女职工|女员工|职工|员工|女性|党员|妇女|从业人员|常住人口)?的?(?:企业|单位|机关|学校|园区|楼宇|小区|社区|村|机构|用人单位|社会组织|市场)"
)
CONDITION_BEFORE = re.compile(r"(?:凡|凡是|年满|未满|(?<!圆)(?<!美)(?<!不)满(?!意|足)|如果|若|达不到|对[^,;]{0,12}超过)[^,;]{0,6}$")
LIMIT = re.compile(r"标准(?:为|是)[^,;]{0,6}$|(?:额度|限额|最高(?:不超过|可贷|可达|给予|补助)?|上限|单笔|贷款期限|利率|每股|单价|起点)[^,;]{0,12}$")
STATE = re.compile(r"(?:率|比例|比重|占比|率均|水平)(?:已|就|均|仅|只)?(?:为|是|仅为|只有|居)$|(?:占|占到|占总数的|占[^,]{1,12}的)$")
AIMING = re.compile(r"目标|力争|争取|确保|要(?!求)|达到|不低于|提高|应|须|实现")
BOUNDED = re.compile(r"^ ?(?:及?以[上内下]|左右)")
ONLY = re.compile(r"(?:只|仅|才|不足|不到)(?:有|完成|占|达到|达|为|是)?[^,;。0-9]{0,4}$")
AMONG = re.compile(r"^[^,;。]{1,14}中(?:$|有|,)")
EXISTS = re.compile(r"(?:共有|现有|尚有|还有|有|拥有|已有|分为|包括|包含|组成的|由|属于|含)[^,;。0-9]{0,14}$|(?:下设|设有|共设|分为|包括|包含)[^,;。]{0,40}$|(?:提出|确定|规定|明确|设定|涉及)的$")
OUGHT = re.compile(r"至少|不少于|不低于|要(?!求)|应|须|配")
USED = re.compile(r"(?:对照|依托|利用|用好|发挥|围绕|聚焦|针对|紧盯|根据|按照|通过|借助|整合|执行)[^,;。、]{0,16}$")
CENTRE = re.compile(r"以[^,;。]{0,4}$")
AS_CENTRE = re.compile(r"^[^,;。]{1,14}为(?:重点|主|核心|抓手|主题|载体|契机|中心|牵引|龙头|依托|单元)")
# 126名住村干部要扑下身子: the people who act are there already.
ACTORS = re.compile(r"^[^,;。]{0,8}?(?:干部|讲师|委员|执委|工作人员|成员|党员|主席)(?:要|联系|应|须|扑|包|分|按|负责|深入|带|与)")
FOLK = re.compile(r"(?:团结|带领|引领|凝聚|全[省市县镇乡区国州旗]|广大)[^,;。0-9]{0,10}$")
FOLK_AFTER = re.compile(r"^[^,;。0-9]{0,6}(?:妇女|女性|姐妹|儿童|人口|群众)(?:[^,;。]{0,3}(?:为|在|听|跟|积极|踊跃|投身|奋|建功|坚定|,|$))")
ON_TOP = re.compile(r"^[^,;。]{0,30}的?基础上")
THAT_HAVE = re.compile(r"^(?:及?以[上下内])的[^,;。]{0,12}\d")
PER_ONE = re.compile(r"^[^,;。0-9(]{0,6}每个?[^,;。0-9]{0,8}\d")
SUMMED = re.compile(r"等$")
CHANGE = re.compile(r"(?:较|比|同比|于)(?:去年|上年|上一年|20\d\d年|往年|同期|年初|年前)[^,;。]{0,10}$")
PRIZE = re.compile(r"(?:[一二三特]等奖|优秀奖|组织奖|单项奖|鼓励奖|入围奖)[^,;。0-9]{0,6}$")
COPIES = re.compile(r"(?:共印|印|一式)$")
FORMAT = re.compile(r"(?:字数|篇幅|时长|大小|像素|分辨率|尺寸)[^,;。0-9]{0,8}$")
BETTER = re.compile(r"(?:前|位居|名列|居|排名?)$")
SO_MANY_TIMES = re.compile(r"[两三四五六七八九]个$")
STEP_OF_SCORE = re.compile(r"每(?:少|多|缺|漏|增加?|减少?|迟|差|低|高|超|有|出现|完成|提高|降低|下降)(?:于|报|过)?[^,;。0-9]{0,6}$")
PENALTY = re.compile(r"^(?:及?以[上下内])?的?[,、]?(?:视为|不得|不予|取消|扣|得\d|得满分|加\d|予以|给予|评为|为优秀|为合格|通报|约谈|一票)")
DEDUCTED = re.compile(r"(?:扣|加|得|记|计)(?:\d|满分)|不得分|扣分")
IN_A_ROW = re.compile(r"(?:连续|每逢|逾期|缺席|累计缺)[^,;。]{0,4}$")
GRANT = re.compile(r"^(?:、[0-9.]{1,8}万?元){0,3}[^,;。]{0,4}标准")
SPENT = re.compile(r"(?:花费|支出|耗资|已投入|拨付了|造价)[^,]{0,8}$")
BASE = re.compile(r"(?:从|由)[^,;。]{0,24}$")
RISES = re.compile(r"^[^,;。]{0,8}?(?:提高|增加|上升|提升|增长|下降|降低|降|减少|扩大|延长|发展|增|升|提)(?:到|至)")
PER = re.compile(r"每(?:逢|隔)?$")


def why_not(spot: Spot) -> str | None:
    """The rule that says that the quantity is no target; None where none does."""
    for name, rule in RULES:
        if rule(spot):
            return name
    return None


def _time(spot: Spot) -> bool:
    return spot.quantity.start in spot.line.times_in or (spot.quantity.end - 1) in spot.line.times_in


def _quoted(spot: Spot) -> bool:
    return spot.quantity.start in spot.line.quoted


def _titled(spot: Spot) -> bool:
    return spot.quantity.start in spot.line.titled


def _set_phrase(spot: Spot) -> bool:
    if not spot.quantity.chinese:
        return False
    flat, start = spot.line.flat, spot.quantity.start
    return any(SET_PHRASES.match(flat, start - back) and _reaches(flat, start - back, start) for back in range(min(3, start + 1)))


def _reaches(flat: str, at: int, start: int) -> bool:
    found = SET_PHRASES.match(flat, at)
    return found is not None and found.end() > start


def _ordinal(spot: Spot) -> bool:
    return ORDINAL.search(spot.before[-4:]) is not None or PER.search(spot.before[-2:]) is not None


def _code(spot: Spot) -> bool:
    """11?2, 4·27, 2020-15: a number that hangs on another by a dot or a dash."""
    return CODE.search(spot.before[-1:]) is not None and spot.before[-2:-1].isdigit()


def _no_measure(spot: Spot) -> bool:
    return spot.quantity.measure == "" and spot.quantity.unit == ""


def _named(spot: Spot) -> bool:
    return FOLLOWED.match(spot.after) is not None


def _age(spot: Spot) -> bool:
    return spot.quantity.measure in units.AGES and not LIFE.search(spot.before)


def _duration(spot: Spot) -> bool:
    measure = spot.quantity.measure
    if measure == "年":
        return not SCHOOLING.search(spot.before)
    if HOURS.search(measure) or measure == "天":
        return not (re.search(r"不少于|累计|达到|至少|以上", spot.text) and WORKED.search(spot.text))
    return measure in units.DURATIONS


def _rank(spot: Spot) -> bool:
    return spot.quantity.measure in units.RANKS


def _score(spot: Spot) -> bool:
    return spot.quantity.measure in units.SCORES or SCORING.search(spot.before) is not None


def _abstract(spot: Spot) -> bool:
    return spot.quantity.measure in {"个", "项", "条", "大", "种", "类", "件", "点"} and bool(ABSTRACT.match(spot.after))


def _scope(spot: Spot) -> bool:
    """全市12个县区, 临江等三个县: where, not how many."""
    measure, after = spot.quantity.measure, spot.after
    place = measure in {"个", "家", "所"} and ADMINISTRATIVE.match(after) is not None
    place = place or measure in {"村", "社区", "县", "乡镇"}
    if not place:
        return False
    if SCOPE.search(spot.before) or LISTED.search(spot.before[-24:]) and not re.search(r"\d", spot.before[-24:]):
        return True
    return not VERB.search(spot.before) and not spot.quantity.upper and "试点" not in spot.after


def _condition(spot: Spot) -> bool:
    people = spot.quantity.measure in {"人", "名", "户", "万元", "元"}
    return (people and CONDITION.match(spot.after) is not None) or CONDITION_BEFORE.search(spot.before) is not None


def _limit(spot: Spot) -> bool:
    return spot.quantity.measure in {*units.MONEY, "%"} and LIMIT.search(spot.before) is not None


def _state(spot: Spot) -> bool:
    if ONLY.search(spot.before):
        return True
    return STATE.search(spot.before) is not None and not (AIMING.search(spot.text) or BOUNDED.match(spot.after))


def _exists(spot: Spot) -> bool:
    if ACTORS.match(spot.after) and not VERB.search(spot.before):
        return True
    if AMONG.match(spot.after):
        return True
    if USED.search(spot.before) and not BOUNDED.match(spot.after) or (CENTRE.search(spot.before) and AS_CENTRE.match(spot.after)):
        return True
    if OUGHT.search(spot.before):
        return False
    return EXISTS.search(spot.before) is not None and not AIMING.search(spot.before) and not re.search(r"每|各", spot.said)


def _folk(spot: Spot) -> bool:
    """团结带领全镇1.12万名妇女: the people whom the plan is for."""
    return FOLK.search(spot.before) is not None and not BOUNDED.match(spot.after) and FOLK_AFTER.match(spot.after) is not None


def _scored(spot: Spot) -> bool:
    """每少1个扣2分, 低于90%的不得分: how points are given, not what is promised."""
    if STEP_OF_SCORE.search(spot.before):
        return DEDUCTED.search(spot.line.flat, spot.quantity.end, min(len(spot.line.flat), spot.quantity.end + 24)) is not None
    return PENALTY.match(spot.after) is not None


def _part_of_another(spot: Spot) -> bool:
    """床位15张以上的不少于10家, 13个镇每个不少于2场: it says of which things the next number counts."""
    have = spot.quantity.unit != "%" and THAT_HAVE.match(spot.after) is not None
    return have or PER_ONE.match(spot.after) is not None


def _base(spot: Spot) -> bool:
    if ON_TOP.match(spot.after):
        return True
    if CHANGE.search(spot.before) and not re.search(r"不[少低]于|超过|增|提高|多", spot.before):
        return True
    return BASE.search(spot.before) is not None and RISES.match(spot.after) is not None


RULES: tuple[tuple[str, Callable[[Spot], bool]], ...] = (
    ("time", _time),
    ("title", _titled),
    ("quoted", _quoted),
    ("code", _code),
    ("no_measure", _no_measure),
    ("ordinal", _ordinal),
    ("set_phrase", _set_phrase),
    ("age", _age),
    ("duration", _duration),
    ("score", _score),
    ("rank", _rank),
    ("named", _named),
    ("abstract", _abstract),
    ("scope", _scope),
    ("condition", _condition),
    ("folk", _folk),
    ("part_of_another", _part_of_another),
    ("summed", lambda spot: SUMMED.search(spot.before) is not None),
    ("format", lambda spot: FORMAT.search(spot.before) is not None),
    ("rank_among", lambda spot: BETTER.search(spot.before) is not None),
    ("so_many_times", lambda spot: spot.quantity.unit == "%" and SO_MANY_TIMES.search(spot.before) is not None),
    ("scored", _scored),
    ("prize", lambda spot: PRIZE.search(spot.before) is not None),
    ("copies", lambda spot: COPIES.search(spot.before) is not None),
    ("in_a_row", lambda spot: IN_A_ROW.search(spot.before) is not None),
    ("standard", lambda spot: spot.quantity.measure in units.MONEY and GRANT.match(spot.after) is not None),
    ("limit", _limit),
    ("base", _base),
    ("past", lambda spot: spot.past),
    ("spent", lambda spot: SPENT.search(spot.before) is not None),
    ("state", _state),
    ("exists", _exists),
)
