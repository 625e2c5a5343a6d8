"""Names that say only what is done (资助, 新建, 成功率) get whom or what it is done for, from the words above."""

import re
from collections.abc import Iterable

from reader.clauses.contexts import QuantityContext
from reader.lexicon import verbs
from reader.lexicon.rules import PatternRule
from reader.names.joining import BARE_RATE, EVENT_OR_SERVICE, SOMETHING_DONE, short
from reader.names.patterns import CONSTRUCTION, CONSTRUCTION_VERB, DIGIT, HEAD_COUNT_VERB, LEADING
from reader.names.topics import MIN_TOPIC_LENGTH, NOT_TOPIC, OUTCOME_ONLY, label_of_paragraph, topic_of
from reader.names.words import QUOTATION, joined, strip_repeatedly
from reader.numbers.units import PEOPLE

MAX_BEFORE = 120  # characters
MAX_KIND = 6  # characters of a kind of people
MAX_OWNER = 20  # characters
DEED = rf"(?:{HEAD_COUNT_VERB.pattern}|{CONSTRUCTION_VERB}|{SOMETHING_DONE}|走访|选派|开展|举办|组织|完成|检查)"
DEED_ONLY = PatternRule(
    rf"^{DEED}+(?:人数|人次|任务|指标|名额)?$|^(?:规划|建筑|占地|总)面积$", takes="走访慰问", leaves="走访慰问困境儿童"
)
# These take the people or things as their object: 资助女童, 选派女大学生.
TAKES_OBJECT = PatternRule(
    r"^(?:走访|慰问|资助|救助|扶持|帮扶|选派|选树|招募|推荐|引进|培养|培育|表彰|发放|服务|安置|结对)+$",
    takes="走访慰问",
    leaves="培训",
)
# What people know and think of is a programme: 改厕群众知晓率.
OPINION = re.compile(r"(?:群众|公众|社会|居民|村民|家长|妇女|农户)(?:政策)?(?:知晓|满意|参与|支持|认可)[率度]")
HAS_RATE = re.compile(rf"{EVENT_OR_SERVICE.pattern}|机构$|(?:创建|评选|选树|改厕|改水)$")
CARE = re.compile(r"^(?:关爱|关心|关怀|帮扶|服务|救助|资助|慰问|走访|培养|培育|选派|扶持)(?=[一-龥]{2})")
ENDS_AS_DEED = re.compile(rf"(?:{SOMETHING_DONE}|关爱|帮扶|服务|行动|工程|计划|项目|活动)$")
CARED_FOR = re.compile(
    r"(?P<whom>.*(?:儿童|妇女|母亲|女童|家庭|老人|老年人|学生|群众|职工|人员|人群))(?:关爱|关怀|帮扶|救助|慰问|服务)(?:行动|项目|工程)?"
)
BUILT = re.compile(r"(?<=..)(?:建设|改造|提升)$")
# 下半年工作打算, 主要目标任务: headings of every plan
GENERIC = PatternRule(
    r"(?:[^,;。]{0,6}[上下]半年|20\d\d年度?|今年|第?[一二三四]季度|全年)?(?:[上下]半年|总结|回顾|的|主要|重点|工作|目标|任务|计划|打算|安排|思路|要点|部署|具体|情况|措施|内容|总体|要求|以下|和|与|及)*",
    takes="下半年工作打算",
    leaves="家庭教育工作",
    whole=True,
)
PARTS = re.compile(r"与|及其|[、,:]")  # 妇女与健康 is no owner of a rate
# 儿童之家建设, “绿色家庭”创建, 农村改厕
MADE = re.compile(r"(?<=[”家屋站园院点岗村户所地庭童室])(?:建设|创建|评选|选树)$|(?=改[厕水]$)")
# 某县农村妇女“两癌”检查实施方案
TITLE_WORDS = re.compile(
    r"^(?:中共)?[^“《]{0,12}?(?:[省市县区州旗乡镇]|街道)(?:妇联|妇女联合会|人民政府|委员会)?(?=[^级内直属域妇儿])"
    r"|^20\d\d年度?|^关于(?:印发|开展|做好|组织|实施|下达)*"
    r"|\(20\d\d[^()]*\)$|[三四五]年(?:行动|攻坚|提升)?(?=$|计划|方案)"
    r"|(?:工作|活动)?(?:的?(?:实施|工作|行动|活动)?(?:方案|计划|要点|意见|办法|通知|安排|任务分解表))$"
)


def with_owner(name: str, owners: Iterable[str]) -> str:
    """``name`` with the first of ``owners`` that it can be joined to, if it says only what is done."""
    rate = BARE_RATE.match(name) or OPINION.fullmatch(name)
    if not rate and (not DEED_ONLY.match(name) or OUTCOME_ONLY.match(name)):
        return name
    for owner in owners:
        topic = "" if GENERIC.fullmatch(owner) else topic_of(owner)
        if not MIN_TOPIC_LENGTH <= len(topic) <= MAX_OWNER or DIGIT.search(topic) or NOT_TOPIC.search(topic):
            continue
        if rate and (PARTS.search(topic) or not HAS_RATE.search(topic)):
            continue
        return short(_joined(name, topic, is_rate=rate is not None)) or name
    return name


def _joined(name: str, topic: str, *, is_rate: bool) -> str:
    if is_rate:
        return topic + name
    if CONSTRUCTION.fullmatch(name):
        return name + BUILT.sub("", CONSTRUCTION.sub("", topic, count=1) or topic)
    if re.sub(r"(?:人数|人次|任务|指标|名额)$", "", name) in topic:
        return topic
    if TAKES_OBJECT.match(name):
        cared = CARED_FOR.fullmatch(topic)
        if cared:
            return name + cared["whom"]
        if ENDS_AS_DEED.search(topic):
            return topic + ("" if re.search(rf"(?:{SOMETHING_DONE})$", topic) else name)
        return name + CARE.sub("", topic)
    at = topic.rfind(name[-2:])
    if at > 0 and len(name) > 2:
        return name[:-2] + topic[: at + 2]  # 发放贷款 under 妇女小额贷款任务
    return joined(topic, name)


def with_quoted_before(context: QuantityContext, name: str) -> str:
    """``name`` that says only what is done, with the quoted kind that the text before names: “两癌”免费检查."""
    if not DEED_ONLY.fullmatch(name) or "“" in name:
        return name
    before = context.line.flat[max(0, context.clause.start - MAX_BEFORE) : context.clause.start]
    found = re.findall(rf"“[^“”]{{2,10}}”(?:免费)?{name}(?=对象|工作|任务|项目|[,;。])", before)
    return re.split(r"(?=对象|工作|任务|项目)", found[-1])[0] if found else name


def with_project(context: QuantityContext, name: str) -> str:
    """What people are counted for, by the project in the first cell of their row: “两癌”免费筛查(宫颈癌)."""
    project = label_of_paragraph(context) if "\t" in context.line.flat else ""
    short_name = len(name) <= MAX_KIND and not HEAD_COUNT_VERB.search(name) and not QUOTATION.search(name)
    if not short_name or context.quantity.measure not in PEOPLE or not re.search(rf"(?:{SOMETHING_DONE})$", project):
        return name
    return name if name[-2:] in project or re.search(SOMETHING_DONE, name) else f"{project}({name})"


def topic_of_title(title: str) -> str:
    """What a plan is about by its title: 农村妇女“两癌”检查 for 清河县农村妇女“两癌”检查工作实施方案.

    Empty for a title that names no one thing that is done, such as 清河县2024年妇女儿童实事项目.
    """
    topic = strip_repeatedly(title, TITLE_WORDS)
    return topic if re.search(SOMETHING_DONE, topic) or MADE.search(topic) else ""


def object_of_title(topic: str) -> str:
    """The thing that the plan makes by the topic of its title: “绿色家庭” for “绿色家庭”创建."""
    made = MADE.search(topic)
    return topic[: made.start()] or topic if made else ""


def with_quoted_kind(name: str, topics: Iterable[str]) -> str:
    """``name`` with the quoted kind that a topic puts before its last word: 农村妇女“两癌”筛查 under “两癌”筛查."""
    if "“" in name:
        return name
    for topic in topics:
        for found in QUOTATION.finditer(topic):
            done = re.match(rf"(?:免费)?({SOMETHING_DONE})", topic[found.end() :])
            at = name.rfind(done[1]) if done else -1
            if at > 0 and at + len(done[1] if done else "") == len(name):
                at -= 2 * name[:at].endswith("免费")
                return name[:at] + found[0] + name[at:]
    return name


def object_of(topic: str) -> str:
    """What a heading is about, without its verb: 妇女微家 for 建设妇女微家."""
    words = strip_repeatedly(topic_of(topic), LEADING)
    words = re.sub(rf"^(?:{verbs.OPENING_NAME})", "", words, count=1)
    ends = not MIN_TOPIC_LENGTH <= len(words) <= MAX_OWNER or DIGIT.search(words) or NOT_TOPIC.search(words)
    return "" if ends else BUILT.sub("", words)
