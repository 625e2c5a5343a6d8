"""What the headings above a paragraph imply for it: that it is about the past, or a deadline."""

import datetime
import re
from dataclasses import dataclass, replace

from reader.clauses.past_headings import FUTURE_HEADING, is_about_past
from reader.lexicon import phrases
from reader.lexicon.rules import PatternRule
from reader.numbers.days import PLANS, PlanYears, TimeKind
from reader.numbers.deadlines import TimeExpression, find_times

HeadingTitle = tuple[int, str]  # level, title without its number
NAMED_PLAN = re.compile("|".join(sorted(PLANS, key=len, reverse=True)))  # 十五五 before 十五
NAMED_YEAR = re.compile(r"20\d\d年|十[一二三四五六]五|今年|本年|明年|年度")
MORE_THAN_TIME = PatternRule(
    r"^(?:重点|主要|工作|目标|任务|安排|计划|阶段|要点|部署|[:、, ()])*$",
    takes="主要任务",
    leaves="主要成绩",
)


# “十五五”时期主要目标, 到2030年的发展目标 date everything below them, but months below them are of the plan's year.
# Drafting such a plan, or its first year, is work of the plan's year.
HORIZON = PatternRule(
    rf"^(?P<time>[“\"]?十[一二三四五六]五[”\"]?(?:规划)?(?:{phrases.PERIOD})?|(?:到)?20\d\d年)(?:的"
    rf"|末)?(?:(?!{phrases.REVIEWING}|编制|起草|谋划|开局|收官|评估|衔接|准备|研究|前期|启动|实施|终期|中期|工作"
    rf"|重点工作)[^,;。:]){{0,14}}?(?:目标|指标|愿景)",
    takes="到2030年的发展目标",
    leaves="2030年工作重点",
)
# 启动部署阶段(2023年4月-6月)
STAGE = PatternRule(
    r"(?:阶段|时间|环节|步骤)\(([^()]{3,24})\)$",
    takes="宣传发动阶段(3月1日-3月20日)",
    leaves="宣传发动(3月1日-3月20日)",
)


CONDITIONS = PatternRule(
    r"(?:推荐|申报|评选|参评|入选|准入|报名|参赛|申请|认定|命名)(?:条件|资格|标准|对象)$|^(?:基本条件"
    r"|资格)$|(?:计分|评分|打分)(?:标准|办法)$",
    takes="申报条件",
    leaves="工作条件",
)


# A title that makes the whole document a report, up to the heading that turns to what comes.
SUMS_UP = PatternRule(
    r"(?:工作|年度?|全年|活动)(?:总结|回顾)(?:报告)?(?:范文|模板)?$",
    takes="县妇联2022年上半年工作总结",
    leaves="工作总结和打算",
)
# 上半年工作总结和下半年打算: its part 上半年工作 reports
SUMS_UP_HALF = PatternRule(
    r"上半年[^,;。]{0,6}(?:总结|回顾|情况)", takes="上半年工作总结和下半年打算", leaves="上半年工作计划"
)
PASSED_HALF = PatternRule(
    r"(?:20\d\d年|今年)?上半年(?:的|主要|重点)*工作", takes="上半年主要工作", leaves="上半年工作计划", whole=True
)
TURNS_AHEAD = PatternRule(
    r"下半年|下一?步|今后|明年|下一?年度?|打算|计划|安排|思路|要点|20\d\d年(?:的|重点|主要)?(?:工作|任务|目标)(?!总结|回顾|情况|成效)",
    takes="下一步工作打算",
    leaves="主要工作成效",
)


# A line that may be a heading without a number: 过去五年工作回顾
UNNUMBERED = re.compile(r"(?!.*(?:单位|责任|内容|序号|[报网]$))[^。;!?,:()\t|]{4,30}")
ABOVE_NUMBERED = 0  # the level of such a heading


# 绩效目标情况 under 基本情况 states goals.
GOALS = PatternRule(
    r"^(?:绩效|年度|总体|主要|工作)目标(?:任务)?(?:情况|设定|设置)?$", takes="绩效目标情况", leaves="绩效目标完成情况"
)


@dataclass(frozen=True)
class OpenHeading:
    """A heading whose section has not ended yet."""

    level: int
    about_past: bool
    conditions: bool
    when: TimeExpression | None
    sets_year: bool  # whether months below it are of the year that it names
    title: str = ""


class HeadingContext:
    """The headings that enclose the current paragraph."""

    def __init__(self, plan: PlanYears, title: str = ""):
        self.plan_years = plan
        self.sums_up_half = SUMS_UP_HALF.search(title) is not None
        self.sums_up = SUMS_UP.search(title) is not None and is_about_past(title)
        self.open_headings: list[OpenHeading] = []

    def enter(self, heading: HeadingTitle) -> None:
        """Add a heading; headings of its level and below end."""
        level, title = heading
        while self.open_headings and self.open_headings[-1].level >= level:
            self.open_headings.pop()
        when = self._find_horizon(title)
        sets_year = when is None
        when = when or self._find_time(title)
        self.open_headings.append(
            OpenHeading(level, is_about_past(title), bool(CONDITIONS.search(title)), when, sets_year, title)
        )

    def enter_unnumbered(self, flat: str) -> None:
        """Add a line without a number if it heads a part about the past, or ends such a part."""
        if UNNUMBERED.fullmatch(flat) is None:
            return
        is_open = bool(self.open_headings) and self.open_headings[0].level == ABOVE_NUMBERED
        if is_about_past(flat):
            self.enter((ABOVE_NUMBERED, flat))
        elif is_open and FUTURE_HEADING.search(flat):
            self.open_headings.clear()

    @property
    def about_past(self) -> bool:
        if GOALS.search(self.title):
            return False
        if any(PASSED_HALF.fullmatch(open_heading.title) for open_heading in self.open_headings) and self.sums_up_half:
            return True
        ahead = any(TURNS_AHEAD.search(open_heading.title) for open_heading in self.open_headings)
        return (self.sums_up and not ahead) or any(open_heading.about_past for open_heading in self.open_headings)

    @property
    def conditions(self) -> bool:
        return any(open_headings.conditions for open_headings in self.open_headings)

    @property
    def title(self) -> str:
        """The title of the innermost heading; empty if there is none."""
        return self.open_headings[-1].title if self.open_headings else ""

    @property
    def plan(self) -> PlanYears:
        """The years of the plan, narrowed to the year that a heading above names."""
        open_headings = next(
            (open_headings for open_headings in reversed(self.open_headings) if open_headings.when), None
        )
        when = open_headings.when if open_headings and open_headings.sets_year else None
        return self.plan_years if when is None or when.day is None else replace(self.plan_years, now=when.day.year)

    @property
    def when(self) -> TimeExpression | None:
        """The time given by the innermost heading that names one."""
        return next((open_headings.when for open_headings in reversed(self.open_headings) if open_headings.when), None)

    def _find_horizon(self, title: str) -> TimeExpression | None:
        """The end of a period that the heading sets goals for, if it is later than the plan and the only one named."""
        found = HORIZON.match(title[:40])
        if found is None or NAMED_YEAR.search(title, found.end("time")) or self.plan_years.last is None:
            return None
        plan = NAMED_PLAN.search(found["time"])
        year = PLANS[plan[0]] if plan else int(found["time"][-5:-1])
        is_later = year > self.plan_years.last
        day = datetime.date(year, 12, 31)
        return (
            TimeExpression(0, found.end("time"), TimeKind.DAY, day, exact=False, words=found["time"])
            if is_later
            else None
        )

    def _find_time(self, title: str) -> TimeExpression | None:
        """The time named by a heading that consists of little else: 2018年, 第一季度, 上半年重点工作."""
        stage = STAGE.search(title)
        title = stage[1] if stage else title
        found = [when for when in find_times(title[:40], self.plan_years) if when.kind is TimeKind.DAY]
        if len(found) != 1 or found[0].start > 4 or not MORE_THAN_TIME.match(title[: found[0].start]):
            return None
        rest = title[found[0].end :]
        is_only_time = MORE_THAN_TIME.match(rest) or rest.startswith((":", "("))
        return replace(found[0], words=title[found[0].start : found[0].end]) if is_only_time else None
