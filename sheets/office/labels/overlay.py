"""A label laid over a target's name in pieces, and what of it is left over."""

import re
from functools import lru_cache
from typing import NamedTuple

from sheets.office.labels.roles import FILLER
from sheets.office.labels.text import letters

SAME_VERBS = re.compile("新创建|新建立|新建设|新建成|新建|建立|建成|打造|新创|创办|新设立")
ONE_VERB = "创建"
OF_LEVELS = re.compile("(?<=[国省市县区乡镇村][省市县区乡镇村])级")
SOFT = re.compile(
    "创建|建设|揭晓|评选|选树|评出|命名|认定|开展|举办|举行|组织|实施|推进|发放|扶持|帮扶|帮助|支持|扶助|落实|实现|落地|出台|印发|资助|救助|新"
)
WEAK = re.compile("广大|妇女|巾帼|全市|全县|全区|各县|我县|我市|本县|本市|项目|工作|任务|活动|“|”|的|等")
GAP = "|"
MIN_PIECE = 2
HEAD = 2  # letters at the end of a name that say what it is: 示范点, 培训
MIN_MIDDLE = (
    3  # so long must be what stands before a verb in a name to be a name of its own: 贷免扶补 in 贷免扶补扶持创业
)
MIN_OF_HEADING = 3  # so long must be what a label has of the headings above a target: titles of tasks are sentences
# What makes another figure of the same thing, wherever it stands.
TELLING = re.compile(
    "[国省市县区乡镇村]级|国家|推荐|申报|申请|储备|验收|候选|培育|退出|复核|参评|拟|金额|资金|其中|新增|未"
)
REMEMBERED = 20_000  # labels laid over names; a workbook asks for each again and again


class Overlay(NamedTuple):
    """What of a label a name does not have (``hard``, ``soft``), and what it has (``distinct``), in letters.

    ``headed``: the label has what the name is about, which comes last in Chinese.
    """

    hard: int
    soft: int
    headed: bool
    distinct: int
    name_share: float
    soft_words: tuple[str, ...]

    def __lt__(self, other):
        return self._rank < other._rank

    def __gt__(self, other):
        return self._rank > other._rank

    @property
    def _rank(self):
        return (-self.hard, -self.soft, self.headed, self.distinct, self.name_share)


def one_verb(text: str) -> str:
    """新建, 打造 and 建立 say the same as 创建; 市、县级 the same as 市、县."""
    return OF_LEVELS.sub("", SAME_VERBS.sub(ONE_VERB, text))


@lru_cache(maxsize=REMEMBERED)
def core_of(text: str) -> str:
    """What is left of a name without soft, weak and filling words."""
    return FILLER.sub("", WEAK.sub("", SOFT.sub("", text)))


@lru_cache(maxsize=REMEMBERED)
def lay_over(own: str, name: str, headings: str) -> Overlay:
    """A label laid over a name; what only the headings above the target have is not left over either."""
    pieces = _pieces(own, name)
    rest, covered = _cut(own, pieces)
    if headings:
        above = [(start, end) for start, end in _pieces(rest, headings) if end - start >= MIN_OF_HEADING]
        above = [(start, end) for start, end in above if not TELLING.search(rest[start:end])]
        rest, _covered = _cut(rest, above)
    soft_words = tuple(SOFT.findall(rest))
    without_soft = SOFT.sub(GAP, rest)
    weak = sum(map(len, WEAK.findall(without_soft)))
    hard = len(letters(FILLER.sub("", WEAK.sub(GAP, without_soft))))
    soft = sum(map(len, soft_words)) + weak
    distinct = len(letters(core_of(covered)))
    headed = _touch_head([own[start:end] for start, end in pieces], name)
    return Overlay(hard, soft, headed, distinct, len(letters(covered)) / len(name), soft_words)


def has_head(text: str, name: str) -> bool:
    """Whether a text has what a name is about."""
    return _touch_head([text[start:end] for start, end in _pieces(text, name)], name)


def count_distinct(text: str, name: str) -> int:
    """How many letters of a text stand in a name, without those that say little."""
    return len(letters(core_of(_cut(text, _pieces(text, name))[1])))


def _pieces(text, name):
    """The (start, end) of the longest pieces of a text that stand in a name, from left to right."""
    found = []
    start = 0
    while start < len(text) - 1:
        end = start + MIN_PIECE
        if GAP in text[start:end] or text[start:end] not in name:
            start += 1
            continue
        while end < len(text) and text[end] != GAP and text[start : end + 1] in name:
            end += 1
        found.append((start, end))
        start = end
    return found


def _cut(text, pieces):
    """(what is left of a text without the pieces, the pieces), each with gaps for the other."""
    rest, covered = list(text), [GAP] * len(text)
    for start, end in pieces:
        covered[start:end] = text[start:end]
        rest[start:end] = GAP * (end - start)
    return "".join(rest), "".join(covered)


def _touch_head(pieces, name):
    heads = _heads_of(name)
    for piece in pieces:
        at = name.find(piece)
        while at >= 0:
            if any(at < end and at + len(piece) > start for start, end in heads):
                return True
            at = name.find(piece, at + 1)
    return False


@lru_cache(maxsize=REMEMBERED)
def _heads_of(name):
    """Where the words stand that say what a name is: the last ones, and the last ones before a verb."""
    parts = [found.span() for found in PART.finditer(LITTLE.sub(lambda found: GAP * len(found[0]), name))]
    heads = [(end - HEAD, end) for start, end in parts if end - start >= MIN_MIDDLE]
    return [*heads, *((max(start, end - HEAD), end) for start, end in parts[-1:])]


LITTLE = re.compile("|".join(pattern.pattern for pattern in (SOFT, WEAK, FILLER)))
PART = re.compile(rf"[^{GAP}]+")
