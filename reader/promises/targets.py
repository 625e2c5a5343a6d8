"""Builds targets from the promised quantities: name, comparison, deadline, strength, measure, confidence."""

import datetime
import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property

from reader.clauses.contexts import ParagraphAnalysis, QuantityContext
from reader.lexicon import words
from reader.lexicon.rules import PatternRule
from reader.model import Confidence, MeasureReading, Op, Strength, TargetReading
from reader.names.naming import name_of
from reader.names.sources import NameSources
from reader.numbers import units
from reader.numbers.comparison import NumberComparison, find_comparison
from reader.numbers.days import PlanYears, TimeKind
from reader.numbers.deadlines import TimeExpression
from reader.numbers.quantities import Quantity
from reader.promises.each import find_each, find_each_in_cell
from reader.promises.promised import comparison_of, divide_promised
from reader.tables.table import CellQuantity, QuantityTableRow
from reader.text.paragraph import Paragraph

SEPARATOR = re.compile(r"[、,]|(?<=[个名人户场次期所家项件%])(?:和|及|与|以及|并)")
JOINED = re.compile(r"[^,;。0-9]{0,24}(?:以及|[、和及与])")
AND_NEXT = PatternRule(
    r"(?:以及|[、,和及与])$",
    takes="家庭教育指导和",
    leaves="家庭教育指导",
)  # 1次家庭教育指导和2次亲子活动

NOUN_BEHIND = re.compile(r"[员队师生站点班率]|中心|机构|基地|平台|人员|岗位|对象")  # 服务员 is no verb
PER_ONE = re.compile(r"(?<=[一-龥])/每?(?![次年月季天日周期场件])[一-龥·.]+")

# In this order the first that is found decides.
MEASURE_WORDS = (
    (words.RATIO_WORDS, MeasureReading.RATIO),
    (words.RUNNING, MeasureReading.RUNNING),
    (words.LEVEL, MeasureReading.LEVEL),
)


@dataclass(frozen=True)
class TargetCandidate:
    """A promised quantity and the part of its clause that belongs to it: ``flat[start:end]``."""

    context: QuantityContext
    comparison: NumberComparison
    start: int
    end: int
    cell: CellQuantity | None = None  # set if it is alone in a cell of a table

    @cached_property
    def text(self) -> str:
        return self.context.line.flat[self.start : self.end]

    @cached_property
    def each(self) -> str | None:
        """The units each of which must reach the number; None if it is a total."""
        each = find_each(self.context)
        if self.cell and not each:
            each = find_each_in_cell(self.context, self.text.partition("\t")[0])
        return each

    @cached_property
    def strength(self) -> Strength:
        return _strength(self.context, self)


def target_candidates(
    line: ParagraphAnalysis, index: int, found: Sequence[Quantity]
) -> tuple[list[TargetCandidate], list[tuple[QuantityContext, str]]]:
    """(the targets of a clause, its rejected numbers with the names of their rules)."""
    promised, rejected = divide_promised(line, index, found)
    return list(_split_clause(promised)), rejected


def row_candidates(row: QuantityTableRow, found: Sequence[Quantity]) -> dict[int, list[TargetCandidate]]:
    """The targets of a table's row whose numbers are alone in their cells, by index of the clause."""
    result: dict[int, list[TargetCandidate]] = {}
    line, starts = row.line, [clause.start for clause in row.line.clauses]
    for alone in row.numbers(found):
        index = bisect_right(starts, alone.quantity.start) - 1
        context = QuantityContext(line, index, alone.quantity)
        if not context.past:
            said = find_comparison(line.flat, alone.quantity, context.clause.start, context.clause.end)
            result.setdefault(index, []).append(TargetCandidate(context, said, alone.start, said.end, alone))
    return result


def _split_clause(contexts: list[QuantityContext]) -> Iterator[TargetCandidate]:
    """The part of the clause of each number: A 490人、B 128人以上."""
    for place, context in enumerate(contexts):
        flat, clause = context.line.flat, context.clause
        comparison = _comparison_for_all(contexts, place) or find_comparison(
            flat, context.quantity, clause.start, clause.end
        )
        start = clause.start if place == 0 else _boundary(contexts[place - 1], context)
        end = clause.end if place == len(contexts) - 1 else _boundary(context, contexts[place + 1])
        while end > comparison.end and flat[end - 1] in "、,和及与 ":
            end -= 1
        while start < context.quantity.start and flat[start] in "、,和及与 (":
            start += 1
        if context.quantity.start - start < 2 and end <= comparison.end and place:
            start = clause.start  # 25%和30%: the number alone has no name
        yield TargetCandidate(context, comparison, start, max(end, comparison.end))


def _comparison_for_all(contexts: list[QuantityContext], place: int) -> NumberComparison | None:
    """The comparison after the last number, if it applies to all: 分别达到98%、95%以上."""
    last, context = contexts[-1], contexts[place]
    shared = _comparison_of_kind(contexts, place)
    if shared:
        return shared
    if "分别" not in context.before or last.quantity.unit != context.quantity.unit:
        return None
    if context is last:
        return _comparison_of_first(contexts, place)
    said = find_comparison(last.line.flat, last.quantity, last.clause.start, last.clause.end)
    return replace(said, end=context.quantity.end) if said.word else None


def _comparison_of_kind(contexts: list[QuantityContext], place: int) -> NumberComparison | None:
    """The comparison before an earlier number that also applies to this one: 至少2次家庭教育指导和2次亲子活动."""
    context = contexts[place]
    if not place or comparison_of(context).word:
        return None
    first = place - 1
    while first and not comparison_of(contexts[first]).word and _is_same_kind(contexts[first - 1], contexts[first]):
        first -= 1
    said = comparison_of(contexts[first])
    stands_before = said.word and said.end == contexts[first].quantity.end and said.op in {Op.GE, Op.LE}
    if not stands_before or not _is_same_kind(contexts[place - 1], context):
        return None
    return replace(said, end=context.quantity.end)


def _is_same_kind(one: QuantityContext, other: QuantityContext) -> bool:
    """Whether two numbers are joined and count the same: 2次家庭教育指导和2次亲子活动."""
    units_agree = one.quantity.unit == other.quantity.unit or (
        one.quantity.measure in words.EVENT_UNITS and other.quantity.measure in words.EVENT_UNITS
    )
    flat = one.line.flat
    return units_agree and JOINED.fullmatch(flat, one.quantity.end, other.quantity.start) is not None


def _comparison_of_first(contexts: list[QuantityContext], place: int) -> NumberComparison | None:
    """The comparison before the first number, if it applies to all: 分别不低于28%和30%."""
    first, context = contexts[0], contexts[place]
    said = comparison_of(first)
    before = said.end == first.quantity.end and first.quantity.unit == context.quantity.unit
    return replace(said, end=context.quantity.end) if before and said.word and not comparison_of(context).word else None


def _boundary(one: QuantityContext, other: QuantityContext) -> int:
    """Where the part of ``one`` ends and that of ``other`` begins."""
    flat, start, end = one.line.flat, one.quantity.end, other.quantity.start
    marks = list(SEPARATOR.finditer(flat, start, end))
    if joined := AND_NEXT.search(flat, start, end):
        return joined.start()
    if marks:
        return marks[-1].start()
    opened = flat.rfind("(", start, end)
    if opened > start and flat.find(")", opened, end) < 0:
        return opened
    verbs = [hit for hit in words.VERB.finditer(flat, start, end) if not NOUN_BEHIND.match(flat, hit.end())]
    return verbs[0].start() if verbs else end


def build_target(
    paragraph: Paragraph, candidate: TargetCandidate, when: TimeExpression | None, plan: PlanYears, names: NameSources
) -> TargetReading:
    """The target of a candidate. ``when`` is the time that applies to it, if the text names one."""
    context, quantity, text = candidate.context, candidate.context.quantity, candidate.text
    op, each = _op(candidate), candidate.each
    normal, normal_unit = units.normal(quantity.value, quantity.unit)
    measure, why = _measure(context, text)
    level = words.LEVELS.search(text)
    return TargetReading(
        place=paragraph.place(candidate.start, candidate.end),
        text=text,
        name=_name(candidate, names),
        op=op,
        value=quantity.value,
        value2=quantity.upper,
        unit=quantity.unit,
        normal=normal,
        normal2=None if quantity.upper is None else units.normal(quantity.upper, quantity.unit)[0],
        normal_unit=normal_unit,
        base=_base(context),
        each=each,
        deadline=_deadline(context, when, plan),
        deadline_text=when.said(context.line.flat) if when else None,
        level=level[0] if level else None,
        scope=_scope(candidate),
        strength=candidate.strength,
        measure=measure,
        measure_why=why,
        falling=op is Op.LE or words.FALLING.search(text) is not None,
        section=None,
        task=None,
        rule=_rule(candidate),
        sure=_confidence(candidate),
    )


def _name(candidate: TargetCandidate, names: NameSources) -> str:
    if candidate.cell and candidate.cell.name:
        return candidate.cell.name
    sources = replace(names, each=candidate.each)
    return name_of(candidate.context, candidate.start, candidate.end, sources)


def _scope(candidate: TargetCandidate) -> str | None:
    if candidate.cell and candidate.cell.scope:
        return candidate.cell.scope
    found = words.SCOPES.search(candidate.context.text)
    return found[0] if found else None


def _op(candidate: TargetCandidate) -> Op:
    quantity = candidate.context.quantity
    if candidate.each:
        return Op.EACH
    if quantity.upper is not None:
        return Op.RANGE
    if candidate.comparison.op is Op.EQ and quantity.unit in {"%", "‰"}:
        return Op.PCT
    return candidate.comparison.op


def _deadline(context: QuantityContext, when: TimeExpression | None, plan: PlanYears) -> datetime.date | None:
    if words.PREPARING.match(context.line.flat, context.quantity.end):
        return None
    if when is None or when.kind is TimeKind.DEFAULT:
        return plan.end
    return when.day


def _strength(context: QuantityContext, candidate: TargetCandidate) -> Strength:
    if candidate.cell and candidate.cell.scope:
        return Strength.WEAK  # a share of a target that is set elsewhere
    if words.INCREASE.match(context.before):
        return Strength.WEAK
    if words.EXISTING.search(context.before) or words.MAINTAINED.search(context.before):
        return Strength.MAINTAIN
    if words.WORKING_GROUP.search(context.text):
        return Strength.WEAK
    if not context.quantity.exact and not candidate.comparison.word and context.quantity.unit != "%":
        return Strength.WEAK if context.quantity.value == 1 else Strength.HARD
    return Strength.HARD


def _measure(context: QuantityContext, text: str) -> tuple[MeasureReading, str]:
    per = PER_ONE.search(context.quantity.unit)
    if per:
        return MeasureReading.LEVEL, per[0]  # values per person or unit are not added up
    if not context.quantity.unit:
        return MeasureReading.LEVEL, ""  # a rate without a unit
    for pattern, measure in MEASURE_WORDS:
        if measure is MeasureReading.RATIO and context.quantity.measure not in {"%", "‰", "/10万"}:
            continue
        found = pattern.search(text)
        if found:
            return measure, found[0]
    return MeasureReading.RUNNING, ""


def _base(context: QuantityContext) -> Decimal | None:
    from_value = re.search(r"(?:从|由)[^,;。0-9]{0,12}(\d{1,12}+(?:\.\d{1,6}+)?)[^0-9]{1,12}$", context.before)
    if from_value and re.search(r"(?:到|至|为)$", context.before):
        return type(context.quantity.value)(from_value[1])
    return None


def _rule(candidate: TargetCandidate) -> str:
    if candidate.each:
        return "each"
    if candidate.comparison.word:
        return "comparison"
    if candidate.context.quantity.unit in {"%", "‰", "/10万"}:
        return "rate"
    return "chinese_numeral" if candidate.context.quantity.chinese else "number"


def _confidence(candidate: TargetCandidate) -> Confidence:
    context = candidate.context
    if candidate.strength is not Strength.HARD or context.quantity.unit in units.SCALES:
        return Confidence.UNSURE  # also 1个亿 of nobody knows what
    if context.quantity.implied or not context.quantity.unit:
        return Confidence.LIKELY
    if context.quantity.chinese and not candidate.comparison.word:
        return Confidence.LIKELY
    return Confidence.SURE if words.VERB.search(context.text) or candidate.comparison.word else Confidence.LIKELY
