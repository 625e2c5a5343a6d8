"""Dated steps: no fragments of times, no meetings that were held, no general promises; what is to be ended is one."""

import pytest

from tests.reader.readings import steps

NONE = [
    "5月9日上午，市妇联召开工作推进会",
    "会议于5月9日下午在县政府召开",
    "5月9日上午9时，全市妇女工作会议召开",
    "预计到2025年",
    "从今年到2025年",
    "自2023年3月起至2023年12月底",
    "从2021年1月1日到2023年12月31日",
    "报名截止时间为5月20日",
    "5月20日前征求意见",
    "公示期为5月1日至5月7日",
    "按时完成各项任务",
    "按时保质完成工作任务",
    "全面完成上级下达的各项任务",
    "全面完成年度目标任务",
    "全面消除对妇女的歧视",
    "全面消除安全隐患",
]
STEPS = [
    ("推动妇女健康状况持续改善，全面消除辍学现象", ["2024-12-31 全面消除辍学现象"]),
    ("推动人居环境持续改善；全面消除农村危房", ["2024-12-31 全面消除农村危房"]),
    ("到2025年，全面消除集体经济薄弱村", ["2025-12-31 2025年,全面消除集体经济薄弱村"]),
    ("年底前全面消除黑臭水体", ["2024-12-31 年底前全面消除黑臭水体"]),
    ("力争到2025年基本消除大班额", ["2025-12-31 力争到2025年基本消除大班额"]),
    ("12月底前全面完成年度目标任务", ["2024-12-31 12月底前全面完成年度目标任务"]),
    ("3月8日前举行庆祝大会", ["2024-03-08 3月8日前举行庆祝大会"]),
    ("预计到2025年全面建成", ["2025-12-31 预计到2025年全面建成"]),
    ("自4月1日起启动关爱行动", ["2024-04-01 自4月1日起启动关爱行动"]),
    ("5月20日前完成报名", ["2024-05-20 5月20日前完成报名"]),
]


@pytest.mark.parametrize("clause", NONE)
def test_a_time_a_held_meeting_or_a_general_promise_is_no_step(clause):
    assert steps(clause) == []


@pytest.mark.parametrize("clause, found", STEPS)
def test_what_is_done_by_a_day_or_ended_is_a_step(clause, found):
    assert steps(clause) == found
