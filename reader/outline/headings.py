"""Headings: a number and a title, and where the title ends and its text begins."""

import re
from dataclasses import dataclass

from reader.lexicon import phrases, verbs
from reader.lexicon.rules import PatternRule
from reader.text.part_numbers import NumberStyle, PartNumber

MAX_TITLE_LENGTH = 100  # characters of a title on a separate line
MAX_FIRST_SENTENCE = 45  # characters: a longer first sentence includes text
MAX_COUNTED_SENTENCE = 30  # characters: a longer sentence with numbers is text
MAX_ITEM_TITLE = 40  # characters of an item without a heading
BRACKETED = PatternRule(
    rf"\((?:{phrases.RESPONSIBLE}|配合)[^():]{{0,6}}:",
    takes="(牵头单位:组织部)",
    leaves="(组织部牵头)",
)
NOT_HEADING = PatternRule(
    rf"[。\t:]|^[((]?(?:{phrases.RESPONSIBLE}|配合|协办|附[件表])|^[一-龥]{{2,12}}[,:]$|同志们"
    r"|记者|通讯员|投稿|客户端|公众号|第\d+版|热线|主办|一季度.?二季度",
    takes="责任单位",
    leaves="服务大局",
)
COUNTED = re.compile(r"\d[\d.]*[万亿]?[一-龥%]")
COUNT_BEHIND = re.compile(r"(?<=[一-龥])\(\d{1,2}[项件个]?\)?$")  # 促进就业(3项)
# 筹建人才住房1000套, 招聘活动500场以上: no headings
COUNT_AT_END = re.compile(r"\d[\d.]*[万亿]?(?!年$|月$|日$)[一-龥]{1,3}(?:\([^()]{1,4}\))?(?:以上|左右|以内)?$")
BULLETS = frozenset("■●▲◆★□○◇•►▶※")
STOP = re.compile(r"[。!?;]")
LABEL = re.compile(r"[^,。;!?:\d]{2,24}:(?=.)")
# How a text begins after a heading without punctuation: 深化妇联改革｜当前，… 推动妇女发展｜全市各级妇联要…
RUNS_ON = PatternRule(
    r"(?:当前|目前|今年以来|近年来|近期|同志们|刚才|去年以来|一直以来|长期以来)[,,]|20\d\d年(?:以来|是|,)"
    r"|(?:全[国省市县区州]|各)(?:各?级|地|县)[^,。;、]{0,12}?(?:要|应|必须|应当)(?!求)",
    takes="当前,",
    leaves="当前形势",
)
# Verbs that occur in the text only: titles have neither 是 nor 要.
SENTENCE_VERB = PatternRule(
    r"(?<![凡但于若如求还就只算])是(?![非否])|(?<![重主必需纲摘首概扼])要(?![务求点素害义闻案紧件领])",
    takes="家庭是社会的细胞",
    leaves="家庭还是社会",
)
TITLE_ENDS = re.compile(
    "责任感|使命感|紧迫感|自觉性|成效|实效|见效|落实|保障|保证|水平|局面|台阶|突破|贡献|力量|作用|建设|工作|发展|改革|基础|合力|活力|能力"
    "|权益|环境"
)
TEXT_BEGINS = PatternRule(
    rf"{verbs.OPENING_TEXT}|把|以|(?:大力|深入|积极|认真|扎实|全面|继续|进一步|切实|着力|持续|不断|充分|广泛|主动"
    rf"|牢牢)[一-龥]",
    takes="实施巾帼行动",
    leaves="巾帼行动",
)
# Titles that nearly every plan has, followed by the first words of their text: 指导思想｜坚持以…, 背景与理念｜本校…
STANDARD_NOUN = (
    r"(?:总体|基本|主要|工作|活动|实施|重点|具体|组织|保障|指导|项目|创建|培训|年度|预期|考核|评价)?"
    r"(?:思想|思路|要求|目标|任务|措施|原则|步骤|内容|安排|背景|理念|意义|目的|主题|对象|方法|举措|成效|保障|方式)"
)
STANDARD_TITLE = PatternRule(
    rf"^(?:{STANDARD_NOUN}(?:[与和及、]{STANDARD_NOUN})*|(?:加强|强化)(?:组织)?领导|广泛宣传(?:发动)?|组织领导)"
    r"(?=(?:坚持|以[一-龥]|按照|根据|为了?|通过|本[校县市区镇乡村园院]|我[校县市区镇乡村园院]|全[县市区镇乡村校]|年[内底]|到20|20\d\d年|各[级县市区镇乡单部]"
    r"|成立|建立|利用|加强|强化|完善|落实|围绕|紧紧|深入|进一步|认真|切实|充分|把|将|要|\d[.、]|[(（]))",
    takes="指导思想坚持以人民为中心",
    leaves="指导思想和基本原则",
)
MIN_RUN_ON = 6  # characters of the text behind such a title
CONTINUES_TITLE = set("的、,和与及中上方体机者格”》")
KEEPS_TITLE_OPEN = set("在对为以把按和与及的向让使由从")  # after these characters the title continues


@dataclass(frozen=True)
class Heading:
    """The number and title of a part inside a paragraph: ``flat[mark.end:end]`` is the title.

    ``is_item``: it is an item of a list, without text of its own below it, and no section.
    """

    paragraph: int
    mark: PartNumber
    end: int
    level: int = 0
    parent: int | None = None
    is_item: bool = False

    @property
    def at(self) -> tuple[int, int]:
        return self.paragraph, self.mark.start


def title_end(flat: str, start: int, limit: int, style: NumberStyle) -> int:
    """The end of the title that begins at ``start``; its part ends at ``limit``."""
    window = flat[start : min(limit, start + 2 * MAX_TITLE_LENGTH)]
    stop = STOP.search(window)
    cut = stop.start() if stop else len(window)
    finds = (
        _end_before_offices,
        *([_end_of_standard_title] if style <= NumberStyle.COUNT_BRACKET else []),
        _end_before_text,
        _end_at_space,
        _end_at_label,
        *([_end_of_pair] if style <= NumberStyle.COUNT else []),
    )
    for find in finds:
        if end := find(window, cut):
            return start + len(window[:end].rstrip(" :,、"))
    bare = len(window.rstrip("。;:,、 "))
    if style == NumberStyle.COUNT_BRACKET and cut > MAX_COUNTED_SENTENCE and COUNTED.search(window, 0, cut):
        return start + _end_of_first_clause(window, cut)  # (一)促进就业,开展培训2万人次,覆盖率达90%
    if limit - start <= MAX_TITLE_LENGTH and cut >= bare:  # the title is alone on its line
        cut = bare
    elif cut > (
        MAX_FIRST_SENTENCE
        if style <= NumberStyle.COUNT
        else MAX_ITEM_TITLE
        if style >= NumberStyle.DIGIT
        else MAX_TITLE_LENGTH
    ):
        cut = _end_of_first_clause(window, cut)
    return start + len(COUNT_BEHIND.sub("", window[:cut]))


def is_plain(flat: str) -> bool:
    """Whether a line may be a heading without a number."""
    if flat[:1] in BULLETS or COUNT_AT_END.search(flat):
        return False
    return 4 <= len(flat) <= MAX_ITEM_TITLE and flat[-1] not in "。;!?,、)" and not NOT_HEADING.search(flat)


def _end_before_offices(window: str, cut: int) -> int:
    """The end of a title before a bracket with offices: …工程（牵头单位：市妇联）. 0 if there is none."""
    hit = BRACKETED.search(window, 4, cut + 1)
    return hit.start() if hit else 0


def _end_of_standard_title(window: str, cut: int) -> int:
    """The end of a title that many plans have and that runs on into its text: 指导思想｜坚持以… 0 if there is none."""
    hit = STANDARD_TITLE.match(window, 0, cut)
    return hit.end() if hit and cut - hit.end() >= MIN_RUN_ON else 0


def _end_before_text(window: str, cut: int) -> int:
    """The end of a title that runs on into its text without punctuation. 0 if it does not."""
    for hit in RUNS_ON.finditer(window, 4, cut + 1):
        if window[hit.start() - 1] not in KEEPS_TITLE_OPEN and hit.start() < cut:
            return hit.start()
    said = SENTENCE_VERB.search(window, 10, cut)
    if said is None or len(window) <= cut + 1:
        return 0
    return _end_before_repetition(window, said.start()) or _end_after_last_noun(window, said.start())


def _end_before_repetition(window: str, verb: int) -> int:
    """The end of a title whose topic is repeated at the start of the text: …脱贫攻坚战的责任感｜脱贫攻坚是…"""
    for start in range(max(6, verb - 10), verb - 1):
        if window.find(window[start:verb], 0, start) >= 0 and window[start - 1] not in KEEPS_TITLE_OPEN:
            return start
    return 0


def _end_after_last_noun(window: str, verb: int) -> int:
    """The end of a title after the last typical final noun before the verb: …的新局面｜妇女是…"""
    ends = [hit.end() for hit in TITLE_ENDS.finditer(window, 6, verb)]
    return next((end for end in reversed(ends) if end < verb - 1 and window[end] not in CONTINUES_TITLE), 0)


def _end_of_pair(window: str, cut: int) -> int:
    """The end of a title of two clauses of equal length: 强化政治引领，凝聚巾帼共识｜实施…"""
    comma = window.find(",", 4, 13)
    end = 2 * comma + 1
    whole = comma > 0 and end + 4 < cut and len(window) > cut + 1 and "," not in window[comma + 1 : end + 1]
    return end if whole and TEXT_BEGINS.match(window, end) else 0


def _end_at_space(window: str, cut: int) -> int:
    """The end of a title at a space that is followed by a sentence and not inside a quotation."""
    for hit in re.finditer(r"[ \t]", window[:cut]):
        before, after = window[: hit.start()], window[hit.end() : cut]
        quoted = (
            before.count("“") > before.count("”") or before.count("《") > before.count("》") or before.count('"') % 2
        )
        if len(before) >= 4 and not quoted and (len(after) > 30 or ("," in after and len(after) > 20)):
            return hit.start()
    return 0


def _end_at_label(window: str, cut: int) -> int:
    """The end of a label: 指导思想：… 家庭教育：…"""
    hit = LABEL.match(window, 0, cut)
    return hit.end() - 1 if hit else 0


def _end_of_first_clause(window: str, cut: int) -> int:
    comma = window.find(",", 8, cut)
    return comma if comma > 0 else min(cut, MAX_TITLE_LENGTH)
