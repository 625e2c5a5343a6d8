"""Which numbers of a clause are promised: by a comparison, a rate or a verb, and by what stands beside them."""

import re
from collections.abc import Sequence

from reader.clauses.spots import Line, Spot
from reader.lexicon import words
from reader.lexicon.places import ADMINISTRATIVE
from reader.lexicon.rules import Rule
from reader.numbers import units
from reader.numbers.comparison import Comparison, compared
from reader.numbers.quantities import Quantity
from reader.promises.each import each_of
from reader.promises.not_targets import why_not

SHARE_OF = Rule(
    r"^[^,;。]{0,4}的[^,;。]{1,40}?(?:有|至少|建|配|达|设|拥有|开展|掌握|获得|学会|参加|具备|成为)",
    takes="的村至少有1名议事员",
    leaves="的村妇女",
)
PLACE_OF = Rule(
    r"(?:在|选择|依托)[^,;。]{0,6}$",
    takes="在",
    leaves="乡镇驿站",
)
GATHERED = Rule(
    r"(?:组织|动员|发动|号召|带领|引导|选派)[^,;。0-9]{0,4}$",
    takes="组织",
    leaves="组织妇女参加培训",
)  # 组织百名宣讲员: who acts, in round words
ACTIVITY = Rule(
    r"(?:开展|举行|实施|推进|启动|推动)$",
    takes="开展",
    leaves="开展活动",
)  # 开展百万家庭学法活动: a name
PLACE_AND = re.compile(r"(?:在|对)\d[^,;。]{0,24}(?:和|及|与|、)$")
MARK = re.compile(r"[、(]")
CROWD = 40  # numbers in one clause: more are a list of figures that nobody promises


def divide(line: Line, index: int, found: Sequence[Quantity]) -> tuple[list[Spot], list[tuple[Spot, str]]]:
    """The numbers ``found`` in one clause, divided into (those that are promised, the others with the rule's name)."""
    if len(found) > CROWD:
        return [], [(Spot(line, index, quantity), "crowd") for quantity in found]
    promised: list[Spot] = []
    refused: list[tuple[Spot, str]] = []
    for quantity in found:
        spot = Spot(line, index, quantity)
        why = (
            why_not(spot)
            or _beside(spot, refused)
            or _hangs_on(spot, promised)
            or _arranged(spot, refused)
            or _unpromised(spot)
        )
        if why:
            refused.append((spot, why))
        else:
            promised.append(spot)
    promised, places = _without_places(promised)
    refused.extend((spot, "place") for spot in places)
    return promised, refused


def _arranged(spot: Spot, refused: list[tuple[Spot, str]]) -> str | None:
    """A number right behind those who act says how they are arranged, unless it is compared."""
    acted = bool(refused) and refused[-1][1] == "actors" and not comparison_of(spot).word
    return "arranged" if acted else None


def _hangs_on(spot: Spot, earlier: list[Spot]) -> str | None:
    """30%以上的村至少建1所: the second number says what the share is a share of."""
    if spot.quantity.unit != "%" and earlier and earlier[-1].quantity.unit == "%" and SHARE_OF.match(earlier[-1].after):
        return "part_of_share"
    return None


def _without_places(spots: list[Spot]) -> tuple[list[Spot], list[Spot]]:
    """在10个村建20个点: the first number says where, as long as another says how many."""
    places = [s for s in spots[:-1] if _is_place(s)]
    return [s for s in spots if s not in places], places


def _is_place(spot: Spot) -> bool:
    if spot.quantity.measure not in {"个", "家", "所"}:
        return False
    administrative = ADMINISTRATIVE.match(spot.after) is not None
    return (
        bool(PLACE_OF.search(spot.before) or PLACE_AND.search(spot.before))
        or (administrative and spot.before.strip() in {"", "对", "为"})
        or spot.before.strip() == "其中"
    )


def _beside(spot: Spot, refused: list[tuple[Spot, str]]) -> str | None:
    """依托178个妇女之家、36个妇女微家: what is said of the first holds for the one listed after it."""
    if not refused or refused[-1][1] not in {"exists", "scope", "folk"} or comparison_of(spot).word not in {"", "余"}:
        return None
    between = spot.line.flat[refused[-1][0].quantity.end : spot.quantity.start]
    return "exists" if len(between) < 24 and "、" in between and not words.VERB.search(between) else None


def comparison_of(spot: Spot) -> Comparison:
    return compared(spot.line.flat, spot.quantity, spot.clause.start, spot.clause.end)


def _unpromised(spot: Spot) -> str | None:
    """Words must promise the number: a comparison, a rate, or a verb; 三 and 千 need a verb right before."""
    if comparison_of(spot).word and not (
        not spot.quantity.exact and spot.quantity.measure in units.PEOPLE and GATHERED.search(spot.before)
    ):
        return None
    if spot.quantity.measure in {"%", "‰", "/10万", "个百分点"}:
        whole = spot.quantity.unit == "%" and (spot.quantity.value == 100 or words.OF_A_SHARE.match(spot.after))
        meant = (
            whole
            or words.GROWS.search(spot.before)
            or words.VERB.search(spot.sentence_before + spot.after)
            or words.RATIO_WORDS.search(spot.before or spot.label or spot.line.above)
        )
        return None if meant and not _grew(spot) else "no_promise"
    each = each_of(spot)
    if each and not (not spot.quantity.exact and spot.quantity.value == 1 and "每" not in spot.sentence_before):
        return None
    if not spot.quantity.exact:
        return _chinese_unpromised(spot)
    if words.FOR.search(spot.before) and words.WISHED.match(spot.after):
        return "no_promise"  # 为3万名妇女谋幸福
    if _alone(spot):
        above = spot.line.above  # a cell of a table that came as lines
        return None if words.VERB.search(above) or words.RATIO_WORDS.search(above) else "no_promise"
    if words.VERB.search(spot.text) or words.VERB.search(spot.sentence_before) or _done_for(spot):
        return None
    if words.RECEIVED.search(spot.before) or words.EACH_DAY.search(spot.before):
        return "no_promise"
    own = MARK.split(spot.after, maxsplit=1)[0].strip()
    named = spot.before.strip() or words.GOAL.search(spot.label)
    return None if len(spot.text) <= 40 and named and len(own) <= 6 else "no_promise"


def _grew(spot: Spot) -> bool:
    """一季度增长6%, 由于人数增长6%, 增长6%的背景下 tell what came of itself; 市委提出…增长6% what others want."""
    if not words.GROWS.search(spot.before):
        return False
    told = (
        words.CAUSE.match(spot.before)
        or words.PART_OF_YEAR.match(spot.before)
        or words.ABOVE_SAYS.search(spot.sentence_before)
    )
    return bool(told or words.BACKGROUND.match(spot.after))


def _done_for(spot: Spot) -> bool:
    """为100名妇女进行康复训练: whatever is done for them, they are counted."""
    heads = spot.quantity.measure in units.PEOPLE + units.HOUSEHOLDS
    return heads and bool(words.FOR.search(spot.before)) and words.DONE_FOR.match(spot.after) is not None


def _alone(spot: Spot) -> bool:
    return not spot.before and not spot.after and spot.text == spot.line.flat


def _chinese_unpromised(spot: Spot) -> str | None:
    people = spot.quantity.measure in ("", *units.PEOPLE, *units.HOUSEHOLDS)
    if people and (not spot.quantity.measure or ACTIVITY.search(spot.before)):
        return "no_promise"
    if spot.quantity.value == 1 and spot.quantity.upper is None:
        event = spot.quantity.measure in words.EVENT_UNITS and words.EVENT_VERB.search(spot.before)
        return None if event else "one_of_a_kind"
    if spot.quantity.measure in units.PEOPLE and GATHERED.search(spot.before):
        return "actors"
    return None if words.MADE_BEFORE.search(spot.before) else "no_promise"
