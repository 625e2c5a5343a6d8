"""Recognises words and quantities that the end of a line has broken."""

import re

from reader.lexicon.rules import PatternRule

# Terms of the field: a line that breaks one of them was broken by its width.
FIXED_TERMS = re.compile(
    "中国特色|社会主义|高质量|习近平|妇女儿童|妇女联合会|家庭教育|乡村振兴|志愿服务|创业创新|男女平等|合法权益|基本国策|经济社会|组织建设|思想政治"
    "|精神文明|示范基地|工作机制|人民政府|领导小组|有关部门|发展规划|公共服务|党的建设|两个维护|四个意识|半边天|获得感|幸福感|安全感"
    "|技能培训|培训班|就业创业|创业就业|服务站|工作站|儿童之家|妇女之家|最美家庭|美丽庭院|红旗手|志愿者|幼儿园|覆盖率|死亡率|筛查率|入园率|入学率|参保率"
    "|巩固率|发生率|委员会|孕产妇|婴幼儿|留守儿童|困境儿童|未成年人|残疾人|宫颈癌|乳腺癌|疫苗|带头人|家长学校|亲子阅读|心理健康|免费检查|筛查|贷款|救助|慰问|人次|妇女"
    "|儿童|家庭|培训|基地|岗位"
)
EDGE = 20  # characters on each side of the end of the line
# 25万剂 | 次左右, 20 | 个以上, 90% | 以上: the next line has the rest of the measure word and the bound.
ENDS_WITH_NUMBER = PatternRule(
    r"(?<![\d.])\d[\d.,]{0,11}[万亿]?(?:[%‰]|[一-龥]{0,2})$", takes="接种25万剂", leaves="接种25万剂次左右"
)
BEGINS_WITH_BOUND = PatternRule(
    r"^[一-龥]{0,2}(?:左右|及?以[上内下]|上下)(?:[,。;、)]|的|$)", takes="次左右,", leaves="以上措施"
)
# 90%以 | 上
ENDS_WITHIN_BOUND = PatternRule(r"\d[万亿]?(?:[%‰]|[一-龥]{1,3})及?以$", takes="达到90%以", leaves="是否可以")
BEGINS_WITHIN_BOUND = PatternRule(r"^[上下内](?:[,。;、)]|的|$)", takes="上。", leaves="上级")
# 建成20 | 个示范点: the number is not alone in its line, as in the cell of a table.
ENDS_WITH_BARE_NUMBER = PatternRule(r"[一-龥]\d[\d.]{0,7}[万亿]?$", takes="建成20", leaves="建成20个")
BEGINS_WITH_MEASURE = PatternRule(
    r"^(?:[个名人户家所场期次件项条份对支张座处][次户]?|[万亿余多]|[%‰]|年(?=[底内前度初]))(?=[一-龥,。;])(?!员|均|才|民|大|类|目)",
    takes="个示范点",
    leaves="人员培训",
)
# 打分占 | 60%: a word that needs a number
ENDS_BEFORE_NUMBER = PatternRule(
    r"(?:占|达到|不低于|不少于|不超过|超过|控制在|[提升]高到|降低?到|增加到)$",
    takes="实地检查打分占",
    leaves="培训人数",
)
BEGINS_WITH_NUMBER = PatternRule(
    r"^\d(?:[\d.]{0,8}\d)?(?:[%‰万亿]|[一-龥])", takes="60%,实地检查", leaves="(2)实地检查"
)


def breaks_a_word(last: str, line: str) -> bool:
    """Whether a fixed term or a quantity extends over the end of the line ``last`` into ``line``."""
    edge = last[-3:] + line[:3]
    if any(hit.start() < min(3, len(last)) < hit.end() for hit in FIXED_TERMS.finditer(edge)):
        return True
    tail, head = last[-EDGE:], line[:EDGE]
    return any(
        ends.search(tail) is not None and begins.match(head) is not None
        for ends, begins in (
            (ENDS_WITH_NUMBER, BEGINS_WITH_BOUND),
            (ENDS_WITHIN_BOUND, BEGINS_WITHIN_BOUND),
            (ENDS_BEFORE_NUMBER, BEGINS_WITH_NUMBER),
            (ENDS_WITH_BARE_NUMBER, BEGINS_WITH_MEASURE),
        )
    )
