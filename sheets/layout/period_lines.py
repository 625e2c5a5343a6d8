"""Lines between figures that begin another period: 2020年二季度 above one table, 2020年三季度 above the next."""

import re
from typing import NamedTuple

from sheets.layout.view import SheetView
from sheets.layout.words import is_meta

LONGEST = 60  # characters
MONTH = "(?:1?\\d|十?[一二三四五六七八九十])"
WORDS_OF_TITLES = (
    "妇联|妇女|工作|重点|主要|任务|目标|指标|完成|进展|落实|情况"
    "|统计|汇总|数据|报表|报|表|台账|登记|一览|各?县区?|全市|续"
)
PERIOD_LINE = re.compile(
    r"(?:.{0,40}?(?<!\d))??(?:(?P<year>20\d\d)年?度?)?"
    rf"(?P<finer>第?[一二三四1-4]季度?|[上下]半年|{MONTH}月?(?:[-—–~至到]+{MONTH})?月份?|Q[1-4])?"
    rf"(?:{WORDS_OF_TITLES}|\(.*\)|[:、 ])*"
)


class SaidPeriod(NamedTuple):
    """The words of a line that name its period: the year, and what is finer than it."""

    year: str = ""
    finer: str = ""

    def differs(self, other: "SaidPeriod") -> bool:
        """Whether both name a year, or something finer, and not the same."""
        years = bool(self.year and other.year) and self.year != other.year
        return years or (bool(self.finer and other.finer) and self.finer != other.finer)


def period_of_row(view: SheetView, row: int) -> SaidPeriod | None:
    """What a row names as the period of the figures below it, and nothing else than that; None for any other row."""
    facts = view.facts[row]
    texts = [text for text in facts.texts.values() if not is_meta(text)]
    return read_period_line(texts[0]) if len(texts) == 1 and not facts.numbers else None


def read_period_line(text: str) -> SaidPeriod | None:
    """What a line says that names a period, and perhaps what the table is, and nothing else."""
    found = PERIOD_LINE.fullmatch(text) if len(text) <= LONGEST else None
    if not found or not (found["year"] or found["finer"]):
        return None
    return SaidPeriod(found["year"] or "", (found["finer"] or "").strip("第度份"))


def period_above(view: SheetView, row: int) -> SaidPeriod:
    """What the nearest such line above a row says."""
    for each in reversed([each for each in view.rows if each < row]):
        if said := period_of_row(view, each):
            return said
    return SaidPeriod()


def begins_another_period(view: SheetView, before: int, row: int, column: int) -> bool:
    """Whether a line between two rows names another period than the one above the first of them.

    It begins in the column of the names, or left of it: right of it stand the periods of a list.
    """
    for each in [each for each in view.rows if before < each < row]:
        said = period_of_row(view, each)
        begins = min(view.facts[each].texts, default=0) <= column
        if said and begins and said.differs(period_above(view, before)):
            return True
    return False
