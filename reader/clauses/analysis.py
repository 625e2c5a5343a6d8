"""Analyses a paragraph once for all rules: clauses, times, quantities, and which clauses are about the past."""

import re
from collections.abc import Sequence
from itertools import chain

from reader.clauses import past
from reader.clauses.contexts import ParagraphAnalysis
from reader.clauses.documents import ToldDocuments
from reader.clauses.splitting import SpanIndex, clauses, quoted, titled
from reader.numbers.days import PlanYears
from reader.numbers.deadlines import TimeExpression, find_times
from reader.numbers.quantities import Quantity, quantities
from reader.text.paragraph import Paragraph

# Scanned letters in place of 0 and 1: 5OO场, l5个, 2O19年.
MISREAD = re.compile(r"(?<![A-Za-z0-9])(?=[0-9OolI]{0,5}[0-9])(?=[0-9]{0,5}[OolI])[0-9OolI]{2,6}+(?![A-Za-z0-9])")
DIGITS = str.maketrans("OolI", "0011")
BLANK = re.compile(r" +")
PERIOD = re.compile(
    r"(?:今年|本年|20\d\d年)?(?:上半年|前?[一二三1-3]个?季度|[1一]月?(?:份?)(?:-|~|至|到)[\d一二三四五六七八九十]{1,2}月份?)"
)


def remove_blanks(paragraph: Paragraph) -> Paragraph:
    """The paragraph without blanks used for spacing (以 上, 15 个) and with misread digits corrected.

    A blank between two numbers or Latin words is kept.
    """
    paragraph = _without_item_number(paragraph)
    flat, ranges, at = MISREAD.sub(lambda found: found[0].translate(DIGITS), paragraph.flat), [], 0
    for blank in BLANK.finditer(flat):
        before, after = flat[blank.start() - 1 : blank.start()], flat[blank.end() : blank.end() + 1]
        if not (before.isascii() and before.isalnum() and after.isascii() and after.isalnum()):
            ranges.append((at, blank.start()))
            at = blank.end()
    if not ranges:
        return Paragraph(flat, paragraph.origin)
    ranges.append((at, len(flat)))
    pieces = "".join(flat[start:end] for start, end in ranges)
    return Paragraph(pieces, tuple(chain.from_iterable(paragraph.origin[start:end] for start, end in ranges)))


def _without_item_number(paragraph: Paragraph) -> Paragraph:
    """The paragraph without the number of a list item directly before another number.

    In "3. 50个村" a blank followed the item number, so it is not 3.50. Only the positions in the document still
    show it.
    """
    number = re.match(r"\d{1,2}\.(?=\d)", paragraph.flat)
    if number is None or paragraph.origin[number.end()] - paragraph.origin[number.end() - 1] == 1:
        return paragraph
    return Paragraph(paragraph.flat[number.end() :], paragraph.origin[number.end() :])


def analyse_paragraph(
    flat: str,
    plan: PlanYears,
    *,
    under_past_heading: bool,
    conditions: bool,
    above: str = "",
    told: ToldDocuments | None = None,
) -> tuple[ParagraphAnalysis, list[Quantity]]:
    """(the analysis, the quantities in order) of a paragraph.

    ``under_past_heading``: the heading above is about the past. ``conditions``: the heading above introduces
    conditions of participation. ``above``: the preceding paragraph. ``told``: the documents that the text tells of.
    """
    parts = clauses(flat)
    times = tuple(find_times(flat, plan))
    ended = past.ended_clauses(flat, parts, _ended_periods(flat, times, told))
    times_in = SpanIndex([(when.start, when.end) for when in times])
    found = quantities(flat)
    line = ParagraphAnalysis(
        flat=flat,
        clauses=tuple(parts),
        quoted=quoted(flat),
        titled=titled(flat),
        times=times,
        times_in=times_in,
        counts=tuple(one.start for one in found if one.unit and one.start not in times_in),
        past=past.past_clauses(
            flat,
            parts,
            plan,
            under_past_heading=under_past_heading,
            ended=ended,
            reported=told.reported if told else range(0),
        ),
        above=above,
        several_years=plan.first != plan.last,
        conditions=conditions,
        told=told or ToldDocuments(),
        tells_of_ended_period=bool(ended),
    )
    return line, found


def _ended_periods(flat: str, times: Sequence[TimeExpression], told: ToldDocuments | None) -> frozenset[int]:
    """Where the periods begin that ended before the day of the text: 上半年 in July."""
    until = told.until if told else None
    return frozenset(
        when.start
        for when in times
        if until and when.day and when.day < until and PERIOD.fullmatch(flat, when.start, when.end)
    )
