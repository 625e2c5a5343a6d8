"""Measure words by what they count, and units with their scale."""

import re
from decimal import Decimal

PEOPLE = ("人次", "人(次)", "人/次", "名", "位", "人", "员", "人份", "女性")
HOUSEHOLDS = ("户次", "户(次)", "户", "家庭")
EVENTS = (
    "场次",
    "场(次)",
    "场/次",
    "场",
    "次",
    "期",
    "班次",
    "轮次",
    "轮",
    "届次",
    "讲",
    "堂",
    "节",
    "遍",
    "站次",
    "课",
)
THINGS = (
    *("个", "家", "所", "处", "座", "间", "支", "只", "项", "件次", "件(次)", "件", "份", "本", "册", "张", "条"),
    *("篇", "部", "集", "批次", "站", "对", "例", "宗", "起", "套", "台", "辆", "门", "幅", "面", "块", "株", "棵"),
    *("枚", "箱", "袋", "头", "款", "床", "栋", "幢", "档", "组", "队", "字", "封", "顶", "盏", "则", "首"),
    *(
        "眼",
        "口",
        "孔",
        "根",
        "架",
        "艘",
        "台次",
        "车次",
        "剂次",
        "剂/次",
        "剂",
        "单",
        "点位",
        "人天",
        "类",
        "种",
        "道",
        "批",
        "亩",
        "公顷",
        "平方米",
        "平米",
        "㎡",
        "公里",
        "千米",
        "米",
        "吨",
    ),
    *("公斤", "斤", "倍", "学位", "床位", "村", "社区", "县", "乡镇", "岗位", "双", "把", "副", "篮", "条次", "包"),
    *("千瓦时", "千瓦", "兆瓦"),
    *("标箱", "标准箱", "亩次", "架次", "艘次", "辆次", "例次", "床日", "人日", "工日", "立方米"),
)
MONEY = ("元", "美元", "块钱")
RATES = ("%", "‰", "个百分点", "百分点", "成")
AGES = ("周岁", "岁", "月龄")
DURATIONS = (
    *("个月", "个工作日", "个小时", "个学时", "个课时", "个季度", "个年头", "个星期", "个周", "工作日", "小时"),
    *("学时", "课时", "分钟", "秒", "天", "日", "周年", "周", "月", "年", "季度", "个年度", "个半月"),
)
SCORES = ("分值", "分")
RANKS = ("级", "届", "星级", "星", "等", "号文", "楼", "层", "路", "线", "A", "G", "大")
SCALES = {"万": Decimal(10**4), "亿": Decimal(10**8), "万亿": Decimal(10**12)}

COUNTED = frozenset(PEOPLE + HOUSEHOLDS + EVENTS + THINGS + MONEY + RATES)
ALL = PEOPLE + HOUSEHOLDS + EVENTS + THINGS + MONEY + RATES + AGES + DURATIONS + SCORES + RANKS
UNIT = re.compile("|".join(map(re.escape, sorted(ALL, key=len, reverse=True))))

# 万元/人, 个/年, 元/人·年: per person, thing or period. 户/家 and 名/个 are alternative words for one unit.
PER = re.compile(
    r"/每?(?:[千万百]?人(?:[·.•](?:年|月|天|日|次))?|年|月|季度?|天|日|周|期|户|亩|公顷|平方米|平米|㎡|小时|床日|吨"
    r"|公里|班)"
    r"(?![数均])|(?<=元)/每?(?:次|场|个|件|份|套|例|篇|项|处|座|村|所|家)"
)

# 人(次) and 人/次 are spellings of 人次.
PLAIN = {word: re.sub("[(/)]", "", word) for word in ALL if "(" in word or "/" in word}


def unit_at(flat: str, position: int) -> str:
    """The longest measure word at ``position``, with what follows its slash; empty if there is none."""
    found = UNIT.match(flat, position)
    if found is None:
        return ""
    per = PER.match(flat, found.end()) if found[0] not in PLAIN else None
    return flat[position : per.end()] if per else found[0]


def plain(unit: str) -> str:
    """The unit without brackets or slash: 人次 for 人(次)."""
    return PLAIN.get(unit, unit)


def normal(value: Decimal, unit: str) -> tuple[Decimal, str]:
    """(value in ones, unit without scale): 24.22 万名 gives 242200 名."""
    for scale in sorted(SCALES, key=len, reverse=True):
        if unit.startswith(scale):
            return value * SCALES[scale], plain(unit[len(scale) :])
    return value, plain(unit)


def bare(unit: str) -> str:
    """The measure word of a unit, without scale and without what follows a slash: 元 for 万元/人; /10万 is
    unchanged."""
    word = unit.removeprefix("万亿").removeprefix("万").removeprefix("亿")
    return plain(word) if word in PLAIN or word.startswith("/") else word.partition("/")[0]
