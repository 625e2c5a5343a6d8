"""The head of a plan: title, issuer, year, document number and addressees."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from reader.lexicon import phrases
from reader.lexicon.rules import PatternRule
from reader.model import BoilerplateLine
from reader.numbers.times import FIVE_YEARS, PLANS
from reader.outline.first_line import first_line
from reader.outline.listing import split_names
from reader.outline.title import LONGEST, MAX_PARAGRAPHS, closed_up, find_title, title_from_file_name
from reader.text import part_numbers
from reader.text.normalization import normalize
from reader.text.paragraph import Paragraph, original_character

HEAD_LENGTH = 20_000  # characters of a document that are searched for its head
NUMBER = re.compile(r"[一-龥A-Z]{1,12}[〔\[(【〈]20\d\d[〕\])】〉] ?第? ?\d{1,4} ?号")
YEAR = re.compile(r"(20\d\d)年")
NUMERAL_YEAR = re.compile(r"(二[〇零○O0][〇零○O0一二三四五六七八九]{2})年")
SPAN = re.compile(r"(20\d\d)年?(?:-+|~|至|到)(20\d\d)年?")
PLAN_LENGTH = PatternRule(
    r"([三四五])年(?:行动|规划|计划|攻坚|提升|实施)",
    takes="巧手姐妹三年行动",
    leaves="某县妇联2021年行动方案",
)
# 2018-2020年,三年创建…: a span of years followed by its length.
SPAN_AND_LENGTH = re.compile(rf"{SPAN.pattern}(?:期间)?[,、]?(?:用|共|计划用)?([三四五])年(?![级龄制])")
# In order of reliability: a date below or next to the title (also with the meeting at which a report was given),
# 2018年是…, any year that is named. 到2020年 is a horizon and not the year of the plan.
NO_HORIZON = r"(?<![到至])(?<!前瞻)(?<!展望)"
OF_PLAN = PatternRule(
    r"(20\d\d)年度?[^年,。]{0,12}?(?:要点|计划|打算|安排|思路|任务|目标|部署)",
    takes="2025年工作要点",
    leaves="2025年度",
)
YEAR_PATTERNS = (
    PatternRule(
        r"^[(-]{0,3}(20\d\d)年[\d一二三四五六七八九十]{1,3}月[\d一二三四五六七八九十]{1,3}日(?:在[^,。;:]{4,50}上)?\)?$",
        takes="(2014年8月1日)",
        leaves="2014年8月1日前完成",
    ),
    PatternRule(r"(?:讲话|报告|发言)[((](20\d\d)年\d{1,2}月", takes="讲话(2014年8月1日)", leaves="2014年8月讲话"),
    PatternRule(
        NO_HORIZON + r"(20\d\d)年(?:是|,是|工作|全[市县省区州]|妇|度工作|的?主要)",
        takes="2021年是开局之年",
        leaves="到2021年是最后期限",
    ),
    PatternRule(NO_HORIZON + r"(20\d\d)年(?!以来)", takes="2021年", leaves="2021年以来"),
)
THIS_YEAR = PatternRule(
    r"今年(?!以来)",
    takes="今年新建",
    leaves="今年以来新建",
)
ISSUING_BODY = (
    rf"{phrases.FEDERATION}|妇儿工委(?:办公室|办)?|妇女儿童工作委员会(?:办公室)?|(?:人民)?政府(?!妇)(?:办公[厅室])?"
    rf"|委员会(?:办公[厅室])?|[市县区省州旗]委(?:办公[厅室])?"
)
ISSUER = PatternRule(
    rf"(?:中共)?[^《》关全0-9,。;:、 ]{{1,16}}?(?:{ISSUING_BODY})(?![一-龥]?(?:主席|干部|系统|组织))",
    takes="清河县妇联",
    leaves="清河县妇联主席",
)
FACT = re.compile(r"(?:发布|发文|公开|申报)(?:机构|机关|单位|主体)[::]\s*([^\s,;:]{3,30})")
ADDRESS = PatternRule(
    r"[^。!?]{2,800}:",
    takes="各县(市、区)妇联:",
    leaves="各县(市、区)妇联。",
)
OFFICE = PatternRule(
    rf"妇联|妇委会|妇工委|女工委|女职委|工委|委员会|[局办处部室会科股团]|[市县区省州党]委|{phrases.OFFICES}|政府|中心"
    rf"|公司|学校|医院|街道|[乡镇村旗]",
    takes="各县妇联:",
    leaves="各位:",
)
NOT_ADDRESSEE = PatternRule(
    r"同志|姐妹|代表们|委员们|朋友|来宾|如下|包括|以下|要求|思路|目标|任务|原则|坚持|是$|意见$|通知$|[总方]针|精神",
    takes="全体同志:",
    leaves="各县妇联:",
)


@dataclass(frozen=True)
class DocumentHead:
    """The head of a plan."""

    title: str | None
    issuer: str | None
    year: int | None  # the first one of a plan of several years
    years: tuple[int, int] | None
    number: str | None
    addressees: tuple[str, ...]
    first_paragraph: int  # the index of the paragraph in which the plan begins, after a notice


def read_head(paragraphs: Sequence[Paragraph], asides: Sequence[BoilerplateLine]) -> DocumentHead:
    """The head, read from the paragraphs and the boilerplate: a website's facts, the file name, the signature and
    its date."""
    flats = [paragraph.flat for paragraph in paragraphs]
    aside_lines = [normalize(aside.text[: 4 * LONGEST]) for aside in asides]
    signatures = [normalize(aside.text) for aside in asides if aside.why == "signature"]
    named, first_paragraph = find_title(flats)
    if not named:
        named = title_from_file_name(aside_lines)
        line, after = first_line(paragraphs, asides)
        named, first_paragraph = named or line, after if line else 0
    years = _find_years(named or "") or _years_of_length(named or "", flats[:MAX_PARAGRAPHS])
    year = _find_year(named or "", [*signatures, *flats])
    return DocumentHead(
        title=named,
        issuer=_find_issuer(named or "", flats, aside_lines, signatures),
        year=year if year or not years else years[0],
        years=years,
        number=_find_number([*flats[:MAX_PARAGRAPHS], *(fact for line in aside_lines for fact in line.split(" "))]),
        addressees=_find_addressees(flats[:MAX_PARAGRAPHS]),
        first_paragraph=first_paragraph,
    )


def in_original_characters(top: DocumentHead, document: str) -> DocumentHead:
    """``top`` in the characters of the document: （2021—2030年） for (2021-2030年)."""
    begin = normalize(document[:HEAD_LENGTH])
    places = [i for i, char in enumerate(begin) if not char.isspace()]
    flat = "".join(begin[i] for i in places)

    def found(words: str | None) -> str | None:
        at = flat.find("".join(words.split())) if words else -1
        if not words or at < 0:
            return words
        own = (document[i] for i in places[at:])
        return "".join(char if char.isspace() else original_character(char, next(own)) for char in words)

    addressees = tuple(found(name) or name for name in top.addressees)
    return replace(
        top, title=found(top.title), issuer=found(top.issuer), number=found(top.number), addressees=addressees
    )


def _find_years(named: str) -> tuple[int, int] | None:
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


def _years_with_length(top: Sequence[str]) -> tuple[int, int] | None:
    """The years of a span whose length is stated next to it: 2018-2020年,三年创建…."""
    for flat in top:
        for span in SPAN_AND_LENGTH.finditer(flat):
            if int(span[2]) - int(span[1]) == part_numbers.numeral_value(span[3]) - 1:
                return int(span[1]), int(span[2])
    return None


def _find_year(named: str, flats: Sequence[str]) -> int | None:
    alone = in_digits(SPAN.sub("", named))
    if hits := OF_PLAN.findall(alone) or YEAR.findall(alone):
        return int(hits[-1])  # 2020年工作总结和2021年工作打算
    if _find_years(named):
        return None
    if hits := [int(year) for flat in flats if len(flat) <= LONGEST // 2 for year in OF_PLAN.findall(flat)]:
        return max(hits)
    for pattern in YEAR_PATTERNS:
        years = Counter(int(year) for flat in flats for year in pattern.findall(in_digits(flat)))
        if years:
            return years.most_common(1)[0][0]
    if any(THIS_YEAR.search(flat) for flat in flats):
        return None  # 今年 is not the year of the horizon
    horizons = Counter(int(year) for flat in flats for year in YEAR.findall(flat))
    return horizons.most_common(1)[0][0] if horizons else None


def in_digits(line: str) -> str:
    """A title or date with its year in digits: 二〇二一年, 二○二一年."""
    if len(line) > LONGEST:
        return line
    return NUMERAL_YEAR.sub(lambda hit: f"{part_numbers.numeral_value(re.sub('[○O0]', '〇', hit[1]))}年", line)


def _find_issuer(named: str, flats: Sequence[str], aside_lines: Sequence[str], signatures: Sequence[str]) -> str | None:
    """The issuer by the title, the letterhead, the signature or a website's facts."""
    for line in _issuing_lines(named, flats, signatures):
        if hit := ISSUER.match(line):
            return hit[0]
    for fact in aside_lines:
        if hit := FACT.search(fact):
            return hit[1]
    return None


def _issuing_lines(named: str, flats: Sequence[str], signatures: Sequence[str]) -> Iterator[str]:
    yield named
    yield from (line for line in map(closed_up, flats[:5]) if len(line) <= LONGEST and line[-1:] not in ("。", ":"))
    yield from signatures


def _find_number(lines: Sequence[str]) -> str | None:
    hits = (NUMBER.search(line) for line in lines if len(line) <= LONGEST and line[-1:] != "。")
    return next((hit[0].replace(" ", "") for hit in hits if hit), None)


def _find_addressees(top: Sequence[str]) -> tuple[str, ...]:
    for flat in top[:20]:
        if (
            ADDRESS.fullmatch(flat)
            and not part_numbers.at_start(flat)
            and OFFICE.search(flat)
            and not NOT_ADDRESSEE.search(flat[:-1])
        ):
            return tuple(split_names(flat[:-1]))
    return ()
