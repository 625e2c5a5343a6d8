"""Finds the first and last year of a plan of several years: in its title, or stated where it begins."""

import re
from collections.abc import Iterable, Iterator, Sequence

from reader.lexicon import phrases
from reader.lexicon.rules import PatternRule
from reader.numbers.days import FIVE_YEARS, PLANS
from reader.text import part_numbers

YEAR = re.compile(r"(20\d\d)年")
SPAN = re.compile(r"(?<!\d)(20\d\d)年?(?:-+|~|至|到)(20\d\d)年?(?!\d)")
MAX_YEARS = 20  # of a plan
PLAN_LENGTH = PatternRule(
    r"([三四五])年(?:行动|规划|计划|攻坚|提升|实施)",
    takes="巧手姐妹三年行动",
    leaves="某县妇联2021年行动方案",
)
# 2018-2020年,三年创建…: a span of years followed by its length.
SPAN_AND_LENGTH = re.compile(rf"{SPAN.pattern}(?:期间)?[,、]?(?:用|共|计划用)?([三四五])年(?![级龄制])")
OF_PLAN = PatternRule(
    r"(20\d\d)年度?[^年,。]{0,12}?(?:要点|计划|打算|安排|思路|任务|目标|部署)",
    takes="2025年工作要点",
    leaves="2025年度",
)
TITLE_WITH_SPAN = PatternRule(
    rf"^[^,。;:《》]{{0,50}}(?:纲要|规划|计划|方案|意见|行动|工程)\({SPAN.pattern}\)",
    takes="清河县儿童发展规划(2011-2020年)(一)儿童与健康",
    leaves="落实《儿童发展规划(2011-2020年)》",
)
# 《妇女发展规划(2011-2020年)》目标责任分解书: a line of its own
DIVIDED_WITH_SPAN = PatternRule(
    rf"^《[^《》]{{0,50}}(?:纲要|规划|计划|方案)\({SPAN.pattern}\)》[^,。;:《》]{{0,6}}(?:分解|责任|任务|目标|指标)[^,。;:《》]{{0,8}}$",
    takes="《清河县妇女发展规划(2011-2020年)》目标责任分解书",
    leaves="《清河县妇女发展规划(2011-2020年)》编制背景",
)
# 日前,市妇儿工委印发《2023-2024年十项实事》: a news item about a plan.
ISSUED_WITH_SPAN = PatternRule(
    rf"(?:印发|出台|发布|下发|制定|公布|颁布|颁布实施)(?:了|实施)?《[^《》]{{0,40}}?{SPAN.pattern}[^《》]{{0,40}}》",
    takes="日前,市妇儿工委印发《2023-2024年十项实事》",
    leaves="落实《2023-2024年十项实事》",
)
AIM = rf"将|要|{phrases.AIMING}|计划|拟|达到|{phrases.ACHIEVING}|培育|建立|建成|新增|每年|逐年|年均"
SPAN_WITH_AIM = PatternRule(
    rf"(?:^|[。;])(?:[^,。;《》]{{0,8}}[、. )])?(?:在|从)?{SPAN.pattern}(?:期间|间)?,?"
    rf"(?![^,。;]{{0,20}}(?:了|已|累计))[^。;]{{0,30}}?(?:{AIM})",
    takes="2011-2020年,每年培训妇女2000人",
    leaves="2011-2020年,全县累计培训妇女2000人",
)
PERIOD_WITH_AIM = PatternRule(
    rf"(?<!为|是)[“\"]?(?P<plan>{FIVE_YEARS.pattern})[”\"]?(?:规划)?(?:{phrases.PERIOD}|末|规划期)[^。;]{{0,2}}(?![^,。;]{{0,20}}(?:了|已|累计|取得))"
    rf"[^。;]{{0,30}}?(?:{AIM}|目标)",
    takes="“十三五”期间,全市将培训妇女2万人",
    leaves="“十三五”期间,全市累计培训妇女2万人",
)
# 从2010年起,用3年时间
FROM_YEAR = PatternRule(
    r"(?:从|自)(?P<from>20\d\d)年(?:度)?(?:起|开始)[,、]?(?:计划|力争|争取|准备|全[市县区省]|我[市县区省]){0,2}(?:用|利用|通过|在|分)?"
    r"(?P<length>[两二三四五六七八九十\d]{1,2})(?:年(?![级龄制级])|个年度)",
    takes="从2010年起,用3年时间",
    leaves="从2010年起,每年用3天时间",
)


HORIZON = re.compile(r"到(20\d\d)年")
OWN_YEAR = re.compile(r"20\d\d年是")  # 2018年是关键之年: the year of the text itself, not where a span ends


def find_period(named: str, top: Sequence[str]) -> tuple[int, int] | None:
    """The years of the plan titled ``named``; ``top`` are its first paragraphs. None for a plan of one year."""
    in_title = _years_in_title(named) or _years_of_length(named, top) or _years_of_division(named, top)
    if in_title or YEAR.search(named) or any(OF_PLAN.search(flat) for flat in top if len(flat) <= 60):
        return in_title
    return _first_stated(top) or _years_to_horizon(named, top)


def named_spans(flats: Iterable[str]) -> Iterator[tuple[int, int]]:
    """The spans of years in ``flats``: 2019年至2021年."""
    for flat in flats:
        for span in SPAN.finditer(flat):
            if 0 < int(span[2]) - int(span[1]) < MAX_YEARS:
                yield int(span[1]), int(span[2])


def without_spans(line: str) -> str:
    """The line without spans of years: none of them is the year of a plan."""
    return SPAN.sub("", line)


def _years_in_title(named: str) -> tuple[int, int] | None:
    span = SPAN.search(named)
    if span and int(span[1]) < int(span[2]):
        return int(span[1]), int(span[2])
    five = FIVE_YEARS.search(named)
    if five and not YEAR.search(named):
        return PLANS[five[0]] - 4, PLANS[five[0]]
    return None


def _years_of_length(named: str, top: Sequence[str]) -> tuple[int, int] | None:
    """The years of a 三年行动计划 whose title does not name them, or of a text without a title."""
    length = PLAN_LENGTH.search(named)
    if YEAR.search(named):
        return None
    if not length:
        return None if OF_PLAN.search("。".join(top)) else _years_with_length(top)
    for flat in top:
        for span in SPAN.finditer(flat):
            if int(span[2]) - int(span[1]) == part_numbers.numeral_value(length[1]) - 1:
                return int(span[1]), int(span[2])
    return None


def _years_of_division(named: str, top: Sequence[str]) -> tuple[int, int] | None:
    """The years of a plan whose goals the document divides, as a line of its own says."""
    found = [span for flat in top if not YEAR.search(named) and (span := DIVIDED_WITH_SPAN.match(flat))]
    return (int(found[0][1]), int(found[0][2])) if found else None


def _years_with_length(top: Sequence[str]) -> tuple[int, int] | None:
    """The years of a span whose length is stated next to it: 2018-2020年,三年创建…."""
    for flat in top:
        for span in SPAN_AND_LENGTH.finditer(flat):
            if int(span[2]) - int(span[1]) == part_numbers.numeral_value(span[3]) - 1:
                return int(span[1]), int(span[2])
    return None


def _years_to_horizon(named: str, top: Sequence[str]) -> tuple[int, int] | None:
    """The years of 三年行动计划 that end with the only year that the text names: 到2017年."""
    text = "。".join((named, *top))
    length, named_years = PLAN_LENGTH.search(text), {int(year) for year in YEAR.findall(text)}
    if length is None or len(named_years) != 1 or not HORIZON.search(text) or OWN_YEAR.search(text):
        return None
    last = named_years.pop()
    return last - (part_numbers.numeral_value(length[1]) or 1) + 1, last


def _first_stated(top: Sequence[str]) -> tuple[int, int] | None:
    """The period that the text states for its own goals before it names any other year."""
    for flat in top:
        found = sorted(_stated(flat))
        at, years = found[0] if found else (len(flat), None)
        if YEAR.search(without_spans(flat[:at])) or "今年" in flat[:at]:
            return None
        if years:
            return years
    return None


def _stated(flat: str) -> Iterator[tuple[int, tuple[int, int]]]:
    """(where, the period) for the first match of each kind."""
    for pattern in (TITLE_WITH_SPAN, ISSUED_WITH_SPAN, SPAN_WITH_AIM):
        span = pattern.search(flat)
        if span and 0 < int(span[2]) - int(span[1]) < MAX_YEARS:
            yield span.start(), (int(span[1]), int(span[2]))
    named = PERIOD_WITH_AIM.search(flat)
    if named:
        yield named.start(), (PLANS[named["plan"]] - 4, PLANS[named["plan"]])
    began = FROM_YEAR.search(flat)
    length = _length(began["length"]) if began else 0
    if began and 1 < length < MAX_YEARS:
        yield began.start(), (int(began["from"]), int(began["from"]) + length - 1)


def _length(word: str) -> int:
    return int(word) if word.isdigit() else part_numbers.numeral_value(word.replace("两", "二")) or 0
