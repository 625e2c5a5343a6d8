"""Which columns of an office's own table are about tasks and their progress, by the words of their heads."""

import re
from dataclasses import dataclass, field
from enum import StrEnum

from sheets.files.grid import SheetGrid
from sheets.limits import MAX_HEAD_ROWS
from sheets.office.labels.text import letters, plain_label
from sheets.tasks.model import TaskPart


class TaskColumn(StrEnum):
    """A column that says of which task, and of which unit, a row is."""

    TASK = "task"
    CODE = "code"
    UNIT = "unit"
    LEAD = "lead"
    PERIOD = "period"


_KINDS = "(?:任务|工作|项目|事项)"
_TIME = "(?:目前|当前|本期|本季度|本季|本月|阶段性?)?"
_TROUBLE = "(?:困难|问题|不足|短板)"
HEADS: dict[TaskColumn | TaskPart, re.Pattern] = {
    TaskColumn.CODE: re.compile(f"{_KINDS}?(?:编号|代码|编码)"),
    TaskColumn.TASK: re.compile(
        f"(?:年度|主要|重点|目标|具体)?(?:{_KINDS}|工作任务|重点工作任务|任务事项|工作事项|工作项目)(?:名称|内容|清单)?"
    ),
    TaskColumn.UNIT: re.compile("(?:填报|上报|报送)?单位(?:名称)?|县区|区县|县市区|县区名称"),
    TaskColumn.LEAD: re.compile("(?:牵头|责任|主责|承办)(?:单位|部门|科室|部室)"),
    TaskColumn.PERIOD: re.compile("(?:填报|上报|报告|报送)(?:期|期间|周期)|所属期间?"),
    TaskPart.STATE: re.compile(f"{_TIME}(?:{_KINDS}|进展|完成|推进|进度|落实|办理)?状态"),
    TaskPart.DONE: re.compile(
        f"{_TIME}(?:{_KINDS}|具体)?的?(?:进展|开展|推进|完成|落实|进度|实施)(?:的)?(?:情况|成效)(?:说明)?|已?做工作|工作进展|任务进展"
        "|已开展的?工作"
    ),
    TaskPart.OBSTACLE: re.compile(
        f"{_TIME}(?:存在)?的?(?:主要)?{_TROUBLE}(?:(?:和|与|及|以及)?{_TROUBLE})?(?:及|和)?(?:原因)?"
    ),
    TaskPart.NEXT_STEP: re.compile(
        "下一?(?:步|阶段)(?:的)?(?:工作|推进)?(?:的)?(?:打算|计划|安排|措施|举措|思路|工作|建议)+|下一?步"
    ),
}
_REMARK = re.compile(r"\([^()]*\)")


@dataclass(frozen=True)
class TaskTable:
    """A table of tasks in a sheet: the row of its head, and its columns."""

    grid: SheetGrid
    head: int
    columns: dict[TaskColumn | TaskPart, int] = field(default_factory=dict)

    @property
    def parts(self) -> list[TaskPart]:
        return [part for part in TaskPart if part in self.columns]

    @property
    def body(self) -> range:
        return range(self.head + 1, self.grid.height + 1)


def find_task_table(grid: SheetGrid) -> TaskTable | None:
    """The table of tasks in a sheet; None where no row heads both tasks and texts of their progress.

    A column such as 完成情况 that holds numbers is none of progress: it is read as figures, or not at all.
    """
    for row in range(1, min(grid.height, MAX_HEAD_ROWS) + 1):
        columns: dict[TaskColumn | TaskPart, int] = {}
        for column, text in grid.row_texts(row).items():
            kind = None if grid.is_hidden(row, column) else _kind_of(text)
            if kind:
                columns.setdefault(kind, column)
        if TaskColumn.TASK in columns:
            table = TaskTable(grid, row, columns)
            for part in table.parts:
                if _holds_numbers(table, columns[part]):
                    del columns[part]
            if table.parts:
                return table
    return None


def _kind_of(text) -> TaskColumn | TaskPart | None:
    plain = letters(_REMARK.sub("", plain_label(text)))
    return next((kind for kind, pattern in HEADS.items() if pattern.fullmatch(plain)), None)


def _holds_numbers(table, column) -> bool:
    """Whether at least half of what stands below the head are numbers."""
    values = [table.grid.value(row, column) for row in table.body]
    filled = [value for value in values if value is not None]
    numbers = [value for value in filled if isinstance(value, (int, float))]
    return bool(filled) and 2 * len(numbers) >= len(filled)
