"""Finds milestones: dated steps without a number, such as 4月底前全部出台."""

import datetime
import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, replace

from reader.clauses.contexts import CONTEXT_LENGTH, ParagraphAnalysis
from reader.clauses.splitting import PART_NUMBER, Clause
from reader.lexicon import phrases, verbs
from reader.lexicon.rules import PatternRule
from reader.model import Confidence, MilestoneReading
from reader.names.topics import topic_of
from reader.numbers.days import PlanYears, TimeKind
from reader.numbers.deadlines import TimeExpression
from reader.promises.not_steps import NOT_STEP
from reader.text.paragraph import Paragraph

STEP = PatternRule(
    verbs.COMPLETING_STEP,
    takes="4月底前出台",
    leaves="4月底前",
)
ALL_COMPLETED = PatternRule(
    rf"(?:全部|全面|如期|按期|按时|百分之百|圆满)(?:[^,;。]{{0,6}})(?:{verbs.COMPLETING_ALL})|(?<![健安])全(?:面)?覆盖"
    rf"|(?:全面|基本)普及|基本(?:实现[^,;。]{{0,12}})?覆盖"
    r"|(?:全面|基本|彻底)消除(?![^,;。]{0,12}(?:歧视|隐患|影响|误区|差距|顾虑|偏见|障碍))(?=[一-龥“])"
    rf"|清零(?!政策|方针|要求|机制|措施|制度)|全部(?:召开|报送|挂牌|签订|换届|轮训|开展)",
    takes="全面完成",
    leaves="全面小康",
)
REPORTS_DEMAND = PatternRule(
    r"^[^,。]{0,30}(?:要求|提出|强调|指出)",
    takes="《纲要》提出年底前建成",
    leaves="年底前建成",
)
COMPLETED_ONCE = PatternRule(
    verbs.DECIDING,
    takes="年内颁布",
    leaves="年内推进",
)  # 年内颁布
GOAL = PatternRule(
    rf"{phrases.GOALS}|规划|方案|覆盖",
    takes="全部指标",
    leaves="全部人员",
)

# 妇女之家改造,6月底前完成: what is done stands before
BARE_STEP = PatternRule(
    r"(?:到|并|要|均|确保|力争|争取|全部|全面|基本|如期|按时)*(?:完成|建成|达标|到位|竣工|投用|投入使用|落实|实现|启动|开工)(?:任务|目标)?",
    takes="全部完成",
    leaves="完成选址",
    whole=True,
)
BARE_LEAD = re.compile(r"^(?:到|并|要|确保|力争|争取)+")
MAX_TIMES = 8  # expressions of time examined in one clause
OPENING_WORDS = re.compile(rf"^(?:{phrases.AIMING}|要|让(?=所有|全)|在(?![园校册职岗家建])|要在)")
# 2015年实现…, 2020年全面普及…: the year dates what is reached in it.
REACHED_BY = PatternRule(
    r"^(?:[,、]|年?底前?|末|前)*(?:要|力争|确保|争取|率先|基本)?(?:实现|普及|消除|全面(?:普及|建成|完成|实现|覆盖|消除|建立)"
    r"|(?:建成|形成|建立)[^,;。]{0,20}(?:体系|机制|网络|制度))",
    takes="实现城乡全覆盖",
    leaves="开展宣传",
)
BEFORE_TIME = re.compile(r"(?:要|须|应|必须)?(?:在|到|至|于)$")  # 方案要在4月底前出台
TIME_WORDS_ONLY = re.compile(rf"{phrases.AIMING}|(?:要|在|到|至|于)$")
# 预计到｜2025年, 从今年到｜2025年: no more than a time
SPAN_BEGINS = re.compile(
    r"^(?:(?:预计|预期|计划|力争)?(?:[从自由][^,;。]{0,12}?(?=[到至]))?[到至]?"
    r"|[从自由](?:今年|现在|即日|明年|当年)?(?:起|到|至|开始)*)$"
)
HEADING_WORDS = re.compile(r"(?:的|主要|重点|工作|目标|任务|计划|安排|打算|要点|部署|思路|具体)+")
DUPLICATE_WINDOW = 40  # last steps of the same day that are compared


@dataclass(frozen=True)
class DatedStep:
    """A milestone, and whether the clause reports what another document demands."""

    milestone: MilestoneReading
    reported: bool


def find_steps(
    paragraph: Paragraph, line: ParagraphAnalysis, index: int, carried: TimeExpression | None, plan: PlanYears
) -> Iterator[DatedStep]:
    """The dated steps of a clause without a target; ``carried`` is the time that applies to it."""
    clause = line.clauses[index]
    if line.past[index]:
        return
    for start, end, when in _parts(line, clause, carried):
        text = line.flat[start:end]
        kind = _step_rule(line, text, when, start, plan)
        if kind:
            yield DatedStep(
                _named_by_topic(line, index, _milestone(paragraph, line, (start, end), when, plan, kind)),
                REPORTS_DEMAND.match(text) is not None,
            )


def _parts(
    line: ParagraphAnalysis, clause: Clause, carried: TimeExpression | None
) -> Iterator[tuple[int, int, TimeExpression | None]]:
    """The clause split before each time that follows 、: 4月底前全部出台、9月底前全面完成. Yields (start, end,
    time)."""
    starts = line.times_in.starts
    times = line.times[bisect_left(starts, clause.start) : bisect_left(starts, clause.end)][:MAX_TIMES]
    times = tuple(
        when for when in times if when.kind in {TimeKind.DAY, TimeKind.UNDATED} and when.start not in line.titled
    )
    begin, mine = clause.start, carried
    if (
        carried is not None
        and not carried.words
        and carried.end <= begin <= carried.end + 2
        and line.flat[carried.end : begin].strip(",: ") == ""
    ):
        begin = carried.start  # 6月底前,各县都要建立…: the time is a separate clause
    for when in times:
        before = line.flat[max(begin, when.start - 2) : when.start].rstrip("到至于在")
        if when is not times[0] and before.endswith("、"):
            yield (
                begin,
                when.start
                - len(line.flat[begin : when.start])
                + len(line.flat[begin : when.start].rstrip("到至于在、")),
                mine,
            )
            begin = when.start
        mine = when
    yield begin, clause.end, mine


def _step_rule(
    line: ParagraphAnalysis, text: str, when: TimeExpression | None, start: int, plan: PlanYears
) -> str | None:
    """The name of the rule by which the words are a step: they have a day, or complete all of a goal. None if no
    rule applies."""
    if len(text) < 5 or NOT_STEP.search(text):
        return None
    if when is not None and _stands_in(when, start, start + len(text)):
        if when.kind is TimeKind.DAY and (when.exact or _is_binding_year(line, when, plan)):
            return "dated_step" if _says_more_than_time(text[: when.start - start] + text[when.end - start :]) else None
        if line.flat[when.start : when.end].endswith("内") and COMPLETED_ONCE.search(text):
            return "dated_step"
    whole = ALL_COMPLETED.search(text)
    of_all = whole and (
        any(word in whole[0] for word in ("全部", "清零", "消除")) or whole[0].startswith(("基本", "全面普及"))
    )
    if whole and (of_all or GOAL.search(text)):
        return "all_of_it"
    own_year = (
        when is not None
        and not when.words
        and when.kind is TimeKind.DAY
        and line.flat[when.end : start].strip(",: ") == ""
    )
    return "dated_step" if own_year and when and _is_binding_year(line, when, plan) and REACHED_BY.match(text) else None


def _says_more_than_time(text: str) -> bool:
    """Whether ``text``, a clause without its time, names an action: 力争到2025年 and 下半年工作计划 do not."""
    words = SPAN_BEGINS.sub("", TIME_WORDS_ONLY.sub("", PART_NUMBER.sub("", text, count=1)).strip("、, -—"))
    return len(words) >= 2 and not HEADING_WORDS.fullmatch(words)


def _milestone(
    paragraph: Paragraph,
    line: ParagraphAnalysis,
    span: tuple[int, int],
    when: TimeExpression | None,
    plan: PlanYears,
    kind: str,
) -> MilestoneReading:
    start, end = span
    text = line.flat[start:end]
    name = OPENING_WORDS.sub("", _without_time(line, start, end, when)).strip("、, ")
    return MilestoneReading(
        place=paragraph.place(start, end),
        text=text,
        name=name[:60],
        deadline=_day(when, plan),
        deadline_text=when.said(line.flat) if when else None,
        section=None,
        task=None,
        rule=kind,
        sure=Confidence.LIKELY if kind == "dated_step" and STEP.search(text) else Confidence.UNSURE,
    )


def _named_by_topic(line: ParagraphAnalysis, index: int, step: MilestoneReading) -> MilestoneReading:
    """The step with what the clause before it is about, if its name says only that something is done."""
    if (
        not BARE_STEP.fullmatch(step.name)
        or not index
        or line.clauses[index - 1].sentence != line.clauses[index].sentence
    ):
        return step
    before = line.clauses[index - 1]
    topic = topic_of(line.flat[before.start : before.end][:CONTEXT_LENGTH])
    return replace(step, name=topic + BARE_LEAD.sub("", step.name)) if len(topic) > 2 else step


def _is_binding_year(line: ParagraphAnalysis, when: TimeExpression, plan: PlanYears) -> bool:
    """Whether a year without month dates a step: in a plan of several years, after 到 (到2018年全部摘帽), and before
    what is reached in it (2020年全面普及)."""
    if plan.first != plan.last or line.flat[when.start - 1 : when.start] in {"到", "至", "于"}:
        return True
    later = when.day is not None and (plan.last is None or when.day.year >= plan.last)
    return later and REACHED_BY.match(line.flat[when.end : when.end + CONTEXT_LENGTH]) is not None


def without_repeated_steps(found_steps: list[DatedStep]) -> list[MilestoneReading]:
    """The milestones with repeated steps removed.

    Of two mentions, the plan's own is kept rather than one that reports a demand.
    """
    kept: list[DatedStep] = []
    of_day: dict[datetime.date | None, list[int]] = {}
    for found in found_steps:
        near = of_day.setdefault(found.milestone.deadline, [])
        same = next((i for i in near[-DUPLICATE_WINDOW:] if _is_same_step(found.milestone, kept[i].milestone)), None)
        if same is None:
            near.append(len(kept))
            kept.append(found)
        elif kept[same].reported and not found.reported:
            kept[same] = found
    return [found.milestone for found in kept]


def _is_same_step(one: MilestoneReading, other: MilestoneReading) -> bool:
    if one.deadline != other.deadline or one.deadline is None:
        return False
    few, many = sorted((set(one.name), set(other.name)), key=len)
    return len(few) >= 2 and len(few & many) >= 0.8 * len(few)


def _day(when: TimeExpression | None, plan: PlanYears) -> datetime.date | None:
    if when is None or when.kind is TimeKind.DEFAULT:
        return plan.end
    return when.day


def _without_time(line: ParagraphAnalysis, start: int, end: int, when: TimeExpression | None) -> str:
    if when is None or not _stands_in(when, start, end):
        return line.flat[start:end]
    return BEFORE_TIME.sub("", line.flat[start : when.start]) + line.flat[when.end : end]


def _stands_in(when: TimeExpression, start: int, end: int) -> bool:
    """Whether the time stands in ``flat[start:end]`` itself, not in a heading above."""
    return not when.words and start <= when.start < end
