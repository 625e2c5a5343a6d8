"""What a column of a table contains, according to its title: targets, previous values, deadlines, offices, places."""

import re
from dataclasses import dataclass
from enum import StrEnum

from reader.lexicon import phrases
from reader.lexicon.rules import PatternRule
from reader.numbers.days import PlanYears, TimeKind
from reader.numbers.deadlines import TimeExpression, find_times


class ColumnContent(StrEnum):
    """The content of a column."""

    GOAL = "goal"
    BEFORE = "before"  # previous values: 2017年完成数, 基期值
    DUE = "due"
    WHO = "who"
    PLACE = "place"  # a county, township or office with its share
    NAME = "name"
    ASIDE = "aside"  # numbers that are not targets: 序号, 分值, 预算
    OTHER = "other"


PLACES = r"(?:[县市区州盟旗乡镇村]|街道|团场|园区|开发区)(?:\([县市区州盟旗乡镇街道村社区、]{1,8}\))?"
PLACE = re.compile(PLACES + "$")
TOTAL = PatternRule(
    rf"^(?:{phrases.SUMMING}|小计)",
    takes="合计",
    leaves="临河县合计",
)
TARGET_TITLE = PatternRule(
    rf"{phrases.GOALS}|计划|拟|应|今年|本年|全[年市县省区]|安排|下达|预期|要求",
    takes="2024年目标",
    leaves="2024年",
)
REMARKS = PatternRule(
    r"备注|说明$|存在(?:的)?问题",
    takes="备注",
    leaves="任务",
)
# Tried in this order; the first match decides.
KINDS = (
    (
        ColumnContent.ASIDE,
        PatternRule(
            r"序号|编号|权重|[分得计]分|分[值数]|备注|电话|邮编|年龄|单价|页码|预算|投[资入]|造价|费用",
            takes="序号",
            leaves="期数",
        ),
    ),
    (
        ColumnContent.BEFORE,
        PatternRule(
            rf"{phrases.LAST_YEAR}|基期|基线|基数|现状|实际|情况|进展|进度(?!要求|安排|计划|目标)|成效|往年|前年|已[完建]|原有|现有|年初|同比|增[长幅]"
            rf"|(?<!计划)(?<!应)(?<!拟)(?<!预计)完成(?:数|值|量|率)(?!目标|要求)",
            takes="2023年完成数",
            leaves="计划完成数",
        ),
    ),
    (ColumnContent.DUE, PatternRule(rf"{phrases.TIME_LIMIT}|(?:完成|截止)日期", takes="完成时限", leaves="完成数")),
    (
        ColumnContent.WHO,
        PatternRule(
            rf"牵头|责任(?:{phrases.OFFICE_KINDS}|人|领导)|{phrases.HOSTING}|负责|(?:{phrases.EXECUTING}"
            rf"|{phrases.ASSISTING})(?:{phrases.OFFICES})|协办|联系人|地[点址]",
            takes="牵头单位",
            leaves="完成情况",
        ),
    ),
    (
        ColumnContent.NAME,
        PatternRule(
            r"(?:指标|项目|工作|事项|内容|措施|名称|类别|实事)$|^(?:工作|重点|主要|具体)?任务$",
            takes="指标名称",
            leaves="任务数",
        ),
    ),
    (ColumnContent.GOAL, TARGET_TITLE),
    (ColumnContent.ASIDE, PatternRule(r"经费|金额|总价|补[助贴]|估算", takes="补助金额", leaves="目标值")),
    (
        ColumnContent.PLACE,
        PatternRule(
            rf"{PLACES}$|^(?:各|基层)?(?:{phrases.OFFICES}|学校|妇联|组织)(?:名称)?$",
            takes="县(市、区)",
            leaves="县域经济",
        ),
    ),
)
COUNTED_BY_NAME = re.compile(r"(人次|场次|户次|件次)数?$|(人|户|个|场|期|次|件|篇|家|所|支|对|例|条)数$")


@dataclass(frozen=True)
class QuantityColumn:
    """A column of a table with numbers."""

    title: str = ""
    holds: ColumnContent = ColumnContent.OTHER
    when: TimeExpression | None = None  # the day named by the title, if it is not the end of the plan

    @property
    def remarks(self) -> bool:
        """Whether the column holds remarks, which set no targets."""
        return REMARKS.search(self.title) is not None

    @property
    def holds_targets(self) -> bool:
        """Whether numbers in the column are targets. The title 目标任务 may also be above words."""
        return self.holds is ColumnContent.GOAL or (
            self.holds is ColumnContent.NAME and TARGET_TITLE.search(self.title) is not None
        )


def column(title: str, plan: PlanYears) -> QuantityColumn:
    """What stands under ``title``. A year before the plan's says that it was; one of the plan's, that it is to be."""
    times = find_times(title, plan)
    days = [when for when in times if when.kind is TimeKind.DAY]
    holds = next((kind for kind, pattern in KINDS if pattern.search(title)), ColumnContent.OTHER)
    if (
        holds in {ColumnContent.GOAL, ColumnContent.OTHER}
        and not days
        and any(when.kind is TimeKind.OTHER for when in times)
    ):
        holds = ColumnContent.BEFORE
    if days and holds is ColumnContent.OTHER:
        holds = ColumnContent.GOAL
    return QuantityColumn(title, holds, next((when for when in days if when.day != plan.end), None))


def unit_in_name(words: str) -> str:
    """The unit that ends a name: 人 in 培训人数, 人次 in 受益人次. Empty if there is none."""
    found = COUNTED_BY_NAME.search(words)
    return (found[1] or found[2]) if found else ""
