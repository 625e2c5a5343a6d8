"""Why a whole table may hold something else than what was done in the period, though its title names the period."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from pathlib import PurePosixPath

from sheets.layout.model import TableLayout
from sheets.layout.view import SheetView
from sheets.layout.words import NOTE, is_meta, plain
from sheets.office.model import PlanContext
from sheets.office.periods import PeriodFit, compare_period, find_periods, is_whole_year
from sheets.problems import SheetProblem

SOMETHING_ELSE = re.compile(
    r"分解|任务书|下达|预计|预测|预报|未完成|差距|差额|缺口|占比|比重|(?:计划|安排|预案)(?:表|$)"
)
DONE = re.compile(r"完成|进展|落实|进度|执行|本[季月期]|累计|实际|新增")
LAST_YEAR = re.compile(r"去年|上年|上一年|同期")
COMPARED = re.compile(r"与|较|比|和|及|对照")
OF_YEARS = re.compile(r"规划|纲要|十[一二三四五]五|行动计划")  # a plan of several years is named in many titles
FILLED_IN = re.compile(r"(?:填报|报送|上报|制表|填表|报出)(?:时间|日期)?:?(20\d\d)[年./-]")
YEAR = re.compile(r"(?<!\d)20[0-3]\d(?!\d)|二[〇零○0Oo][〇零○0一二三四五六七八九]{2}|(?<![\d第])[12]\d(?=年)")
WRITTEN = str.maketrans("〇零○Oo一二三四五六七八九", "00000123456789")
NUMBER_OF_PAPER = re.compile(r"[〔\[(]20\d\d[〕\])]第?\d+号")
FULL_DATE = re.compile(r"(?<!\d)20\d\d[-/._]?(?:0[1-9]|1[0-2])[-/._]?(?:0[1-9]|[12]\d|3[01])(?!\d)")


def find_doubt(view: SheetView, table: TableLayout, sheet: str, file: str, context: PlanContext) -> SheetProblem | None:
    """Why a table that says that it is of this period may not be read without asking; None for no reason."""
    titles = [plain(line) for line in table.lines if not is_meta(line) and not NOTE.match(line)]
    heads = [text for path in table.column_paths.values() for text in path]
    dated = any(str(context.year) in text for text in heads)  # such heads outweigh the names of sheet and file
    names = [] if dated else [sheet, PurePosixPath(file).stem]
    return (
        _other_year(titles, [plain(line) for line in table.lines], names, context)
        or _other_period_inside(view, table, context)
        or _something_else([*titles, plain(sheet)], table)
    )


def _other_year(
    titles: Sequence[str], lines: Iterable[str], names: Sequence[str], context: PlanContext
) -> SheetProblem | None:
    """The title, the sheet, the file or the day of filling in names another year; a comparison names both."""
    said = titles[0] if titles else ""
    for text in (*titles, *names):
        years = set() if OF_YEARS.search(text) else _years_in(text)
        compared = bool(COMPARED.search(text)) and context.year in years
        if (years - {context.year} and not compared) or (LAST_YEAR.search(text) and not COMPARED.search(text)):
            return _contradiction(said, text)
    for line in lines:
        found = FILLED_IN.match(line)
        if found and int(found[1]) < context.year:
            return _contradiction(said, line)
    fits = {name: compare_period(find_periods(name, context.year), context.period) for name in names}
    other = next((name for name, fit in fits.items() if fit == PeriodFit.OTHER), "")
    return _contradiction(said, other) if other else None


def _years_in(text: str) -> set[int]:
    """The years that a text names, also in Chinese numerals (二〇一九年) or by two digits (19年)."""
    text = NUMBER_OF_PAPER.sub("", unicodedata.normalize("NFKC", text))
    years = (int(found[0].translate(WRITTEN)) for found in YEAR.finditer(FULL_DATE.sub("", text)))
    return {year if year > 100 else 2000 + year for year in years}


def _other_period_inside(view, table, context) -> SheetProblem | None:
    """Between the rows of a table stands the title of another one, of another period."""
    known = {*table.head, *table.body, *table.total_rows, *table.unnamed_rows}
    first, last = min([*table.head, *table.body], default=0), table.last_row
    for row in view.rows:
        if not first < row <= last or row in known:
            continue
        for column, text in view.facts[row].texts.items():
            if table.unit_column and column > table.unit_column:
                continue  # the period of a row of a list, which is still blank
            spans = [span for span in find_periods(str(text), context.year) if not is_whole_year(span)]
            if compare_period(spans, context.period) == PeriodFit.OTHER:
                return _contradiction(next(iter(table.lines), ""), str(text))
    return None


def _something_else(titles, table) -> SheetProblem | None:
    """The title speaks of tasks, forecasts, gaps or shares, and no label says that anything was done."""
    labels = {text for path in (*table.column_paths.values(), *table.row_paths.values()) for text in path}
    if any(DONE.search(text) for text in labels):
        return None
    for text in titles:
        if SOMETHING_ELSE.search(text) and not DONE.search(text.replace("未完成", "")):
            return SheetProblem("title_of_something_else", {"text": text})
    return None


def _contradiction(said, text):
    return SheetProblem("periods_contradict", {"text": said, "other": text})
