"""Headings without numbers above (一), and numbers that head a list of dashes."""

import pytest

from reader.reading import read

ABOVE = (
    "清河县2024年儿童工作的意见\n为办好儿童实事,现提出以下意见,请各单位照此落实执行。\n保障儿童安全\n"
    "(一)抓排查。开展排查5次。组织巡查。\n(二)抓教育。开展讲座9场。组织演练。\n"
)
CASES = [
    (ABOVE, [(1, "保障儿童安全"), (2, "抓排查"), (2, "抓教育")]),
    # a colon announces and a full stop ends a sentence: no headings
    (ABOVE.replace("保障儿童安全", "主要任务如下:"), [(1, "抓排查"), (1, "抓教育")]),
    (
        "清河县妇女发展规划责任分解书\n1.提高妇女保健水平。\n--住院分娩率达到98%以上。加强随访。\n县卫健局\n县妇联\n"
        "2.降低妇女发病率。\n县卫健局\n3.提高妇女锻炼比例。\n县体育局\n",
        [(1, "提高妇女保健水平"), (1, "降低妇女发病率"), (1, "提高妇女锻炼比例")],
    ),
    ("清河县妇女工作要点\n1.培训妇女500人。\n2.新建书屋9个。\n3.评选家庭9户。\n", []),
    (
        "清河县家校合作工作计划模板一、工作背景。本计划立足实际。开展家校合作。二、工作目标。每学期家访9次。组织讲座。",
        [(1, "工作背景"), (1, "工作目标")],
    ),
]


@pytest.mark.parametrize(("document", "expected"), CASES)
def test_headings_without_numbers_and_above_dashes(document, expected):
    assert [(section.level, section.title) for section in read(document).sections] == expected
