"""Finds which offices lead and which assist."""

import re
from dataclasses import dataclass
from itertools import pairwise

from reader.lexicon import phrases
from reader.lexicon.rules import PatternRule
from reader.outline.listing import split_names

OFFICES = rf"(?:{phrases.OFFICE_KINDS}|股室|机构|主体)"
LABEL = PatternRule(
    rf"(?P<lead>{phrases.HOSTING}|牵头|主责)(?:责任|负责|实施)?{OFFICES}?[::]|(?P<charge>责任|负责|{phrases.EXECUTING}|落实"
    rf"|主体)(?:责任)?{OFFICES}[::]|(?P<assist>{phrases.ASSISTING}|参加|协同)(?:责任)?{OFFICES}?[::]",
    takes="牵头单位:市妇联",
    leaves="牵头市妇联",
)
LABEL_END = PatternRule(
    r"[。;!?:\n]|完成时|时间|时限|责任人|责任领导|分管领导|联系人",
    takes="市妇联;",
    leaves="市妇联",
)
LED_BY = PatternRule(
    rf"由(?P<lead>[^,。;:()]{{2,60}}?)(?:{phrases.HOSTING}|牵头|负责"
    rf"|组织实施)(?:[^,。;:()]{{0,10}},(?P<assist>[^。;:()]{{2,80}}?)(?:{phrases.ASSISTING}))?",
    takes="由市妇联牵头",
    leaves="由市妇联决定",
)
BRACKETED = PatternRule(
    rf"\((?P<lead>[^。:()]{{2,80}}?)(?:{phrases.HOSTING}|牵头"
    rf"|负责)(?:[,、;](?P<assist>[^。:()]{{2,120}}?)(?:{phrases.ASSISTING}|按职责分工负责|负责)?)?\)",
    takes="(市妇联牵头,市人社局配合)",
    leaves="(市妇联、市人社局)",
)
ONLY_OFFICES = re.compile(r"\((?P<all>[^。;:()]*(?:\([^()]*\)[^。;:()]*)*)\)[。;]?\s*$")
OFFICE = PatternRule(
    rf".*(?:妇联|妇委会|妇工委|工委|委员会|[局办处部室院会科股团]|[市县区省州党旗]委|{phrases.OFFICES}|政府|中心|公司"
    rf"|学校|医院|街道|[乡镇县区市])",
    takes="市妇联宣传部",
    leaves="宣传工作",
    whole=True,
)
TRAILING_WORDS = re.compile(r"(?:等|等部门|等单位|等有关部门|按职责分工|按照职责分工|分别|共同|按职责|具体)+$")
NAME = re.compile(r"[一-龥A-Za-z0-9“”()·/,、]{2,40}")
NOT_OFFICE = PatternRule(
    r"专人|各自|他们|自己|主要领导|一把手|[一二三]名|.{0,6}同志",
    takes="专人",
    leaves="专班",
)


@dataclass(frozen=True)
class Offices:
    """The offices that lead and those that assist."""

    lead: tuple[str, ...] = ()
    assisting: tuple[str, ...] = ()


def find_offices(flat: str) -> Offices:
    """The offices named in ``flat``, each once, in order.

    责任单位 lead, unless others are named as 牵头单位.
    """
    lead, charge, assist = _offices_after_labels(flat)
    for pattern in (BRACKETED, LED_BY):
        for hit in pattern.finditer(flat):
            lead += _office_names(hit["lead"])
            assist += _office_names(hit["assist"])
    if not lead:
        lead, charge = charge, []
    if not lead and not assist:
        lead, assist = _offices_at_end(flat)
    leading = tuple(dict.fromkeys(lead))
    return Offices(leading, tuple(name for name in dict.fromkeys(charge + assist) if name not in leading))


def _offices_after_labels(flat: str) -> tuple[list[str], list[str], list[str]]:
    found: dict[str, list[str]] = {"lead": [], "charge": [], "assist": []}
    for hit, after in pairwise([*LABEL.finditer(flat), None]):
        assert hit  # the first of a pair is never None
        row = flat[hit.end() : after.start() if after else len(flat)]
        end = LABEL_END.search(row)
        found[str(hit.lastgroup)] += _office_names(_cut_at_bracket(row[: end.start()] if end else row))
    return found["lead"], found["charge"], found["assist"]


def _cut_at_bracket(row: str) -> str:
    """``row`` up to the end of a bracket that begins before it."""
    depth = 0
    for i, char in enumerate(row):
        depth += (char == "(") - (char == ")")
        if depth < 0:
            return row[:i]
    return row


def _offices_at_end(flat: str) -> tuple[list[str], list[str]]:
    """Offices in a bracket at the end, (市妇儿工委办、各成员单位): the first leads, by convention."""
    hit = ONLY_OFFICES.search(flat[-200:])
    names = _office_names(hit["all"]) if hit else []
    return (names[:1], names[1:]) if names and all(OFFICE.fullmatch(name) for name in names) else ([], [])


def offices_in_cell(cell: str | None) -> tuple[str, ...]:
    """The offices in a cell of a table."""
    return tuple(dict.fromkeys(_office_names(cell)))


def _office_names(row: str | None) -> list[str]:
    parts = split_names((row or "").replace("\t", "、").replace(" ", "、"))
    names = (TRAILING_WORDS.sub("", part.strip(" ,、;")) for part in parts)
    return [name for name in names if NAME.fullmatch(name) and not NOT_OFFICE.fullmatch(name)]
