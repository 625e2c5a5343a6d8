"""Where a heading ends and its text begins."""

import re

from plans.reader.marks import Style

LONGEST = 80  # characters of a title
LONG_ITEM = 40  # an item's first words, where it has no heading of its own
STOP = re.compile(r"[。!?;]")
LABEL = re.compile(r"[^,。;!?:\d]{2,24}:(?=.)")
# A heading's text begins like this, though no stop parts them: 深化妇联改革｜当前，… 推动妇女发展｜全市各级妇联要…
RUNS_ON = re.compile(
    r"(?:当前|目前|今年以来|近年来|近期|同志们|刚才|去年以来|一直以来|长期以来)[,,]|20\d\d年(?:以来|是|,)"
    r"|(?:全[国省市县区州]|各)(?:各?级|地|县)[^,。;、]{0,12}?(?:要|应|必须|应当)(?!求)"
)
SPEAKS_ON = set("在对为以把按和与及的向让使由从")  # the words before make what follows a part of the title


def title_end(flat: str, start: int, limit: int, style: Style) -> int:
    """The end of the title that begins at ``start``; the part ends at ``limit``."""
    window = flat[start : min(limit, start + 4 * LONGEST)]
    own_line = limit - start <= LONGEST
    stop = STOP.search(window)
    cut = stop.start() if stop else len(window)
    for end in (_run_on(window, cut), _spaced(window, cut), _labelled(window, cut)):
        if end:
            return start + end
    if own_line and cut >= len(window.rstrip("。;!?:,、")):
        cut = len(window.rstrip("。;:,、 "))
    elif cut > LONGEST or (style >= Style.DIGIT and cut > LONG_ITEM):
        cut = _first_clause(window, cut)
    return start + cut


def _run_on(window: str, cut: int) -> int:
    for hit in RUNS_ON.finditer(window, 4, cut + 1):
        if window[hit.start() - 1] not in SPEAKS_ON and hit.start() < cut:
            return hit.start()
    return 0


def _spaced(window: str, cut: int) -> int:
    """A space parts title and text when what follows it is a sentence, and it stands in no quotation."""
    for hit in re.finditer(r"[ \t]", window[:cut]):
        before, after = window[: hit.start()], window[hit.end() : cut]
        quoted = (
            before.count("“") > before.count("”") or before.count("《") > before.count("》") or before.count('"') % 2
        )
        if len(before) >= 4 and not quoted and (len(after) > 30 or ("," in after and len(after) > 20)):
            return hit.start()
    return 0


def _labelled(window: str, cut: int) -> int:
    """指导思想：… 家庭教育：…"""
    hit = LABEL.match(window, 0, cut)
    return hit.end() - 1 if hit else 0


def _first_clause(window: str, cut: int) -> int:
    comma = window.find(",", 6, cut)
    return comma if comma > 0 else min(cut, LONGEST)
