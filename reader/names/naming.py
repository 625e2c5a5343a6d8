"""Names what a number counts: the words next to it without verbs, times and comparisons."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from reader.clauses.contexts import CONTEXT_LENGTH, QuantityContext
from reader.names.groups import TERM, bracketed_group
from reader.names.growth import with_growth, without_growth
from reader.names.headings import naming_part
from reader.names.lists import MATCHES_NOTHING, name_behind_next, name_from_list, noun_behind_last, shared_noun
from reader.names.money import name_of_money
from reader.names.neighbours import (
    of_first_batch,
    topic_of_sentence_before,
    with_people_before,
    with_programme_above,
    with_shared_programme,
)
from reader.names.owners import object_of, object_of_title, with_owner, with_quoted_before, with_quoted_kind
from reader.names.parts import added_to, part_of
from reader.names.patterns import (
    BEHIND_EACH,
    BOUND_BEFORE,
    CONSTRUCTION,
    DIGIT,
    EACH_REMAINDER,
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
    TRAILING,
)
from reader.names.places import name_of_places, name_of_reached, without_places
from reader.names.programmes import with_programme
from reader.names.rates import SHARE_WITH_NEXT, name_of_rate, rate_of_set_up
from reader.names.services import done_for_people, name_of_service
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
JOINED_UNITS = re.compile(
    r"\((?=[^()]{0,6}[市区街道镇社、])[^()]{1,8}\)|[、和及](?:县|市|区|镇|乡|街道|社区|村)(?:\([^()]{1,6}\))?(?![级里])"
)
LEVEL_BEHIND = re.compile(rf"(?P<what>(?:(?!{LEVEL})[^()]){{3,}})(?P<level>{LEVEL})")  # 示范性微家县级10个
WILL_HAVE = re.compile(r"将会?(?:得到|获得|享受|享有|拥有)?$")
# 托位数达到每千人口4.6个
PER_HEADS = re.compile(r"(?P<what>[^,;。]{2,20}?)(?:达到?|不[少低]于|提[高升][到至])(?P<per>每[百千万]人口?)(?:拥有)?$")
OUTCOME = re.compile(r"(?:增收|就业|创业|致富|脱贫|受益|增收致富|创业就业|就业创业)")  # 带动妇女3000人增收
UNIT_NOUN = re.compile(r"(?:班次|班|课时|场次|批次|点位|名额|席位|种植|养殖|栽植)")  # “学堂”20个班次
# 信息 and 稿件 alone say too little: 上报信息.
REPORTED = re.compile(
    r"(?:上报|报送|推送|编发|发布|刊发|发表|撰写|征集|提交)(?:信息|稿件|文章|作品|报道|简报|视频|意见|建议|提案)$"
)
# 2000名妇女实现就业, 妇女群众参与阅读: what the people do is part of the name.
PEOPLE_DO = re.compile(
    r"^(?:以上)?的?(?P<whom>[^,;。]{2,14}?)(?:实现(?P<reached>[^,;。0-9]{2,16})|(?P<deed>(?:参加|参与|接受|掌握|享受|享有|获得|加入|入驻|完成(?=学|培训))[^,;。0-9]{2,16})|(?<=[者队员师生长家工])(?:开展|进行)?(?P<carried>(?<=开展)[^,;。0-9]{2,16}(?![0-9])|(?<=进行)[^,;。0-9]{2,16}(?![0-9])|(?:结对|提供)[^,;。0-9]{2,16}(?![0-9])))"
)
FOR_SURE = re.compile(r"^(?:确保|保证|力争|争取|实现|做到|要求)+(?=..)")
REMOVAL = re.compile(
    r"(?:淘汰|解决|消除|消灭|清理|取缔|拆除|化解|关停|更换|更新|打通|下放|更新投运|投运|修复|硬化|维修|减少|搬迁|安置)$"
)
WAYS_TO_BUILD = re.compile(r"^新建?\([改扩新迁、]+建?\)建?")  # 新建(改扩)幼儿园
# 随州将免费检查: who will do it
ACTOR_WILL = re.compile(rf"^[^,;。“]{{1,8}}?(?<![名健])(?:将|拟)(?=免费|{OPENING.pattern}|{HEAD_COUNT_VERB.pattern})")
PICKED_ONLY = re.compile(r"(?:评出|选出|评选出|评选|选树|创建|打造|建成|建设|培育)+")
# 2家企业实现上市
REACHED_BY = re.compile(r"^(?:以上)?的?(?P<whom>[^,;。、0-9“]{2,8}?)实现(?P<reached>[^,;。0-9]{2,18})(?=[,;。]|$)")
RATE_ONLY = re.compile(r"(?:[一-龥]{2}[率度]|占比)$")  # 知晓率 is no name of 3000户
EACH_TIME_AHEAD = re.compile(r"^(?:全[市县省区州])?(?:每(?:学期|学年|季度?|半年|年|月)|年均|逐年)(?=.{2})")
WHOSE_SHARE = re.compile(r"^(?:其中)?(?P<who>(?![我全本各其])[一-龥]{2,6}?)(?:\([^()]*\))?(?:将|要|计划|拟)")
MAX_REPEATED = 4  # characters of a deed that ends the name before as well
MIN_WHOLE = 4  # characters of a name before the number that is complete
MAX_BARE_STEP = 3  # characters of a step that no target is named by
NAMELESS = "完成"  # says nothing, so that its topic becomes the name


@dataclass(frozen=True)
class NameSources:
    """What a name may be taken from beside the clause: the name of the target before, the units each of which must
    reach the number, the title of the heading above, what the plan is about by its title, and the name of the last
    target that counts in the same unit."""

    previous: str = ""
    each: str | None = None
    heading: str = ""
    title: str = ""
    alike: str = ""


def name_of(context: QuantityContext, start: int, end: int, sources: NameSources) -> str:
    """The name of what ``flat[start:end]`` counts; empty if nothing names it."""
    previous = without_growth(sources.previous)
    if RATE_ONLY.search(previous) and not _is_rate(context):
        previous = ""
    sources = replace(sources, previous=previous if sources.each else without_period(previous))
    if grouped := _name_of_group(context, sources.each or ""):
        return finish(grouped)
    name = finish(with_growth(context, _name_of(context, start, end, sources)))
    behind = LEVEL_BEHIND.fullmatch(name)
    return f"{behind['level']}{behind['what']}" if behind else name


def without_period(name: str) -> str:
    """``name`` without the period at its beginning: 新建示范点 for 每年新建示范点."""
    return EACH_TIME_AHEAD.sub("", name)


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
        return _name_for_each(context, before, name, NameSources(previous, each, sources.heading))
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
    if len(name) <= MAX_REPEATED and sources.previous.endswith(name):
        whose = WHOSE_SHARE.match(context.before)  # 其中东山镇将免费检查200人
        name = sources.previous + (f"({whose['who']})" if whose else "")
    if len(name) <= MAX_UNCUT_LENGTH:
        name = complete(context, name, without_places(sources.previous), sources.heading)
    name = with_shared_programme(context, of_first_batch(context, name, sources.previous), sources.previous)
    name = with_programme_above(with_programme(context, name, sources.previous), sources.heading)
    name = with_people_before(name, sources.previous, sources.alike)
    owners = [*_clauses_without_numbers(context), sources.heading, sources.title]
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
    elif done := _what_they_do(context, before, behind):
        name = done
    elif OUTCOME.fullmatch(after) or UNIT_NOUN.fullmatch(after):
        name = _name_before(context, before) + after
    elif reached := name_of_reached(context, after):
        name = reached
    elif len(after) >= 2:
        name = _verb_kept(context, before) + _with_removal(before, after)
    else:
        name = _name_before(context, before)
        if not name or CONSTRUCTION.fullmatch(name):
            name += noun_behind_last(context)
    return name if len(name) >= 2 else ""  # a single verb such as 冲 or 干


def _what_they_do(context: QuantityContext, before: str, behind: str) -> str:
    """The counted people or things with what they do: 巾帼志愿者结对关爱, 企业上市; empty if nothing says it."""
    if context.quantity.measure not in HEADS:
        reach = REACHED_BY.match(behind)
        return reach["whom"] + reach["reached"] if reach else ""
    deed = PEOPLE_DO.match(behind)
    if not deed:
        return ""
    return _verb_kept(context, before) + deed["whom"] + (deed["reached"] or deed["deed"] or deed["carried"])


def _begins_another(context: QuantityContext, before: str) -> bool:
    """Whether another task follows the number and its name precedes it: 完成女工体检500人及困难妇女救助工作."""
    return context.after.startswith(("及", "和")) and len(_name_before(context, before)) >= MIN_WHOLE


def _name_for_each(context: QuantityContext, before: str, name: str, sources: NameSources) -> str:
    """The name with the units of which each must reach the number: 每个县区 and 妇女之家."""
    each = sources.each or ""
    if each == "各":
        return name  # 标兵、能手各10名
    name = name.replace(each, "", 1) if TERM.match(each) else name  # 对学困生每学期随访
    own = EACH_REMAINDER.sub("", name.removeprefix(each)).strip().removeprefix("至少").removeprefix("对")
    if not own and HEAD_COUNT_VERB.search(each, 2):
        return each  # 每家农场吸纳妇女
    if PICKED_ONLY.fullmatch(own) and sources.previous:
        own = without_period(sources.previous)  # 县里每年评出示范户40户,各乡镇每年评出10户
    own = own or ("" if sources.previous else object_of(sources.heading))
    own = own or without_places(sources.previous).partition("(")[0].removeprefix("各").removeprefix(each)
    found = list(HEAD_COUNT_VERB.finditer(before.removeprefix(each)))
    own = strip_repeatedly(own.removeprefix("对"), TRAILING) or own
    keeps_verb = context.quantity.measure in HEADS or (found and found[-1][0] == "联系")
    if keeps_verb and own and not HEAD_COUNT_VERB.match(own):
        own = (found[-1][0] if found and found[-1][0] not in own else "") + own
    if own == name:
        own = complete(context, own, sources.previous.removeprefix(each), sources.heading)
    units = strip_repeatedly(WILL_HAVE.sub("", BEHIND_EACH.sub("", BOUND_BEFORE.sub("", each))), FOR_SURE)
    started = own and re.search(rf"[由从][^,;。0-9]{{0,4}}{re.escape(each)}", context.before)  # 由每人每年50元提高到
    return own if started else f"{_all_units(context, units)}{own}"


def _all_units(context: QuantityContext, units: str) -> str:
    """The units with those that are joined to them: 各区、县(市)."""
    at = context.before.find(units)
    joined = JOINED_UNITS.match(context.before, at + len(units)) if at >= 0 and units.startswith(("各", "每")) else None
    return units + joined[0] if joined else units


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
        and _is_verb(before, built[-1])
        and not any(rest[hit.end() :] not in NOUN_ENDS for hit in matches_outside_quotes(OPENING, rest))
    ):
        return built[-1][0] + rest
    if published := PUBLISHED.search(before):
        return published["where"] + published["what"]
    if reported := REPORTED.search(before):
        return reported[0]
    opened = after_opening_verb(before, kept_verbs=MATCHES_NOTHING, opening=OPENING)
    return strip_repeatedly(LIGHT_OPENING.sub("", opened, count=1) or opened, LEADING)


def _is_verb(before: str, built: re.Match[str]) -> bool:
    """Whether 新建 or 改造 is a verb, not the end of a noun: 棚户区改造."""
    if before[built.end() :].startswith(("工程", "项目", "任务", "计划")):
        return False
    return not built[0].endswith(("改造", "修缮")) or not strip_repeatedly(before[: built.start()], LEADING)


def _verb_kept(context: QuantityContext, before: str) -> str:
    """The verb before a number that is part of the name: 扶持 if people are counted, 新建 always."""
    built = list(CONSTRUCTION.finditer(before))
    if built and len(before) - built[-1].end() <= 2 and _is_verb(before, built[-1]):
        return built[-1][0]
    if context.quantity.measure not in HEADS:
        return ""
    found = list(HEAD_COUNT_VERB.finditer(before))
    return found[-1][0] if found else ""


def _with_removal(before: str, noun: str) -> str:
    """``noun`` with the verb directly before its number without which it misleads: 淘汰黄标车, 解决饮水困难."""
    found = REMOVAL.search(before)
    return found[0] + noun if found and not noun.startswith(found[0]) else noun
