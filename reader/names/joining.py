"""Joins a name with its topic: 反家庭暴力讲座, 保姆培训受训率; and the kinds of names that need one."""

import re

from reader.lexicon.rules import PatternRule
from reader.names.patterns import (
    CONSTRUCTION,
    GROUP,
    GROUP_START,
    HEAD_COUNT_VERB,
    RATE_NOUN,
)
from reader.names.words import joined

MAX_COMPLETED = 34  # characters of a completed name
SOMETHING_DONE = (
    r"接种|筛查|检查|体检|培训|轮训|受训|参训|救助|慰问|资助|扶持|贷款|投资|宣讲|讲座|辅导|义诊|签订|评估|随访|建档|调解|参保|发放"
    r"|改造|评选|婚检|产检|孕检|康复|就业|创业|巡讲|巡演|监测|干预"
)
RATE_OF_DEED = re.compile(rf"(?P<of>.{{2,}}(?:{SOMETHING_DONE}))[一-龥]{{2,3}}率")
HEADS_COUNTED = re.compile(r"(?:参保|参加|参训|培训)?人[数次]$")
# What others follow from: an event, a service, money that is lent.
EVENT_OR_SERVICE = PatternRule(
    rf"{SOMETHING_DONE}|班$|课堂?$|讲堂|活动|行动|工程|项目|大赛|比赛|论坛|服务|计划|展|沙龙|招聘会|直播",
    takes="家政培训班",
    leaves="儿童之家",
)
REACHING = ("覆盖", "惠及", "辐射", "涉及", "受益")
WORK = re.compile(r"..(?:提升|改造|建设|保障|整治|帮扶|关爱|治理|工作)$")  # 供水提升 reaches 15 villages
AMOUNT = re.compile(r"(?:发放|投入)?(?:总量|总额|额度|投入资金)$")
TAUGHT = frozenset(("受训", "参训", "结业"))
LESSONS_OF = re.compile(r"(?:培训|轮训|宣讲)$")
LESSON = re.compile(r"培训|班$|课|讲|学")
OTHER_DEED = re.compile(rf"(?:{SOMETHING_DONE})$")
# Names that say nothing of their own.
BARE = PatternRule(
    rf"^(?:(?:新增|全面|累计|共)?(?:{SOMETHING_DONE}|组织|安排|指标|任务|目标|名额|完成|开展|举办|实施|发放|受助|受益|惠及|覆盖|参与|服务|资金|经费"
    r"|学员|人员|对象|活动|项目|总数|规模|合计|人数|总投资|专项资金|投入|总量|总额)(?:人数|人次|人|人员|指标|任务|资金|总量|总额|额度)?)$",
    takes="接种",
    leaves="疫苗接种",
)
EMPTY = re.compile(
    r"^(?:组织|安排|指标|任务|目标|名额|完成|开展|举办|实施|总数|合计|规模|人数|活动|项目)(?:人数|人次|指标|任务)?$"
)
TRAINED = re.compile(r"培训[一-龥“”]{5,}")
GAINING = re.compile(r"受益|受众|惠及")
BARE_RATE = PatternRule(
    rf"^(?!(?:城镇|城市|绿)化率)(?P<group>{GROUP})?(?P<root>[一-龥]{{0,3}}?)(?P<noun>率|比例|比重|占比|覆盖面|满意度|知晓度|合格率)$",
    takes="筛查率",
    leaves="婴儿死亡率",
)
# What follows from something else: 惠及妇女, 受益群众, 培训妇女 after 举办培训班10期.
FOLLOWING = PatternRule(
    r"^(?:受益|受众|受助|受训|参训|惠及|覆盖|参与|参加|辐射|服务(?![型业站点]|中心|平台)|培训|接种)",
    takes="惠及妇女",
    leaves="扶持妇女",
)
# Rates have a subject: 妇女常见病 in 妇女常见病筛查率.
RATE_SUBJECT = re.compile(
    r"^.*(?:儿童|妇女|产妇|婴儿|婴幼儿|幼儿|新生儿|学生|女生|女童|女性|男性|人员|人口|家庭|居民|干部|教师|职工|对象|人群|患者|青少年|未成年人"
    r"|老年人|残疾人|企业|机构|社区|学校|幼儿园|疫苗|疾病|常见病|教育)"
)


def joined_with_topic(topic: str, name: str, root: str, rate: re.Match[str] | None) -> str:
    """The topic and the name as one, each word once; empty if they do not belong together."""
    if rate:
        return _rate_joined(topic, name, root, rate)
    if len(root) >= 2 and (at := topic.rfind(root)) >= 0 and BARE.match(name):
        whole = topic[: at + len(root)]
        return f"新增{whole}" if "新增" in name else whole
    if AMOUNT.search(name):
        return short(joined(topic, name))
    topic = AMOUNT.sub("", topic)
    if EMPTY.match(name):
        return topic if "活动" not in name or EVENT_OR_SERVICE.search(topic) else ""
    if CONSTRUCTION.fullmatch(name) and HEAD_COUNT_VERB.match(topic):
        return ""  # people are not rebuilt
    if (TRAINED.match(name) and not BARE.match(name)) or (GAINING.match(name) and topic.startswith("培训")):
        return ""  # 举办课堂60场,培训教育骨干100名,受益家长5000人: each by itself
    other = OTHER_DEED.search(topic)
    if other and BARE.match(name) and len(topic) > len(other[0]) + 2:
        return topic[: other.start()] + name  # 反家庭暴力培训10期、讲座20场
    said = LESSON if name.startswith(("培训", "受训", "参训")) else EVENT_OR_SERVICE
    if not (said.search(topic) or (name.startswith(REACHING) and WORK.search(topic))):
        return ""
    verb = HEAD_COUNT_VERB.match(name) or FOLLOWING.match(name)
    if verb and (at := topic.rfind(verb[0])) >= 0:
        return short(topic[: at + len(verb[0])] + name[len(verb[0]) :])
    return short(joined(topic, name))


def _rate_joined(topic: str, name: str, root: str, rate: re.Match[str]) -> str:
    """The rate with the topic that it is a rate of; empty if they do not belong together."""
    group = rate["group"] or ""
    built = CONSTRUCTION.match(topic)
    if built and len(root) > 1 and topic.startswith(root, built.end()):
        return topic[built.end() + len(root) :] + name  # 新增规范化避灾安置场所: 避灾安置场所规范化率
    topic = HEADS_COUNTED.sub("", topic)
    if deed := RATE_OF_DEED.fullmatch(topic):
        return (
            group + (GROUP_START.sub("", deed["of"]) if group else deed["of"]) + name[len(group) :]
        )  # 纠纷调解成功率 and 回访率
    if RATE_NOUN.search(topic):
        subject = RATE_SUBJECT.match(topic)
        if subject is None or len(subject[0]) == len(topic):
            return ""
        of = GROUP_START.sub("", subject[0]) if group else subject[0]
        return group + of + name[len(group) :]
    if len(root) >= 2 and (at := topic.rfind(root)) >= 0:
        return group + topic[: at + len(root)] + rate["noun"]
    if LESSONS_OF.search(topic) and root in TAUGHT:
        return group + topic + name[len(group) :]  # 保姆培训受训率
    of = HEAD_COUNT_VERB.sub("", topic, count=1) if HEAD_COUNT_VERB.match(topic) else topic
    of = LESSONS_OF.sub("", of)
    return group + of + name[len(group) :] if len(of) >= 4 else ""


def short(name: str) -> str:
    return name if len(name) <= MAX_COMPLETED else ""
