"""A paragraph with all that the rules ask of it, found once."""

import re
from itertools import chain

from reader.clauses import past
from reader.clauses.splitting import Spans, clauses, quoted, titled
from reader.clauses.spots import Line
from reader.numbers.deadlines import whens
from reader.numbers.quantities import Quantity, quantities
from reader.numbers.times import PlanTime
from reader.text.paragraph import Paragraph

# What scanning makes of 0 and 1: 5OO场, l5个, 2O19年.
MISREAD = re.compile(r"(?<![A-Za-z0-9])(?=[0-9OolI]{0,5}[0-9])(?=[0-9]{0,5}[OolI])[0-9OolI]{2,6}+(?![A-Za-z0-9])")
DIGITS = str.maketrans("OolI", "0011")
BLANK = re.compile(r" +")


def compact(paragraph: Paragraph) -> Paragraph:
    """The paragraph without the blanks that widen it (以 上, 15 个), and with its misread digits set right;
    a blank between two numbers or Latin words stays."""
    paragraph = _unnumbered(paragraph)
    flat, keep, at = MISREAD.sub(lambda found: found[0].translate(DIGITS), paragraph.flat), [], 0
    for blank in BLANK.finditer(flat):
        before, after = flat[blank.start() - 1 : blank.start()], flat[blank.end() : blank.end() + 1]
        if not (before.isascii() and before.isalnum() and after.isascii() and after.isalnum()):
            keep.append((at, blank.start()))
            at = blank.end()
    if not keep:
        return Paragraph(flat, paragraph.origin)
    keep.append((at, len(flat)))
    pieces = "".join(flat[start:end] for start, end in keep)
    return Paragraph(pieces, tuple(chain.from_iterable(paragraph.origin[start:end] for start, end in keep)))


def _unnumbered(paragraph: Paragraph) -> Paragraph:
    """3. 50个村 is item 3 of fifty villages, not 3.50: a blank stood between, and only the places still tell."""
    number = re.match(r"\d{1,2}\.(?=\d)", paragraph.flat)
    if number is None or paragraph.origin[number.end()] - paragraph.origin[number.end() - 1] == 1:
        return paragraph
    return Paragraph(paragraph.flat[number.end() :], paragraph.origin[number.end() :])


def line_of(
    flat: str, plan: PlanTime, *, behind: bool, conditions: bool, above: str = ""
) -> tuple[Line, list[Quantity]]:
    """(the paragraph, its numbers in order). ``behind``: it stands under a heading over what is past; ``conditions``:
    under one over who may take part; ``above``: the paragraph before it."""
    parts = clauses(flat)
    times = tuple(whens(flat, plan))
    times_in = Spans([(when.start, when.end) for when in times])
    found = quantities(flat)
    line = Line(
        flat=flat,
        clauses=tuple(parts),
        quoted=quoted(flat),
        titled=titled(flat),
        times=times,
        times_in=times_in,
        counts=tuple(one.start for one in found if one.unit and one.start not in times_in),
        past=past.behind(flat, parts, plan, head_behind=behind),
        above=above,
        several_years=plan.first != plan.last,
        conditions=conditions,
    )
    return line, found
