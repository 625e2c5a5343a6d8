"""The head of a plan: title, issuer, year, document number and addressees."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from reader.lexicon import phrases
from reader.lexicon.rules import PatternRule
from reader.model import BoilerplateLine
from reader.outline.first_line import first_line
from reader.outline.listing import split_names
from reader.outline.title import LONGEST, MAX_PARAGRAPHS, closed_up, find_title, title_from_file_name, title_told
from reader.outline.years import dateline, find_years
from reader.text import part_numbers
from reader.text.normalization import normalize
from reader.text.paragraph import Paragraph, original_character

HEAD_LENGTH = 20_000  # characters of a document that are searched for its head
NUMBER = re.compile(r"[一-龥A-Z]{1,12}[〔\[(【〈]20\d\d[〕\])】〉] ?第? ?\d{1,4} ?号")
ISSUING_BODY = (
    rf"{phrases.FEDERATION}|妇儿工委(?:办公室|办)?|妇女儿童工作委员会(?:办公室)?|(?:人民)?政府(?!妇)(?:办公[厅室])?"
    rf"|委员会(?:办公[厅室])?|[市县区省州旗]委(?:办公[厅室])?"
)
ISSUER = PatternRule(
    rf"(?:中共)?[^《》关全0-9,。;:、 ■●▲◆★□○◇]{{1,16}}?(?:{ISSUING_BODY})(?![一-龥]?(?:主席|干部|系统|组织))",
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
    day: date | None  # that a website or the signature gives the document
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
        named, first_paragraph = named or line or title_told(flats), after if line else 0
    year, years = find_years(named or "", flats, signatures, aside_lines)
    return DocumentHead(
        title=named,
        issuer=_find_issuer(named or "", flats, aside_lines, signatures),
        year=year,
        years=years,
        number=_find_number([*flats[:MAX_PARAGRAPHS], *(fact for line in aside_lines for fact in line.split(" "))]),
        addressees=_find_addressees(flats[:MAX_PARAGRAPHS]),
        day=dateline(aside_lines, flats),
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
