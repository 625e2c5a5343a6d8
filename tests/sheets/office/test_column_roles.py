"""What a column is by the words of its label alone: a serial number, the year's target, last year's, this period's."""

import pytest

from sheets.office.labels import match_column
from sheets.office.model import Certainty, ColumnRole, FigureKind
from tests.sheets.office.plans import lincang

AMOUNT, TO_DATE = FigureKind.AMOUNT, FigureKind.TO_DATE

ROLES = {
    ColumnRole.SERIAL: ["序号", "编号", "序 号", "No."],
    ColumnRole.UNIT: [
        "县(区)",
        "县区",
        "县（市、区）",
        "填报单位",
        "单位名称",
        "单位",
        "县区名称",
        "地区",
        "各县区",
        "县区妇联",
        "责任单位",
        "乡镇(街道)",
    ],
    ColumnRole.UNIT_CODE: ["行政区划代码", "区划代码", "单位编码", "单位代码"],
    ColumnRole.TARGET: ["指标名称", "指标", "重点任务", "工作任务", "项目", "目标名称", "工作内容"],
    ColumnRole.MEASURE_UNIT: ["计量单位"],
    ColumnRole.PERIOD: ["填报期", "季度", "月份"],
    ColumnRole.PROMISED: [
        "全年目标",
        "全年任务数",
        "年度目标任务",
        "目标数",
        "任务数",
        "全年目标(个)",
        "2020年目标",
        "计划数",
        "年度计划",
        "年初计划",
        "计划完成数",
        "应完成数",
    ],
    ColumnRole.EARLIER: [
        "上年同期",
        "去年同期",
        "上年完成数",
        "2019年完成数",
        "上期",
        "上季度完成",
        "二季度",
        "4-6月",
        "上半年",
        "去年累计完成",
        "上年同期累计",
    ],
    ColumnRole.RATE: [
        "完成率",
        "完成率(%)",
        "任务完成率",
        "占比",
        "同比(%)",
        "同比增长",
        "排名",
        "完成进度(%)",
        "占全年任务的比重",
        "较上年同期增减",
        "增幅",
    ],
    ColumnRole.REMARK: [
        "备注",
        "说明",
        "存在问题",
        "存在的困难",
        "下一步打算",
        "联系电话",
        "填报人",
        "填报时间",
        "完成时限",
        "情况说明",
    ],
}
KINDS = {
    AMOUNT: [
        "本季完成",
        "本季度完成数",
        "本期",
        "当季",
        "三季度",
        "第三季度完成",
        "7-9月",
        "本季新增",
        "新增",
        "2020年三季度完成数",
    ],
    TO_DATE: [
        "累计完成",
        "累计",
        "1-9月",
        "截至9月底",
        "年初至今",
        "本年累计",
        "今年以来累计",
        "期末数",
        "现有",
        "当年完成",
        "截至目前",
        "本季末累计",
        "全年累计完成",
        "1-9月新增",
    ],
    None: ["完成数", "数值", "数量", "实际完成", "完成情况"],
}


@pytest.mark.parametrize(("role", "label"), [(role, label) for role, labels in ROLES.items() for label in labels])
def test_a_label_tells_what_its_column_is(role, label):
    assert match_column((label,), lincang()).role == role


@pytest.mark.parametrize(("kind", "label"), [(kind, label) for kind, labels in KINDS.items() for label in labels])
def test_a_label_without_a_target_tells_the_kind_of_figure(kind, label):
    match = match_column((label,), lincang())
    assert (match.role, match.target, match.kind, match.certainty) == (ColumnRole.FIGURE, "", kind, Certainty.SURE)
