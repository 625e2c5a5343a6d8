"""Promised numbers: what is left of a paragraph's quantities when every rule against them has spoken."""

import datetime
import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from reader.clauses.spots import Line, Spot
from reader.lexicon import words
from reader.lexicon.rules import Rule
from reader.model import Measure, Op, Strength, Sure, Target
from reader.numbers import units
from reader.numbers.comparison import Comparison, compared
from reader.numbers.deadlines import When
from reader.numbers.quantities import Quantity
from reader.numbers.times import Kind, PlanTime
from reader.promises.each import each_named, each_of
from reader.promises.names import name_of
from reader.promises.promised import comparison_of, divide
from reader.tables.table import Alone, Row
from reader.text.paragraph import Paragraph

SEPARATOR = re.compile(r"[、,]|(?<=[个名人户场次期所家项件%])(?:和|及|与|以及|并)")
AND_NEXT = Rule(
    r"(?:以及|[、,和及与])$",
    takes="家庭教育指导和",
    leaves="家庭教育指导",
)  # 1次家庭教育指导和2次亲子活动

PER_ONE = re.compile(r"(?<=[一-龥])/每?(?![次年月季天日周期场件])[一-龥·.]+")


@dataclass(frozen=True)
class Piece:
    """A quantity that counts, and the part of its clause that is its own."""

    spot: Spot
    comparison: Comparison
    start: int
    end: int
    cell: Alone | None = None  # where it stands alone in a cell of a table


def pieces(line: Line, index: int, found: Sequence[Quantity]) -> tuple[list[Piece], list[tuple[Spot, str]]]:
    """(what is promised in one clause, the other numbers with the name of the rule by which they are no targets)."""
    promised, refused = divide(line, index, found)
    return list(_cut(promised)), refused


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
    said = comparison_of(first)
    before = said.end == first.quantity.end and first.quantity.unit == spot.quantity.unit
    return replace(said, end=spot.quantity.end) if before and said.word and not comparison_of(spot).word else None


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
