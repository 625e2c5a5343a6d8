"""Names in lists: 婴儿死亡率、儿童死亡率分别控制在3‰、5‰; 新建5所、改扩建8所公办幼儿园."""

import re
from bisect import bisect_left, bisect_right

from reader.clauses.contexts import CONTEXT_LENGTH, QuantityContext
from reader.lexicon.rules import PatternRule
from reader.names.joining import RATE_SUBJECT
from reader.names.patterns import GROUP_START, LEADING, LEVELLED, LIST, RATE_NOUN, RATE_OPENING, TRAILING
from reader.names.topics import name_from_earlier_clause
from reader.names.words import after_opening_verb, strip_repeatedly, without_times, words_after

MATCHES_NOTHING = re.compile(r"$^")
# What the last of several names has at its end for all: 婴儿和5岁以下儿童｜死亡率.
SHARED_END = PatternRule(
    r"(?:系统管理率|毛入[学园]率|净入[学园]率|早期?诊[早断]?治率|[一-龥]{2}率|[一-龥]{0,2}(?:标准|比例|比重|占比|人数|指数|水平)(?:[月年]均)?)$",
    takes="5岁以下儿童死亡率",
    leaves="婴儿",
)
ALL_LEVELS = re.compile(r"(?:[二两三四]级|各级)")
PEOPLE_SUBJECT = re.compile(r"(?:儿童|妇女|产妇|婴儿|婴幼儿|新生儿|学生|女性|居民|青少年|未成年人|老年人)$")
TASK_BEFORE = re.compile(r"^[^,;。、]{2,16}(?:任务|目标)[为是](?=.{3})")
# 465幢23万平方米房屋改造: the same things by their number and their size
SIZE_NEXT = re.compile(
    r"(?:、|,)?\d[\d.]*[万亿]?(?:平方米|平方公里|公里|亩|延米)的?(?P<what>[^,;。、0-9]{2,24}?)(?=[和及与、]\d|[,;。、]|$)"
)
LET = re.compile(r"(?:让|使)$")  # 让2万户、7万人住上新房
DEED_OF_NEXT = re.compile(
    r"、(?:[\d.]+|[一二两三四五六七八九十])[万亿余多]*[人户名](?P<deed>[一-龥]{3,14})(?=[,;。]|$)"
)
DEED_OF_BOTH = re.compile(
    r"\d[\d.]*[万亿]?人(?:实施|进行|开展)(?P<deed>[一-龥]{2,12})(?=[,;。]|$)"
)  # 3000户1.2万人实施搬迁
# 822个村3.4万户广播电视“村村通”
AT_VILLAGES = re.compile(
    r"(?P<place>(?:行政|自然)?村|乡镇|社区)\d[\d.]*[万亿]?[户人名](?P<what>[^,;。、0-9]{2,20})(?=[,;。]|$)"
)
LEVEL_NAME = re.compile(r"[省市县区乡镇村]")


def name_from_list(context: QuantityContext) -> str:
    """The item of a list that belongs to the number, if 分别 pairs them; else empty."""
    start = max(context.clause.start, context.quantity.start - CONTEXT_LENGTH)
    before, said, between = without_times(context, start, context.quantity.start).partition("分别")
    if not said:
        return ""
    here = bisect_left(context.line.counts, context.quantity.start)
    first = here - sum(1 for _ in re.finditer(r"\d+(?:\.\d+)?[^\d]*", between))
    subject = after_opening_verb(strip_repeatedly(before, LEADING), kept_verbs=MATCHES_NOTHING, opening=RATE_OPENING)
    subject = TASK_BEFORE.sub("", subject, count=1)
    if not subject:
        subject = name_from_earlier_clause(context, rate=True, label=False)
    names = LIST.split(strip_repeatedly(subject, TRAILING))
    count = bisect_left(context.line.counts, context.clause.end) - first
    if len(names) == 1 and count == 2 and "城乡" in names[0]:
        names = [names[0].replace("城乡", group, 1) for group in ("城镇", "农村")]
    if len(names) < 2 or not 0 <= here - first < len(names) or len(names) != count:
        return ""
    return _whole_name(names, here - first)


def _whole_name(names: list[str], at: int) -> str:
    """The name ``at`` with what the last name has for all of them."""
    name, last = names[at], names[-1]
    first = RATE_SUBJECT.match(names[0])
    if at and first and PEOPLE_SUBJECT.search(first[0]) and RATE_NOUN.search(names[0]) and RATE_NOUN.search(name):
        return name if RATE_SUBJECT.match(name) else first[0] + name  # 儿童贫血率和生长迟缓率
    if at == len(names) - 1 and not LEVEL_NAME.fullmatch(last[:1]):
        return name
    if levels := ALL_LEVELS.search(last):
        level = last[: levels.start()] if at == len(names) - 1 else name
        return f"{level}级{last[levels.end() :]}"
    if at == len(names) - 1 or RATE_NOUN.search(name):
        return name
    of, among, shared = last.partition("中")
    if among and RATE_NOUN.search(shared) and not of.endswith(("初", "高")) and of:
        return f"{name}中{shared}"
    own, group = GROUP_START.fullmatch(name), GROUP_START.match(last)
    if own and group:
        return name + last[group.end() :]
    end = SHARED_END.search(last)
    return name + end[0] if end else name


def shared_noun(context: QuantityContext) -> str:
    """The noun behind the last of several numbers: 示范基地 in 1家国家级、10家省级、50家市级示范基地."""
    flat, limit = context.line.flat, min(context.clause.end, context.quantity.end + CONTEXT_LENGTH)
    levelled = LEVELLED.search(flat, context.quantity.end, limit)
    return words_after(levelled["what"]) if levelled else ""


def name_behind_next(context: QuantityContext) -> str:
    """What the number after the next one counts as well: its size, or what both households and people get."""
    if sized := SIZE_NEXT.match(context.after):
        return words_after(sized["what"])
    if moved := DEED_OF_BOTH.match(context.after):
        return moved["deed"]
    if reached := AT_VILLAGES.match(context.after):
        return f"{words_after(reached['what'])}的{reached['place']}"
    shared = DEED_OF_NEXT.match(context.after) if LET.search(context.before) else None
    return shared["deed"] if shared else ""


def noun_behind_last(context: QuantityContext) -> str:
    """The noun behind the next number, if only a verb stands between the two: 新建5所、改扩建8所公办幼儿园."""
    counts, flat = context.line.counts, context.line.flat
    at = bisect_right(counts, context.quantity.start)
    if at >= len(counts) or counts[at] >= context.clause.end or counts[at] - context.quantity.end > 6:
        return ""
    found = re.compile(r"\d[\d.]*[万亿余多]?[一-龥]{1,2}?(?:以上|左右)?(?=[一-龥“]{3})").match(
        flat, counts[at], context.clause.end
    )
    unit = flat[context.quantity.end - len(context.quantity.unit) : context.quantity.end]
    if found is None or not unit:
        return ""
    end = flat.find(unit, counts[at], context.clause.end)
    return words_after(flat[end + len(unit) : context.clause.end]) if end >= 0 else ""
