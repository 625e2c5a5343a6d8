"""Which cells a block pasted from a sheet fills in: rows by code, name or number, columns by heads; else in order.

A planner has the same plan in a sheet: 序号, 工作任务, 牵头单位, 配合单位, 完成时限. Nothing is saved here.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher

from plans.numbering import strip_number
from targets.plan_table.columns import COLUMNS_BY_KEY
from targets.plan_table.queries import TableRow

SIMILAR = 0.75  # from this ratio on two names count as one
CODE, NUMBER = "code", "number"
# In this order: 责任单位 is whose lead it is, 单位 alone the unit of measure.
HEADS = (
    ("lead", r".*(?:牵头|责任|负责|主责|承办|主办).*"),
    ("assist", r".*(?:配合|协助|参与|协办).*"),
    ("due", r".*(?:时限|期限|完成时间|截止|完成日期|时间).*"),
    ("frequency", r".*频[率次].*"),
    ("measure", r".*(?:填报方式|计量方式).*"),
    ("rollup", r".*汇总.*"),
    ("baseline", r".*(?:基数|基期|上年).*"),
    ("direction", r"比较(?:方式)?"),
    ("unit", r"(?:计量)?单位"),
    ("value", r"(?:目标|指标|任务)[值数量]|(?:目标|计划|任务)数?值|数值|数量"),
    (CODE, r"编[号码]|代码"),
    (NUMBER, r"序号|№|No\.?"),
    ("name", r".*(?:任务|目标|指标|工作|内容|事项|项目|措施|名称).*"),
)


@dataclass
class BlockMatch:
    """The texts for cells, by their ids; the lines that no row was found for; and whether rows were taken in order."""

    cells: dict[str, str] = field(default_factory=dict)
    unmatched: list[str] = field(default_factory=list)
    in_order: bool = False


def match_block(lines: Sequence[Sequence[str]], rows: Sequence[TableRow], at: str) -> BlockMatch:
    """What the block fills in. ``at`` is the id of the cell in which it was pasted: without heads its columns begin
    there, and where nothing in it names rows, its rows do too."""
    rows = [row for row in rows if row.cells]
    heads = read_heads(lines[0]) if lines else {}
    body = lines[1:] if heads else lines
    body = [[cell.strip() for cell in line] for line in body if any(cell.strip() for cell in line)]
    finder = _RowFinder(rows, heads)
    found = [finder.find(line) for line in body]
    match = BlockMatch()
    if not any(found):
        found, match.in_order = _rows_from(rows, at, heads, body), True
    for line, place in zip(body, found, strict=True):
        if place is None:
            match.unmatched.append(" ".join(filter(None, line))[:60])
            continue
        row, used = place
        for column, text in _columns(line, heads, used, at):
            if column in row.cells:
                match.cells[row.cells[column].id] = text
    return match


def read_heads(line: Sequence[str]) -> dict[int, str]:
    """Position → column of a line of heads; empty when the line is none (fewer than two heads, or other words)."""
    heads: dict[int, str] = {}
    for place, cell in enumerate(line):
        text = re.sub(r"[\s（(].*|[:：]", "", cell.strip())
        column = next((key for key, words in HEADS if re.fullmatch(words, text)), None) if len(text) <= 10 else None
        if column and column not in heads.values():
            heads[place] = column
    filled = sum(bool(cell.strip()) for cell in line)
    return heads if len(heads) >= 2 and len(heads) * 2 >= filled else {}


class _RowFinder:
    def __init__(self, rows, heads):
        self.rows = rows
        self.by_code = {row.code: row for row in rows}
        self.by_name: dict[str, TableRow] = {}
        for row in rows:
            self.by_name.setdefault(_bare(row.name), row)
        self.by_ordinal = {str(row.ordinal): row for row in rows if row.kind == "task"}
        self.heads = heads

    def find(self, line):
        """(the row, the places of the line that named it), or None."""
        named = [place for place, key in self.heads.items() if key in (CODE, "name")] or range(len(line))
        for places, look in ((named, self._by_code), (named, self._by_name), (named, self._by_likeness)):
            for place in places:
                if place < len(line) and (row := look(line[place])):
                    return row, {place}
        for place, key in self.heads.items():
            if key == NUMBER and place < len(line) and "name" not in self.heads.values():
                row = self.by_ordinal.get(line[place].strip("．.、"))
                return (row, {place}) if row else None
        return None

    def _by_code(self, text):
        return self.by_code.get(text)

    def _by_name(self, text):
        headed = "name" in self.heads.values()  # without heads a short text may stand for anything
        return self.by_name.get(_bare(text)) if headed or len(text) > 3 else None

    def _by_likeness(self, text):
        wanted = _bare(text)
        if len(wanted) < 5:
            return None
        rated = [(_likeness(wanted, name), place) for place, name in enumerate(self.by_name)]
        best, place = max(rated, default=(0, 0))
        return list(self.by_name.values())[place] if best >= SIMILAR else None


def _rows_from(rows, at, heads, body):
    """As many rows as the block has, from the one in which it was pasted on; with a column of their own for it."""
    key, _colon, column = at.rpartition(":")
    start = next((place for place, row in enumerate(rows) if row.key == key), 0)
    wanted = {name for name in heads.values() if name in COLUMNS_BY_KEY} or {column}
    below = [row for row in rows[start:] if wanted & row.cells.keys()]
    return [(row, set()) for row in below[: len(body)]] + [None] * (len(body) - len(below))


def _columns(line, heads, used, at):
    """(column, text) of a line. Without heads: from the column of ``at`` on, what named the row left out."""
    if heads:
        for place, text in enumerate(line):
            column = heads.get(place)
            if column in COLUMNS_BY_KEY and not (column == "name" and place in used):
                yield column, text
        return
    keys = list(COLUMNS_BY_KEY)
    start = keys.index(at.rpartition(":")[2]) if at.rpartition(":")[2] in keys else 1
    start = max(start, 1) if used else start  # the name that found the row is not written over it
    texts = [text for place, text in enumerate(line) if place not in used]
    yield from zip(keys[start:], texts, strict=False)


def _likeness(wanted, name):
    if len(name) >= 5 and (name in wanted or wanted in name):
        return 0.9
    found = SequenceMatcher(None, wanted, name, autojunk=False)
    return found.ratio() if found.real_quick_ratio() >= SIMILAR and found.quick_ratio() >= SIMILAR else 0


def _bare(name):
    """A name without its number, white space and marks."""
    return re.sub(r"[\s，,。、；;：:“”\"《》（）()]", "", strip_number(name))
