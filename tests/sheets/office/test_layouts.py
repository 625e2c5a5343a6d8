"""Each way in which offices lay out their sheets, as a small table."""

import pytest

from sheets.office.reading import read_workbook
from tests.sheets.office.drawn_sheet import book_of, sheet_of
from tests.sheets.office.sample_plan import PLAN

TITLE = "2020年第三季度妇联重点工作完成情况统计表"
LINCANG, FENGQING, YUN, YONGDE = "530902000000", "530921000000", "530922000000", "530923000000"


def read(*texts, titles=(), name="报表.xlsx", plan=PLAN, answers=None, change=None):
    """The reading of sheets given as text; ``change`` may draw more in the first of them."""
    sheets = [sheet_of(text, (titles or ["Sheet1", "Sheet2", "Sheet3"])[at]) for at, text in enumerate(texts)]
    if change:
        change(sheets[0])
    return read_workbook([book_of(*sheets, name=name)], plan, answers or {})


def figures(reading):
    """unit's short code, target, kind -> number."""
    found = {}
    for each in reading.figures:
        found[each.unit[4:6], each.target, "累计" if each.kind == "to_date" else "本季"] = int(each.value)
    assert len(found) == len(reading.figures)
    return found


def questions(reading):
    return [(each.topic.value, each.why.code) for each in reading.all_questions]


WIDE = {
    ("02", "A01", "本季"): 3,
    ("02", "D01", "本季"): 5,
    ("21", "A01", "本季"): 4,
    ("21", "D01", "本季"): 6,
}
LAYOUTS = {
    "units down": f"""{TITLE}
        序号 | 县(区) | 巾帼宣讲(场) | 最美家庭(户)
        1 | 临翔区 | 3 | 5
        2 | 凤庆县 | 4 | 6
        | 合计 | 7 | 11""",
    "no title line, period in the head": """县区 | 三季度巾帼宣讲 | 三季度最美家庭
        临翔 | 3 | 5
        凤庆 | 4 | 6""",
    "group headings that are not merged": f"""{TITLE}
        县(区) | 组织巾帼宣讲 | 寻找最美家庭
        | 巾帼宣讲(场) | 最美家庭(户)
        临翔 | 3 | 5
        凤庆 | 4 | 6""",
    "units of measure in a row of their own": f"""{TITLE}
        县(区) | 巾帼宣讲 | 最美家庭
        | 场 | 户
        甲 | 1 | 2
        临翔 | 3 | 5
        凤庆 | 4 | 6""",
    "blank rows between": f"""{TITLE}

        县(区) | 巾帼宣讲(场) | 最美家庭(户)

        临翔 | 3 | 5

        凤庆 | 4 | 6

        合计 | 7 | 11
        审核人：张三 | | 填表人：李四""",
    "the total above": f"""{TITLE}
        县(区) | 巾帼宣讲(场) | 最美家庭(户)
        全市 | 7 | 11
        临翔 | 3 | 5
        凤庆 | 4 | 6""",
    "sub-totals": f"""{TITLE}
        县(区) | 巾帼宣讲(场) | 最美家庭(户)
        临翔 | 3 | 5
        小计 | 3 | 5
        凤庆 | 4 | 6
        小计 | 4 | 6
        总计 | 7 | 11""",
    "head repeated on each printed page": f"""{TITLE}
        县(区) | 巾帼宣讲(场) | 最美家庭(户)
        临翔 | 3 | 5
        {TITLE}
        县(区) | 巾帼宣讲(场) | 最美家庭(户)
        凤庆 | 4 | 6""",
    "head repeated without the title": f"""{TITLE}
        县(区) | 巾帼宣讲(场) | 最美家庭(户)
        临翔 | 3 | 5
        县(区) | 巾帼宣讲(场) | 最美家庭(户)
        凤庆 | 4 | 6""",
    "two blocks below each other": f"""{TITLE}
        一、组织巾帼宣讲
        县(区) | 巾帼宣讲(场)
        临翔 | 3
        凤庆 | 4

        二、寻找最美家庭
        县(区) | 最美家庭(户)
        临翔 | 5
        凤庆 | 6""",
    "two tables beside each other": f"""{TITLE}
        县(区) | 巾帼宣讲(场) | 最美家庭(户) | | 县(区) | 巾帼宣讲(场) | 最美家庭(户)
        临翔 | 3 | 5 | | 凤庆 | 4 | 6""",
    "two tables beside each other with serial numbers": f"""{TITLE}
        序号 | 县(区) | 巾帼宣讲(场) | 最美家庭(户) | 序号 | 县(区) | 巾帼宣讲(场) | 最美家庭(户)
        1 | 临翔 | 3 | 5 | 2 | 凤庆 | 4 | 6""",
    "codes of units": f"""{TITLE}
        区划代码 | 县(区) | 巾帼宣讲(场) | 最美家庭(户)
        530902000000 | 临翔 | 3 | 5
        530921000000 | 凤庆 | 4 | 6""",
    "codes of units alone": f"""{TITLE}
        区划代码 | 巾帼宣讲(场) | 最美家庭(户)
        530902 | 3 | 5
        530921 | 4 | 6""",
    "the city before its counties": f"""{TITLE}
        州市 | 县(区) | 巾帼宣讲(场) | 最美家庭(户)
        临沧市 | 临翔 | 3 | 5
        | 凤庆 | 4 | 6
        | 小计 | 7 | 11""",
    "units across": f"""{TITLE}
        指标 | 临翔 | 凤庆 | 全市
        巾帼宣讲(场) | 3 | 4 | 7
        最美家庭(户) | 5 | 6 | 11""",
    "units across under a heading": f"""{TITLE}
        序号 | 指标名称 | 计量单位 | 各县(区)完成情况
        | | | 临翔 | 凤庆 | 合计
        1 | 巾帼宣讲 | 场 | 3 | 4 | 7
        2 | 最美家庭 | 户 | 5 | 6 | 11""",
    "units across, the total first": f"""{TITLE}
        指标 | 合计 | 临翔 | 凤庆
        巾帼宣讲(场) | 7 | 3 | 4
        最美家庭(户) | 11 | 5 | 6""",
    "units across, sections of targets": f"""{TITLE}
        指标 | 临翔 | 凤庆
        一、组织巾帼宣讲
        巾帼宣讲(场) | 3 | 4
        二、寻找最美家庭
        最美家庭(户) | 5 | 6""",
    "a long list": f"""{TITLE}
        县区 | 指标 | 数值
        临翔 | 巾帼宣讲 | 3
        临翔 | 最美家庭 | 5
        凤庆 | 巾帼宣讲 | 4
        凤庆 | 最美家庭 | 6""",
    "a long list, the unit named once": f"""{TITLE}
        县区 | 指标 | 计量单位 | 完成数
        临翔 | 巾帼宣讲 | 场 | 3
        | 最美家庭 | 户 | 5
        凤庆 | 巾帼宣讲 | 场 | 4
        | 最美家庭 | 户 | 6""",
    "a long list, the target first": f"""{TITLE}
        指标 | 县区 | 完成数
        巾帼宣讲 | 临翔 | 3
        | 凤庆 | 4
        最美家庭 | 临翔 | 5
        | 凤庆 | 6""",
    "a long list with periods": """县区 | 指标 | 期间 | 完成数
        临翔 | 巾帼宣讲 | 2020年第二季度 | 33
        临翔 | 巾帼宣讲 | 2020年第三季度 | 3
        临翔 | 最美家庭 | 2020年第三季度 | 5
        凤庆 | 巾帼宣讲 | 2020年第三季度 | 4
        凤庆 | 最美家庭 | 2020年第三季度 | 6""",
    "units in sections of their own": f"""{TITLE}
        指标 | 计量单位 | 本季完成
        临翔区
        巾帼宣讲 | 场 | 3
        最美家庭 | 户 | 5
        凤庆县
        巾帼宣讲 | 场 | 4
        最美家庭 | 户 | 6""",
    "targets in sections of their own": f"""{TITLE}
        县区 | 本季完成
        巾帼宣讲
        临翔 | 3
        凤庆 | 4
        最美家庭
        临翔 | 5
        凤庆 | 6""",
    "forms below each other": f"""{TITLE}
        填报单位：临翔区妇联
        指标 | 计量单位 | 全年目标 | 本季完成
        巾帼宣讲 | 场 | 20 | 3
        最美家庭 | 户 | 30 | 5

        填报单位：凤庆县妇联
        指标 | 计量单位 | 全年目标 | 本季完成
        巾帼宣讲 | 场 | 20 | 4
        最美家庭 | 户 | 30 | 6""",
    "rows of plan and result for each unit": f"""{TITLE}
        县(区) | 类别 | 巾帼宣讲(场) | 最美家庭(户)
        临翔 | 全年计划 | 20 | 30
        | 本季完成 | 3 | 5
        凤庆 | 全年计划 | 20 | 30
        | 本季完成 | 4 | 6""",
    "last year beside this year": f"""{TITLE}
        县(区) | 巾帼宣讲(场) | | 最美家庭(户)
        | 上年同期 | 本季完成 | 上年同期 | 本季完成
        临翔 | 2 | 3 | 4 | 5
        凤庆 | 2 | 4 | 4 | 6""",
    "remarks between": f"""{TITLE}
        县(区) | 巾帼宣讲(场) | 备注 | 最美家庭(户) | 存在问题
        临翔 | 3 | 进村宣讲 | 5 | 无
        凤庆 | 4 | | 6 | 人手不足""",
    "a table that begins elsewhere": f"""

        | | {TITLE}

        | | 县(区) | 巾帼宣讲(场) | 最美家庭(户)
        | | 临翔 | 3 | 5
        | | 凤庆 | 4 | 6""",
    "the months of the quarter": f"""{TITLE}
        县(区) | 巾帼宣讲(场) | | | | 最美家庭(户)
        | 7月 | 8月 | 9月 | 三季度合计
        临翔 | 1 | 1 | 1 | 3 | 5
        凤庆 | 1 | 2 | 1 | 4 | 6""",
    "periods as groups": """妇联统计表
        县(区) | 2019年第三季度 | | 2020年第三季度 |
        | 巾帼宣讲(场) | 最美家庭(户) | 巾帼宣讲(场) | 最美家庭(户)
        临翔 | 1 | 1 | 3 | 5
        凤庆 | 1 | 1 | 4 | 6""",
    "rows of periods for each unit": """妇联统计表
        县(区) | 季度 | 巾帼宣讲(场) | 最美家庭(户)
        临翔 | 二季度 | 2 | 2
        临翔 | 三季度 | 3 | 5
        凤庆 | 二季度 | 2 | 2
        凤庆 | 三季度 | 4 | 6""",
    "rows of plans and rates among units": f"""{TITLE}
        县(区) | 巾帼宣讲(场) | 最美家庭(户)
        全年目标 | 30 | 50
        临翔 | 3 | 5
        凤庆 | 4 | 6
        合计 | 7 | 11
        完成率 | 23 | 22
        去年同期 | 6 | 9""",
    "numbered units in areas": f"""{TITLE}
        单位 | 巾帼宣讲(场) | 最美家庭(户) | 合计
        一、东片区
        1.临翔区 | 3 | 5 | 8
        二、西片区
        （二）凤庆县妇联 | 4 | 6 | 10""",
    "codes of units and targets in a long list": f"""{TITLE}
        单位代码 | 单位名称 | 指标代码 | 指标名称 | 计量单位 | 本季完成 | 备注
        530902000000 | 临翔区 | A01 | 巾帼宣讲 | 场 | 3 |
        530902000000 | 临翔区 | D01 | 最美家庭 | 户 | 5 | 好
        530921000000 | 凤庆县 | A01 | 巾帼宣讲 | 场 | 4 |
        530921000000 | 凤庆县 | D01 | 最美家庭 | 户 | 6 |""",
    "kinds in the rows of a transposed table": f"""{TITLE}
        指标 | 类别 | 临翔 | 凤庆 | 备注
        巾帼宣讲(场) | 全年目标 | 20 | 20 |
        | 本季完成 | 3 | 4 | 好
        最美家庭(户) | 全年目标 | 30 | 30 |
        | 本季完成 | 5 | 6 |""",
    "two long lists beside each other": f"""{TITLE}
        单位 | 指标名称 | 本季完成 | 单位 | 指标名称 | 本季完成
        临翔 | 巾帼宣讲 | 3 | 凤庆 | 巾帼宣讲 | 4
        临翔 | 最美家庭 | 5 | 凤庆 | 最美家庭 | 6""",
    "a small table of something else below": f"""{TITLE}
        县(区) | 巾帼宣讲(场) | 最美家庭(户)
        临翔 | 3 | 5
        凤庆 | 4 | 6

        附：各县(区)人口
        县(区) | 人口
        临翔 | 300
        凤庆 | 400""",
    "a footnote with a name and a number": f"""{TITLE}
        县(区) | 巾帼宣讲(场) | 最美家庭(户)
        临翔 | 3 | 5
        凤庆 | 4 | 6

        临翔区联系人 | 13800000000""",
    "a sub-total over different targets": f"""{TITLE}
        县(区) | 巾帼宣讲(场) | 最美家庭(户) | 小计
        临翔 | 3 | 5 | 8
        凤庆 | 4 | 6 | 10""",
    "notes and signatures": f"""附件2
        {TITLE}
        填报单位：临沧市妇联 | | 填报时间：2020年10月8日
        说明：第二季度已完成的不再填报。
        县(区) | 巾帼宣讲(场) | 最美家庭(户)
        临翔 | 3 | 5
        凤庆 | 4 | 6
        注：1.本表由各县(区)妇联填报；2.临翔区数据为初步数。
        单位负责人： | | 填表人：李四""",
}


@pytest.mark.parametrize("name", LAYOUTS)
def test_a_layout_is_read(name):
    reading = read(LAYOUTS[name])
    assert figures(reading) == WIDE
    assert questions(reading) == []


def test_a_sum_over_the_targets_of_a_group_is_none_of_them():
    reading = read(f"""{TITLE}
        县(区) | 组织巾帼宣讲 | | | 最美家庭(户)
        | 巾帼宣讲(场) | 受众妇女(人次) | 小计 |
        临翔 | 3 | 30 | 33 | 5
        凤庆 | 4 | 40 | 44 | 6""")
    assert figures(reading) == WIDE | {("02", "A02", "本季"): 30, ("21", "A02", "本季"): 40}
    assert questions(reading) == []
