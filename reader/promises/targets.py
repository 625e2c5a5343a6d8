"""Promised numbers: what is left of a paragraph's quantities when every rule against them has spoken."""

import datetime
import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from reader.clauses.spots import Line, Spot
from reader.lexicon import words
from reader.lexicon.places import ADMINISTRATIVE
from reader.model import Measure, Op, Strength, Sure, Target
from reader.numbers import units
from reader.numbers.comparison import Comparison, compared
from reader.numbers.deadlines import Kind, PlanTime, When
from reader.numbers.quantities import Quantity
from reader.promises.each import each_named, each_of
from reader.promises.names import name_of
from reader.promises.not_targets import why_not
from reader.tables.table import Alone, Row
from reader.text.paragraph import Paragraph

SHARE_OF = re.compile(r"^[^,;。]{0,4}的[^,;。]{1,40}?(?:有|至少|建|配|达|设|拥有|开展|掌握|获得|学会|参加|具备|成为)")
PLACE_OF = re.compile(r"(?:在|选择|依托)[^,;。]{0,6}$")
GATHERED = re.compile(
    r"(?:组织|动员|发动|号召|带领|引导|选派)[^,;。0-9]{0,4}$"
)  # 组织百名宣讲员: who acts, in round words
ACTIVITY = re.compile(r"(?:开展|举行|实施|推进|启动|推动)$")  # 开展百万家庭学法活动: a name
PLACE_AND = re.compile(r"(?:在|对)\d[^,;。]{0,24}(?:和|及|与|、)$")
MARK = re.compile(r"[、(]")
SEPARATOR = re.compile(r"[、,]|(?<=[个名人户场次期所家项件%])(?:和|及|与|以及|并)")
AND_NEXT = re.compile(r"(?:以及|[、,和及与])$")  # 1次家庭教育指导和2次亲子活动

PER_ONE = re.compile(r"(?<=[一-龥])/每?(?![次年月季天日周期场件])[一-龥·.]+")

CROWD = 40  # numbers in one clause: more are a list of figures that nobody promises


@dataclass(frozen=True)
class Piece:
    """A quantity that counts, and the part of its clause that is its own."""

    spot: Spot
    comparison: Comparison
    start: int
    end: int
    cell: Alone | None = None  # where it stands alone in a cell of a table


def pieces(line: Line, index: int, found: Sequence[Quantity]) -> tuple[list[Piece], list[tuple[Spot, str]]]:
    """(what may be promised in one clause, what is not with the rule that says so)."""
    spots: list[Spot] = []
    refused: list[tuple[Spot, str]] = []
    if len(found) > CROWD:
        return [], [(Spot(line, index, quantity), "crowd") for quantity in found]
    for quantity in found:
        spot = Spot(line, index, quantity)
        beside = _beside(spot, refused)
        acted = bool(refused) and refused[-1][1] == "actors" and not _said(spot).word
        why = why_not(spot) or beside or _hangs_on(spot, spots) or ("arranged" if acted else None) or _unpromised(spot)
        if why:
            refused.append((spot, why))
        else:
            spots.append(spot)
    spots, places = _without_places(spots)
    refused.extend((spot, "place") for spot in places)
    return list(_cut(spots)), refused


def row_pieces(row: Row, found: Sequence[Quantity]) -> dict[int, list[Piece]]:
    """What a row of a table promises whose numbers stand in cells of their own, by clause."""
    result: dict[int, list[Piece]] = {}
    line, starts = row.line, [clause.start for clause in row.line.clauses]
    for alone in row.numbers(found):
        index = bisect_right(starts, alone.quantity.start) - 1
        spot = Spot(line, index, alone.quantity)
        if not spot.past:
            said = compared(line.flat, alone.quantity, spot.clause.start, spot.clause.end)
            result.setdefault(index, []).append(Piece(spot, said, alone.start, said.end, alone))
    return result


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
    if not refused or refused[-1][1] not in {"exists", "scope", "folk"} or _said(spot).word not in {"", "余"}:
        return None
    between = spot.line.flat[refused[-1][0].quantity.end : spot.quantity.start]
    return "exists" if len(between) < 24 and "、" in between and not words.VERB.search(between) else None


def _said(spot: Spot) -> Comparison:
    return compared(spot.line.flat, spot.quantity, spot.clause.start, spot.clause.end)


def _unpromised(spot: Spot) -> str | None:
    """Words must promise the number: a comparison, a rate, or a verb; 三 and 千 need a verb right before."""
    if _said(spot).word and not (
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


def _cut(spots: list[Spot]) -> Iterator[Piece]:
    """A 490人、B 128人以上: each number gets its own part of the clause."""
    for place, spot in enumerate(spots):
        flat, clause = spot.line.flat, spot.clause
        comparison = _shared(spots, place) or compared(flat, spot.quantity, clause.start, clause.end)
        start = clause.start if place == 0 else _boundary(spots[place - 1], spot)
        end = clause.end if place == len(spots) - 1 else _boundary(spot, spots[place + 1])
        while end > comparison.end and flat[end - 1] in "、,和及与 ":
            end -= 1
        while start < spot.quantity.start and flat[start] in "、,和及与 ":
            start += 1
        if spot.quantity.start - start < 2 and end <= comparison.end and place:
            start = clause.start  # 25%和30%: the number alone says nothing
        yield Piece(spot, comparison, start, max(end, comparison.end))


def _shared(spots: list[Spot], place: int) -> Comparison | None:
    """分别达到98%、95%以上: the word after the last number speaks for all of them."""
    last, spot = spots[-1], spots[place]
    if "分别" not in spot.before or last.quantity.unit != spot.quantity.unit:
        return None
    if spot is last:
        return _first_said(spots, place)
    said = compared(last.line.flat, last.quantity, last.clause.start, last.clause.end)
    return replace(said, end=spot.quantity.end) if said.word else None


def _first_said(spots: list[Spot], place: int) -> Comparison | None:
    """分别不低于28%和30%: so does the word before the first."""
    first, spot = spots[0], spots[place]
    said = _said(first)
    before = said.end == first.quantity.end and first.quantity.unit == spot.quantity.unit
    return replace(said, end=spot.quantity.end) if before and said.word and not _said(spot).word else None


def _boundary(one: Spot, other: Spot) -> int:
    """Where the part of ``one`` ends and that of ``other`` begins."""
    flat, start, end = one.line.flat, one.quantity.end, other.quantity.start
    marks = list(SEPARATOR.finditer(flat, start, end))
    if joined := AND_NEXT.search(flat, start, end):
        return joined.start()
    if marks:
        return marks[-1].start()
    verbs = list(words.VERB.finditer(flat, start, end))
    return verbs[0].start() if verbs else end


def target(paragraph: Paragraph, piece: Piece, when: When | None, plan: PlanTime, previous: str) -> Target:
    """The proposal that a piece makes. ``when`` is the time that holds for it, if the text names one."""
    spot, quantity = piece.spot, piece.spot.quantity
    flat = spot.line.flat
    each = each_of(spot)
    if piece.cell and not each:
        each = each_named(spot, flat[piece.start : piece.end].partition("\t")[0])
    op = _op(piece, each)
    normal, normal_unit = units.normal(quantity.value, quantity.unit)
    upper = quantity.upper
    text = flat[piece.start : piece.end]
    place = paragraph.place(piece.start, piece.end)
    measure, why = _measure(spot, text)
    strength = _strength(spot, piece)
    scope = words.SCOPES.search(spot.text)
    level = words.LEVELS.search(text)
    return Target(
        place=place,
        text=text,
        name=(piece.cell and piece.cell.name) or name_of(spot, piece.start, piece.end, previous, each),
        op=op,
        value=quantity.value,
        value2=upper,
        unit=quantity.unit,
        normal=normal,
        normal2=None if upper is None else units.normal(upper, quantity.unit)[0],
        normal_unit=normal_unit,
        base=_base(spot),
        each=each,
        deadline=_deadline(spot, when, plan),
        deadline_text=when.said(flat) if when else None,
        level=level[0] if level else None,
        scope=(piece.cell and piece.cell.scope) or (scope[0] if scope else None),
        strength=strength,
        measure=measure,
        measure_why=why,
        falling=op is Op.LE or words.FALLING.search(text) is not None,
        section=None,
        task=None,
        rule=_rule(piece, each),
        sure=_sure(spot, piece, strength),
    )


def _op(piece: Piece, each: str | None) -> Op:
    quantity = piece.spot.quantity
    if quantity.upper is not None:
        return Op.RANGE
    if each:
        return Op.EACH
    if piece.comparison.op is Op.EQ and quantity.unit in {"%", "‰"}:
        return Op.PCT
    return piece.comparison.op


def _deadline(spot: Spot, when: When | None, plan: PlanTime) -> datetime.date | None:
    if words.PREPARING.match(spot.line.flat, spot.quantity.end):
        return None
    if when is None or when.kind is Kind.DEFAULT:
        return plan.end
    return when.day


def _strength(spot: Spot, piece: Piece) -> Strength:
    if piece.cell and piece.cell.scope:
        return Strength.WEAK  # what all are to reach is promised elsewhere
    if words.INCREASE.match(spot.before):
        return Strength.WEAK
    if words.EXISTING.search(spot.before) or words.KEPT.search(spot.before):
        return Strength.MAINTAIN
    if words.MEANS.search(spot.text):
        return Strength.WEAK
    if not spot.quantity.exact and not piece.comparison.word and spot.quantity.unit != "%":
        return Strength.WEAK if spot.quantity.value == 1 else Strength.HARD
    return Strength.HARD


def _measure(spot: Spot, text: str) -> tuple[Measure, str]:
    per = PER_ONE.search(spot.quantity.unit)
    if per:
        return Measure.LEVEL, per[0]  # nobody adds up what each of them has
    for pattern, measure in (
        (words.RATIO_WORDS, Measure.RATIO), (words.RUNNING, Measure.RUNNING), (words.LEVEL, Measure.LEVEL)
    ):  # fmt: skip
        if measure is Measure.RATIO and spot.quantity.measure not in {"%", "‰", "/10万"}:
            continue
        found = pattern.search(text)
        if found:
            return measure, found[0]
    return Measure.RUNNING, ""


def _base(spot: Spot):
    from_value = re.search(r"(?:从|由)[^,;。0-9]{0,12}(\d{1,12}+(?:\.\d{1,6}+)?)[^0-9]{1,12}$", spot.before)
    if from_value and re.search(r"(?:到|至|为)$", spot.before):
        return type(spot.quantity.value)(from_value[1])
    return None


def _rule(piece: Piece, each: str | None) -> str:
    if each:
        return "each"
    if piece.comparison.word:
        return "comparison"
    if piece.spot.quantity.unit in {"%", "‰", "/10万"}:
        return "rate"
    return "chinese_numeral" if piece.spot.quantity.chinese else "number"


def _sure(spot: Spot, piece: Piece, strength: Strength) -> Sure:
    if strength is not Strength.HARD:
        return Sure.UNSURE
    if spot.quantity.chinese and not piece.comparison.word:
        return Sure.LIKELY
    return Sure.SURE if words.VERB.search(spot.text) or piece.comparison.word else Sure.LIKELY
