"""Tables whose cells stand between "|" or blanks: what is to be reached is read, what was reached is not."""

import pytest

from reader.reading import read
from reader.text.body import body

BARS = """清河县2021年重点任务落实情况
序号 | 工作任务 | 落实情况 | 责任单位
1 | 培训妇女1000人 | 已培训妇女680人,完成率68% | 县妇联
2 | 新建儿童之家10个 | 新建6个,开展活动20场 | 县妇儿工委办
"""
MARKDOWN = """清河县2021年重点任务台账
| 序号 | 目标任务 | 完成情况 | 责任单位 |
|---|---|---|---|
| 1 | 培训妇女1000人 | 培训妇女680人 | 县妇联 |
| 2 | 新建儿童之家10个 | 建成6个 | 县民政局 |
"""
WIDE = """清河县2021年重点任务完成情况表
序号    目标任务    完成情况    责任单位
1    培训妇女1000人    培训妇女680人    县妇联
2    新建儿童之家10个    建成儿童之家6个,开展活动20场    县民政局
"""
GAPS = """清河县2021年实事完成情况表
序号 实事项目名称 责任单位 目标任务 1- 6月完成情况 完成率% 备注
1 妇女“两癌”检查 县卫健局 1300人 700 54% 已检查700人
2 新建幼儿园(所) 县教育局 2所 70% 累计完成项目的70%;两所已完成主体。
3 安装监控摄像头 县公安局 100个 设备购进中
4 提高保障水平 参保人数达到6300人 县人社局 6300人 7558 119%
低保补差分别达到300元/人、140元/人 县民政局 100% 100% 低保:300.1元/月
"""
TABS = WIDE.replace("    ", "\t")
BELOW = GAPS + "二、下一步工作\n新建示范点5个,每个示范点举办讲座 3场。\n"
READ = [
    (BARS, ["1000 人", "10 个"]),
    (MARKDOWN, ["1000 人", "10 个"]),
    (WIDE, ["1000 人", "10 个"]),
    (TABS, ["1000 人", "10 个"]),
    (GAPS, ["1300 人", "2 所", "100 个", "6300 人", "300 元/人", "140 元/人"]),
    (BELOW, ["1300 人", "2 所", "100 个", "6300 人", "300 元/人", "140 元/人", "5 个", "3 场"]),
    ("清河县2021年要点\n首页 | 任务 | 项目\n培训妇女1000人 | 新建10个\n", ["1000 人", "10 个"]),
    ("清河县2021年要点\n主要 目标 任务\n培训妇女 1000人,新建儿童之家 10个。\n", ["1000 人", "10 个"]),
]


@pytest.mark.parametrize("document, expected", READ)
def test_a_column_of_progress_sets_no_targets(document, expected):
    reading = read(document)
    assert [f"{target.value} {target.unit}" for target in reading.targets] == expected
    for one in (*reading.targets, *reading.not_targets, *reading.tasks):
        assert document[one.place.start : one.place.end] == one.text


def test_the_office_shows_which_columns_are_empty():
    rows = [paragraph.flat for paragraph in body(GAPS, wrapped=True).paragraphs if "\t" in paragraph.flat]
    assert rows == [
        "序号\t实事项目名称\t责任单位\t目标任务\t1-6月完成情况\t完成率%\t备注",
        "1\t妇女“两癌”检查\t县卫健局\t1300人\t700\t54%\t已检查700人",
        "2\t新建幼儿园(所)\t县教育局\t2所\t70%\t累计完成项目的70%;两所已完成主体。\t",
        "3\t安装监控摄像头\t县公安局\t100个\t设备购进中\t\t",
        "4\t提高保障水平。参保人数达到6300人\t县人社局\t6300人\t7558\t119%\t",
        "\t低保补差分别达到300元/人、140元/人\t县民政局\t100%\t100%\t低保:300.1元/月\t",
    ]


@pytest.mark.parametrize(
    "line", ["1 | 2 | 3 | 4\n", "序号 任务 情况 单位\n", "序号 | 任务 | 情况\n", "任务 " * 60 + "\n"]
)
def test_long_tables_without_sense_are_read(line):
    reading = read(line * 3000)
    assert reading.targets == ()
