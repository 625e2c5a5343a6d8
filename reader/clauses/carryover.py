"""Information carried from one clause to the next: the applicable time and the name of what is counted."""

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace

from reader.clauses.contexts import ParagraphAnalysis, QuantityContext
from reader.clauses.splitting import Clause
from reader.lexicon import phrases
from reader.lexicon.rules import PatternRule
from reader.numbers.days import TimeKind
from reader.numbers.deadlines import TimeExpression
from reader.numbers.units import RATES

# 三季度对6个县开展督导,市妇联形成报告: a different office acts, so the time of the first clause does not apply.
OTHER_OFFICE_ACTS = PatternRule(
    r"^[省市县区州旗][^,;。0-9]{0,6}(?:妇联|工委办?|办公室)",
    takes="县妇联形成调研报告2篇",
    leaves="形成调研报告2篇",
)
# 6月底前完成全年任务的60%: 全年 qualifies the task and is no deadline.
TASK_TOTAL = PatternRule(
    rf"[^,;。0-9]{{0,12}}(?:{phrases.GOALS}|计划|总[量数额])[数量]?的?",
    takes="发展总数的40%",
    leaves="发展40%",
)
LEADING_WORDS = re.compile(r"(?:[确保力争取要须应在于到至并请将和]|全[省市县区州旗])*")
LISTED_TIMES = PatternRule(
    r"[年月度底][、和及与]$",
    takes="2025年、",
    leaves="2025年",
)  # 到2025年、2030年
MAX_LEAD = 4  # characters before a time that begins its sentence: 力争到2030年
MAX_VERB_LENGTH = 6  # characters after a time at the end of its clause: 于10月底前全部完成
MAX_BRACKET = 40  # characters between a bracket and a time in it
GRADUAL = {"逐步", "逐渐"}  # describes how a number is reached; no deadline


PER_PERSON = PatternRule(
    r"每[人名户位生家个][每人均]?$",
    takes="每人",
    leaves="全年",
)  # 每人每年50元: a period of payment, no deadline


class ClauseCarryover:
    """State while the clauses of a paragraph are read.

    ``heading_time`` is the time given by the heading above. ``horizon`` is a year after the plan's that began an
    earlier sentence of the same item (到2030年,…): it dates the rates of the sentences that follow and name no time.
    """

    def __init__(
        self, heading_time: TimeExpression | None, horizon: TimeExpression | None = None, plan_ends: int | None = None
    ):
        self.heading_time = heading_time
        self.horizon = horizon
        self.plan_ends = plan_ends
        self.sentence = self.part = -1
        self.last: TimeExpression | None = heading_time
        self.here: tuple[TimeExpression, ...] = ()
        self.name = ""
        self.states_only_its_time = False  # whether the last clause only dated its own subject
        self.announces_list = False  # whether a colon follows the clause
        self.states_more_than_time = False  # whether the clause with the time says more than the time
        self.days: list[TimeExpression] = []  # the days named by the last clause that names any

    def enter(self, line: ParagraphAnalysis, clause: Clause) -> None:
        """Update the state for the next clause."""
        if clause.sentence != self.sentence:
            self.sentence, self.last = clause.sentence, self.heading_time
            if not line.flat.startswith("其中", clause.start):
                self.name = ""
            self.days = []
        elif self.states_only_its_time or (clause.part != self.part and self._time_holds_for_part_only()):
            self.last, self.days = self.heading_time, []
        self.states_only_its_time = False
        self.part = clause.part
        starts = line.times_in.starts
        times = line.times[bisect_left(starts, clause.start) : bisect_left(starts, clause.end)]
        self.here = tuple(
            when
            for when in times
            if when.kind is not TimeKind.OTHER
            and not _is_part_of_name(line, when)
            and not when.begins
            and not _is_per_person(line, when)
        )
        binding = [when for when in self.here if when.kind is not TimeKind.SOON and not _end_of_own_bracket(line, when)]
        if binding:
            self._set_horizon(line, clause, binding[-1])
            self.last = binding[-1]
            self.states_only_its_time = _states_only_its_time(line, clause, binding[-1])
            self.announces_list = line.flat[clause.end : clause.end + 1] == ":"
            self.states_more_than_time = clause.end - clause.start > binding[-1].end - binding[-1].start + 2
            self.days = [when for when in binding if when.kind is TimeKind.DAY]

    def _set_horizon(self, line: ParagraphAnalysis, clause: Clause, when: TimeExpression) -> None:
        begins = clause.start <= when.start <= clause.start + MAX_LEAD
        later = when.kind is TimeKind.DAY and when.day is not None and when.day.year > (self.plan_ends or when.day.year)
        whole_year = when.day is not None and (when.day.month, when.day.day) == (12, 31)
        said = replace(when, words=words_of_time(line, when))
        self.horizon = said if begins and later and whole_year and when is self.here[0] else None

    def _time_holds_for_part_only(self) -> bool:
        """Whether the current time does not apply after the semicolon: 9月30日前发放200个;检查完成100%.

        A time that is a clause of its own (6月底前) and the last day of a year apply to the whole sentence.
        """
        if self.last is None or self.last.day is None or not self.states_more_than_time or self.announces_list:
            return False
        return (self.last.day.month, self.last.day.day) != (12, 31)

    def time_of(self, context: QuantityContext) -> TimeExpression | None:
        """The time of a quantity: the last one before it in its clause, else the clause's, else the sentence's."""
        here = [
            when
            for when in self.here
            if words_of_time(context.line, when) not in GRADUAL and not _dates_other_in_bracket(context, when)
        ]
        before = [when for when in here if when.end <= context.quantity.start and not _qualifies_task(context, when)]
        if before:
            return before[-1]
        if here:
            return here[0]
        if self.states_more_than_time and OTHER_OFFICE_ACTS.match(context.text):
            return self.heading_time
        return self.last or (self.horizon if context.quantity.measure in RATES else None)

    def times_of(self, contexts: Sequence[QuantityContext]) -> list[TimeExpression | None]:
        """The time of each quantity of a clause. 2025年、2030年分别达到60%和70% pairs times and numbers in order."""
        if len(self.days) == len(contexts) > 1 and "分别" in contexts[0].before:
            return list(self.days)
        return [self.time_of(context) for context in contexts]

    def time_of_list(self, line: ParagraphAnalysis) -> TimeExpression | None:
        """The last time of the paragraph, which applies to the list that follows."""
        return self.last and replace(self.last, words=self.last.said(line.flat))

    def time_of_step(self) -> TimeExpression | None:
        """The time of a step without a number. 早日 and 逐步 count here: they give it no day."""
        return self.here[-1] if self.here else self.last


def _states_only_its_time(line: ParagraphAnalysis, clause: Clause, when: TimeExpression) -> bool:
    """Whether the clause only dates its own subject: in 中期评估于10月底前完成,达标率不低于75% the rate is not
    dated."""
    if line.flat[clause.end : clause.end + 1] == ":":
        return False  # 公布了明年目标:…
    subject = LEADING_WORDS.sub("", line.flat[clause.start : when.start])
    if LISTED_TIMES.search(subject):
        return False
    return when.kind is TimeKind.DAY and len(subject) >= 4 and clause.end - when.end <= MAX_VERB_LENGTH


def _qualifies_task(context: QuantityContext, when: TimeExpression) -> bool:
    return when.kind is TimeKind.DEFAULT and bool(
        TASK_TOTAL.fullmatch(context.line.flat, when.end, context.quantity.start)
    )


def _end_of_own_bracket(line: ParagraphAnalysis, when: TimeExpression) -> int:
    """The end of the bracket in which the time dates a number of its own, as in 新建4个(5月底前2个); else 0."""
    opened = line.flat.rfind("(", max(0, when.start - MAX_BRACKET), when.start)
    closed = line.flat.find(")", when.end, when.end + MAX_BRACKET)
    if opened < 0 or closed < 0 or ")" in line.flat[opened : when.start]:
        return 0
    counted = bisect_left(line.counts, when.end) != bisect_left(line.counts, closed)
    return closed if counted and any(opened - MAX_BRACKET < at < opened for at in line.counts) else 0


def _dates_other_in_bracket(context: QuantityContext, when: TimeExpression) -> bool:
    """Whether the time dates only what stands in its bracket, and the number does not."""
    closed = _end_of_own_bracket(context.line, when)
    return bool(closed) and not when.end <= context.quantity.start < closed


def _is_per_person(line: ParagraphAnalysis, when: TimeExpression) -> bool:
    return when.kind is TimeKind.DEFAULT and bool(PER_PERSON.search(line.flat, max(0, when.start - 3), when.start))


def words_of_time(line: ParagraphAnalysis, when: TimeExpression) -> str:
    """The words of an expression of time."""
    return line.flat[when.start : when.end]


def _is_part_of_name(line: ParagraphAnalysis, when: TimeExpression) -> bool:
    """Whether a time inside quotation marks or a title is part of a name; “十四五”期间 begins with a quotation
    itself."""
    around = line.quoted.around(when.start) or line.titled.around(when.start)
    return around is not None and around[0] < when.start
