"""Finds the title of a text whose title names no kind of plan: its first line, or the line above its date."""

import re
from bisect import bisect_right
from collections.abc import Sequence

from reader.lexicon.rules import PatternRule
from reader.model import BoilerplateLine
from reader.text import part_numbers
from reader.text.normalization import normalize
from reader.text.paragraph import Paragraph

MAX_LINES = 10  # paragraphs that may precede the title of a web page
MIN_LENGTH, MAX_LENGTH = 5, 60
MIN_TEXT = 25  # characters: a paragraph of text
# Names of sites and papers, bylines, and what a web page writes around a text.
NOT_TITLE = PatternRule(
    r"记者|通讯员|作者|编辑|来源|投稿|登录|注册|首页|网站|客户端|公众号|微信|当前位置|第?\d+版|版:|热线|电话|主办|下载"
    r"|(?:报|网|报社|电视台|日报|晚报|频道|文库|娱乐)$|格式:|大小:|页数|浏览|点击|阅读|字号|时间:|日期:|预览|会员|^附"
    r"|[报网] ?20\d\d年"
    r"|^[\d\-/.:, ]+$|^\(|^[^一-龥]*$",
    takes="某某日报",
    leaves="某市妇联办好八件实事",
)
DATELINE = PatternRule(
    r"20\d\d ?(?:年|[-./]) ?\d{1,2}|\d{1,2}[-./]\d{1,2}[-./]20\d\d|来源|发布|日期|时间|作者|点击|浏览",
    takes="2021-09-10 13:53",
    leaves="责任编辑:某某",
)
BYLINE = PatternRule(r"记者|通讯员|作者[::]|^(?:文|图)[/::]", takes="本报记者 王某", leaves="小记")
LABEL = re.compile(r"^原?标题[::]")
SUBTITLE = ("--", "——", "—")
DAY_LINE = re.compile(r"20\d\d[-./年]\d{1,2}[-./月]\d{1,2}日?.{0,20}")
# 进展情况 with the office below it
GENERIC_TITLE = PatternRule(
    r"(?:20\d\d年度?)?(?:工作)?(?:进展|完成|落实|推进)?(?:情况|要点|计划|总结|安排|进度)(?:报告|通报|表)?",
    takes="进展情况",
    leaves="某县妇联进展情况",
    whole=True,
)
OFFICE_BELOW = PatternRule(
    r"[一-龥]{2,24}(?:妇联|妇女联合会|委员会|办公室|政府|[局委办会])",
    takes="清河县妇女联合会",
    leaves="清河县妇女联合会:",
    whole=True,
)
BULLETS = frozenset("■●▲◆★□○◇•▪►▶※")
TIMESTAMP = re.compile(r"20\d\d[-./年]\d{1,2}[-./月]\d{1,2}日? ?\d{1,2}:\d\d")
STOPS = frozenset("。;:,、?(《“")


def first_line(paragraphs: Sequence[Paragraph], asides: Sequence[BoilerplateLine]) -> tuple[str | None, int]:
    """(the title, the index of the paragraph after it), or (None, 0) if no line looks like one."""
    if (
        len(paragraphs) > 2
        and GENERIC_TITLE.fullmatch(paragraphs[0].flat)
        and OFFICE_BELOW.fullmatch(paragraphs[1].flat)
    ):
        return paragraphs[0].flat, 2
    dated = _above_datelines(paragraphs, asides)
    first: int | None = None
    for i, paragraph in enumerate(paragraphs[:MAX_LINES]):
        flat = paragraph.flat
        if flat[0] in BULLETS:  # what a newspaper lists below its headline
            if first is not None and i in dated:
                return paragraphs[first].flat, i + 1
            continue
        if not _may_be_title(flat):
            if len(flat) > MIN_TEXT and not NOT_TITLE.search(flat):
                break  # the text begins
            continue
        first = i if first is None else first
        if i in dated or (i + 1 < len(paragraphs) and _is_byline(paragraphs[i + 1].flat)):
            return LABEL.sub("", flat), i + 1
    if first is None or first + 1 >= len(paragraphs):
        return None, 0
    bulleted = paragraphs[first + 1].flat[0] in BULLETS
    if not bulleted and not _is_text(paragraphs[_behind_bullets(paragraphs, first)].flat):
        return None, 0
    return LABEL.sub("", paragraphs[first].flat), first + 1


def _behind_bullets(paragraphs: Sequence[Paragraph], first: int) -> int:
    """The index of the paragraph below the title and the points and the byline below it."""
    at = first + 1
    while at + 1 < min(len(paragraphs), MAX_LINES) and (
        paragraphs[at].flat[0] in BULLETS
        or paragraphs[at].flat.startswith(SUBTITLE)
        or _is_byline(paragraphs[at].flat)
        or DAY_LINE.fullmatch(paragraphs[at].flat)
    ):
        at += 1
    return at


def _may_be_title(flat: str) -> bool:
    return (
        MIN_LENGTH <= len(flat) <= MAX_LENGTH
        and flat[-1] not in STOPS
        and "。" not in flat
        and "\t" not in flat
        and part_numbers.at_start(flat) is None
        and not NOT_TITLE.search(flat)
    )


def _is_byline(flat: str) -> bool:
    return len(flat) < MAX_LENGTH and "。" not in flat and (BYLINE.search(flat) or TIMESTAMP.search(flat)) is not None


def _is_text(flat: str) -> bool:
    return part_numbers.at_start(flat) is not None or len(flat) >= MIN_TEXT or flat[-1:] in {"。", ":"} or "\t" in flat


def _above_datelines(paragraphs: Sequence[Paragraph], asides: Sequence[BoilerplateLine]) -> set[int]:
    """The indexes of the paragraphs that a website's line with date or source follows directly."""
    starts = [paragraph.origin[0] for paragraph in paragraphs[: MAX_LINES + 1]]
    taken: set[int] = set()
    for aside in asides:
        above = bisect_right(starts, aside.place.start) - 1
        if above < 0 or above >= MAX_LINES or above in taken:
            continue
        if DATELINE.search(normalize(aside.text[:MAX_LENGTH])):
            taken.add(above)
    return taken
