"""A nation's sheet as an office might keep it, and the process of its own that reads it; no Django, no server."""

import random
import resource
import subprocess
import sys
from datetime import date
from io import BytesIO
from pathlib import Path

from openpyxl import Workbook

from sheets.files.reading import read_files
from sheets.office.model import PeriodSpan, PlanContext, TargetNames, UnitNames
from sheets.office.reading import read_workbook

COUNTIES, TARGETS = 2_850, 40
THINGS = (
    *("培训班", "示范基地", "最美家庭", "宣讲活动", "维权案件", "走访家庭", "志愿队伍", "儿童之家"),
    *("创业贷款", "健康检查", "法律讲座", "读书小组"),
)
KINDS = ("巾帼", "母亲", "妇女", "家庭", "儿童")


def read(data, context):
    """What a workbook says for the plan of ``context``."""
    return read_workbook(read_files(data, "全国.xlsx"), context)


def peak_megabytes(path: str) -> float:
    """The most memory that a process of its own takes to read the file."""
    command = [sys.executable, "-m", "bench.nation_sheet", path]
    root = Path(__file__).parent.parent
    printed = subprocess.run(command, cwd=root, check=True, capture_output=True, text=True)
    return float(printed.stdout)


def name_of(number: int) -> str:
    """A name of a target: 60 different ones."""
    return f"{KINDS[number % 5]}{THINGS[number // 5]}"


def nation_context() -> PlanContext:
    targets = tuple(TargetNames(f"L{n:02d}", name_of(n), "个", "increment") for n in range(TARGETS))
    units = tuple(UnitNames(f"{110000 + n}000000", f"第{n}县", (f"第{n}县妇联",)) for n in range(COUNTIES))
    return PlanContext("工作计划", 2020, PeriodSpan(date(2020, 7, 1), date(2020, 9, 30), "2020Q3"), targets, units)


def nation_sheet() -> bytes:
    """One sheet with a title, a head, the units down and the targets across; half of the numbers have decimals."""
    context, draw = nation_context(), random.Random(1)
    book = Workbook(write_only=True)
    sheet = book.create_sheet("汇总表")
    sheet.append(["2020年第三季度工作统计表"])
    sheet.append(["序号", "单位", *(f"{target.name}({target.unit})" for target in context.targets)])
    for number, unit in enumerate(context.units, 1):
        sheet.append([number, unit.name, *(draw.randrange(1000) for _target in context.targets)])
    return saved(book)


def saved(book) -> bytes:
    """The bytes of a workbook."""
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


if __name__ == "__main__":
    read(Path(sys.argv[1]).read_bytes(), nation_context())
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
