"""Names what a number counts: the words next to it without verbs, times and comparisons."""

import re
from collections.abc import Iterator
from dataclasses import replace

from reader.clauses.contexts import CONTEXT_LENGTH, QuantityContext
from reader.names.deeds import is_verb, verb_kept, what_they_do, with_removal
from reader.names.for_each import name_for_each
from reader.names.groups import bracketed_group
from reader.names.growth import with_growth, without_growth
from reader.names.headings import naming_part
from reader.names.joining import SOMETHING_DONE
from reader.names.lists import MATCHES_NOTHING, name_behind_next, name_from_list, noun_behind_last, shared_noun
from reader.names.money import name_of_money
from reader.names.neighbours import (
    of_first_batch,
    topic_of_sentence_before,
    with_people_before,
    with_programme_above,
    with_shared_programme,
)
from reader.names.owners import (
    object_of,
    object_of_title,
    with_owner,
    with_project,
    with_quoted_before,
    with_quoted_kind,
)
from reader.names.parts import added_to, part_of
from reader.names.patterns import (
    CONSTRUCTION,
    DIGIT,
    GROUP_START,
    HEAD_COUNT_OPENING,
    HEAD_COUNT_VERB,
    LEADING,
    LEVEL,
    LEVEL_ONLY,
    LIGHT_OPENING,
    LIGHT_VERB,
    OPENING,
    PUBLISHED,
)
from reader.names.places import name_of_places, name_of_reached, without_places
from reader.names.programmes import with_programme
from reader.names.rates import SHARE_WITH_NEXT, name_of_rate, rate_of_set_up
from reader.names.services import done_for_people, name_of_service
from reader.names.sources import NameSources, without_period
from reader.names.topics import (
    complete,
    earlier_clauses,
    label_of_paragraph,
    name_from_earlier_clause,
    words_of_clause,
)
from reader.names.words import (
    NOUN_ENDS,
    after_opening_verb,
    finish,
    matches_outside_quotes,
    strip_repeatedly,
    words_after,
    words_before,
)
from reader.numbers.units import HOUSEHOLDS, MONEY, PEOPLE, RATES

MAX_UNCUT_LENGTH = 18  # characters: shorter words are used uncut
HEADS = PEOPLE + HOUSEHOLDS
SHARE_OF_WHOLE = re.compile(r"占(?P<of>[一-龥]{2,12}?)的?(?:比重|比例)?")  # ,占全市生产总值的五分之一
LEVEL_BEHIND = re.compile(rf"(?P<what>(?:(?!{LEVEL})[^()]){{3,}})(?P<level>{LEVEL})")  # 示范性微家县级10个
# 托位数达到每千人口4.6个
PER_HEADS = re.compile(r"(?P<what>[^,;。]{2,20}?)(?:达到?|不[少低]于|提[高升][到至])(?P<per>每[百千万]人口?)(?:拥有)?$")
OUTCOME = re.compile(r"(?:增收|就业|创业|致富|脱贫|受益|增收致富|创业就业|就业创业)")  # 带动妇女3000人增收
UNIT_NOUN = re.compile(r"(?:班次|班|课时|场次|批次|点位|名额|席位|种植|养殖|栽植)")  # “学堂”20个班次
# 信息 and 稿件 alone say too little: 上报信息.
REPORTED = re.compile(
    r"(?:上报|报送|推送|编发|发布|刊发|发表|撰写|征集|提交)(?:信息|稿件|文章|作品|报道|简报|视频|意见|建议|提案)$"
)
WAYS_TO_BUILD = re.compile(r"^新建?\([改扩新迁、]+建?\)建?")  # 新建(改扩)幼儿园
# 随州将免费检查: who will do it
ACTOR_WILL = re.compile(rf"^[^,;。“]{{1,8}}?(?<![名健])(?:将|拟)(?=免费|{OPENING.pattern}|{HEAD_COUNT_VERB.pattern})")
HAVING = re.compile(r"建有(?P<what>[^的]{2,16})的")
RATE_ONLY = re.compile(r"(?:[一-龥]{2}[率度]|占比)$")  # 知晓率 is no name of 3000户
WHOSE_SHARE = re.compile(r"^(?:其中)?(?P<who>(?![我全本各其])[一-龥]{2,6}?)(?:\([^()]*\))?(?:将|要|计划|拟)")
REPEATED_DEED = re.compile(rf"(?:免费)?(?:{SOMETHING_DONE})")  # that ends the name before as well
MIN_WHOLE = 4  # characters of a name before the number that is complete
MAX_BARE_STEP = 3  # characters of a step that no target is named by
NAMELESS = "完成"  # says nothing, so that its topic becomes the name


def name_of(context: QuantityContext, start: int, end: int, sources: NameSources) -> str:
    """The name of what ``flat[start:end]`` counts; empty if nothing names it."""
    previous = without_growth(sources.previous)
    if RATE_ONLY.search(previous) and not _is_rate(context):
        had = HAVING.match(previous)  # 建有儿童之家的社区占比
        previous = had["what"] if had else ""
    sources = replace(sources, previous=previous if sources.each else without_period(previous))
    if grouped := _name_of_group(context, sources.each or ""):
        return finish(grouped)
    name = finish(with_growth(context, _name_of(context, start, end, sources)))
    behind = LEVEL_BEHIND.fullmatch(name)
    return f"{behind['level']}{behind['what']}" if behind else name


def _name_of_group(context: QuantityContext, each: str) -> str:
    """The name of a number in brackets: 每学期特色活动(初中)."""
    found = bracketed_group(context)
    head = _name_before(context, found.head) if found else ""
    return f"{each.removeprefix(found.group)}{head}({found.group})" if found and len(head) >= 2 else ""


def _name_of(context: QuantityContext, start: int, end: int, sources: NameSources) -> str:
    sources = replace(sources, heading=naming_part(label_of_paragraph(context) or sources.heading))
    listed = name_from_list(context)
    before = listed or words_before(context, start, CONTEXT_LENGTH)
    behind = context.line.flat[context.quantity.end : min(end, context.quantity.end + CONTEXT_LENGTH)]
    if context.quantity.unit == "%" and SHARE_WITH_NEXT.match(context.after):
        behind = context.after
    each = sources.each
    if own := "" if each else name_of_places(context, behind) or name_of_service(context, behind):
        return own
    rate = _is_rate(context)
    name = listed if listed and rate else _name_in_clause(context, before, behind, rate)
    name = _share_of_group(context, name) or name if rate else name
    previous = (
        name_from_earlier_clause(context, rate, label=True)
        or sources.previous
        or name_from_earlier_clause(context, rate, label=False)
    )
    if each and each.startswith("对"):
        return strip_repeatedly(before, LEADING)
    if each:
        return name_for_each(context, before, name, replace(sources, previous=previous))
    if rate and previous and (share := SHARE_OF_WHOLE.fullmatch(before)):
        return f"{previous}占{share['of']}比例"
    if CONSTRUCTION.fullmatch(name) and HEAD_COUNT_VERB.match(previous):
        previous = sources.alike  # 培训骨干200人,改造2万户: not 改造骨干
    if previous and (part := part_of(context, name, previous, rate)):
        return part
    name = added_to(name, WAYS_TO_BUILD.sub("新建", sources.previous).partition("(")[0])
    if not name and not sources.previous and len(previous) <= MAX_BARE_STEP:
        previous = object_of(sources.heading) or previous  # 完成选址,建成30个: not 选址
    if not name:
        above = complete(context, NAMELESS, "", sources.heading).removesuffix(NAMELESS)
        return previous or above or sources.alike or topic_of_sentence_before(context) or object_of_title(sources.title)
    return _completed(context, name, sources)


def _completed(context: QuantityContext, name: str, sources: NameSources) -> str:
    """``name`` with what it is about, its programme and its people, as far as it says too little."""
    if REPEATED_DEED.fullmatch(name) and sources.previous.endswith(name):
        whose = WHOSE_SHARE.match(context.before)  # 其中东山镇将免费检查200人
        name = sources.previous + (f"({whose['who']})" if whose else "")
    if len(name) <= MAX_UNCUT_LENGTH:
        name = complete(context, name, without_places(sources.previous), sources.heading)
    name = with_shared_programme(context, of_first_batch(context, name, sources.previous), sources.previous)
    name = with_programme_above(with_programme(context, name, sources.previous), sources.heading)
    name = with_people_before(name, sources.previous, sources.alike)
    owners = [*_clauses_without_numbers(context), sources.heading, sources.title]
    name = with_project(context, name)
    return with_quoted_before(context, with_quoted_kind(with_owner(name, owners), [sources.heading]))


def _is_rate(context: QuantityContext) -> bool:
    return context.quantity.measure in RATES or context.quantity.unit.startswith("/") or not context.quantity.unit


def _share_of_group(context: QuantityContext, group: str) -> str:
    """The rate of a group by what the clause before sets up: 普遍建立书屋,城区达到70%. Empty if it sets up nothing."""
    before = next(iter(earlier_clauses(context)), None) if GROUP_START.fullmatch(group) else None
    return "" if before is None else rate_of_set_up(group, words_of_clause(context, before))


def _clauses_without_numbers(context: QuantityContext) -> Iterator[str]:
    for index in earlier_clauses(context):
        words = words_of_clause(context, index)
        if DIGIT.search(words):
            return
        yield words


def _name_in_clause(context: QuantityContext, before: str, behind: str, rate: bool) -> str:
    """The name by the words before the number or, except for a rate, those after it; empty if there is none."""
    if behind_next := "" if rate else name_behind_next(context):
        return behind_next
    after = "" if _begins_another(context, before) else LIGHT_VERB.sub("", words_after(behind), count=1)
    if LEVEL_ONLY.match(after):
        after += shared_noun(context)
    if rate:
        name = name_of_rate(before, after, behind)
    elif own := name_of_money(context, before, behind) or done_for_people(before, after):
        name = own
    elif done := what_they_do(context, before, behind):
        name = done
    elif OUTCOME.fullmatch(after) or UNIT_NOUN.fullmatch(after):
        name = _name_before(context, before) + after
    elif reached := name_of_reached(context, after):
        name = reached
    elif len(after) >= 2:
        name = verb_kept(context, before) + with_removal(before, after)
    else:
        name = _name_before(context, before)
        if not name or CONSTRUCTION.fullmatch(name):
            name += noun_behind_last(context)
    return name if len(name) >= 2 else ""  # a single verb such as 冲 or 干


def _begins_another(context: QuantityContext, before: str) -> bool:
    """Whether another task follows the number and its name precedes it: 完成女工体检500人及困难妇女救助工作."""
    return context.after.startswith(("及", "和")) and len(_name_before(context, before)) >= MIN_WHOLE


def _name_before(context: QuantityContext, before: str) -> str:
    """The noun before the number, with its verb if people or money are counted."""
    if context.quantity.measure in HEADS + MONEY:
        whole = ACTOR_WILL.sub("", strip_repeatedly(before, LEADING), count=1)
        if CONSTRUCTION.match(whole):
            return whole
        light = LIGHT_OPENING.sub("", whole, count=1)
        whole = strip_repeatedly(light if len(light) >= 2 else whole, LEADING)
        if len(whole) <= MAX_UNCUT_LENGTH:
            return whole
        return after_opening_verb(before, kept_verbs=HEAD_COUNT_VERB, opening=HEAD_COUNT_OPENING)
    if per := PER_HEADS.fullmatch(strip_repeatedly(before, LEADING)):
        return per["per"] + per["what"]
    built = list(CONSTRUCTION.finditer(before))
    rest = strip_repeatedly(before[built[-1].end() :], LEADING) if built else ""
    if (
        built
        and is_verb(before, built[-1])
        and not any(rest[hit.end() :] not in NOUN_ENDS for hit in matches_outside_quotes(OPENING, rest))
    ):
        return built[-1][0] + rest
    if published := PUBLISHED.search(before):
        return published["where"] + published["what"]
    if reported := REPORTED.search(before):
        return reported[0]
    opened = after_opening_verb(before, kept_verbs=MATCHES_NOTHING, opening=OPENING)
    return strip_repeatedly(LIGHT_OPENING.sub("", opened, count=1) or opened, LEADING)
