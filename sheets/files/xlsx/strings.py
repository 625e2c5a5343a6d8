"""How much text the cells of an .xlsx hold together, when the texts that cells share are written into each."""

import re

from sheets.limits import MAX_CELL_TEXTS
from sheets.problems import refuse_workbook

SHORTEST = len('<c r="A1" t="s"><v>1</v></c>')
SHARED = re.compile(rb't="s"[^<>]*>\s*<v>([0-9]{1,9})</v>')


def require_bounded_texts(strings: bytes, sheets: list[bytes]) -> None:
    """Raise WorkbookRefused when texts that stand in very many cells would fill the memory."""
    sizes = [len(text) for text in strings.split(b"</si>")]
    most = sum(len(cells) for cells in sheets) // SHORTEST
    if max(sizes) * most <= MAX_CELL_TEXTS:
        return
    total = 0
    for cells in sheets:
        total += sum(sizes[int(number)] for number in SHARED.findall(cells) if int(number) < len(sizes))
    if total > MAX_CELL_TEXTS:
        refuse_workbook("zip_bomb")
