"""Finds tables whose cells stand between "|" or blanks and gives their lines cells, as tabs do in other tables.

Such a table is a line of column titles and the lines below it. Where cells are missing, the office in charge, which
is easily recognised, shows which column a cell belongs to.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from reader.lexicon import phrases
from reader.lexicon.rules import PatternRule
from reader.text.lines import CellSpans, SourceLine

COLUMN_TITLE = PatternRule(
    rf"(?:[序编]号|名称|指标|项目|任务|工作|内容|(?:目标|指标)值?|实事|{phrases.OFFICES}|责任人|领导|联系人|[科处部]室|时[限间]|期限|备注|数量?|要求|[措举]施|举措"
    r"|年度?|事项|类别|领域|情况|进[展度]|成效|完成率%?|落实|单位|[县市区乡镇村]|街道|已?完成)(?:\([^()]{1,12}\))?%?$",
    takes="完成情况",
    leaves="举办培训",
)
NUMBER_TITLE = re.compile(r"[序编]号")
# A title that no line of prose would consist of beside others.
STRUCTURAL = PatternRule(
    rf"^[序编]号|{phrases.OFFICE_KINDS}$|情况|进[展度]|完成率|备注|时[限间]$|责任人",
    takes="责任单位",
    leaves="目标任务",
)
OFFICE_TITLE = PatternRule(
    rf"责任|牵头|{phrases.HOSTING}|负责|(?<!计量)(?<=.)(?:{phrases.OFFICE_KINDS})$",
    takes="责任单位",
    leaves="工作事项",
)
OFFICE = PatternRule(
    r"[一-龥、,/ ()]{1,24}(?:局|委|办|联|会|部|中心|医院|院|科|处|所|社|[镇乡村]|街道|公司|厅|室|团|队|政府|工委)",
    takes="农林水务局",
    leaves="培训妇女",
    whole=True,
)
MAX_TITLE = 20  # characters of a column's title
MAX_HEAD = 200  # characters of the line of titles
MAX_COLUMNS = 20
MIN_TITLES = {"|": 2, " ": 3}
RULE_LINE = re.compile(r"[|\s:+=-]+")
BLANKS, WIDE_BLANKS = re.compile(r"[ \u3000\xa0]+"), re.compile(r"[ \u3000\xa0]{2,}")
BARS = re.compile(r"\|")
BROKEN = re.compile(r"\d-$")  # 1- 8月: a blank inside a title
SECTION = re.compile(r"[一二三四五六七八九十]{1,3}、|[(][一二三四五六七八九十]{1,3}[)]|附[件表]|注[::]")
Span = tuple[int, int]


@dataclass(frozen=True)
class Columns:
    """The line of titles: what separates its cells, and the titles."""

    mark: str
    titles: tuple[str, ...]

    @property
    def office(self) -> int | None:
        """The column of the office in charge."""
        return next((i for i, title in enumerate(self.titles) if OFFICE_TITLE.search(title)), None)

    @property
    def numbered(self) -> bool:
        """Whether the first column holds the numbers of the rows."""
        return NUMBER_TITLE.search(self.titles[0]) is not None


def with_cells(lines: Sequence[SourceLine]) -> list[SourceLine]:
    """``lines`` with the cells of the lines that are rows of such tables, without the rules drawn between them."""
    result: list[SourceLine] = []
    columns: Columns | None = None
    for line in lines:
        found = _columns(line)
        if columns and columns.mark == "|" and RULE_LINE.fullmatch(line.flat):
            continue
        columns = found or columns
        row: SourceLine | None = None
        if found:
            row = _line_with_cells(line, [[span] for span in _split(line.flat, found.mark)])
        elif columns:
            row = _row(line, columns)
        if row is None:
            columns = None
        result.append(row or line)
    return result


def _columns(line: SourceLine) -> Columns | None:
    """The titles of the columns, if the line consists of them."""
    if len(line.flat) > MAX_HEAD or "\t" in line.flat or not ("|" in line.flat or BLANKS.search(line.flat)):
        return None
    mark = "|" if "|" in line.flat else " "
    titles = tuple(line.flat[start:end] for start, end in _split(line.flat, mark))
    known = sum(COLUMN_TITLE.search(title) is not None for title in titles)
    if not MIN_TITLES[mark] <= len(titles) <= MAX_COLUMNS or 3 * known < 2 * len(titles):
        return None
    if mark == " " and not any(STRUCTURAL.search(title) for title in titles):
        return None
    return Columns(mark, titles) if all(0 < len(title) <= MAX_TITLE for title in titles) else None


def _split(flat: str, mark: str) -> list[Span]:
    """The cells of a line; with bars also the empty ones inside."""
    at, found = 0, []
    for gap in (BARS if mark == "|" else BLANKS).finditer(flat):
        if mark == " " and BROKEN.search(flat[at : gap.start()]):
            continue
        found.append(_stripped(flat, at, gap.start()))
        at = gap.end()
    found.append(_stripped(flat, at, len(flat)))
    if mark == "|":
        first, last = flat.startswith("|"), flat.endswith("|")
        return found[first : len(found) - last]
    return found


def _stripped(flat: str, start: int, end: int) -> Span:
    while start < end and flat[start].isspace():
        start += 1
    while start < end and flat[end - 1].isspace():
        end -= 1
    return start, end


def _row(line: SourceLine, columns: Columns) -> SourceLine | None:
    """The line with its cells; None if the table has ended."""
    flat = line.flat
    if "\t" in flat or SECTION.match(flat):
        return None
    if columns.mark == "|":
        barred = [[span] for span in _split(flat, "|")]
        return _line_with_cells(line, barred) if 1 < len(barred) <= MAX_COLUMNS else None
    spans = _split(flat, " ")
    if len(spans) > 4 * MAX_COLUMNS:
        return None
    wide = [_stripped(flat, start, end) for start, end in _between(WIDE_BLANKS, flat)]
    cells = _in_columns(flat, wide if len(wide) == len(columns.titles) else spans, columns)
    return _line_with_cells(line, cells) if cells and sum(map(bool, cells)) > 1 else None


def _between(gaps: re.Pattern[str], flat: str) -> Iterator[Span]:
    at = 0
    for gap in gaps.finditer(flat):
        yield at, gap.start()
        at = gap.end()
    yield at, len(flat)


def _in_columns(flat: str, spans: list[Span], columns: Columns) -> list[list[Span]] | None:
    """The spans that each column holds."""
    office, width = columns.office, len(columns.titles)
    if len(spans) == width and (office is None or OFFICE.applies(flat[slice(*spans[office])])):
        return [[span] for span in spans]
    at = next((i for i, span in enumerate(spans) if i and OFFICE.applies(flat[slice(*span)])), None)
    if office is None or at is None:
        return _in_order(flat, spans, columns) if len(spans) > 1 else None
    return [
        *_before_office(flat, spans[:at], columns, office),
        [spans[at]],
        *_filled(spans[at + 1 :], width - office - 1),
    ]


def _before_office(flat: str, spans: list[Span], columns: Columns, office: int) -> list[list[Span]]:
    """The number and the names of a row; names that are too many share the last column."""
    number: list[list[Span]] = []
    if columns.numbered:
        has_number = bool(spans) and flat[slice(*spans[0])].strip(".、").isdigit()
        number, spans = [spans[:1] if has_number else []], spans[has_number:]
    return [*number, *_filled(spans, office - len(number))]


def _filled(spans: list[Span], width: int) -> list[list[Span]]:
    """The spans one a column, the rest in the last."""
    if width < 1:
        return []
    cells = [[span] for span in spans[: width - 1]] + [spans[width - 1 :]]
    return cells + [[] for _ in range(width - len(cells))]


def _in_order(flat: str, spans: list[Span], columns: Columns) -> list[list[Span]]:
    has_number = flat[slice(*spans[0])].strip(".、").isdigit()
    if columns.numbered and not has_number:
        return [[], *_filled(spans, len(columns.titles) - 1)]
    return _filled(spans, len(columns.titles))


def _line_with_cells(line: SourceLine, cells: Sequence[Sequence[Span]]) -> SourceLine:
    """The line with its cells, in positions of the document."""
    placed: CellSpans = tuple(tuple((line.start + start, line.start + end) for start, end in cell) for cell in cells)
    flat = "\t".join("。".join(line.flat[start:end] for start, end in cell) for cell in cells)
    return replace(line, flat=flat, cells=placed)
