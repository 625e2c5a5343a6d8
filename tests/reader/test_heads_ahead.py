"""Which headings stand over what is past: under them no number promises anything."""

import pytest

from reader.clauses.past_headings import is_about_past

AHEAD = [
    "立足主责，在服务妇女儿童上取得新成效",
    "推动家庭工作取得新成效",
    "确保维权服务取得明显成效",
    "勤于思考，不断提升工作成效",
    "着眼长远，切实提高工作成绩",
    "回顾百年党史，汲取奋进力量",
    "努力取得更大成效",
    "2024年工作任务",
    "深化改革取得新突破",
]
BEHIND = [
    "2023年工作回顾",
    "过去一年工作取得的成效",
    "一年来的主要成效",
    "家庭工作成效显著",
    "维权服务取得明显成效",
    "去年的工作成绩",
    "回顾过去的五年",
    "规划实施情况",
    "过去一年各项工作取得新成效",
    "阵地建设成效显著，机制不断健全",
    "经过努力取得的成绩",
    "存在的主要问题",
]


@pytest.mark.parametrize("title", AHEAD)
def test_headings_of_what_is_to_be_done(title):
    assert not is_about_past(title)


@pytest.mark.parametrize("title", BEHIND)
def test_headings_of_what_was_done(title):
    assert is_about_past(title)
