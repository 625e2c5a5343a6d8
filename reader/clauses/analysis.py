"""Everything that the rules need to know of a paragraph, computed once: clauses, times, quantities, what is past."""

import re
from itertools import chain

from reader.clauses import past
from reader.clauses.contexts import ParagraphAnalysis
from reader.clauses.splitting import SpanIndex, clauses, quoted, titled
from reader.numbers.deadlines import find_times
from reader.numbers.quantities import Quantity, quantities
from reader.numbers.times import PlanYears
from reader.text.paragraph import Paragraph

# What scanning makes of 0 and 1: 5OO场, l5个, 2O19年.
MISREAD = re.compile(r"(?<![A-Za-z0-9])(?=[0-9OolI]{0,5}[0-9])(?=[0-9]{0,5}[OolI])[0-9OolI]{2,6}+(?![A-Za-z0-9])")
DIGITS = str.maketrans("OolI", "0011")
BLANK = re.compile(r" +")


def remove_blanks(paragraph: Paragraph) -> Paragraph:
    """The paragraph without the blanks that widen it (以 上, 15 个), and with its misread digits set right;
    a blank between two numbers or Latin words stays."""
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
    """3. 50个村 is item 3 of fifty villages, not 3.50: a blank stood between, and only the places still tell."""
    number = re.match(r"\d{1,2}\.(?=\d)", paragraph.flat)
    if number is None or paragraph.origin[number.end()] - paragraph.origin[number.end() - 1] == 1:
        return paragraph
    return Paragraph(paragraph.flat[number.end() :], paragraph.origin[number.end() :])


def analyse_paragraph(
    flat: str, plan: PlanYears, *, under_past_heading: bool, conditions: bool, above: str = ""
) -> tuple[ParagraphAnalysis, list[Quantity]]:
    """(the paragraph, its numbers in order). ``under_past_heading``: the heading above it is about what is past;
    ``conditions``: about who may take part; ``above``: the paragraph before it."""
    parts = clauses(flat)
    times = tuple(find_times(flat, plan))
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
        past=past.past_clauses(flat, parts, plan, under_past_heading=under_past_heading),
        above=above,
        several_years=plan.first != plan.last,
        conditions=conditions,
    )
    return line, found
