"""The period in the texts of a form: found where it is named or left blank (（ ）季度, 20__年), and written anew.

A text is written anew only where the reader finds the new period in the result; else it stays as it is.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from datetime import date

from sheets.office.model import PeriodSpan
from sheets.office.periods import find_periods, is_whole_year, locate_periods, month_span

GAP = r"[\s_＿\u3000]"
BRACKETED = rf"[（(]{GAP}*[)）]"
BLANK_YEAR = re.compile(
    rf"(?<![\d年月])(?:20{GAP}{{1,8}}|{BRACKETED}|{GAP}{{2,}}|[_＿])(?=年)|^(?=年(?:{GAP}|第?[（(_＿]))"
)
BLANK_NUMBER = re.compile(rf"(?<=[年第度])(?P<gap>{GAP}+)(?={{what}})|(?P<mark>{BRACKETED}|[_＿]{GAP}*)(?={{what}})")
QUARTER_FOLLOWS, MONTH_FOLLOWS, HALF_FOLLOWS = "季", "月份?(?!.{0,8}日)", "半年"
DAY_TO_WRITE = re.compile(rf"月{GAP}*日")  # 年  月  日 of a signature
NUMERALS = "一二三四"
OLD_QUARTER = re.compile(r"([一二三四1-4])(?=[)）]?季)")
OLD_HALF = re.compile("[上下](?=半年)")
OLD_MONTH = re.compile(r"(?<!\d)(1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])(?=\s*(?:月|[-—–~至到]))")
YEAR = re.compile(r"20\d\d")
MONTHS = ("一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二")


def list_named_periods(text: str, year: int) -> list[PeriodSpan]:
    """The periods that a text names, without whole years."""
    return [span for span in find_periods(text, year) if not is_whole_year(span)]


def has_blank_period(text: str) -> bool:
    """Whether a text leaves a blank for a period, and not for the day of a signature."""
    if DAY_TO_WRITE.search(text) or len(text) > 60:
        return False
    return any(_blank(what).search(text) for what in (QUARTER_FOLLOWS, MONTH_FOLLOWS, HALF_FOLLOWS)) or bool(
        BLANK_YEAR.search(text)
    )


def find_form_period(texts: Iterable[str], spans: Sequence[PeriodSpan], year: int) -> PeriodSpan | None:
    """The period of a plan, among ``spans``, that the first of the texts names, also by its running total (1-9月)."""
    for text in texts:
        for named in list_named_periods(text, year):
            for is_same in (_is_same, _is_to_date):
                found = next((span for span in spans if is_same(named, span)), None)
                if found:
                    return found
    return None


def names_another_period(text: str, period: PeriodSpan, year: int) -> bool:
    """Whether a head names a period of this year that is neither the form's nor its running total: 二季度."""
    named = [span for span in list_named_periods(text, year) if span.first.year == year]
    return any(not _is_same(span, period) and not _is_to_date(span, period) for span in named)


def write_period(text: str, old: PeriodSpan, new: PeriodSpan) -> str:
    """The text with the period ``new`` in its blanks, or in the place of ``old``; the same text where that fails."""
    written = _fill_blanks(text, new) if has_blank_period(text) else _replace_named(text, old, new)
    if written == text:
        return text
    named = list_named_periods(written, new.last.year)
    right = all(_is_same(span, new) or _is_to_date(span, new) for span in named)
    return written if right and (named or is_whole_year(new) or not has_blank_period(written)) else text


def _is_same(one, other):
    return _months(one) == _months(other)


def _is_to_date(one, other):
    return _months(one)[0] == (1, 1) and _months(one)[1][0] == _months(other)[1][0]


def _months(span):
    return tuple((day.month, day.day) for day in (span.first, span.last))


def _blank(what):
    return re.compile(BLANK_NUMBER.pattern.replace("{what}", what))


def _fill_blanks(text, new):
    year = str(new.last.year)
    text = BLANK_YEAR.sub(lambda found: _keep_brackets(found[0], year), text)
    quarter, half, month = _quarter_of(new), _half_of(new), _month_of(new)
    if quarter:
        text = _blank(QUARTER_FOLLOWS).sub(lambda found: _keep_brackets(found[0], NUMERALS[quarter - 1]), text)
    if half:
        text = _blank(HALF_FOLLOWS).sub(lambda found: "上下"[half - 1], text)
    if month:
        text = _blank(MONTH_FOLLOWS).sub(lambda found: _keep_brackets(found[0], str(month)), text)
    return text


def _keep_brackets(blank, word):
    opening = next((sign for sign in "（(" if sign in blank), "")
    closing = next((sign for sign in "）)" if sign in blank), "")
    return f"{opening}{word}{closing}" if opening and not word.startswith("20") else word


def _replace_named(text, old, new):
    plain, places = _plain_with_places(text)
    mentioned = re.search(r"(20\d\d)年", plain)
    for span, start, end in sorted(locate_periods(plain, old.last.year), key=lambda each: -each[1]):
        to_date = not _is_same(span, old)
        if is_whole_year(span) or (to_date and not _is_to_date(span, old)):
            continue
        first, last = places[start], places[end - 1] + 1
        piece = _rewrite(text[first:last], new, to_date)
        text = text[:first] + YEAR.sub(str(new.last.year), piece) + text[last:]
    if mentioned and int(mentioned[1]) != new.last.year:
        text = text.replace(f"{mentioned[1]}年", f"{new.last.year}年", 1)
    return text


def _plain_with_places(text):
    """The text as ``locate_periods`` takes it, and where each of its characters stands in the original."""
    plain, places = [], []
    for at, sign in enumerate(text):
        for each in "".join(unicodedata.normalize("NFKC", sign).split()):
            plain.append(each)
            places.append(at)
    return "".join(plain), places


def _rewrite(piece, new, to_date):
    """A period in the same way of writing; in plain words where it has another length."""
    quarter, half = _quarter_of(new), _half_of(new)
    if OLD_QUARTER.search(piece) and quarter:
        return OLD_QUARTER.sub(lambda found: str(quarter) if found[0].isdecimal() else NUMERALS[quarter - 1], piece)
    if OLD_HALF.search(piece) and half and not to_date:
        return OLD_HALF.sub("上下"[half - 1], piece)
    months = OLD_MONTH.findall(YEAR.sub("", piece))
    if months and "季" not in piece and "日" not in piece:
        numbers = [1 if to_date else new.first.month, new.last.month] if len(months) == 2 else [new.last.month]
        if len(numbers) == len(months) and (to_date or len(months) == 2 or new.first.month == new.last.month):
            wanted = iter(numbers)
            return OLD_MONTH.sub(lambda found: _as_written(found[0], next(wanted, new.last.month)), piece)
    year = YEAR.search(piece)
    return (f"{year[0]}年" if year else "") + _in_words(new, to_date)


def _as_written(before, month):
    return str(month) if before.isdecimal() else MONTHS[month - 1]


def _in_words(span, to_date):
    if to_date:
        return f"1-{span.last.month}月"
    if quarter := _quarter_of(span):
        return f"{NUMERALS[quarter - 1]}季度"
    if half := _half_of(span):
        return f"{'上下'[half - 1]}半年"
    return f"{span.last.month}月" if _month_of(span) else "全年"


def _length(span):
    return span.last.month - span.first.month + 1


def _quarter_of(span) -> int:
    return span.last.month // 3 if _length(span) == 3 else 0


def _half_of(span) -> int:
    return span.last.month // 6 if _length(span) == 6 else 0


def _month_of(span) -> int:
    return span.last.month if _length(span) == 1 else 0


def span_of(first: date, last: date) -> PeriodSpan:
    """The period from one day to another."""
    return month_span(first.year, first.month, last.month)
