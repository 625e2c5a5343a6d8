"""What is counted: the words before or after the number, without the verbs, times and comparisons around them."""

import re
from bisect import bisect_left

from plans.reader.spots import NEAR, Spot
from plans.reader.table import BRACKETED

LEADING = re.compile(
    r"^(?:[ 、,和及与并]|(?:一|二|三|四|五|六|七|八|九|十)(?:是|要)|\d{1,2}[.、)]"
    r"|[(][一二三四五六七八九十\d]{1,3}[)]|其中|同时|此外|并且|全年|年内|每年|今年|年度|要|力争|争取"
    r"|确保|到|在|至少|不少于|全面|努力|完成|实现|达到|计划|继续|深入|积极|扎实|大力|广泛|组织开展"
    r"|组织|开展|举办|创建|新建|建设|建成|建立|打造|培育|评选|表彰|选树|揭晓"
    r"|扶持|发展|新增|命名|召开|年底前|上半年|下半年|为|对|将|使|以|把|让|通过|结合|立足)"
)
TRAILING = re.compile(
    r"(?:达到|提高到|提升到|下降到|降低到|降到|降至|增加到|控制在|保持在|稳定在|提高|提升|增长|不低于"
    r"|不少于|不高于|不超过|至少|达|为|约|近|在|到|超过|力争|争取|以上|目标|任务"
    r"|工作|的|数|共|共计|累计|不得|确保|要|均|各|都|分别|[ ,、:((和及])$"
)
AFTER_ENDS = re.compile(
    r"[,;。、:((]|以“|进行|参与|参加|作为|致富|开展|的目标|目标任务|工作目标|为试点|推动|促进|提升"
    r"|实现|带动|以上|左右|以内"
)
EMPTY_AFTER = re.compile(r"^(?:以上|以内|左右|目标|任务|工作|的|及|等|和|。)*$")


def name_of(spot: Spot, start: int, end: int, previous: str) -> str:
    """The name of what ``flat[start:end]`` counts; ``previous`` stands in where the clause has none of its own."""
    flat = spot.line.flat
    cell, tab, _ = _without_times(spot, max(start, spot.quantity.start - NEAR), spot.quantity.start).partition("\t")
    before = _clean_before(BRACKETED.sub("", cell) if tab else cell)
    after = _clean_after(flat[spot.quantity.end : min(end, spot.quantity.end + NEAR)])
    if spot.quantity.measure in {"%", "‰", "/10万", "个百分点"}:
        name = before if len(before) >= 2 else after
        return _joined(name, previous, spot)
    if len(after) >= 2:
        return (before[-8:] if before.endswith(("级", "”")) else "") + after
    return _joined(before, previous, spot) if len(before) >= 2 else (before + after or previous)


def _without_times(spot: Spot, start: int, end: int) -> str:
    flat, pieces, at = spot.line.flat, [], start
    starts = spot.line.times_in.starts
    for when in spot.line.times[bisect_left(starts, start) : bisect_left(starts, end)]:
        pieces.append(flat[at : when.start])
        at = when.end
    return "".join([*pieces, flat[at:end]])


def _clean_before(words: str) -> str:
    for pattern in (LEADING, TRAILING):
        for _ in range(8):
            shorter = pattern.sub("", words.strip())
            if shorter == words:
                break
            words = shorter
    return words.strip().replace("“", "").replace("”", "")[-40:]


def _clean_after(words: str) -> str:
    words = re.sub(r"^ ?(?:及?以上|以内|左右|以下)?的?", "", words)
    found = AFTER_ENDS.search(words)
    words = words[: found.start()] if found else words
    if EMPTY_AFTER.match(words):
        return ""
    return words.strip().replace("“", "").replace("”", "")[:40]


def _joined(name: str, previous: str, spot: Spot) -> str:
    """其中城市95%以上 is the rate of the clause before it, for the cities."""
    if previous and (len(name) <= 4 and not re.search(r"率|比|数", name)):
        whole = previous.partition("(")[0]
        return f"{whole}({name})" if name else previous
    return name
