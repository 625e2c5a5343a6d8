"""How a number is compared with what is reached, by the words right before and after it."""

import re
from dataclasses import dataclass

from plans.reader.model import Op
from plans.reader.quantities import Quantity

# What may stand between the comparing word and its number: 不少于全县妇女的60%, 至少要举办2期.
AT_LEAST_BEFORE = re.compile(
    r"(?:不(?:得|能|应)?(?:少|低|小|差)于|至少|最少|最低|起码|≥|>=|>|≧|大于|高于|多于|超过|突破|超|不下)[^0-9]{0,12}$"
)
AT_MOST_BEFORE = re.compile(
    r"(?:不(?:得|能|应)?(?:超过|超出|超|高于|多于|大于)|(?<!不)(?<!不得)(?<!不能)(?:低于|少于|小于)|最多|至多|最高|≤|<=|<|≦)[^0-9]{0,8}$"
)
HELD = re.compile(r"(?:控制|稳定|压减|压降|限制)(?:在|到|至)[^0-9以]{0,4}$")
AT_LEAST_AFTER = re.compile(r"^ ?[((]?(?:\(含\)|(?:含|[^()()]{1,6}含[^()()]{0,6}))?[))]? ?及?以上|^ ?[((]以上[))]|^ ?\+")  # noqa: RUF001
AT_MOST_AFTER = re.compile(r"^ ?[((]?含?[))]? ?(?:及?以内|之内|及?以下|内(?![容部地在外]))")  # noqa: RUF001
ABOUT_BEFORE = re.compile(r"(?:大约|约|将近|接近|近|大概|左右)(?:为)?$")
ABOUT_AFTER = re.compile(r"^ ?(?:左右|上下|前后)")
TRAILING = re.compile(r"^[^0-9,，;；]{1,24}?(?:(?P<ge>以上)|(?P<about>左右)|(?P<le>以内))(?:目标|任务|的)*$")  # noqa: RUF001

EACH_TIME = "年月季周天日旬度"
EACH = re.compile(
    r"每(?:(?:一|1)?(?:个|名|所|户|支|家|场|期|批|次|位|人|村|县|镇|乡|区|社区|季)?)[^每,，;；。0-9年月]{0,14}"  # noqa: RUF001
)
NOT_EACH = re.compile(r"每(?:[年月周天日旬]|季度?|半年|[一两二三四五\d]+年|[千万百十]|\d+|逢|隔|一?个?(?:季度|月))")
ALL_OF = re.compile(
    r"(?:^|[、,，;； ]|全[市县省区州旗]|要求|督促|指导|推动|组织|引导|支持|在|为|由|向|对|确保)各(?!种|类|项|方|界|族|有关|行各业|自|位|尽|式|样|负|司)"  # noqa: RUF001
    r"[^,，;；。、0-9]{0,24}"  # noqa: RUF001
)
TOGETHER = re.compile(r"共计?|合计|总计|总共|累计|总数|联合")
EACH_UNIT = re.compile(
    r"(?:县级?|市级?|区级?|乡镇?|镇|街道|村|社区|部门|单位|妇联|组织|部室|地|级|旗|州|学校|园区|站|支部|班子|科室|片区|处)"
)
OF_EACH = re.compile(r"对[^,，;；。]{1,24}(?:轮训|培训|走访|慰问|体检|检查|评估|考核|督导|督查|排查|调研|谈心|家访)$")  # noqa: RUF001


@dataclass(frozen=True)
class Comparison:
    op: Op
    word: str  # what says so; empty for a plain number
    end: int  # where the quantity ends together with the word after it


def compared(flat: str, quantity: Quantity, start: int, end: int) -> Comparison:
    """The comparison of a quantity in the clause ``flat[start:end]``, each and pct not yet told apart."""
    before = flat[max(start, quantity.start - 24) : quantity.start]
    after = flat[quantity.end : min(end, quantity.end + 30)]
    least = AT_LEAST_AFTER.match(after)
    if least:
        return Comparison(Op.GE, "以上", quantity.end + least.end())
    most = AT_MOST_AFTER.match(after)
    if most:
        return Comparison(Op.LE, most[0].strip(), quantity.end + most.end())
    about = ABOUT_AFTER.match(after)
    if about:
        return Comparison(Op.APPROX, about[0].strip(), quantity.end + about.end())
    for pattern, op in (
        (AT_MOST_BEFORE, Op.LE), (AT_LEAST_BEFORE, Op.GE), (HELD, Op.LE), (ABOUT_BEFORE, Op.APPROX)
    ):  # fmt: skip
        found = pattern.search(before)
        if found:
            return Comparison(op, found[0], quantity.end)
    return _trailing(quantity, after)


def _trailing(quantity: Quantity, after: str) -> Comparison:
    """培育2个示范基地以上: the comparing word stands after the thing."""
    found = TRAILING.match(after)
    if found:
        for name, op in (("ge", Op.GE), ("about", Op.APPROX), ("le", Op.LE)):
            if found[name]:
                return Comparison(op, found[name], quantity.end)
    if quantity.more:
        return Comparison(Op.APPROX, "余", quantity.end)
    return Comparison(Op.EQ, "", quantity.end)


def each_of(before: str) -> str | None:
    """每个县区, 各乡镇: the units of which each must reach the number; ``before`` is what the sentence says before it."""
    for found in reversed(list(EACH.finditer(before))):
        if not NOT_EACH.match(found[0]):
            return _short(found[0])
    for found in reversed(list(ALL_OF.finditer(before))):
        if EACH_UNIT.search(found[0]) and not TOGETHER.search(before, found.start()):
            return _short(found[0][found[0].index("各") :])
    if OF_EACH.search(before):
        return "每个对象"
    return None


def _short(word: str) -> str:
    unit = re.match(r"[每各](?:[一1]?[个名所户支家场期批位])?(?:[^,，;；0-9]{0,8}?(?:县区|乡镇|街道|社区|妇联|部门|单位|[县市区村人员委]))?", word)  # noqa: RUF001
    return (unit[0] if unit and len(unit[0]) > 1 else word)[:16]
