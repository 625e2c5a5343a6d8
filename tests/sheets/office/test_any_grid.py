"""No grid, however odd, breaks the reading, and none takes long."""

from random import Random

import pytest

from sheets.files.grid import MergedRange, SheetGrid
from sheets.files.reading import BookFile
from sheets.office.reading import read_workbook
from sheets.problems import SheetProblem
from tests.sheets.office.sample_plan import PLAN

WORDS = (
    *("临翔", "凤庆县", "云县妇联", "530923000000", 530924000000, "临沧市", "工业园区"),
    *("县(区)", "单位", "序号", "指标名称", "计量单位", "备注", "重点任务", "类别"),
    *("巾帼宣讲(场)", "受众妇女", "最美家庭", "A01", "组织巾帼宣讲", "转移就业(人次)"),
    *("本季完成", "累计完成", "全年目标", "完成率", "上年同期", "三季度", "二季度", "7月", "合计", "小计", "全市"),
    *(
        "2020年第三季度统计表",
        "2020年1-9月",
        "填报单位：永德县妇联",
        "填报单位",
        "说明：如实填报。",
        "审核人：张三",
        "一、",
        "甲",
    ),
    *(
        "无",
        "/",
        "约10",
        "12（含线上）",
        "1,234",
        "３",
        "12人",
        "-5",
        "3.5",
        2020,
        1,
        2,
        3,
        12,
        0,
        3.5,
        -4,
        1e300,
        True,
    ),
)


def any_sheet(random):
    height, width = random.randint(1, 12), random.randint(1, 9)
    filled = random.uniform(0.2, 1)

    def cell():
        return random.choice(WORDS) if random.random() < filled else None

    values = [[cell() for _ in range(width)] for _ in range(height)]
    merged = []
    for _ in range(random.choice([0, 0, 1, 3])):
        top, left = random.randint(1, height), random.randint(1, width)
        merged.append(MergedRange(top, left, random.randint(top, height + 1), random.randint(left, width + 1)))
    return SheetGrid(
        random.choice(["Sheet1", "三季度", "永德", "二季度"]),
        values,
        signs={(random.randint(1, height), random.randint(1, width)): "%"} if random.random() < 0.2 else {},
        problems={(height, width): SheetProblem("error_value")} if random.random() < 0.2 else {},
        merged=merged,
        hidden_rows=frozenset({random.randint(1, height)} if random.random() < 0.2 else ()),
        hidden_columns=frozenset({random.randint(1, width)} if random.random() < 0.2 else ()),
    )


def require_sound(seed):
    random = Random(seed)
    sheets = [any_sheet(random) for _ in range(random.choice([1, 1, 2]))]
    reading = read_workbook([BookFile("表.xlsx", "xlsx", sheets)], PLAN)
    again = read_workbook([BookFile("表.xlsx", "xlsx", sheets)], PLAN)
    assert [each.key for each in again.all_questions] == [each.key for each in reading.all_questions]
    places = [figure[:4] for figure in reading.figures]
    assert len(set(places)) == len(places), seed
    for figure in reading.figures:
        assert figure.row not in next(s for s in sheets if s.title == figure.sheet).hidden_rows or len(sheets) > 1
        assert figure.value is None or figure.value >= 0


@pytest.mark.parametrize("hundred", range(4))
def test_any_grid_is_read_or_asked_about(hundred):
    for seed in range(hundred * 100, hundred * 100 + 100):
        require_sound(seed)


@pytest.mark.slow
@pytest.mark.parametrize("thousand", range(1, 11))
def test_ten_thousand_grids_are_read_or_asked_about(thousand):
    for seed in range(thousand * 1000, thousand * 1000 + 1000):
        require_sound(seed)
