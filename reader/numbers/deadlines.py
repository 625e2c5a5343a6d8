"""Finds the expressions of time in a paragraph and the day on which each ends."""

import datetime
import re
from dataclasses import dataclass

from reader.numbers.days import PlanYears, TimeKind
from reader.numbers.times import RULES, TimeRule

# The characters that the patterns begin with: checking them first makes the scan four times as fast.
FIRST_CHARACTER = r"(?=[\d一二三四五六七八九十从自今本当年全去上下往历过明“\"规到元国每力用经近未利第前尽早不逐两再])"
WHEN = re.compile(FIRST_CHARACTER + "(?:" + "|".join(f"(?P<{rule.name}>{rule.pattern})" for rule in RULES) + ")")
BY_NAME = {rule.name: rule for rule in RULES}
BEFORE_START = re.compile(r"[由从](?:原来)?$")
START_VALUE = re.compile(
    r"年?[底末]?的?\d[\d.]*[^,;。0-9]{1,6}(?:提[高升]|增[加长]|上升|扩大|下降|降低|降|减少|上调|发展)"
)
START_DATE = re.compile(r"(?:之日)?起(?![草步到点诉伏用])")
AFTER = re.compile(r"(?:之前|以前|前夕|前)")
COMPARISON_BEFORE = re.compile(r"(?:较|比|以|同比|与|在|对比|相比|自|从)$")


@dataclass(frozen=True)
class TimeExpression:
    """An expression of time: ``flat[start:end]`` of its paragraph and the day on which it ends, if it has one."""

    start: int
    end: int
    kind: TimeKind
    day: datetime.date | None
    exact: bool = True  # False for a year without month or day
    begins: bool = False  # 3月15日起施行: a start, not a deadline
    words: str = ""  # set if it is in another paragraph than the text it dates

    def said(self, flat: str) -> str:
        """The words of the expression; ``flat`` is the paragraph of the text that it dates."""
        return self.words or flat[self.start : self.end]


def find_times(flat: str, plan: PlanYears) -> list[TimeExpression]:
    """The expressions of time in ``flat``, in order."""
    return [_read_expression(flat, found, plan) for found in WHEN.finditer(flat)]


def _read_expression(flat: str, found: re.Match, plan: PlanYears) -> TimeExpression:
    kind, day = _matched_rule(found).read(found, plan)
    start, end = found.span()
    before = AFTER.match(flat, end)
    if before:
        end = before.end()
        day = _day_before(found, day)
    if kind is TimeKind.DAY and flat.endswith("每年", 0, start):
        kind, day = TimeKind.DEFAULT, None  # 每年4月底前 comes again
    if kind is TimeKind.DAY and _dates_another(flat, found, day, plan):
        kind = TimeKind.OTHER
    exact = not (_matched_rule(found).name == "year" and not found["end"])
    return TimeExpression(start, end, kind, day, exact, begins=START_DATE.match(flat, end) is not None)


def _matched_rule(found: re.Match) -> TimeRule:
    """The rule that matched. Its group encloses its other groups and so is the last one that was closed."""
    return BY_NAME[str(found.lastgroup)]


def _dates_another(flat: str, found: re.Match, day: datetime.date | None, plan: PlanYears) -> bool:
    """Whether the time dates something else: a year before the plan, or where a value started (由2015年的6%)."""
    if BEFORE_START.search(flat, max(0, found.start() - 3), found.start()) and START_VALUE.match(flat, found.end()):
        return True
    if day is not None and plan.first is not None and day.year < plan.first:
        return True
    comparing = COMPARISON_BEFORE.search(flat, max(0, found.start() - 3), found.start())
    return comparing is not None and found["year"] is not None and not found["end"] and comparing[0] not in "在从自"


def _day_before(found: re.Match, day: datetime.date | None) -> datetime.date | None:
    """The last day before a period: 6月前 ends with May and 2025年前 with 2024, but 6月底前 at the end of June."""
    if day is None:
        return None
    bare_month = found["month"] is not None and not found["part6"]
    bare_year = found["year"] is not None and not found["end"]
    if bare_month:
        return day.replace(day=1) - datetime.timedelta(days=1)
    return day.replace(year=day.year - 1) if bare_year else day
