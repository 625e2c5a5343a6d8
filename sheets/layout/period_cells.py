"""Numbers and days that stand for a period in a column of periods: 9 under 月份, 3 under 季度, 202009 under 年月."""

import re
from collections.abc import Sequence
from datetime import date

from sheets.layout.view import SheetView
from sheets.layout.words import YEARS

MONTH_HEAD = re.compile(r"(?:所属|统计|报告|填报|上报|工作)?月(?:份|度)?")
QUARTER_HEAD = re.compile(r"(?:所属|统计|报告|填报|上报)?季度?")
YEAR_AND_MONTH_HEAD = re.compile(r"(?:所属|统计|报告|填报)?(?:年月|年度月份|月份|期间?|月|时期)")


def holds_periods(view: SheetView, rows: Sequence[int], column: int, head: str) -> bool:
    """Whether a column holds periods that are written as numbers or days, at least in part."""
    if not any(pattern.fullmatch(head) for pattern in (MONTH_HEAD, QUARTER_HEAD, YEAR_AND_MONTH_HEAD)):
        return False
    values = [value for row in rows if (value := view.value(row, column)) is not None]
    written = [value for value in values if not isinstance(value, str)]
    return bool(written) and all(_period(value, head) for value in written)


def label_of(view: SheetView, row: int, column: int, head: str) -> str:
    """The label in a cell; that of a period in words: 9月."""
    return _period(view.value(*view.anchor(row, column)), head) or view.label(row, column)


def _period(value, head):
    if isinstance(value, date):
        return f"{value.year}年{value.month}月" if "月" in head else ""
    if not isinstance(value, int) or isinstance(value, bool):
        return ""
    if 1 <= value <= 12 and MONTH_HEAD.fullmatch(head):
        return f"{value}月"
    if 1 <= value <= 4 and QUARTER_HEAD.fullmatch(head):
        return f"第{value}季度"
    year, month = divmod(value, 100)
    if year in YEARS and 1 <= month <= 12 and YEAR_AND_MONTH_HEAD.fullmatch(head):
        return f"{year}年{month}月"
    return ""
