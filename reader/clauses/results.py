"""Finds the clauses of a report of progress that state results: 上半年实现产值812.3亿元,同比增长9.6%."""

from collections.abc import Iterator, Sequence

from reader.clauses.splitting import Clause
from reader.lexicon import phrases
from reader.lexicon.rules import PatternRule

MONTHS_PASSED = PatternRule(
    r"(?:今年|本年度?|20\d\d年)?(?:上半年|前[一二三四五六七八九十两\d]{1,2}个?(?:季度|月份?)|[一1]季度|[一1](?:至|到|-)[二三四2-4]季度"
    r"|[一1](?:至|到|-)[\d二三四五六七八九十]{1,2}月份?|截[至止](?!时间|日期)|目前|今年以来)",
    takes="1-6月,全市实现产值",
    leaves="6月底前全市实现产值",
)
# Marks of a result. 同比增长8%以上 sets a goal, and 上半年完成年度任务的50% may be a step of a plan.
RESULT = PatternRule(
    r"(?:[比较](?:上年|去年|上一年)?同期|同比)[^,;。0-9]{0,10}\d[\d.]*(?:%|[^,;。0-9以]{1,4})(?!\d|以上|以内|左右)"
    r"|[高低快多](?:出|于|过)[^,;。0-9]{0,4}(?:全[省市县国]|省|市|平均)[^,;。0-9]{0,10}\d[\d.]*个百分点(?!以上|左右)"
    r"|\d[^,;。0-9]{1,12},(?:已|共|分别|均)?(?:完成|占|达到?|为)(?:了)?(?:全年|年度|年初)[^,;。0-9]{0,10}的\d",
    takes="引进项目97个,完成年度任务的63%",
    leaves="完成年度任务的63%",
)
# Without a time only an exact share marks a result: 同比下降10% may be a goal.
EXACT_RESULT = PatternRule(
    r"(?:[比较](?:上年|去年|上一年)?同期|同比)[^,;。0-9]{0,10}\d+\.\d+(?:%|个百分点)(?!以上|以内|左右)"
    r"|[高低快](?:出|于|过)[^,;。0-9]{0,4}(?:全[省市县国]|省|市|平均)[^,;。0-9]{0,10}\d+\.\d+个百分点(?!以上|左右)"
    r"|已[^,;。0-9]{1,10}\d[\d.]*[^,;。0-9]{1,12},(?:完成|占|达到?|为)(?:了)?(?:全年|年度|年初)[^,;。0-9]{0,10}的\d",
    takes="实现产值812.3亿元,同比增长9.6%",
    leaves="信访量同比下降10%",
)
# 民生实事共126项,其中30项已完成 counts the things reported on; 今年新建40个,其中30个已完成 states a goal.
COUNTED = PatternRule(
    r"(?:(?:共计?|总计|合计)有?\d+[项件][^。]{0,60}?|(?:实事|项目|任务|事项)\d+[项件],其中[^。]{0,120}?)\d[项件][^,;。0-9]{0,8}?(?:已|超额|提前|按期|正在)[^,;。0-9]{0,6}"
    r"(?:完成|达标|办结|开工|启动|竣工|推进|实施)",
    takes="民生实事共计126项,其中30项已完成",
    leaves="今年新建40个,其中30个已完成",
)
AHEAD = PatternRule(
    rf"将(?!近)|{phrases.AIMING}|拟|预计|计划(?:再|于|在|新)|{phrases.NEXT}|年底|年内|继续|再[建增创设培]|\d月底?前|(?<![主重必需首])要(?![求点素])",
    takes="到年底完成",
    leaves="完成年度计划的63%",
)
# 年度目标新增就业3万人,已完成2.1万人: the goal is quoted beside its result.
GOAL_OF_YEAR = PatternRule(
    r"(?:全年|年度|年初|今年)(?:工作|确定的?|下达的?)?(?:目标|任务|计划)(?:任务|数|值)?[为是:]?(?!的)[^,;。0-9的]{0,12}\d",
    takes="年度目标新增就业3万人",
    leaves="年度目标任务的63%",
)
DONE_SO_FAR = PatternRule(
    r"[,;(](?:上半年|目前|截[至止][^,;。]{2,8}?|现)?,?(?:已|实际)", takes=",已完成2.1万人", leaves=",完成2.1万人"
)
# Under the heading of a report: 下半年,将新建20个. 下半年,新建20个 may tell of the past year.
TURNS_AHEAD = PatternRule(
    rf"(?:下一步|下步|接下来|到?(?:今年)?年底前?[^,;。]{{0,8}}(?:{phrases.AIMING}|完成|将|要|实现|建成|达到)"
    rf"|(?:全年|下半年|(?:四|4|三|3)季度|20\d\d年|今年|明年|下年度),?[^,;。0-9]{{0,8}}(?:{phrases.AIMING}|将|要|计划|拟|继续|再)|(?:{phrases.AIMING})(?:到|全年|年底))",
    takes="下半年,将新建20个",
    leaves="下半年新建20个",
)
# 本报讯(记者王某): what precedes the first words of a news item
DATELINE = PatternRule(
    r"^[^,;。0-9]{0,12}[报网社台日]讯(?:\([^()]{0,30}\))?", takes="本报讯(记者王某)上半年", leaves="市科技局通讯"
)
MAX_DATELINE = 60
MAX_SENTENCE = 600  # characters of a sentence that are searched


def reports_results(flat: str, clauses: Sequence[Clause]) -> tuple[bool, ...]:
    """For each clause, whether it states a result of the months that have passed."""
    found: list[bool] = []
    goes_on = False
    for sentence in _sentences(clauses):
        start = sentence[0].start
        if dateline := DATELINE.match(flat[start : start + MAX_DATELINE]):
            start += dateline.end()
        text = flat[start : min(sentence[-1].end, start + MAX_SENTENCE)]
        turn = AHEAD.search(text)
        told = text[: turn.start()] if turn else text
        dated = MONTHS_PASSED.match(told) is not None and RESULT.search(told) is not None
        exact = turn is None and "目标" not in told and EXACT_RESULT.search(told) is not None
        reports = goes_on or dated or exact or (turn is None and COUNTED.search(told) is not None)
        until = start + len(told) if turn else sentence[-1].end + 1
        found.extend(reports and clause.end <= until for clause in sentence)
        goes_on = (goes_on or dated) and turn is None
    return tuple(found)


def quotes_goal(flat: str, clause: Clause, sentence_end: int) -> bool:
    """Whether the clause quotes the goal of the year whose result so far follows."""
    text = flat[clause.start : clause.end]
    return GOAL_OF_YEAR.match(text) is not None and DONE_SO_FAR.search(flat, clause.end, sentence_end) is not None


def _sentences(clauses: Sequence[Clause]) -> Iterator[list[Clause]]:
    sentence: list[Clause] = []
    for clause in clauses:
        if sentence and clause.sentence != sentence[-1].sentence:
            yield sentence
            sentence = []
        sentence.append(clause)
    if sentence:
        yield sentence
