"""Finds the title of the plan and its first paragraph, after the notice or news item that introduces it."""

import re
from collections.abc import Sequence

from reader.lexicon import phrases
from reader.lexicon.rules import PatternRule
from reader.text import part_numbers

BULLETS = frozenset("■●▲◆★□○◇•▪►▶※")  # before the points of a newspaper
MAX_PARAGRAPHS = 40  # paragraphs searched for the title
LONGEST = 90
MAX_REPEAT_DISTANCE = 12  # paragraphs: a title repeated further down is something else
NAMES_SUBJECT = PatternRule(
    r"20\d\d|妇|儿童|规划|实事|讲话|通知",
    takes="妇女工作报告",
    leaves="工作报告",
)
KINDS = (
    r"工作要点|工作计划|工作部署|工作安排|工作方案|工作打算|工作思路|实施方案|行动方案|行动计划|实施计划|实施意见"
    r"|活动方案|总体方案"
    r"|重点工作|重点任务|目标任务|任务分解|任务分工|分解表|分工方案|责任书|责任清单|任务清单|发展规划|规划纲要"
    r"|发展纲要|规划|纲要|要点|方案"
    r"|意见|讲话|申报书|建议|汇报|报告|实事(?:项目|清单)?|项目清单|发言|部署|安排|通知|计划|思路|细则|办法|责任分解"
    r"|一览表|若干措施|的通报"
)
# 三年行动, 2018-2020年…工程, or a title with years in brackets: a plan without a word for it.
SPAN = r"20\d\d年?(?:-+|~|至|到)20\d\d年?"
SEVERAL_YEARS = (
    rf"[二两三四五]年(?:专项|攻坚|提升)?(?:行动|工程)$|{SPAN}[^,。;:]{{2,30}}(?:行动|工程)$"
    rf"|[一-龥”\"]\({SPAN}\)$"
)
TITLE_END = PatternRule(
    rf"(?:{KINDS})(?:及[^,。]{{2,10}})?(?:分解)?(?:表|稿)?(?:[((][^()]{{1,24}}[))])*$|{SEVERAL_YEARS}",
    takes="市妇联2021年工作要点",
    leaves="市妇联2021年要点之一",
)
BOOK_TITLE = re.compile(rf"《([^《》]{{4,80}}(?:{KINDS})[^《》]{{0,20}})》")
ISSUED = re.compile(rf"印发([^《》]{{6,60}}(?:{KINDS}))的通知$")
# A title followed by the first words without a line break: …推进会上的讲话（2014年8月1日）同志们：
RUNS_ON = re.compile(
    rf"(.{{4,60}}?(?:{KINDS}))(?=[((]20\d\d年\d{{1,2}}月\d{{1,2}}日|同志们|姐妹们|各位|领导讲话)"
    rf"|(?P<site>.{{4,60}}?(?:{KINDS})(?:\([^()]{{1,8}}\))?)文章属性"
)
# The title, then the first part on the same line: 某县妇联2023年工作计划 一、强化引领
WITH_FIRST_PART = PatternRule(
    rf"(?P<title>[^。;:,]{{6,60}}?(?:{KINDS})(?:\([^()]{{1,24}}\))?)[ :]?(?=(?:一、|\(一\)|第一[章部编])[一-龥])",
    takes="某县妇联2023年工作计划一、强化引领",
    leaves="某县妇联2023年工作计划",
)
# What a website puts before a title on the same line.
PATH = r"首页|打印|关闭|返回|收藏|信息公开|政务公开|通知公告|规划计划|公开目录"
SITE_BEFORE = re.compile(
    r"^(?:【[^】]{2,10}】|\[[^\]]{2,10}\]|(?:文件|原)?(?:标题|名称|题名)[::]"
    r"|(?:浏览|点击|阅读)(?:次数|量|数)?[::]? ?\d+次?"
    r"|(?:发布|更新|公开)?(?:时间|日期)[::] ?20\d\d[-./年]\d{1,2}[-./月]\d{1,2}日?(?: ?\d\d?:\d\d(?::\d\d)?)?"
    rf"|[^ ]{{2,20}}(?: [^ ]{{2,8}})* (?:{PATH})(?= )|(?:{PATH})(?= )| )+(?=.{{6}})"
)
# 《某县2023年工作计划》的主要内容是:… names what the text tells.
TOLD = re.compile(
    rf"(?:出台|印发|发布|制定|下发|公布|根据|按照)?了?《(?P<title>[^《》]{{4,80}}(?:{KINDS})[^《》]{{0,20}})》"
    r"(?:的?(?:主要)?内容|,?(?:明确|提出|共分|共有))"
)
MIN_TEXT = 40  # characters of a paragraph of text
ISSUES = PatternRule(r"通知|印发|转发|现将|现予|公告|如下|附件|同志们", takes="现将要点印发给你们", leaves="培训妇女。")
NOTICE = PatternRule(
    r"通知$",
    takes="关于召开会议的通知",
    leaves="关于通知的说明",
)
LETTERSPACED = re.compile(r"(?<![一-龥])[一-龥](?: [一-龥])+(?![一-龥])")
UPPER_LINE_ENDINGS = ("的", "》", "、", "妇女联合会", "妇联", "办公室", "人民政府", "委员会")
NUMBER = re.compile(r"[〔\[(【〈]20\d\d[〕\])】〉]\s*第?\s*\d{1,4}\s*号")
FILE_NAME = re.compile(r"(.{4,80}?)(?:\.(?:docx?|wps|pdf|txt|html?)|(?: ?(?:_|-+|\|) ?[^_|-]{2,16}){1,3})")
WORDS = re.compile(r"[一-龥]{3}")
FACTS = PatternRule(r"来源|时间|日期|作者|编辑|浏览|点击|版", takes="来源:某某", leaves="妇联工作打算")
SITE_PART = PatternRule(
    r"(?:要闻|新闻|动态|公告|首页|资讯|专栏|频道|公开|[】\]>])$", takes="云南要闻", leaves="某市妇女联合会"
)
OWN_ISSUER = PatternRule(
    rf"[^,。“《》(]{{2,16}}(?:{phrases.FEDERATION}|妇儿工委)(?:办公室)?(?:20\d\d|关于)",
    takes="某县妇联2021年工作要点",
    leaves="某县2021年工作要点",
)
BRACKET = re.compile(r"\((?:20\d\d[^()]{0,20}|[^()]{0,6}稿|节选|摘要)\)")


def find_title(flats: Sequence[str]) -> tuple[str | None, int]:
    """(the title that names a kind of plan, the index of the paragraph after it); (None, 0) if there is none."""
    candidates = [(one, end) for one, end in _title_candidates(flats) if not _is_behind_text(flats[: max(0, end - 1)])]
    found = [_with_bracket(one, end, flats) for one, end in candidates]
    if not found:
        return _title_before_text(flats), 0
    first, end = found[0]
    if NOTICE.search(first):
        return _title_in_notice(found)
    again = [
        (one, after) for one, after in found[1:] if first in one and after <= end + MAX_REPEAT_DISTANCE
    ]  # the first one was a website's title
    return again[0] if again else (first, end)


def _is_behind_text(ahead: Sequence[str]) -> bool:
    """Whether a title stands below the text, as a link to another document does; not if a notice issues the plan."""
    text = any(len(flat) >= MIN_TEXT and flat[-1] == "。" for flat in ahead)
    return text and not any(ISSUES.search(flat) for flat in ahead)


def _with_bracket(one: str, end: int, flats: Sequence[str]) -> tuple[str, int]:
    """The title with the years in brackets below it; a date or 节选 in brackets is skipped."""
    if end >= len(flats) or not BRACKET.fullmatch(flats[end]):
        return one, end
    return (one + flats[end] if "-" in flats[end] else one), end + 1


def _title_in_notice(found: Sequence[tuple[str, int]]) -> tuple[str, int]:
    """The title of the plan that a notice issues: named in 《》, else the next title, else the notice's own."""
    notice, end = found[0]
    named = BOOK_TITLE.search(notice)
    if named:
        for one, after in found[1:]:
            if _is_same_title(one, named[1]):
                return one, after
        return named[1], end
    later = [one for one in found[1:] if not NOTICE.search(one[0])]
    issued = ISSUED.search(notice)
    if later and "印发" in notice:
        return later[0]
    return (issued[1] if issued else notice), end


def _is_same_title(one: str, other: str) -> bool:
    return one in other or other in one or one[-12:] == other[-12:]


def _title_candidates(flats: Sequence[str]) -> list[tuple[str, int]]:
    """Lines that end like titles, each joined with the lines that it continues, and the index of the next line."""
    found: list[tuple[str, int]] = []
    end = 0
    for i, flat in enumerate(flats[:MAX_PARAGRAPHS]):
        line = SITE_BEFORE.sub("", closed_up(flat[: 2 * LONGEST]).rstrip(" |"))
        if first := WITH_FIRST_PART.match(line):
            found.append((first["title"], i))
            end = i + 1
            continue
        if (
            len(line) > LONGEST
            or line[:1] in BULLETS
            or "\t" in line
            or not TITLE_END.search(line)
            or _is_body_text(line)
            or (i > 3 and _is_generic(line))
        ):
            continue
        start = i
        while start > end and len(line) < 60 and _is_upper_line(closed_up(flats[start - 1]), line):
            start -= 1
            line = closed_up(flats[start]) + line
        if line.count("(") == line.count(")") and line.count("《") == line.count(
            "》"
        ):  # otherwise the end of a longer text
            found.append((line, i + 1))
            end = i + 1
    return found


def _is_body_text(line: str) -> bool:
    return part_numbers.at_start(line) is not None or line[-1] in ":。" or "。" in line


def _is_generic(line: str) -> bool:
    """Whether a line such as 重点任务 or 工作安排 is more likely a heading than a title."""
    return len(line) < 10 and not NAMES_SUBJECT.search(line)


def closed_up(line: str) -> str:
    """``line`` without spaces between single characters: 通 知, 工 作 要 点."""
    return LETTERSPACED.sub(lambda hit: hit[0].replace(" ", ""), line).strip()


def _is_upper_line(before: str, line: str) -> bool:
    """Whether ``before`` is the upper line of a title: an issuer, or words that continue in ``line``."""
    if len(before) > 40 or any(stop in before for stop in "。;:|\t") or NUMBER.search(before):
        return False
    if before.endswith("文件") or SITE_PART.search(before) or (TITLE_END.search(before) and not before.endswith("的")):
        return False
    if OWN_ISSUER.match(line):
        return False  # the line above is the name of the website
    if before.startswith("关于") or before.endswith("关于"):
        return True
    return before.endswith(UPPER_LINE_ENDINGS) or line.startswith(("关于", "20", "通", "的", "“"))


def _title_before_text(flats: Sequence[str]) -> str | None:
    for flat in flats[:6]:
        if hit := RUNS_ON.match(flat):
            return hit[1] or hit["site"]
    return None


def title_told(flats: Sequence[str]) -> str | None:
    """The title of the plan whose contents the first paragraphs tell: 《…工作计划》的主要内容是:…"""
    hits = (TOLD.search(flat[: 2 * LONGEST]) for flat in flats[:3])
    return next((hit["title"] for hit in hits if hit), None)


def title_from_file_name(asides: Sequence[str]) -> str | None:
    """The title in ``asides``: behind a website's label (标题:…), else the name of the file or web page."""
    labelled = ((aside, SITE_BEFORE.sub("", closed_up(aside[: 2 * LONGEST]))) for aside in asides)
    for aside, title in labelled:
        path = any(mark in title for mark in ">»›|")
        if (
            title != aside
            and not path
            and len(title) <= LONGEST
            and TITLE_END.search(title)
            and not _is_body_text(title)
        ):
            return title
    names = (FILE_NAME.fullmatch(aside) for aside in asides if not aside.startswith(("当前位置", "您所在", "您现在")))
    return next((hit[1] for hit in names if hit and WORDS.search(hit[1]) and not FACTS.search(hit[1])), None)
