"""Decides which numbers of a clause are targets, by comparison, rate or verb and by the neighbouring numbers."""

import re
from collections.abc import Sequence

from reader.clauses.contexts import ParagraphAnalysis, QuantityContext
from reader.lexicon import verbs, words
from reader.lexicon.places import ADMINISTRATIVE
from reader.lexicon.rules import PatternRule
from reader.numbers import units
from reader.numbers.comparison import NumberComparison, find_comparison
from reader.numbers.days import TimeKind
from reader.numbers.quantities import Quantity
from reader.promises.each import find_each
from reader.promises.not_targets import rejection_rule

SHARE_OF = PatternRule(
    r"^[^,;。]{0,4}的[^,;。]{1,40}?(?:有|至少|建|配|达|设|拥有|开展|掌握|获得|学会|参加|具备|成为)",
    takes="的村至少有1名议事员",
    leaves="的村妇女",
)
PLACE_OF = PatternRule(
    r"(?:在|选择|依托)[^,;。]{0,6}$",
    takes="在",
    leaves="乡镇驿站",
)
MOBILIZES = PatternRule(
    rf"(?:{verbs.MOBILIZING})[^,;。0-9]{{0,4}}$",
    takes="组织",
    leaves="组织妇女参加培训",
)  # 组织百名宣讲员: the participants, as a round number
ACTIVITY = PatternRule(
    rf"(?:{verbs.HOLDING_ACTIVITY})$",
    takes="开展",
    leaves="开展活动",
)  # 开展百万家庭学法活动: part of a name
PLACE_AND = re.compile(r"(?:在|对)\d[^,;。]{0,24}(?:和|及|与|、)$")
# 办两期培训班, 各选两个点
SHORT_VERB = PatternRule(
    r"(?:^|[各再新要将拟可份月前底内年日])(?:办|建|设|选|建成|建立)$",
    takes="各选",
    leaves="竞选",
)
BUILDING = PatternRule(
    r"^[^,;。、的]{0,8}(?:集市|市场|基地|中心|[站园馆屋店厂]|示范点|工作室|专区|广场)$", takes="农贸集市", leaves="平台"
)
LISTED = re.compile(r"[、,]|\(其中")
LIST_OR_BRACKET = re.compile(r"[、(]")
MAX_QUANTITIES = 40  # a clause with more numbers is a list of figures without targets


def divide_promised(
    line: ParagraphAnalysis, index: int, found: Sequence[Quantity]
) -> tuple[list[QuantityContext], list[tuple[QuantityContext, str]]]:
    """Divide the quantities of a clause into (the targets, the others with the names of their rules)."""
    if len(found) > MAX_QUANTITIES:
        return [], [(QuantityContext(line, index, quantity), "crowd") for quantity in found]
    promised: list[QuantityContext] = []
    rejected: list[tuple[QuantityContext, str]] = []
    for quantity in found:
        context = QuantityContext(line, index, quantity)
        why = (
            rejection_rule(context)
            or _listed_after_existing(context, rejected)
            or _part_of_share(context, promised)
            or _arranged_with_actors(context, rejected)
            or _not_promised(context)
        )
        if why:
            rejected.append((context, why))
        else:
            promised.append(context)
    promised, places = _without_places(promised)
    rejected.extend((context, "place") for context in places)
    return promised, rejected


def _arranged_with_actors(context: QuantityContext, rejected: list[tuple[QuantityContext, str]]) -> str | None:
    """Whether a number directly after the participants only tells how they are organised; not if it is compared."""
    acted = bool(rejected) and rejected[-1][1] == "actors" and not comparison_of(context).word
    return "arranged" if acted else None


def _part_of_share(context: QuantityContext, earlier: list[QuantityContext]) -> str | None:
    """Whether the number describes the group that a share is taken of: 30%以上的村至少建1所."""
    if (
        context.quantity.unit != "%"
        and earlier
        and earlier[-1].quantity.unit == "%"
        and SHARE_OF.match(earlier[-1].after)
    ):
        return "part_of_share"
    return None


def _without_places(contexts: list[QuantityContext]) -> tuple[list[QuantityContext], list[QuantityContext]]:
    """(targets, places): in 在10个村建20个点 the first number tells where, as the second tells how many."""
    places = [s for s in contexts[:-1] if _is_place(s)]
    return [s for s in contexts if s not in places], places


def _is_place(context: QuantityContext) -> bool:
    if context.quantity.measure not in {"个", "家", "所"}:
        return False
    administrative = ADMINISTRATIVE.match(context.after) is not None
    return (
        bool(PLACE_OF.search(context.before) or PLACE_AND.search(context.before))
        or (administrative and context.before.strip() in {"", "对", "为"})
        or context.before.strip() == "其中"
    )


def _listed_after_existing(context: QuantityContext, rejected: list[tuple[QuantityContext, str]]) -> str | None:
    """Whether the number continues a list of existing things: 依托178个妇女之家、36个妇女微家."""
    if (
        not rejected
        or rejected[-1][1] not in {"exists", "scope", "folk"}
        or comparison_of(context).word not in {"", "余"}
    ):
        return None
    between = context.line.flat[rejected[-1][0].quantity.end : context.quantity.start]
    listed = LISTED.search(between)
    return "exists" if len(between) < 24 and listed and not words.VERB.search(between) else None


def comparison_of(context: QuantityContext) -> NumberComparison:
    """The comparison of the quantity within its clause."""
    return find_comparison(context.line.flat, context.quantity, context.clause.start, context.clause.end)


def _not_promised(context: QuantityContext) -> str | None:
    """The rule for a number that nothing announces as a target; None if it is announced.

    A comparison, a rate or a verb announces a number; 三 and 千 need a verb directly before them.
    """
    if comparison_of(context).word and not (
        not context.quantity.exact and context.quantity.measure in units.PEOPLE and MOBILIZES.search(context.before)
    ):
        return None
    if context.quantity.measure in {"%", "‰", "/10万", "个百分点"}:
        return _rate_not_promised(context)
    each = find_each(context)
    if each and not (
        not context.quantity.exact and context.quantity.value == 1 and "每" not in context.sentence_before
    ):
        return None
    if not context.quantity.exact:
        return _numeral_not_promised(context)
    if words.BENEFICIARY.search(context.before) and words.WISHED.match(context.after):
        return "no_promise"  # 为3万名妇女谋幸福
    if _is_whole_line(context):
        above = context.line.above  # a table whose cells are lines of text
        return None if words.VERB.search(above) or words.RATIO_WORDS.search(above) else "no_promise"
    if words.VERB.search(context.text) or words.VERB.search(context.sentence_before) or _counts_beneficiaries(context):
        return None
    if words.WILL_GAIN.match(context.after):
        return None
    if words.RECEIVED.search(context.before) or words.EACH_DAY.search(context.before):
        return "no_promise"
    own = LIST_OR_BRACKET.split(context.after, maxsplit=1)[0].strip()
    named = context.before.strip() or words.GOAL.search(context.label)
    return None if len(context.text) <= 40 and named and len(own) <= 6 else "no_promise"


def _rate_not_promised(context: QuantityContext) -> str | None:
    """The rule for a rate that is not announced: it needs a verb or a word for a rate, or is a share of a group."""
    is_promised = (
        (context.quantity.unit == "%" and context.quantity.value == 100)
        or (context.quantity.unit == "%" and words.SHARE_OF_GROUP.match(context.after))
        or words.GROWTH.search(context.before)
        or words.VERB.search(context.sentence_before + context.after)
        or words.RATIO_WORDS.search(context.before or context.label or context.line.above)
    )
    return None if is_promised and not _reports_growth(context) else "no_promise"


def _reports_growth(context: QuantityContext) -> bool:
    """Whether growth is reported (一季度增长6%, 由于人数增长6%) or demanded by others (市委提出…增长6%)."""
    if not words.GROWTH.search(context.before):
        return False
    is_reported = (
        words.CAUSE.match(context.before)
        or words.PART_OF_YEAR.match(context.before)
        or words.AUTHORITY_STATES.search(context.sentence_before)
    )
    return bool(is_reported or words.BACKGROUND.match(context.after))


def _is_set_up(context: QuantityContext) -> bool:
    """Whether a short verb makes a count of the numeral: 办两期培训班; of 一个 only with a day: 6月份建一个集市."""
    if context.quantity.measure in ("", *units.PEOPLE, *units.HOUSEHOLDS) or not SHORT_VERB.search(context.before):
        return False
    if context.quantity.value > 1:
        return True
    dated = any(
        when.kind is TimeKind.DAY and context.sentence_start <= when.start < context.quantity.start
        for when in context.line.times
    )
    return dated and BUILDING.match(context.after) is not None


def _counts_beneficiaries(context: QuantityContext) -> bool:
    """Whether the number counts people for whom something is done: 为100名妇女进行康复训练."""
    heads = context.quantity.measure in units.PEOPLE + units.HOUSEHOLDS
    return heads and bool(words.BENEFICIARY.search(context.before)) and words.DONE_FOR.match(context.after) is not None


def _is_whole_line(context: QuantityContext) -> bool:
    return not context.before and not context.after and context.text == context.line.flat


def _numeral_not_promised(context: QuantityContext) -> str | None:
    if _is_set_up(context):
        return None
    people = context.quantity.measure in ("", *units.PEOPLE, *units.HOUSEHOLDS)
    if people and (not context.quantity.measure or ACTIVITY.search(context.before)):
        return "no_promise"
    if context.quantity.value == 1 and context.quantity.upper is None:
        event = context.quantity.measure in words.EVENT_UNITS and words.EVENT_VERB.search(context.before)
        return None if event else "one_of_a_kind"
    if context.quantity.measure in units.PEOPLE and MOBILIZES.search(context.before):
        return "actors"
    return None if words.MADE_BEFORE.search(context.before) else "no_promise"
