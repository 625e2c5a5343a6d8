"""Names what a number counts: the words next to it without verbs, times and comparisons."""

import re
from bisect import bisect_left

from reader.clauses.contexts import CONTEXT_LENGTH, QuantityContext
from reader.lexicon.places import ADMINISTRATIVE
from reader.lexicon.rules import PatternRule
from reader.lexicon.words import BENEFICIARY
from reader.numbers.units import EVENTS, HOUSEHOLDS, MONEY, PEOPLE, RATES
from reader.promises.name_patterns import (
    AFTER_ANOTHER_NUMBER,
    AGE_GROUP,
    BEHIND_EACH,
    BOUND_BEFORE,
    DIGIT,
    DONE_AT_PLACES,
    EACH_REMAINDER,
    HEAD_COUNT_OPENING,
    HEAD_COUNT_VERB,
    LEADING,
    LEADING_FILLER,
    LEVEL_ONLY,
    LEVELLED,
    LIGHT_VERB,
    LIST,
    MODAL_VERB,
    NAME_END,
    OF_PLACE,
    OF_PLACES,
    OPENING,
    PART_ONLY,
    RATE_NOUN,
    RATE_OPENING,
    SENTENCE_WORDS,
    SERVICE_FOR_PEOPLE,
    STARTING_VALUE,
    TRAILING,
)
from reader.tables.cells import BRACKETED

MATCHES_NOTHING = re.compile(r"$^")
MAX_UNCUT_LENGTH = 14  # characters: shorter words are used uncut
MIN_NAME_LENGTH = 3  # characters: if less follows the last verb, an earlier verb is used
MAX_NAME_LENGTH = 40
MAX_CLAUSES_BACK = 3  # clauses
MAX_TOPIC_LENGTH = 24
Pattern = re.Pattern[str] | PatternRule
QUOTES = str.maketrans("", "", '“”"')


def name_of(context: QuantityContext, start: int, end: int, previous: str, each: str | None) -> str:
    """The name of what ``flat[start:end]`` counts; ``previous`` is used if the clause names nothing."""
    before = _name_from_list(context) or _words_before(context, start)
    behind = context.line.flat[context.quantity.end : min(end, context.quantity.end + CONTEXT_LENGTH)]
    if own := "" if each else _name_of_service(context, behind) or _name_of_places(context, behind):
        return own
    rate = context.quantity.measure in RATES or context.quantity.unit.startswith("/")
    name = _name_in_clause(context, before, behind, rate)
    previous = (
        name_from_earlier_clause(context, rate, label=True)
        or previous
        or name_from_earlier_clause(context, rate, label=False)
    )
    if (
        (
            _is_part(context, name)
            or (rate and len(name) <= 8 and not RATE_NOUN.search(name) and RATE_NOUN.search(previous))
        )
        and previous
        and not each
    ):
        part, whole = name.removeprefix("其中"), previous.partition("(")[0]
        if OF_PLACE.match(previous):
            return name
        return f"{whole}({part})" if part else previous
    if each and each.startswith("对"):
        return _strip_repeatedly(before, LEADING)[:MAX_NAME_LENGTH]
    return _name_for_each(each, name, previous) if each else name[:MAX_NAME_LENGTH] or previous


def _name_in_clause(context: QuantityContext, before: str, behind: str, rate: bool) -> str:
    """The name by the words before the number or, except for a rate, those after it; empty if there is none."""
    after = _words_after(behind)
    if LEVEL_ONLY.match(after):
        after += _name_of_last_level(context)
    if rate:
        name = _name_of_rate(before, after)
    elif len(after) >= 2:
        name = _head_count_verb(context, before) + after
    else:
        name = _name_before(context, before)
    return name if len(name) >= 2 else ""  # a single verb such as 冲 or 干


def _name_for_each(each: str, name: str, previous: str) -> str:
    """The name with the units of which each must reach the number: 每个县区 and 妇女之家."""
    own = EACH_REMAINDER.sub("", name.removeprefix(each)).strip().removeprefix("至少")
    own = own or _without_places(previous).partition("(")[0].removeprefix("各")
    return f"{BEHIND_EACH.sub('', BOUND_BEFORE.sub('', each))}{own}"[:MAX_NAME_LENGTH]


def _name_of_last_level(context: QuantityContext) -> str:
    """The noun after the last of several levels: 示范基地 in 1家国家级、10家省级、50家市级示范基地."""
    found = LEVELLED.search(
        context.line.flat, context.quantity.end, min(context.clause.end, context.quantity.end + CONTEXT_LENGTH)
    )
    return _words_after(found["what"]) if found else ""


def _name_of_service(context: QuantityContext, behind: str) -> str:
    """The service that people receive: 女性职业能力服务 in 为50万名女性提供职业能力服务."""
    if context.quantity.measure not in PEOPLE + HOUSEHOLDS or not BENEFICIARY.search(context.before):
        return ""
    found = SERVICE_FOR_PEOPLE.match(AGE_GROUP.sub("", behind.lstrip("的")))
    return f"{found['whom']}{found['free'] or ''}{found['what']}".translate(QUOTES)[:MAX_NAME_LENGTH] if found else ""


def _name_of_places(context: QuantityContext, behind: str) -> str:
    """The places where something is done: 建立妇女议事会的乡镇 in 在5个乡镇建立妇女议事会."""
    if not context.before.endswith(("在", "对")) or not ADMINISTRATIVE.match(behind):
        return ""
    found = DONE_AT_PLACES.match(LEADING_FILLER.sub("", behind, count=1))
    return f"{LIGHT_VERB.sub('', found['what'])}的{found['place']}".translate(QUOTES)[:MAX_NAME_LENGTH] if found else ""


def _without_places(name: str) -> str:
    """The name without its places, if each place has its own number: 建设示范点 for 建设示范点的村."""
    what, of, place = name.rpartition("的")
    return what if of and ADMINISTRATIVE.match(place) else name


def _is_part(context: QuantityContext, name: str) -> bool:
    """Whether the name only says which part is counted: 其中城市, or 临江县 in 贷款3亿元,临江县4000万元."""
    return PART_ONLY.match(name) is not None or (
        context.quantity.measure in PEOPLE + HOUSEHOLDS + EVENTS + MONEY and OF_PLACE.match(name) is not None
    )


def name_from_earlier_clause(context: QuantityContext, rate: bool, *, label: bool) -> str:
    """The topic of an earlier clause of the sentence; with ``label`` only of one that ends with a colon."""
    flat, index = context.line.flat, context.index
    while (
        index > 0
        and context.index - index < MAX_CLAUSES_BACK
        and context.line.clauses[index - 1].sentence == context.clause.sentence
    ):
        ended = flat[context.line.clauses[index - 1].end : context.line.clauses[index].start].strip()
        index -= 1
        clause = context.line.clauses[index]
        if label and not ended.startswith(":"):
            break
        name = _topic_of_clause(
            _without_times(context, clause.start, min(clause.end, clause.start + CONTEXT_LENGTH)), rate
        )
        if len(name) >= 2:
            return name
    return ""


def _topic_of_clause(words: str, rate: bool) -> str:
    """The topic of a clause: 女性比例 in 女性比例逐步提高, 回收率 in 去年回收率98%."""
    words = MODAL_VERB.split(DIGIT.split(words.translate(QUOTES), maxsplit=1)[0], maxsplit=1)[0]
    if rate:
        rates = list(RATE_NOUN.finditer(words))
        words = words[: rates[-1].end()] if rates else ""
    name = _after_opening_verb(_strip_repeatedly(words, TRAILING), kept_verbs=MATCHES_NOTHING, opening=OPENING)
    return name if len(name) <= MAX_TOPIC_LENGTH and not SENTENCE_WORDS.search(name) else ""


def _name_from_list(context: QuantityContext) -> str:
    """The item of a list that belongs to the number: 婴儿死亡率、儿童死亡率分别控制在3‰、5‰."""
    before, said, between = context.before.partition("分别")
    if not said:
        return ""
    counts = context.line.counts
    first, here = (bisect_left(counts, at) for at in (context.quantity.start - len(between), context.quantity.start))
    subject = _after_opening_verb(
        _strip_repeatedly(before.translate(QUOTES), LEADING), kept_verbs=MATCHES_NOTHING, opening=RATE_OPENING
    )
    names = LIST.split(subject)
    if len(names) != bisect_left(counts, context.clause.end) - first:
        return ""
    name, (_, among, shared) = names[here - first], names[-1].partition("中")
    return name if RATE_NOUN.search(name) or not among else f"{name}中{shared}"


def _words_before(context: QuantityContext, start: int) -> str:
    """The words between ``start`` and the number without times and quotation marks.

    In a table, the words of the cell with the name; after another number (25%和30%, 8期/400人次), the words before
    the first.
    """
    flat, start, end = context.line.flat, max(start, context.quantity.start - CONTEXT_LENGTH), context.quantity.start
    cell, tab, _ = _without_times(context, start, end).partition("\t")
    first = bisect_left(context.line.counts, start)
    if not tab and first < bisect_left(context.line.counts, end) and AFTER_ANOTHER_NUMBER.search(flat, start, end):
        cell = _without_times(context, start, context.line.counts[first])
    words = STARTING_VALUE.sub("", BRACKETED.sub("", cell) if tab else cell)
    return _strip_repeatedly(words.translate(QUOTES), TRAILING)


def _without_times(context: QuantityContext, start: int, end: int) -> str:
    flat, pieces, at = context.line.flat, [], start
    starts = context.line.times_in.starts
    for when in context.line.times[bisect_left(starts, start) : bisect_left(starts, end)]:
        pieces.append(flat[at : when.start])
        at = when.end
    return "".join([*pieces, flat[at:end]])


def _words_after(words: str) -> str:
    words = OF_PLACES.sub("", AGE_GROUP.sub("", LEADING_FILLER.sub("", words.strip(), count=1).lstrip("的")))
    found = NAME_END.search(words)
    return (
        words[: found.start() if found else len(words)].translate(QUOTES).removesuffix("的").strip()[:MAX_NAME_LENGTH]
    )


def _name_of_rate(before: str, after: str) -> str:
    """The name of a rate: the words before it (覆盖率), else a share of what follows (60%的农户)."""
    opened = _after_opening_verb(before, kept_verbs=MATCHES_NOTHING, opening=RATE_OPENING)
    if len(opened) >= 2:
        return opened
    return f"{after}占比" if len(after) >= 2 else opened


def _name_before(context: QuantityContext, before: str) -> str:
    """The noun before the number, with its verb if people or money are counted."""
    if context.quantity.measure in PEOPLE + HOUSEHOLDS + MONEY:
        whole = _strip_repeatedly(before, LEADING)
        return (
            whole
            if len(whole) <= MAX_UNCUT_LENGTH
            else _after_opening_verb(before, kept_verbs=HEAD_COUNT_VERB, opening=HEAD_COUNT_OPENING)
        )
    return _after_opening_verb(before, kept_verbs=MATCHES_NOTHING, opening=OPENING)


def _after_opening_verb(before: str, *, kept_verbs: Pattern, opening: Pattern) -> str:
    """``before`` from its last opening verb that is followed by a name. Verbs that match ``kept_verbs`` are
    included."""
    for found in reversed(list(opening.finditer(before))):
        rest = _strip_repeatedly(before[found.end() :], LEADING)
        if len(rest) >= MIN_NAME_LENGTH or (rest and kept_verbs.fullmatch(found[0])):
            return found[0] + rest if kept_verbs.fullmatch(found[0]) else rest
    return _strip_repeatedly(before, LEADING)


def _head_count_verb(context: QuantityContext, before: str) -> str:
    """The verb of a number of people, such as 扶持 in 扶持3000名妇女; empty for things."""
    if context.quantity.measure not in PEOPLE + HOUSEHOLDS:
        return ""
    found = list(HEAD_COUNT_VERB.finditer(before))
    return found[-1][0] if found else ""


def _strip_repeatedly(words: str, pattern: Pattern) -> str:
    """``words`` with matches of ``pattern`` removed, at most eight times."""
    for _ in range(8):
        shorter = pattern.sub("", words.strip(), count=1)
        if shorter == words:
            break
        words = shorter
    return words.strip()
