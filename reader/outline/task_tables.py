"""Rows of tables of tasks: lines with tabs below a row of column titles."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from reader.lexicon import phrases
from reader.lexicon.rules import PatternRule
from reader.text.paragraph import Paragraph

# The content of a column by its title; the first match decides.
COLUMNS = (
    (
        "lead",
        PatternRule(
            rf"牵头|责任(?:{phrases.OFFICE_KINDS})|负责(?:{phrases.OFFICES})|{phrases.HOSTING}|(?:{phrases.EXECUTING})单位",
            takes="牵头单位",
            leaves="完成情况",
        ),
    ),
    ("assist", PatternRule(phrases.ASSISTING, takes="配合单位", leaves="牵头单位")),
    ("due", PatternRule(rf"{phrases.TIME_LIMIT}|进度", takes="完成时限", leaves="完成数")),
    (
        "name",
        PatternRule(
            r"(?:工作|重点|主要|目标|具体)?(?:任务|项目|工作|事项|指标)(?:名称|内容)?$|名称|实事",
            takes="重点任务",
            leaves="任务数",
        ),
    ),
    ("content", PatternRule(r"内容|目标|要求|措施|标准|举措", takes="具体措施", leaves="责任单位")),
)
YEAR = re.compile(r"(?:19|20)\d\d年")  # 2024年目标 is a title, 12期 is not


@dataclass(frozen=True)
class TaskTableRow:
    """A row of a table of tasks: the index of its paragraph and its cells by content."""

    paragraph: int
    cells: dict[str, str]


def task_table_rows(paragraphs: Sequence[Paragraph], first: int, end: int) -> Iterator[TaskTableRow]:
    """The rows of tables of tasks in ``paragraphs[first:end]``."""
    titles: list[str] = []
    for i in range(first, end):
        cells = paragraphs[i].flat.split("\t")
        if len(cells) < 2:
            titles = []
        elif kinds := _titles(cells):
            titles = kinds
        elif titles:
            named = {kind: cell.strip() for kind, cell in zip(titles, cells, strict=False) if kind and cell.strip()}
            if "name" in named or "content" in named:
                yield TaskTableRow(i, named)


def _titles(cells: Sequence[str]) -> list[str]:
    """The contents of the columns if the cells are titles (of tasks, with offices or deadlines); else empty."""
    if any(len(cell) > 14 or any(char.isdigit() for char in YEAR.sub("", cell)) for cell in cells):
        return []
    kinds: list[str] = []
    for cell in cells:
        kind = next((kind for kind, pattern in COLUMNS if pattern.search(cell) and kind not in kinds), "")
        kinds.append(kind)
    known = set(kinds) - {""}
    return kinds if known & {"name", "content"} and known & {"lead", "due", "content"} and len(known) > 1 else []
