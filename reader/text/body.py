"""Joins the lines of a document into paragraphs and separates the boilerplate."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import chain, islice, pairwise

from reader.lexicon import phrases
from reader.lexicon.rules import PatternRule
from reader.model import BoilerplateLine
from reader.text import boilerplate, broken_words, part_numbers
from reader.text.lines import PADDING, UNSEEN, CellSpans, SourceLine, lines, width
from reader.text.normalization import normalize
from reader.text.paragraph import Paragraph
from reader.text.rows import with_cells
from reader.text.stacked import with_stacked_cells

GAP = re.compile(f"[{re.escape(PADDING)}\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029]+")
NO_SPACE_BESIDE = set(',。;:、!?()《》〈〉[]【】%.+-~/"“”‘’0123456789')  # spaces next to these are removed
SENTENCE_END = set("。;!?:…")
MAX_MARK_LENGTH = 8  # characters of a part's number
STRAY_SPACE = PatternRule(
    r"[一-龥”] [,，。、;；]",
    takes="自 2021 年 ,",
    leaves="自 2021 年,",
)  # typical of scans
MIN_STRAY_SPACES = 4
CANNOT_END = set(",、(《“‘[【〔-")  # a paragraph cannot end with these
CANNOT_BEGIN = set(",。;:、!?)》”’]】〕%")  # a paragraph cannot begin with these
LINE_SLACK = 6  # half-width columns that a full line may be short of: a comma cannot begin the next line
FULL_ENOUGH_INDENTED, FULL_ENOUGH = 0.75, 0.88  # of a full line
BRACKETS = (("(", ")"), ("《", "》"), ("“", "”"))
MAX_WIDTH, MIN_WIDTH = 160, 40  # half-width columns: the range of plausible line widths
MIN_COLUMN = 28  # half-width columns: of a text in narrow columns
MIN_FULL_OF_COLUMN = 6  # lines
LABEL_LINE = PatternRule(
    rf"[((]?(?:{phrases.RESPONSIBLE}|{phrases.TAKING_PART})(?:{phrases.OFFICES}|科室|处室|人|领导"
    rf"|时限)?[::]|完成时[限间]",
    takes="责任单位:市妇联",
    leaves="单位:人",
)
BULLET = re.compile(r"[*●■◆▲★☆►▶※](?=[一-龥“\d])")  # *新建绿道20公里
MIN_LAST_OF_PAGE = 15  # characters: a shorter last line of a page may be a heading
MAX_TITLE_SHARE = 1.2  # the text below a title is longer, or it may be the title's second line
MIN_TEXT_LENGTH = 25  # characters: a shorter line without punctuation is a heading or a cell of a table


LineMeasure = Callable[[SourceLine], int]


@dataclass(frozen=True)
class DocumentBody:
    """The paragraphs of the plan and the lines that are not part of it."""

    paragraphs: list[Paragraph]
    asides: list[BoilerplateLine]


def body(text: str, *, wrapped: bool) -> DocumentBody:
    """The body of ``text``. ``wrapped``: whether a paragraph may extend over several lines."""
    own, aside = boilerplate.separate_boilerplate(with_cells(with_stacked_cells(lines(text))), text)
    loose = sum(1 for _ in islice(STRAY_SPACE.finditer(text), MIN_STRAY_SPACES)) == MIN_STRAY_SPACES
    groups = _group_lines(own) if wrapped else [[line] for line in own]
    return DocumentBody([_flatten_group(text, group, loose) for group in groups], aside)


def _flatten_group(text: str, group: Sequence[SourceLine], loose: bool) -> Paragraph:
    if not any(line.cells for line in group):
        return flatten_lines(text, [(line.start, line.end) for line in group], loose)
    pieces = [_flatten_row(text, line.cells or (((line.start, line.end),),), loose) for line in group]
    return Paragraph(
        "".join(piece.flat for piece in pieces), tuple(chain.from_iterable(piece.origin for piece in pieces))
    )


def _flatten_row(text: str, cells: CellSpans, loose: bool) -> Paragraph:
    """A row of a table without tabs, with tabs between its cells and full stops between the pieces of a cell."""
    flat, origin = "", list[int]()
    at = cells[0][0][0] if cells[0] else 0
    for i, cell in enumerate(cells):
        for j, (start, end) in enumerate(cell):
            if flat and j:
                flat, origin = flat + "。", [*origin, at]
            piece = flatten_lines(text, [(start, end)], loose)
            flat, origin, at = flat + piece.flat, [*origin, *piece.origin], max(start, end - 1)
        if i + 1 < len(cells):
            flat, origin = flat + "\t", [*origin, at]
    return Paragraph(flat, tuple(origin))


def flatten_lines(text: str, spans: Sequence[tuple[int, int]], loose: bool = False) -> Paragraph:
    """The paragraph that consists of ``spans`` of the text, on one line.

    A space is kept only between words; in a ``loose`` text (a scan) only if it is wide.
    """
    pieces: list[str] = []
    ranges: list[range] = []
    for start, end in spans:
        raw = normalize(text[start:end])
        done = 0
        for gap in GAP.finditer(raw):
            keep = _gap_replacement(raw, gap, loose)
            pieces.append(raw[done : gap.start()] + keep)
            ranges.append(range(start + done, start + gap.start() + len(keep)))
            done = gap.end()
        pieces.append(raw[done:])
        ranges.append(range(start + done, end))
    return Paragraph("".join(pieces), ranges[0] if len(ranges) == 1 else tuple(chain.from_iterable(ranges)))


def _gap_replacement(raw: str, gap: re.Match[str], loose: bool) -> str:
    """What replaces a gap: the tabs of a table, one space between words, or nothing."""
    if "\t" in gap[0]:
        if (
            gap.start() <= MAX_MARK_LENGTH
            and part_numbers.START.fullmatch(raw, 0, gap.start())
            and "\t" not in raw[gap.end() :]
        ):
            return ""  # after the number of a part, as word processors write it
        return "\t" * gap[0].count("\t")  # a cell may be empty
    if gap[0].strip(UNSEEN) == "" or gap.start() == 0 or gap.end() == len(raw) or (loose and gap[0] == " "):
        return ""
    return "" if raw[gap.start() - 1] in NO_SPACE_BESIDE or raw[gap.end()] in NO_SPACE_BESIDE else " "


@dataclass(frozen=True)
class LineLayout:
    """The layout of a document's lines."""

    full: tuple[LineMeasure, int] | None  # from which width on a line is full; None if lines are not broken by width
    double_spaced: bool  # nearly every line follows an empty one, which then means nothing
    indent: int | None  # from which a line begins a paragraph; None if first lines are not indented


def _group_lines(own: Sequence[SourceLine]) -> list[list[SourceLine]]:
    double_spaced = _is_double_spaced(own)
    full = _find_width(own, double_spaced)
    setting = LineLayout(full, double_spaced, _find_indent(own, 2 if full is None else 1))
    groups: list[list[SourceLine]] = []
    numbered = False
    for line, after in zip(own, [*own[1:], None], strict=True) if own else ():
        if len(groups) == 1 and len(groups[0]) == 1 and _is_first_line(groups[0][0], line, setting):
            groups.append([line])
            numbered = part_numbers.at_start(line.flat) is not None
        elif groups and (
            _continues_paragraph(groups[-1][-1], line, setting, numbered) or _ends_title(groups[-1], line, after)
        ):
            groups[-1].append(line)
        else:
            groups.append([line])
            numbered = part_numbers.at_start(line.flat) is not None
    return groups


def _ends_title(group: Sequence[SourceLine], line: SourceLine, after: SourceLine | None) -> bool:
    """Whether ``line`` continues a broken heading: the number is alone, or the rest is a short line above the text."""
    first = part_numbers.at_start(group[0].flat)
    if first is None or len(group) > 1 or part_numbers.at_start(line.flat) or _is_row(line.flat):
        return False
    last = group[0].flat
    if first.end >= len(last):
        return True
    if (
        line.blank
        or len(last) < MIN_TEXT_LENGTH
        or last[-1] in SENTENCE_END
        or len(line.flat) > len(last)
        or LABEL_LINE.match(line.flat)
    ):
        return False
    above_text = after is not None and (part_numbers.at_start(after.flat) is not None or after.indent > line.indent)
    return above_text and line.flat[-1] not in SENTENCE_END and line.indent <= group[0].indent


def _is_first_line(first: SourceLine, line: SourceLine, setting: LineLayout) -> bool:
    """Whether the first line is a title above a paragraph on one long line."""
    unbroken = setting.full is None and width(line.flat) > max(MAX_TITLE_SHARE * width(first.flat), MIN_WIDTH)
    return unbroken and first.flat[-1] not in CANNOT_END and not _is_unfinished(first.flat)


def _columns(line: SourceLine) -> int:
    return line.indent + width(line.flat)


def _characters(line: SourceLine) -> int:
    """The width by characters, doubled to be comparable with half-width columns."""
    return 2 * (line.lead + len(line.flat))


def _find_width(own: Sequence[SourceLine], double_spaced: bool) -> tuple[LineMeasure, int] | None:
    """(how widths are measured, the width from which a line is full), or None if lines are not broken by width.

    Pages break lines by columns; some programs break them by number of characters.
    """
    best: tuple[int, LineMeasure, int] | None = None
    loose = [
        last
        for last, line in pairwise(own)
        if last.flat[-1] not in SENTENCE_END and _may_continue(last, line, double_spaced)
    ]
    for measure in (_columns, _characters):
        widths = sorted(map(measure, own))
        if len(widths) < 4 or not MIN_COLUMN <= (widest := widths[-1 - len(widths) // 50]) <= MAX_WIDTH:
            continue
        long = [one for one in map(measure, loose) if one > widest / 2]
        full = sum(widest - LINE_SLACK <= one for one in long)
        if widest < MIN_WIDTH and (full < MIN_FULL_OF_COLUMN or 2 * full < len(own)):
            continue  # short lines may be a list; those of a narrow column are nearly all full
        if full >= 2 and 2 * full >= len(long) and (best is None or full > best[0]):
            best = full, measure, widest - LINE_SLACK
    return best and best[1:]


def _may_continue(last: SourceLine, line: SourceLine, double_spaced: bool) -> bool:
    """Whether ``line`` may continue the paragraph of ``last``, by layout alone."""
    return (
        (double_spaced or not line.blank)
        and line.indent <= last.indent
        and not _is_row(line.flat)
        and part_numbers.at_start(line.flat) is None
    )


def _is_double_spaced(own: Sequence[SourceLine]) -> bool:
    return len(own) > 5 and sum(line.blank for line in own[1:]) > 0.9 * len(own[1:])


def _find_indent(own: Sequence[SourceLine], least: int) -> int | None:
    """The indent of first lines: some lines are indented by ``least`` columns or more, and others are not."""
    edge = min((line.indent for line in own), default=0) + least
    indented = sum(edge <= line.indent <= edge + 8 for line in own)
    flush = sum(line.indent < edge for line in own)
    return edge if indented >= 3 and 4 * flush >= indented else None


def _continues_paragraph(last: SourceLine, line: SourceLine, setting: LineLayout, numbered: bool) -> bool:
    """Whether ``line`` continues the paragraph of ``last``; ``numbered``: that paragraph begins with a number."""
    if _begins_paragraph(last, line, setting):
        return False
    if _is_unfinished(last.flat) or line.flat[0] in CANNOT_BEGIN or broken_words.breaks_a_word(last.flat, line.flat):
        return True
    if LABEL_LINE.match(line.flat):
        return False
    stopped = last.flat[-1] in SENTENCE_END
    if line.page and not stopped and len(last.flat) >= MIN_LAST_OF_PAGE:
        return True
    if setting.full is not None:
        measure, least = setting.full
        if stopped:
            return measure(last) >= least and (line.indent < last.indent or setting.indent is not None)
        # A full line of narrow letters seems shorter; a heading is not a full line of a paragraph.
        return measure(last) >= least * (
            FULL_ENOUGH_INDENTED if setting.indent is not None else 1 if numbered else FULL_ENOUGH
        )
    if numbered or stopped or last.flat[-1] in "”)》":
        return False
    return len(last.flat) >= MIN_TEXT_LENGTH and any(stop in line.flat for stop in "。;")


def _begins_paragraph(last: SourceLine, line: SourceLine, setting: LineLayout) -> bool:
    """Whether ``line`` begins a paragraph, by its number, tabs, an empty line or its indent."""
    if (
        part_numbers.at_start(line.flat)
        or BULLET.match(line.flat)
        or _is_row(line.flat)
        or _is_row(last.flat)
        or (line.blank and not setting.double_spaced)
    ):
        return True
    return setting.indent is not None and line.indent >= setting.indent and line.indent >= last.indent


def _is_row(flat: str) -> bool:
    """Whether a line is a row of a table: its cells are separated by tabs."""
    if "\t" not in flat:
        return False
    mark = part_numbers.at_start(flat)
    return "\t" in flat[mark.end if mark else 0 :]


def _is_unfinished(flat: str) -> bool:
    """Whether a line ends with a comma or the like, or inside a bracket."""
    return flat[-1] in CANNOT_END or any(flat.count(one) > flat.count(other) for one, other in BRACKETS)
