"""The words next to a number that may name what it counts, without times, verbs and comparisons."""

import re
from bisect import bisect_left
from collections.abc import Iterator

from reader.clauses.contexts import QuantityContext
from reader.lexicon.rules import PatternRule
from reader.names.patterns import (
    AFTER_ANOTHER_NUMBER,
    AGE_OF,
    LEADING,
    LEADING_FILLER,
    NAME_END,
    OF_PLACES,
    STARTING_VALUE,
    TRAILING,
)
from reader.tables.cells import BRACKETED

Pattern = re.Pattern[str] | PatternRule
MAX_NAME_LENGTH = 60
MIN_NAME_LENGTH = 2  # characters: if less follows the last verb, an earlier verb is used
QUOTATION = re.compile(r"“[^“”]*”?|\"[^\"]*\"?")
BRACKET_PAIRS = (("“", "”"), ("(", ")"), ("《", "》"))
SINGLE_QUOTES = str.maketrans("‘’", "“”")
NOUN_BEFORE = frozenset("”会联层团党新益性")  # 社会组织, “两新”组织: a noun
NOUN_ENDS = frozenset(("项目", "工程", "任务", "单位", "资金", "标准", "机制", "体系"))  # 建设项目 is one noun
# The score of the item before and the code of this one: 维权服务(3分)C7.开展普法宣传
ITEM_BEFORE = re.compile(
    r"^(?:.*\(\d{1,3}(?:\.\d)?分\)(?:[A-ZА-Я]{0,2}\d{1,2}[.、])?|(?:.*[^A-Za-z0-9])?[A-Z]\d{1,2}[.、])(?=[^)]{2})"
)
IN_USE = re.compile(r"(?<=^新增)(?:并)?投用")  # 新增投用学位
ITEM_MARK = re.compile(
    r"(?:\d{1,2})?[■●▲◆★☆□○◇•·►▶※*]+ ?|\d{1,2}(?=[一-龥“])(?![岁个名人所家户次场期项年月日季万亿千百类种条级届周天])"
)
AND_SO_ON = re.compile(r"(?<=[一-龥]{3})(?<![平均同初中高优])等$")
TWICE = re.compile(r"^(“[^”]+”)(?=[一-龥]{2,4}\1$)")  # “清河月嫂”培训“清河月嫂”
COURSES_OF_EACH = re.compile(
    r"^每期(?:举?办|开展|组织)?[一两二三四五六七八九十\d]{1,2}期(?=[一-龥“])"
)  # of 办两期培训班,每期50人
OTHER_TASK = re.compile(
    r"(?<=[一-龥]{4}(?:检查|筛查|体检|培训|救助|资助|慰问|改造))[及和与][一-龥“”、]{6,}$"
)  # 免费检查及…的救助
DEED_AT_PLACE = re.compile(
    r"(?P<place>(?:行政|自然)?村|乡镇|镇|街道|镇街|社区|小区|县区?)的"
    r"(?P<what>[一-龥“”]{0,10}(?:入户|治理|整治|改造|绿化|亮化|硬化|排查|创建))(?:工作|任务)?"
)
MEANWHILE = re.compile(r"(?<=[一-龥])(?:年内|年底前)(?:全部|全面|均)?(?=[一-龥])")
AN_HOUR = re.compile(r"^一小时")
COUNT_INSIDE = re.compile(
    r"(?<=[一-龥])\d[\d.]*[万亿]?[所家个名户人间座幢](?=[一-龥]{4})(?!以上)"
)  # 新增100所学校食堂空调
ONCE = re.compile(r"(?<=[检查训问估])[一1]次$")  # 免费体检一次
DEFINED = re.compile(r"(?<=[率例重])\([^()]{10,}\)$")  # 覆盖率(在园幼儿数占总数的比例)
MAX_MARK = 6
MEANS_BEFORE = re.compile(r"^(?:依托|通过|借助|利用)(?=“[^“”]+”[一-龥]{2})")
MIN_BEFORE_TASK = 6  # characters of a noun that ends with 任务 needlessly
MAX_STEPS = 8


def without_times(context: QuantityContext, start: int, end: int) -> str:
    """``flat[start:end]`` without its expressions of time."""
    flat, pieces, at = context.line.flat, [], start
    starts = context.line.times_in.starts
    for when in context.line.times[bisect_left(starts, start) : bisect_left(starts, end)]:
        pieces.append(flat[at : when.start])
        at = max(at, when.end)
    return "".join([*pieces, flat[at:end]])


def words_before(context: QuantityContext, start: int, length: int) -> str:
    """The words between ``start`` and the number, at most ``length`` characters, without times.

    In a table, the words of the cell with the name; after another number (25%和30%, 8期/400人次), the words before
    the first.
    """
    flat, start, end = context.line.flat, max(start, context.quantity.start - length), context.quantity.start
    if context.clause.start == 0:
        start += _length_of_mark(flat[: start + MAX_MARK] if start == 0 else "")
    cell, tab, _ = without_times(context, start, end).partition("\t")
    first = bisect_left(context.line.counts, start)
    while first < len(context.line.counts) and flat.startswith("一次性", context.line.counts[first]):
        first += 1  # a kind of payment
    if not tab and first < bisect_left(context.line.counts, end) and AFTER_ANOTHER_NUMBER.search(flat, start, end):
        cell = without_times(context, start, context.line.counts[first])
    cell = cell.rpartition("--")[2] or cell  # 就业乃民生之本--城镇新增就业
    words = STARTING_VALUE.sub("", BRACKETED.sub("", cell) if tab else ITEM_BEFORE.sub("", cell, count=1))
    return words.rpartition(":")[2].strip(" 、,") if tab else strip_repeatedly(words, TRAILING)


def _length_of_mark(flat: str) -> int:
    """The length of the dot or the plain number that an item begins with: ●新建…, 06完成…"""
    found = ITEM_MARK.match(flat)
    return found.end() if found else 0


def words_after(words: str) -> str:
    """The noun with which the words behind a number begin."""
    words = OF_PLACES.sub("", AGE_OF.sub("", LEADING_FILLER.sub("", words.strip(), count=1).lstrip("的")))
    found = next((hit for hit in NAME_END.finditer(words) if not _is_quoted(words, hit.start())), None)
    words = words[: found.start() if found else len(words)]
    if deed := DEED_AT_PLACE.fullmatch(words):
        words = f"{deed['what']}的{deed['place']}"  # 9个村的自来水入户
    words = MEANWHILE.sub("", words)
    noun = OTHER_TASK.sub("", words).removesuffix("的").removesuffix("等").strip()
    return (noun.removesuffix("任务") if len(noun) > MIN_BEFORE_TASK else noun)[:MAX_NAME_LENGTH]


def after_opening_verb(before: str, *, kept_verbs: Pattern, opening: Pattern) -> str:
    """``before`` from its last opening verb that is followed by a name. Verbs that match ``kept_verbs`` are
    included."""
    for found in reversed(list(matches_outside_quotes(opening, before))):
        rest = strip_repeatedly(before[found.end() :], LEADING)
        if (len(rest) >= MIN_NAME_LENGTH and rest not in NOUN_ENDS) or (rest and kept_verbs.fullmatch(found[0])):
            return found[0] + rest if kept_verbs.fullmatch(found[0]) else rest
    return strip_repeatedly(before, LEADING)


def matches_outside_quotes(pattern: Pattern, words: str) -> Iterator[re.Match[str]]:
    """The matches of ``pattern`` that are not part of a quoted name."""
    return (hit for hit in pattern.finditer(words) if not _is_quoted(words, hit.start()) and not _is_noun(words, hit))


def _is_noun(words: str, hit: re.Match[str]) -> bool:
    """Whether the verb is part of a noun: 社会组织, 妇联系统."""
    before = words[hit.start() - 1 : hit.start()]
    meals = hit[0] == "配送" and words.startswith(("餐", "单位", "企业", "中心"), hit.end())
    return (hit[0] == "组织" and before in NOUN_BEFORE) or (hit[0].startswith("联系") and before == "妇") or meals


def _is_quoted(words: str, at: int) -> bool:
    return any(hit.start() < at < hit.end() for hit in QUOTATION.finditer(words))


def strip_repeatedly(words: str, pattern: Pattern) -> str:
    """``words`` with matches of ``pattern`` removed, at most eight times."""
    for _ in range(MAX_STEPS):
        shorter = pattern.sub("", words.strip(), count=1)
        if shorter == words:
            break
        words = shorter
    return words.strip()


def finish(name: str) -> str:
    """``name`` without quotation marks and brackets whose other half is missing, cut to the longest length."""
    name = name[:MAX_NAME_LENGTH].translate(SINGLE_QUOTES)
    for opening, closing in BRACKET_PAIRS:
        name = _balanced(name, opening, closing)
    if name.count('"') % 2:
        name = name.replace('"', "", 1)
    name = TWICE.sub("", COURSES_OF_EACH.sub("每期", AND_SO_ON.sub("", name)))
    name = COUNT_INSIDE.sub("", name)
    name = AN_HOUR.sub("每天一小时", name)
    name = ONCE.sub("", DEFINED.sub("", name))
    return IN_USE.sub("", MEANS_BEFORE.sub("", name.strip(" 、,:/")))


def joined(first: str, second: str) -> str:
    """Both as one, what ends the first and begins the second once: 婚姻辅导 and 辅导服务."""
    shared = next((n for n in range(min(len(first), len(second), 6), 1, -1) if first.endswith(second[:n])), 0)
    return first + second[shared:]


def _balanced(name: str, opening: str, closing: str) -> str:
    """``name`` without marks whose other half is missing; an open bracket is dropped with what it holds."""
    kept: list[str] = []
    unclosed: list[int] = []
    for char in name:
        if char == closing and not unclosed:
            continue
        if char == opening:
            unclosed.append(len(kept))
        elif char == closing:
            unclosed.pop()
        kept.append(char)
    if not unclosed:
        return "".join(kept)
    first = unclosed[0]
    return "".join(kept[:first] + (kept[first + 1 :] if opening == "“" else []))
