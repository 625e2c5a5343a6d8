"""Decides which clauses are about the past or the present state. Their numbers are not targets."""

import re
from collections.abc import Container, Sequence

from reader.clauses.results import DATELINE, TURNS_AHEAD, quotes_goal, reports_results
from reader.clauses.splitting import Clause
from reader.lexicon import phrases, verbs
from reader.lexicon.rules import PatternRule
from reader.numbers.days import PLANS, PlanYears

# A report that repeats each task before its result: the first sentence of such an item is the task.
TASK_THEN_RESULT = PatternRule(
    r"^\(?\d{1,2}[.、)][^。]*。(?:今年)?(?:上半年|1-\d{1,2}月|[一二三1-3]季度|前[二三]季度|截至|截止|目前|到目前)",
    takes="1.引进项目不少于3个。上半年,引进项目2个",
    leaves="1.引进项目3个。下半年,引进项目2个",
)
PAST_TIME = PatternRule(
    r"今天[^,;。]{0,10}(?:召开|举行|集会|相聚|欢聚|隆重)|"
    r"(?<![由从较比于与同])(?<!同比)(?:去年|上年度?|上一年度)|过去(?:的)?[一二三四五六七八九十两\d]{0,2}年"
    r"|[一二三四五六七八九十两几\d]{1,2}年(?:多)?来"
    r"|近(?:些|几)?年来?|近[一二三四五两\d]年|上一?轮|今年以来|今年前|年初以来|以来|与(?:19|20)\d\d年相比",
    takes="去年举办培训班",
    leaves="比去年增加5期",
)
PRESENT_STATE = PatternRule(
    r"(?:截至|截止)(?!时间|日期)|据调查|目前|现已|迄今|至今|据(?:不完全)?统计|已经?(?!婚|成为|有的|就业|退"
    r"|[^,。0-9]{1,10}的)|曾|经过[^,。]{1,10}努力",
    takes="目前全市有儿童之家40所",
    leaves="全市新建儿童之家40所",
)
STARTS_WITH_PAST_TIME = PatternRule(
    rf"^(?:(?:{phrases.REVIEWING}|在|回首)?(?:去年|上年度?|上一年度|过去(?:的)?[一二三四五六七八九十两\d]{{0,2}}年"
    rf"|[一二三四五六七八九十两几\d]{{1,2}}年(?:多)?来|近年来|近几年|今年以来|年初以来|今年(?:上半年|前)|一年来"
    rf"|[^,。]{{0,20}}以来|会前|刚才|此前)|(?:截至|截止)(?!时间|日期))",
    takes="去年评选最美家庭",
    leaves="评选去年的最美家庭",
)
COMPLETED = PatternRule(
    r"已(?:经)?完成[^,;。]{0,8}(?:目标|任务|计划)|平均每|尚有|还有|(?<![为除了])了(?!解)(?!如)|(?<![只现所共享还具拥没保占])共有|现有|涌现出?|"
    r"实际(?:完成|开工|建成|到位|支出|投入|新增|发放|培训|参加|受益)(?=[一-龥])|累计(?:已"
    r"|举办了|开展了)|圆满完成了|获得了|荣获|位居|排名|位列",
    takes="举办了培训班",
    leaves="为了举办培训班",
)
FUTURE = PatternRule(
    rf"(?<![主重必需首])要(?![求点素])|将(?!近)|{phrases.AIMING}|计划|拟|预计|目标|年底前|今年(?!以来|上半年|前)"
    rf"|完成(?!率|比例)|实现|{phrases.NEXT}|继续|年内|达到|努力|到20\d\d年",
    takes="力争举办培训班",
    leaves="举办了培训班",
)
STARTS_WITH_CREATING = PatternRule(
    rf"^[^,;。]{{0,6}}(?:新[建增创设培]|再[建增创设培]|{verbs.BEGINNING})|\d月[^,;。]{{0,3}}前|\d日前",
    takes="新建基地5个",
    leaves="现有基地5个",
)
AS_OF_YEAR_END = PatternRule(
    r"截[至止](?:到)?(?:20\d\d年|今年|本年)?(?:年?底|年末|1[0-2]月)",
    takes="截至2023年底",
    leaves="到2023年底",
)
NAMED_PLAN = PatternRule(
    rf"十[一二三四五六]五(?=[”\"]?(?:{phrases.PERIOD}|以来|期末|末))",
    takes="“十四五”期间",
    leaves="第十五届",
)
# 较2020年, 做好2001-2010年规划评估: an old year that dates the base of a comparison or the object of the work.
COMPARES_WITH_OLD_YEAR = PatternRule(
    r"较|比(?!例|重|率)|基数|(?:由|从|以)(?:19|20)\d\d年(?:底|末)?的?\d"
    rf"|(?:{verbs.WITH_DATED_OBJECT}|对)[^,;。]{{0,12}}(?:19|20)\d\d",
    takes="比2021年增长",
    leaves="2021年举办",
)
TURNS_TO_FUTURE = PatternRule(
    rf"(?<![主重必需首])要(?![求点素])|将(?!近)|{phrases.AIMING}|计划|拟|年内|今年(?!以来|上半年|前)|明年|继续|下一步"
    rf"|下半年",
    takes="今年要建成59个",
    leaves="今年以来建成59个",
)
# After results up to now these are about the future; after 去年 they may still be about last year.
TURNS_TO_FUTURE_FROM_NOW = PatternRule(
    TURNS_TO_FUTURE.pattern + r"|再[建增创设培]|年底前",
    takes="年底前建成59个",
    leaves="今年以来建成59个",
)
# 目前,全市建立59个,…: "up to now" alone, or with a result, applies to its whole sentence.
# 目前有40个 only describes the state before the next clause creates something.
UP_TO_NOW = PatternRule(
    rf"^(?:[^,;。]{{0,8}}?(?:[省市县区州旗盟镇乡村]|妇联|系统)|[^,;。0-9]{{0,22}}?(?:行动|项目|工程|任务|实事|方面))?(?:(?:截[至止]|到)?(?:{phrases.AT_PRESENT}|迄今"
    rf"|至今)(?:为止)?(?!的)|截[至止](?!时间|日期)[^,;。]{{2,12}}?(?:底|末|[日月份年](?![底末\d])))",
    takes="目前,全市建立维权站",
    leaves="巩固目前成果",
)
REPORTS_RESULT = re.compile(
    rf"$|[^,;。]{{0,30}}?(?:(?<!为)了(?!解)|已经?(?!有)|(?:{verbs.ACCOMPLISHED})(?!的|[率面]|工作|任务|情况))"
)
# Years in titles and brackets do not date the clause, nor do attributes: 由目前的65个发展到90个, 现有的40所全部开放.
TITLES_AND_ATTRIBUTES = re.compile(
    rf"《[^《》]{{1,80}}+》|[(][^()]{{1,60}}+[)]|(?:{phrases.AT_PRESENT}|现有|当前)的"
    rf"|[由从较比](?:{phrases.AT_PRESENT}|现有|当前)"
)
# A lower bound ends a description of the present state: 现有40所,使用率不低于90%.
LOWER_BOUND = PatternRule(
    r"不[少低]于|不得|必须|至少",
    takes="使用率不低于90%",
    leaves="使用率达90%",
)
# 会议提出了今年的目标:… reports that a goal was set; the goal follows.
GOAL_ANNOUNCED = PatternRule(
    rf"(?:{phrases.STATING}|下达|制定|部署|安排|定下|公布|发布)了[^,;。0-9]{{0,20}}(?:{phrases.GOALS}|要求|计划)$",
    takes="会议提出了今年的目标",
    leaves="会议提出了今年的建议",
)
# 实际完成情况:… reports until another label follows.
PROGRESS_LABEL = PatternRule(
    r"(?:完成|落实|进展|办理|推进|实施)(?:工作)?情况$|^(?:工作)?进[展度]$",
    takes="实际完成情况",
    leaves="完成时限",
)
OTHER_LABEL = PatternRule(
    rf"下一步|{phrases.GOALS}|计划|安排|措施|单位|时限|牵头|责任",
    takes="下一步计划",
    leaves="其中",
)
AFTER_DASHES = re.compile(r"--(?:在)?((?:19|20)\d\d)年")  # 真实的兑现--2015年,…
# 上半年,全县共举办培训班12期: the result of the months that have passed.
RESULTS_OF_MONTHS = PatternRule(
    rf"(?:[^,;。0-9]{{0,12}}[讯悉](?:\([^()]*\))?,?)?(?:今年|20\d\d年)?(?:上半年|前?[一二三]个?季度|1-\d{{1,2}}月份?),?(?:[^,;。0-9]{{0,8}}?[省市县区州旗盟镇乡])?(?:妇联|系统)?"
    rf"(?:{phrases.SUMMING}|共|已|[^,;。0-9]{{0,10}}实际(?:完成|开工))(?!同)",
    takes="上半年,全县共举办培训班",
    leaves="上半年,全县举办培训班",
)
STARTS_IN_PLAN_PERIOD = PatternRule(
    rf"^(?:今年(?!以来|上半年|前)|{phrases.NEXT}|本年度|(?:{phrases.AIMING}|计划|拟)?(?:年内|到?年底前"
    rf"|再[建增创设培]))",
    takes="今年新建12个",
    leaves="今年以来新建12个",
)
MAX_BEFORE_PERIOD = 16  # characters
DUE_BY = PatternRule(r"底?前(?![一二三])|目标|任务[::为]", takes="一季度前完成", leaves="前三季度完成")
YEAR = re.compile(r"(?:19|20)\d\d(?=年)")


def past_clauses(
    flat: str,
    clauses: list[Clause],
    plan: PlanYears,
    *,
    under_past_heading: bool,
    ended: Container[Clause] = (),
    reported: range = range(0),
) -> tuple[bool, ...]:
    """For each clause, whether it is about the past.

    ``under_past_heading``: the paragraph belongs to a section such as 工作回顾. ``ended``: the clauses about
    periods that had ended when the text was written. ``reported``: the positions of a passage that reports.
    """
    found, continues, sentence, kind, progress = [], False, -1, "", False
    results = reports_results(flat, clauses)
    task = (
        clauses[0].sentence if (under_past_heading or reported) and clauses and TASK_THEN_RESULT.match(flat) else None
    )
    for clause, is_result in zip(clauses, results, strict=True):
        text = DATELINE.sub("", flat[clause.start : clause.end], count=1)
        if flat[clause.end : clause.end + 1] == ":":
            progress = PROGRESS_LABEL.search(text) is not None or (progress and not OTHER_LABEL.search(text))
        if clause.sentence != sentence:
            sentence = clause.sentence
            done = RESULTS_OF_MONTHS.match(flat, clause.start) is not None
            kind = "done" if done else kind if text.startswith("其中") else ""
            continues = _past_continues(text, continues, plan)
        kind = "now" if clause in ended else kind
        continues = continues and not STARTS_IN_PLAN_PERIOD.match(text) and not _names_year_of_plan(text[:6], plan)
        kind = _past_kind(text, kind, plan)
        continues = continues or _dashes_to_old_year(text, plan)
        under_past_heading = under_past_heading and not TURNS_AHEAD.match(flat, clause.start)
        below = under_past_heading or clause.start in reported
        is_past = (below and clause.sentence != task) or progress or is_result or continues or bool(kind)
        found.append(is_past and not quotes_goal(flat, clause, _sentence_end(clauses, clause)))
    return tuple(found)


def ended_clauses(flat: str, clauses: Sequence[Clause], periods: Container[int]) -> list[Clause]:
    """The clauses that begin with a period that ended before the text was written; ``periods`` are their positions."""
    return [
        clause
        for clause in clauses
        if any(at in periods for at in range(clause.start, min(clause.end, clause.start + MAX_BEFORE_PERIOD)))
        and not DUE_BY.search(flat, clause.start, clause.end)
    ]


def _sentence_end(clauses: list[Clause], clause: Clause) -> int:
    return max(one.end for one in clauses if one.sentence == clause.sentence)


def _past_continues(text: str, continues: bool, plan: PlanYears) -> bool:
    """Whether the sentence is still about the past: 去年 or 2019年 at its start also applies to the following
    sentences."""
    if "基础上" in text or _ends_within_plan(text, _named_years(text), plan):
        return False
    if text.startswith("今年") and TURNS_TO_FUTURE.search(text, 2):
        return False
    if STARTS_WITH_PAST_TIME.match(text) or _begins_with_old_year(text, plan):
        return True
    return continues and not FUTURE.search(text) and not _names_year_of_plan(text, plan)


LEADING_PREPOSITION = re.compile(rf"^(?:[在到至]|{phrases.REVIEWING}|回首)")


def _begins_with_old_year(text: str, plan: PlanYears) -> bool:
    year = YEAR.match(LEADING_PREPOSITION.sub("", text))
    return year is not None and plan.first is not None and int(year[0]) < plan.first


def _dashes_to_old_year(text: str, plan: PlanYears) -> bool:
    found = AFTER_DASHES.search(text)
    return found is not None and plan.first is not None and int(found[1]) < plan.first


def _names_year_of_plan(text: str, plan: PlanYears) -> bool:
    return plan.first is not None and any(int(found[0]) >= plan.first for found in YEAR.finditer(text))


def _named_years(text: str) -> list[int]:
    named = [PLANS[found[0]] for found in NAMED_PLAN.finditer(text)]
    return named + [int(found[0]) for found in YEAR.finditer(text)]


def _ends_within_plan(text: str, years: list[int], plan: PlanYears) -> bool:
    """Whether 截至2024年底 in the plan of 2024 is about the future, which it is unless the clause says 已."""
    until = AS_OF_YEAR_END.match(text)
    ahead = until is not None and (not years or plan.first is None or max(years) >= plan.first)
    return ahead and not re.search(r"已|共有|现有|目前", text)


def _past_kind(text: str, kind: str, plan: PlanYears) -> str:
    """The kind of past that a clause is about; empty if none.

    ``done``: the clause, or an earlier one of the sentence, reports a past year (去年, 2019年). ``now``: it reports
    results up to now (目前,全市建立). ``state``: it describes the present (现有, 已); this ends with the next
    clause that creates something.
    """
    if "基础上" in text:
        return ""
    text = TITLES_AND_ATTRIBUTES.sub("", text)
    old = _named_years(text)
    if PAST_TIME.search(text) or (
        plan.first is not None and old and max(old) < plan.first and not COMPARES_WITH_OLD_YEAR.search(text)
    ):
        return "done"
    if _ends_within_plan(text, old, plan) or (not kind and GOAL_ANNOUNCED.search(text)):
        return ""
    turn_pattern = {"done": TURNS_TO_FUTURE, "now": TURNS_TO_FUTURE_FROM_NOW}.get(kind)
    if turn_pattern and not turn_pattern.search(text) and not (kind == "done" and _names_year_of_plan(text[:6], plan)):
        return kind
    if PRESENT_STATE.search(text) or COMPLETED.search(text):
        return "now" if _reports_results_up_to_now(text) else "state"
    if turn_pattern:
        return ""
    return "" if FUTURE.search(text) or STARTS_WITH_CREATING.search(text) or LOWER_BOUND.search(text) else kind


def _reports_results_up_to_now(text: str) -> bool:
    """Whether the clause reports results up to now, or consists of that time only."""
    found = UP_TO_NOW.match(text)
    return found is not None and REPORTS_RESULT.match(text, found.end()) is not None
